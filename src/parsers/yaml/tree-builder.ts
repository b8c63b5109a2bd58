import type { UnresolvedOptions } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import { type Hop, type Location, placeAt, type Span } from '../../text/location.ts';
import { type ProblemDetail, problem, type Report } from '../contract/problem.ts';
import { MAX_NESTING } from '../syntax/nesting.ts';
import { Anchors } from './anchors.ts';
import { ScalarBuilder, type ScalarChange } from './scalar-builder.ts';
import { collectionSpan, dashSpan, spanOf, spanOfBlankDocument, spanOfBlankKey } from './spans.ts';
import {
  hasAnchor,
  type SyntaxAlias,
  type SyntaxMapping,
  type SyntaxNode,
  type SyntaxSequence,
  unwritten,
} from './syntax.ts';
import {
  addMissing,
  type Mapping,
  type MappingEntry,
  NO_HOPS,
  type Node,
  type Scalar,
  type Sequence,
  type ValueCollector,
  type YamlItem,
  type YamlOrigin,
} from './tree.ts';

interface Built extends YamlItem {
  readonly tag: string | undefined;
  /** An alias that wasn't followed since it stands for too many nodes. */
  readonly unparsed?: UnresolvedOptions;
}

/**
 * Builds the tree of one document, with aliases and `<<` merges resolved; reports and omits those
 * that can't be. Adds possible variable values to `values`.
 */
export class TreeBuilder {
  readonly #origin: YamlOrigin;
  readonly #report: Report;
  readonly #values: ValueCollector | undefined;
  readonly #scalars: ScalarBuilder;
  readonly #anchors: Anchors;
  /**
   * The number of enclosing nodes tagged `!override`: inside, the client ignores tags (compose-go
   * `ResetProcessor.resolveReset`).
   */
  #overrides = 0;
  /** True inside `!reset`, unless an alias refers to it: the client doesn't read it. */
  #isUnread = false;
  /** The top-level key of the current node. */
  #section = '';

  constructor(
    origin: YamlOrigin,
    change: ScalarChange,
    report: Report,
    values?: ValueCollector,
    unparsed: readonly Span[] = [],
  ) {
    this.#origin = origin;
    this.#report = (found) => {
      if (!this.#isUnread) report(found);
    };
    this.#scalars = new ScalarBuilder(
      origin,
      (scalar) => (this.#isUnread ? scalar : change(scalar)),
      this.#report,
      unparsed,
    );
    this.#anchors = new Anchors(report);
    this.#values = values;
  }

  buildDocument(content: SyntaxNode | undefined): Node {
    return this.#build(content ?? unwritten(0), 0, 0, 0).node;
  }

  /** `blankStart` and `blankEnd` mark a value that is not written. */
  #build(node: SyntaxNode, blankStart: number, blankEnd: number, depth: number): Built {
    if (node.kind === 'alias') return this.#followAlias(node, blankStart, blankEnd, depth);
    this.#anchors.count(depth);
    const { anchor } = node;
    const tag = this.#overrides > 0 ? undefined : node.tag;
    if (tag === '!reset' && !this.#isUnread && !hasAnchor(node)) {
      this.#isUnread = true;
      const built = this.#buildNode(node, blankStart, blankEnd, depth);
      this.#isUnread = false;
      return { node: built, hops: NO_HOPS, tag };
    }
    if (anchor === undefined) return { node: this.#buildNode(node, blankStart, blankEnd, depth), hops: NO_HOPS, tag };
    const close = this.#anchors.open(anchor, depth);
    this.#checkAnchor(anchor, node, blankStart, blankEnd);
    const built = this.#buildNode(node, blankStart, blankEnd, depth);
    close(built, tag);
    return { node: built, hops: NO_HOPS, tag };
  }

  #checkAnchor(anchor: string, node: SyntaxNode, blankStart: number, blankEnd: number): void {
    // go.yaml.in/yaml/v4 allows any ASCII character except a colon.
    if (anchor !== '' && !/[^!-9;-~]/.test(anchor)) return;
    const what = `\`&${anchor}\` is not a valid anchor name.`;
    // An empty document has no place, but its anchor does.
    const [from, to] =
      blankStart === blankEnd ? spanOfBlankDocument(this.#origin.text, node.start) : [blankStart, blankEnd];
    const remedy = 'Use only letters, digits, `_` and `-`.';
    this.#reportAt('syntax/invalid-yaml', spanOf(this.#origin.text, node, from, to), what, { remedy });
  }

  #reportAt(id: Problem['id'], { start, end }: Span, what: string, detail?: ProblemDetail): void {
    this.#report(problem(id, placeAt(this.#origin.path, start, end), what, detail));
  }

  #buildNode(node: Exclude<SyntaxNode, SyntaxAlias>, blankStart: number, blankEnd: number, depth: number): Node {
    if (node.kind === 'scalar') return this.#scalars.build(node, blankStart, blankEnd);
    if (depth < MAX_NESTING) {
      const isOverride = node.tag === '!override';
      if (isOverride) this.#overrides += 1;
      const built = node.kind === 'mapping' ? this.#buildMapping(node, depth) : this.#buildSequence(node, depth);
      if (isOverride) this.#overrides -= 1;
      return built;
    }
    const { start, end } = spanOf(this.#origin.text, node, blankStart, blankEnd);
    const what = `This is nested more than ${MAX_NESTING} levels deep; deeper values were not read.`;
    this.#reportAt('syntax/limit', { start, end: Math.min(end, start + 1) }, what);
    return this.#blank(blankStart, blankEnd);
  }

  #buildMapping(node: SyntaxMapping, depth: number): Mapping {
    const entries = new Map<string, MappingEntry>();
    let resets: string[] | undefined;
    let merged: Set<string> | undefined;
    let overridden: Node[] | undefined;
    const unresolvedOptions: UnresolvedOptions[] = [];
    for (const pair of node.pairs) {
      // In an unreadable environment, a key isn't a service name.
      if (depth < 2 && this.#scalars.isUnparsed(pair.key.start)) continue;
      const key = this.#buildKey(pair.key);
      const name = key.string;
      const value = pair.value ?? unwritten(key.end);
      if (name === '<<' && key.style === 'plain') {
        if (merged !== undefined) this.#reportDuplicate(key);
        merged ??= new Set();
        for (const { node: source } of this.#mergeInto(entries, merged, unresolvedOptions, key, value, depth))
          (overridden ??= []).push(source);
        continue;
      }
      if ((entries.has(name) && merged?.delete(name) !== true) || resets?.includes(name) === true)
        this.#reportDuplicate(key);
      if (depth === 0) this.#section = name;
      if (node.isFlow) this.#checkFlowValue(value);
      const { node: built, hops, tag, unparsed } = this.#build(value, key.start, key.end, depth + 1);
      if (unparsed !== undefined) {
        unresolvedOptions.push(unparsed);
        continue;
      }
      const earlier = entries.get(name);
      if (earlier !== undefined) (overridden ??= []).push(earlier.node);
      this.#values?.add(name, built, depth === 1 ? this.#section : undefined);
      if (tag === '!reset') (resets ??= []).push(name);
      else
        entries.set(
          name,
          tag === '!override' ? { node: built, hops, key, isOverride: true } : { node: built, hops, key },
        );
    }
    const { start, end } = collectionSpan(this.#origin.text, node);
    return {
      kind: 'mapping',
      origin: this.#origin,
      start,
      end,
      entries,
      ...(resets === undefined ? {} : { resets }),
      ...(overridden === undefined ? {} : { overridden }),
      ...(unresolvedOptions.length === 0 ? {} : { unresolvedOptions }),
    };
  }

  /** In braces, libyaml reads a leading colon as a value mark: `{host_ip: ::1}`. */
  #checkFlowValue(value: SyntaxNode): void {
    if (value.kind !== 'scalar' || value.style !== 'plain' || !value.string.startsWith(':')) return;
    const what = 'Inside braces, a value that starts with a colon must be quoted.';
    this.#reportAt('syntax/invalid-yaml', value, what, { remedy: 'Quote it.' });
  }

  #reportDuplicate(key: Scalar): void {
    // Empty keys come from texts that aren't YAML.
    const what = `Duplicate key \`${key.string}\` in this mapping.`;
    if (key.string !== '') this.#reportAt('syntax/duplicate-key', key, what, { remedy: 'Keep one of them.' });
  }

  #buildKey(node: SyntaxNode): Scalar {
    const [blankStart, blankEnd] =
      node.start === node.end ? spanOfBlankKey(this.#origin.text, node.start) : [node.start, node.end];
    const built = this.#build(node, blankStart, blankEnd, 0).node;
    if (built.kind !== 'scalar') this.#values?.addFile(this.#origin);
    const { start, end } = node.kind === 'alias' ? this.#locate(node, blankStart, blankEnd).span : built;
    const key = built.kind === 'scalar' ? built : this.#blank(start, end);
    if (typeof key.value !== 'string') {
      const isNamed = built.kind === 'scalar' && key.string !== '';
      const what = isNamed ? `Key \`${key.string}\` is not a string.` : 'Keys must be strings.';
      this.#reportAt('syntax/wrong-type', key, what, isNamed ? { remedy: `Quote it: \`"${key.string}"\`.` } : {});
    }
    return key;
  }

  #buildSequence(node: SyntaxSequence, depth: number): Sequence {
    const items: YamlItem[] = [];
    for (const element of node.items) {
      const [blankStart, blankEnd] = dashSpan(this.#origin.text, element);
      const { tag, node: built, hops, unparsed } = this.#build(element, blankStart, blankEnd, depth + 1);
      if (tag !== '!reset' && unparsed === undefined) items.push({ node: built, hops });
    }
    const { start, end } = collectionSpan(this.#origin.text, node);
    return { kind: 'sequence', origin: this.#origin, start, end, items };
  }

  #followAlias(node: SyntaxAlias, blankStart: number, blankEnd: number, depth: number): Built {
    const location = this.#locate(node, blankStart, blankEnd);
    const { start, end } = location.span;
    const anchor = this.#anchors.follow(node.source, depth, location);
    if (typeof anchor === 'object') {
      const tag = this.#overrides > 0 ? undefined : anchor.tag;
      return { node: anchor.node, hops: [{ kind: 'alias', location }], tag };
    }
    const nothing: Built = { node: this.#blank(start, end), hops: NO_HOPS, tag: undefined };
    if (anchor === 'nothing') return nothing;
    return {
      ...nothing,
      unparsed: { expression: `*${node.source}`, reason: 'unparsed', place: { location, hops: [] } },
    };
  }

  /**
   * Adds the keys that `<<` merges: its own keys take precedence, then those of earlier merges.
   * Records them in `merged`, and returns the values.
   */
  #mergeInto(
    entries: Map<string, MappingEntry>,
    merged: Set<string>,
    unresolvedOptions: UnresolvedOptions[],
    key: Scalar,
    value: SyntaxNode,
    depth: number,
  ): readonly YamlItem[] {
    const found: YamlItem[] = [];
    const sources = value.kind === 'sequence' ? value.items : [value];
    for (const node of sources) {
      const isAlias = node.kind === 'alias';
      const built = this.#build(node, key.start, key.end, depth + 1);
      if (built.tag === '!reset') continue;
      if (built.unparsed !== undefined) unresolvedOptions.push(built.unparsed);
      const location = isAlias ? this.#locate(node, key.start, key.end) : locationOf(this.#origin, key);
      const hop: Hop = { kind: 'merge', location };
      // An alias without an anchor was reported; it may be a value that starts with `*`.
      if (isAlias && built.hops.length === 0) {
        found.push(built);
        continue;
      }
      const mappings = built.node.kind === 'sequence' ? built.node.items : [{ node: built.node, hops: NO_HOPS }];
      for (const item of mappings) {
        found.push(item);
        if (item.node.kind === 'mapping') addMissing(entries, merged, item.node, [...item.hops, hop]);
        else this.#reportAt('syntax/wrong-type', location.span, NO_MERGE);
      }
    }
    return found;
  }

  #blank(start: number, end: number): Scalar {
    return { kind: 'scalar', origin: this.#origin, start, end, style: 'plain', value: null, string: '' };
  }

  #locate(node: SyntaxNode, blankStart: number, blankEnd: number): Location {
    const { start, end } = spanOf(this.#origin.text, node, blankStart, blankEnd);
    return { path: this.#origin.path, span: { start, end } };
  }
}

const NO_MERGE = 'Only a mapping, or a list of mappings, can be merged with `<<`.';

function locationOf({ path }: YamlOrigin, { start, end }: Scalar): Location {
  return { path, span: { start, end } };
}
