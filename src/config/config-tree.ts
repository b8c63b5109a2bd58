import type { Problem } from '../model/finding.ts';
import { readYaml } from '../parsers/yaml/read-yaml.ts';
import type { Mapping, MappingEntry, Node, Scalar } from '../parsers/yaml/tree.ts';
import { placeAt, type Span } from '../text/location.ts';

/** The text of a configuration, parsed as YAML. */
export interface ConfigTree {
  /** One per document; none for an empty text. */
  readonly documents: readonly Node[];
  readonly problems: readonly Problem[];
}

/** Parses a configuration; reports unreadable parts and keeps the rest. */
export function readConfigTree(path: string, text: string): ConfigTree {
  const problems: Problem[] = [];
  const { documents } = readYaml(
    { path, text, directory: '' },
    (scalar) => scalar,
    (problem) => problems.push(problem),
  );
  for (const document of documents) problems.push(...resetsIn(document, path));
  return { documents, problems };
}

/**
 * Reports keys with Compose's tag `!reset`: the reader drops them, and no setting may vanish
 * silently.
 */
function resetsIn(node: Node, path: string): readonly Problem[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'sequence') return node.items.flatMap((item) => resetsIn(item.node, path));
  const [reset] = node.resets ?? [];
  const below = [...node.entries.values()].flatMap((entry) => resetsIn(entry.node, path));
  if (reset === undefined) return below;
  const message = {
    what: `\`${reset}\` has the tag \`!reset\`, which only Compose files support.`,
    remedy: 'Remove it.',
  };
  return [
    { id: 'syntax/unsupported', severity: 'error', message, place: placeAt(path, node.start, node.end) },
    ...below,
  ];
}

/** The node at a path of keys and indices, or `undefined`. */
export function nodeAt(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  return path.reduce<Node | undefined>(
    (node, part) => (node?.kind === 'sequence' ? node.items[Number(part)]?.node : entryIn(node, String(part))?.node),
    root,
  );
}

export function entryIn(node: Node | undefined, key: string): MappingEntry | undefined {
  return node?.kind === 'mapping' ? node.entries.get(key) : undefined;
}

/**
 * Renames every rule in `rules`, `overrides` and `exceptions` with `rename`. If this makes keys
 * equal, the later one is kept, and `onDuplicate` gets both.
 */
export function mapRuleNames(
  root: Node,
  rename: (name: Scalar) => Scalar,
  onDuplicate: (key: Scalar) => void = () => undefined,
): Node {
  const renameKeys = (rules: Node): Node => {
    if (rules.kind !== 'mapping') return rules;
    const entries = new Map<string, MappingEntry>();
    for (const entry of rules.entries.values()) {
      const key = rename(entry.key);
      if (entries.has(key.string)) onDuplicate(key);
      entries.set(key.string, { ...entry, key });
    }
    return { ...rules, entries };
  };
  const renameScalar = (node: Node): Node => (node.kind === 'scalar' ? rename(node) : node);
  const rules = mapUnder(root, 'rules', renameKeys);
  const overrides = mapUnder(rules, 'overrides', (list) =>
    mapItems(list, (each) => mapUnder(each, 'rules', renameKeys)),
  );
  const locked = mapUnder(overrides, 'locked', (list) => mapItems(list, renameScalar));
  return mapUnder(locked, 'exceptions', (list) =>
    mapItems(list, (each) => mapUnder(each, 'rule', (named) => mapItems(renameScalar(named), renameScalar))),
  );
}

function mapUnder(node: Node, key: string, change: (value: Node) => Node): Node {
  const entry = entryIn(node, key);
  if (node.kind !== 'mapping' || entry === undefined) return node;
  const mapping: Mapping = { ...node, entries: new Map(node.entries).set(key, { ...entry, node: change(entry.node) }) };
  return mapping;
}

function mapItems(node: Node, change: (item: Node) => Node): Node {
  if (node.kind !== 'sequence') return node;
  return { ...node, items: node.items.map((item) => ({ ...item, node: change(item.node) })) };
}

/** A rule name in a text. */
export interface RuleName {
  readonly name: string;
  readonly span: Span;
}

/** The rule names in a configuration, as written; the text may be incomplete. */
export function findRuleNames(text: string): readonly RuleName[] {
  const found: RuleName[] = [];
  const [root] = readConfigTree('', text).documents;
  if (root === undefined) return found;
  mapRuleNames(root, (scalar) => {
    const { string: name, start, end } = scalar;
    if (name !== '') found.push({ name, span: { start, end } });
    return scalar;
  });
  return found;
}
