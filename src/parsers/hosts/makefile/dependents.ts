import { append } from '../../../util/maps.ts';
import type { ReadMakefile } from './reader.ts';

/** The maximum number of followed dependencies. */
const MAX_STEPS = 50_000;

/** For each target, the other targets with own variables that depend on it, directly or indirectly: these variables also apply in its recipe. */
export function dependentsOf({ rules, targetVariables }: ReadMakefile): ReadonlyMap<string, readonly string[]> {
  const prerequisites = new Map<string, string[]>();
  for (const { targets, prerequisites: names } of rules)
    for (const { value } of targets)
      if (value !== undefined) for (const name of names) append(prerequisites, value, name);
  const found = new Map<string, string[]>();
  let steps = MAX_STEPS;
  for (const target of targetVariables.targets) {
    const reached = new Set<string>([target]);
    const open = [target];
    for (let next = open.pop(); next !== undefined && steps > 0; next = open.pop()) {
      for (const name of prerequisites.get(next) ?? []) {
        steps -= 1;
        if (reached.has(name)) continue;
        reached.add(name);
        open.push(name);
        append(found, name, target);
      }
    }
  }
  return found;
}
