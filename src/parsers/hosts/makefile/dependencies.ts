import { append } from '../../../util/maps.ts';
import type { ReadMakefile } from './reader.ts';

/** Beyond these the targets that a target depends on are not looked for. */
const MAX_TARGETS = 500;
const MAX_STEPS = 50_000;

/** All that the targets depend on for which variables are set, directly or not, by target: such variables hold in the recipes of all of these. */
export function dependenciesOf({ rules, targetVariables }: ReadMakefile): ReadonlyMap<string, ReadonlySet<string>> {
  const prerequisites = new Map<string, string[]>();
  for (const { targets, prerequisites: names } of rules)
    for (const { value } of targets)
      if (value !== undefined) for (const name of names) append(prerequisites, value, name);
  const found = new Map<string, ReadonlySet<string>>();
  let steps = MAX_STEPS;
  for (const target of new Set(targetVariables.flatMap(({ targets }) => targets))) {
    if (found.size >= MAX_TARGETS || steps <= 0) break;
    const reached = new Set<string>();
    const open = [target];
    for (let next = open.pop(); next !== undefined && steps > 0; next = open.pop()) {
      for (const name of prerequisites.get(next) ?? []) {
        steps -= 1;
        if (!reached.has(name)) open.push(name);
        reached.add(name);
      }
    }
    found.set(target, reached);
  }
  return found;
}
