import type { ScalarStyle } from './nodes.ts';

/**
 * A YAML file's content for Compose, with unresolved aliases and merges. Unwritten nodes, such as
 * the value of `key:`, have an empty span.
 */

interface Written {
  readonly start: number;
  /**
   * In a block collection, it may be anywhere from the last character to the next content, after
   * comments.
   */
  readonly end: number;
  readonly anchor: string | undefined;
  /**
   * As written if it begins with one `!`, otherwise resolved: `!reset`, `tag:yaml.org,2002:int`.
   */
  readonly tag: string | undefined;
}

export interface SyntaxScalar extends Written {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The string, with escapes and line breaks resolved. */
  readonly string: string;
}

export interface SyntaxMapping extends Written {
  readonly kind: 'mapping';
  readonly isFlow: boolean;
  readonly pairs: readonly SyntaxPair[];
}

export interface SyntaxPair {
  readonly key: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

export interface SyntaxSequence extends Written {
  readonly kind: 'sequence';
  readonly isFlow: boolean;
  readonly items: readonly SyntaxNode[];
}

export interface SyntaxAlias extends Written {
  readonly kind: 'alias';
  readonly source: string;
}

export type SyntaxNode = SyntaxScalar | SyntaxMapping | SyntaxSequence | SyntaxAlias;

/** A node that isn't written: null in YAML. */
export function unwritten(at: number): SyntaxScalar {
  return { kind: 'scalar', start: at, end: at, anchor: undefined, tag: undefined, style: 'plain', string: '' };
}

/**
 * Whether a node or one within it has an anchor. Iterative, since nesting may be too deep for
 * recursion.
 */
export function hasAnchor(node: SyntaxNode): boolean {
  const left: SyntaxNode[] = [node];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.kind === 'alias') continue;
    if (next.anchor !== undefined) return true;
    if (next.kind === 'sequence') left.push(...next.items);
    else if (next.kind === 'mapping')
      for (const { key, value } of next.pairs) left.push(key, ...(value === undefined ? [] : [value]));
  }
  return false;
}

/**
 * Replaces line ends that only Go's yaml.v3 knows (a lone CR, U+0085, U+2028, U+2029) by line
 * feeds: they end comments, so a key can follow.
 */
export function withLineFeeds(text: string): string {
  return text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');
}

/** A limit because of which a file wasn't read, and its place. */
export interface YamlLimit {
  readonly at: number;
  /** The sentence before "nothing was read". */
  readonly what: string;
}

/** In characters: the text is copied several times. */
const MAX_YAML_LENGTH = 10_000_000;

/** Checks the length without the package, which most files don't need. */
export function lengthLimit(text: string): YamlLimit | undefined {
  return text.length <= MAX_YAML_LENGTH
    ? undefined
    : { at: 0, what: `The file has more than ${MAX_YAML_LENGTH} characters` };
}
