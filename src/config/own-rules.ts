import type { Node } from '../parsers/yaml/tree.ts';
import type { PolicyFault } from '../policies/entry.ts';
import { toOwnRule } from '../policies/own-rule.ts';
import type { Rule } from '../rules/rule.ts';
import { LineIndex } from '../text/line-index.ts';
import { configSpan } from './config-errors.ts';
import { ConfigError, type ConfigFault, type ConfigLayer, ruleNamesOf } from './config-file.ts';
import { findRuleNames, nodeAt, readConfigTree } from './config-tree.ts';
import { isOwnName, isUnknownRule, type NamedRules, ruleNameRemedy } from './rule-names.ts';

/**
 * Reads the custom rules of configurations, the lowest first. `given` are existing rules. Throws a
 * ConfigError with the place of each fault. Loaded on demand.
 */
export function readOwnRules(layers: readonly ConfigLayer[], given: readonly Rule[] = []): readonly Rule[] {
  const rules = new Map<string, { readonly rule: Rule; readonly layer: ConfigLayer; readonly entry: object }>();
  const faults: ConfigFault[] = [];
  for (const layer of layers) {
    const { path, text, file } = layer;
    const index = new LineIndex(text);
    let root: Node | undefined;
    const report = (at: number, fault: PolicyFault): void => {
      root ??= readConfigTree(path, text).documents[0];
      const span = configSpan(nearestNode(root, ['policies', at, ...fault.path]));
      faults.push({ path, place: { span, position: index.positionOf(span.start) }, message: fault.message });
    };
    for (const [at, entry] of (file.policies ?? []).entries()) {
      const before = rules.get(entry.id);
      // A policy and a configuration may extend the same package.
      const isShared =
        before?.entry === entry ||
        (before !== undefined && before.layer !== layer && JSON.stringify(before.entry) === JSON.stringify(entry));
      if (isShared) continue;
      if (before !== undefined || given.some(({ id }) => id === entry.id))
        report(at, {
          path: ['id'],
          message: `Rule \`${entry.id}\` is already defined${before === undefined || before.layer.path === path ? '' : ` in ${before.layer.path}`}.`,
        });
      else {
        const rule = toOwnRule(entry, path, (fault) => {
          report(at, fault);
        });
        rules.set(entry.id, { layer, entry, rule });
      }
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return [...rules.values()].map(({ rule }) => rule);
}

/**
 * Throws a ConfigError with the place of each unknown rule name. Names of custom rules that may
 * belong to an inactive policy are fine (see `isUnknownRule`).
 */
export function refuseUnknownNames(layers: readonly ConfigLayer[], known: NamedRules): void {
  const faults: ConfigFault[] = [];
  for (const { path, text, file } of layers) {
    if (!ruleNamesOf(file).some((name) => isOwnName(name) && isUnknownRule(name, known))) continue;
    const index = new LineIndex(text);
    for (const { name, span } of findRuleNames(text))
      if (isOwnName(name) && isUnknownRule(name, known))
        faults.push({
          path,
          place: { span, position: index.positionOf(span.start) },
          message: `Unknown rule \`${name}\`. ${ruleNameRemedy(name, known.ownRules)}`,
        });
  }
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The item at a path of keys and indices, or its key; else the last existing node on the path. */
function nearestNode(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let node = root;
  for (const [index, part] of path.entries()) {
    const next = nodeAt(node, [part]);
    if (next === undefined) return node;
    const entry = node?.kind === 'mapping' ? node.entries.get(String(part)) : undefined;
    // The key is more informative than a whole mapping or list.
    if (index === path.length - 1 && entry !== undefined && next.kind !== 'scalar') return entry.key;
    node = next;
  }
  return node;
}
