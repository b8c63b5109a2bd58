import type { Hop, Place } from '../../../text/location.ts';
import {
  field,
  isMapping,
  isScalar,
  itemsOf,
  joinHops,
  type Mapping,
  type MappingEntry,
  placeOf,
  type Ref,
  type Sequence,
  textOf,
  toRef,
} from '../../yaml/tree.ts';

/** GitLab's limit for nested `extends`. */
const MAX_LEVELS = 11;
/** The limit of nested `!reference`. */
const MAX_REFERENCES = 10;

/** The maximum number of repeated entries and elements, through `extends` and `!reference`. */
const MAX_REPEATED = 200_000;

function sizeOf({ entries }: Mapping): number {
  let size = entries.size;
  for (const { node } of entries.values()) if (node.kind === 'mapping') size += node.entries.size;
  return size;
}

/**
 * Merges two mappings deeply; other values are replaced (GitLab `Gitlab::Config::Loader`,
 * `deep_merge`).
 */
export function mergeOver(base: Mapping, over: Mapping, hop?: Hop): Mapping {
  const entries = new Map<string, MappingEntry>();
  for (const [name, entry] of base.entries)
    entries.set(name, hop === undefined ? entry : { ...entry, hops: joinHops(entry.hops, [hop]) });
  for (const [name, entry] of over.entries) {
    const below = entries.get(name);
    entries.set(
      name,
      below?.node.kind === 'mapping' && entry.node.kind === 'mapping'
        ? { ...entry, node: mergeOver(inEntry(below), entry.node) }
        : entry,
    );
  }
  return { ...over, entries };
}

/** The mapping of an entry, with its hops on each of the mapping's entries. */
function inEntry({ node, hops }: MappingEntry): Mapping {
  if (node.kind !== 'mapping') throw new Error('only a mapping has entries');
  if (hops.length === 0) return node;
  return {
    ...node,
    entries: new Map([...node.entries].map(([name, entry]) => [name, { ...entry, hops: joinHops(entry.hops, hops) }])),
  };
}

/** The names that a job extends, by ascending precedence. */
export function extendedNames(job: Ref): readonly Ref[] {
  const names = field(job, 'extends');
  return isScalar(names) ? [names] : itemsOf(names).filter((name) => isScalar(name));
}

/** Jobs with everything they extend. Missing or recursive jobs add nothing. */
export class Jobs {
  readonly #root: Ref<Mapping>;
  readonly #extended = new Map<string, Ref<Mapping> | 'open'>();
  #left = MAX_REPEATED;
  /** The place where a limit stopped `extends` or `!reference`. */
  cutOffAt: Place | undefined;

  constructor(root: Ref<Mapping>) {
    this.#root = root;
  }

  /** A job with everything it extends, by name, or `undefined`. */
  get(name: string, level = 0): Ref<Mapping> | undefined {
    const known = this.#extended.get(name);
    if (known !== undefined) return known === 'open' ? undefined : known;
    const job = field(this.#root, name);
    if (!isMapping(job)) return undefined;
    this.#extended.set(name, 'open');
    const extended = toRef(this.#extend(job, level), job.hops);
    this.#extended.set(name, extended);
    return extended;
  }

  #extend(job: Ref<Mapping>, level: number): Mapping {
    let base: Mapping | undefined;
    for (const name of level < MAX_LEVELS ? extendedNames(job) : []) {
      const parent = isScalar(name) ? this.get(name.node.string, level + 1) : undefined;
      if (parent === undefined || !this.#mayRepeat(sizeOf(parent.node), name)) continue;
      const hop: Hop = { kind: 'extends', location: placeOf(name).location };
      const own = mergeOver(parent.node, { ...parent.node, entries: new Map() }, hop);
      base = base === undefined ? own : mergeOver(base, own);
    }
    return base === undefined ? job.node : mergeOver(base, job.node);
  }

  /** The elements of a list of commands, flattened, with `!reference` resolved. */
  commands(list: Ref | undefined, depth = 0): readonly Ref[] {
    if (list === undefined || depth > MAX_REFERENCES) return [];
    if (isScalar(list)) return [list];
    if (list.node.kind !== 'sequence') return [];
    if (isReference(list.node)) return this.commands(this.#referenced(list), depth + 1);
    return itemsOf(list).flatMap((item) =>
      depth === 0 || this.#mayRepeat(1, item) ? this.commands(item, depth + 1) : [],
    );
  }

  /** Resolves a possible `!reference`. */
  follow(value: Ref | undefined, depth = 0): Ref | undefined {
    if (value?.node.kind !== 'sequence' || !isReference(value.node) || depth > MAX_REFERENCES) return value;
    return this.follow(this.#referenced(value), depth + 1);
  }

  #mayRepeat(count: number, ref: Ref): boolean {
    this.#left -= count;
    if (this.#left < 0) this.cutOffAt ??= placeOf(ref);
    return this.#left >= 0;
  }

  #referenced(reference: Ref): Ref | undefined {
    const [name, ...keys] = itemsOf(reference).map((key) => (isScalar(key) ? textOf(key).value : undefined));
    if (name === undefined) return undefined;
    let found: Ref | undefined = this.get(name) ?? field(this.#root, name);
    for (const key of keys) found = key === undefined ? undefined : field(found, key);
    if (found === undefined) return undefined;
    return toRef(found.node, joinHops(found.hops, [{ kind: 'alias', location: placeOf(reference).location }]));
  }
}

/**
 * True for a list tagged `!reference`; the tree has no tags. A multi-line list starts at its first
 * element.
 */
function isReference({ origin, start, items: [first] }: Sequence): boolean {
  const before = origin.text.slice(Math.max(0, start - 200), start);
  if (first?.node.start !== start || first.node.origin !== origin) return /!reference[ \t]+$/.test(before);
  return first.node.kind === 'scalar' && /!reference[ \t]*(?:\[|\n[ \t]*-)\s*$/.test(before);
}

/** The names in all `!reference` tags of an unparsed text. */
export function referencedNames(text: string): ReadonlySet<string> {
  const names = text.matchAll(/!reference[ \t]*(?:\[|\n[ \t]*-)\s*([^,\]\s]{1,200})/g);
  return new Set(Array.from(names, ([, name = '']) => name.replace(/["']/g, '').trim()));
}

/** The hidden jobs of an unparsed text whose anchors an alias uses. */
export function aliasedNames(text: string): readonly string[] {
  const anchored = Array.from(text.matchAll(/^(\.[\w.:/-]{1,200})[ \t]*:[ \t]*&([\w-]+)/gm));
  if (anchored.length === 0) return [];
  const aliases = new Set(Array.from(text.matchAll(/\*([\w-]+)/g), ([, name]) => name));
  return anchored.flatMap(([, name = '', anchor]) => (aliases.has(anchor) ? [name] : []));
}
