import { problem, type Report } from '../../contract/problem.ts';
import { joinHops, type Mapping, type MappingEntry, placeOf, type Sequence, type YamlItem } from '../../yaml/tree.ts';
import { PROJECT } from '../keys/project-keys.ts';
import { SERVICE } from '../keys/service-keys.ts';
import { type Shape, shapeUnder } from '../keys/shape.ts';
import {
  type ItemOf,
  isNothing,
  isSequential,
  toBuild,
  toItem,
  toMapping,
  toNull,
  toRequests,
  toSequence,
  toStarted,
} from './merge-forms.ts';

interface Merging {
  /** Whose key a merged mapping gets. */
  readonly owner: 'base' | 'over';
  readonly report: Report;
}

export function mergeProject(base: Mapping, over: Mapping, report: Report): Mapping {
  return mergeMappings(toItem(base), toItem(over), PROJECT, { owner: 'base', report });
}

export function mergeService(base: ItemOf<Mapping>, over: Mapping, report: Report): Mapping {
  return mergeMappings(base, toItem(over), SERVICE, { owner: 'over', report });
}

function mergeItems(base: YamlItem, over: YamlItem, shape: Shape | undefined, by: Merging): YamlItem {
  const { owner, report } = by;
  if (over.isOverride === true) return over;
  switch (shape?.merge) {
    case 'replace':
      return over;
    case 'sequence':
    case 'union': {
      reportPassedOver(over, !isSequential(over.node), report);
      reportPrinted(over, report);
      const join = shape.merge === 'sequence' ? concat : unite;
      return join(toSequence(withoutReset(base, over)), toSequence(over), over);
    }
    case 'mapping':
    case 'dependencies': {
      if (reportPassedOver(over, over.node.kind === 'scalar', report)) return base;
      const toValue = shape.merge === 'mapping' ? toNull : toStarted;
      return mergeNodes(toMapping(base, toValue), toMapping(over, toValue), shape, by);
    }
    case 'build':
      if (reportPassedOver(over, over.node.kind === 'sequence' || !isSequential(over.node), report)) return base;
      return mergeNodes(toBuild(base), toBuild(over), shape, by);
    case 'requests':
      // The extended service still has the short form (compose-go `loader.go`, `loadYamlFile`:
      // `Canonical` comes after `ApplyExtends`).
      return mergeNodes(owner === 'base' ? toRequests(base) : base, over, shape, by);
    case 'logging':
      return haveSameDriver(base, over) ? mergeNodes(base, over, shape, by) : over;
    case 'ranges':
      reportNoRanges(base, over, report);
      return over;
    case 'usual':
    case undefined:
      return mergeNodes(base, over, shape, by);
  }
}

function mergeNodes(base: YamlItem, over: YamlItem, shape: Shape | undefined, by: Merging): YamlItem {
  if (isNothing(over)) return base;
  if (hasMapping(base)) {
    if (hasMapping(over)) return toItem(mergeMappings(base, over, shape, by));
    reportMismatch(over, 'a mapping', by.report);
  } else if (hasSequence(base)) {
    if (hasSequence(over)) return concat(base, over, over);
    reportMismatch(over, 'a list', by.report);
  }
  return over;
}

function mergeMappings(base: ItemOf<Mapping>, over: ItemOf<Mapping>, shape: Shape | undefined, by: Merging): Mapping {
  const entries = new Map<string, MappingEntry>();
  for (const [name, entry] of base.node.entries) entries.set(name, inherit(entry, base));
  for (const name of over.node.resets ?? []) entries.delete(name);
  for (const [name, own] of over.node.entries) {
    const entry = inherit(own, over);
    const existing = entries.get(name);
    if (existing === undefined) {
      entries.set(name, entry);
      continue;
    }
    const merged = mergeItems(existing, entry, shape && shapeUnder(shape, name), by);
    const isOwn = merged.node === existing.node || (merged.node !== entry.node && by.owner === 'base');
    entries.set(name, { ...merged, key: isOwn ? existing.key : entry.key });
  }
  const { origin, start, end } = by.owner === 'base' ? base.node : over.node;
  const unresolvedOptions = [...(base.node.unresolvedOptions ?? []), ...(over.node.unresolvedOptions ?? [])];
  return {
    kind: 'mapping',
    origin,
    start,
    end,
    entries,
    ...(over.node.resets === undefined ? {} : { resets: over.node.resets }),
    ...(unresolvedOptions.length === 0 ? {} : { unresolvedOptions }),
  };
}

/** Adds the parent's hops. */
function inherit<T extends YamlItem>(item: T, parent: YamlItem): T {
  const hops = joinHops(item.hops, parent.hops);
  return hops === item.hops ? item : { ...item, hops };
}

function concat(base: ItemOf<Sequence>, over: ItemOf<Sequence>, place: YamlItem): YamlItem {
  const items = [
    ...base.node.items.map((item) => inherit(item, base)),
    ...over.node.items.map((item) => inherit(item, over)),
  ];
  const { origin, start, end } = place.node;
  return toItem({ kind: 'sequence', origin, start, end, items });
}

/** Like {@link concat}, without duplicates of `base` (compose-go `mergeExtraHosts`). */
function unite(base: ItemOf<Sequence>, over: ItemOf<Sequence>, place: YamlItem): YamlItem {
  const textOf = ({ node }: YamlItem): string | undefined =>
    node.kind === 'scalar' ? (node.text?.source ?? node.string) : undefined;
  const known = new Set(base.node.items.map(textOf));
  const items = over.node.items.filter((item) => textOf(item) === undefined || !known.has(textOf(item)));
  return concat(base, { ...over, node: { ...over.node, items } }, place);
}

function withoutReset(base: YamlItem, { node: over }: YamlItem): YamlItem {
  const { node } = base;
  if (node.kind !== 'mapping' || over.kind !== 'mapping' || over.resets === undefined) return base;
  const entries = new Map(node.entries);
  for (const name of over.resets) entries.delete(name);
  return { ...base, node: { ...node, entries } };
}

function haveSameDriver(base: YamlItem, over: YamlItem): boolean {
  const [a, b] = [base, over].map(({ node }) => {
    const driver = node.kind === 'mapping' ? node.entries.get('driver')?.node : undefined;
    return driver?.kind === 'scalar' ? (driver.text?.source ?? driver.string) : undefined;
  });
  return a === undefined || b === undefined || a === b;
}

/** Returns whether the client ignores a value in a merge. Reports non-empty ones. */
function reportPassedOver(over: YamlItem, isPassedOver: boolean, report: Report): boolean {
  const what = 'This has the wrong type to be merged with the existing value, so Compose ignores it.';
  if (isPassedOver && !isNothing(over))
    report(problem('syntax/wrong-type', placeOf(over), what, { severity: 'warning' }));
  return isPassedOver;
}

/** Reports non-strings in a mapping: the client rejects them, but not in a merge. */
function reportPrinted({ node }: YamlItem, report: Report): void {
  if (node.kind !== 'mapping') return;
  const what = 'This must be a string. Compose merges it as Go prints it, such as `map[a:b]`.';
  for (const value of node.entries.values())
    for (const item of value.node.kind === 'sequence' ? value.node.items : [value])
      if (item.node.kind !== 'scalar')
        report(problem('syntax/wrong-type', placeOf(item), what, { severity: 'warning' }));
}

function reportMismatch(over: YamlItem, expected: string, report: Report): void {
  report(problem('syntax/wrong-type', placeOf(over), `This must be ${expected}, like the value it overrides.`));
}

/**
 * Reports an empty list, since the merge isn't a list then, which the client rejects (compose-go
 * `mergeIPAMConfig`).
 */
function reportNoRanges(base: YamlItem, over: YamlItem, report: Report): void {
  if (!hasSequence(base) || !hasSequence(over) || (base.node.items.length > 0 && over.node.items.length > 0)) return;
  const what = "One of the two merged lists is empty, so Compose doesn't treat the result as a list.";
  report(problem('syntax/wrong-type', placeOf(over), what, 'Omit the key instead of setting an empty list.'));
}

function hasMapping(item: YamlItem): item is ItemOf<Mapping> {
  return item.node.kind === 'mapping';
}

function hasSequence(item: YamlItem): item is ItemOf<Sequence> {
  return item.node.kind === 'sequence';
}
