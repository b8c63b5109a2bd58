import type { ScalarStyle } from './tree.ts';

/*
 * What a YAML text holds, as far as Compose needs it: what is written where, with aliases and merges as they stand.
 * Places are offsets into the text; a node that is not written, such as the value of `key:`, starts where it ends.
 */

interface Written {
  readonly start: number;
  /** Of a block collection, anywhere between its last character and what follows it, comments included. */
  readonly end: number;
  readonly anchor: string | undefined;
  /**
   * As the text has it where it begins with one `!`, else with its prefix resolved: `!reset`, `tag:yaml.org,2002:int`.
   */
  readonly tag: string | undefined;
}

export interface SyntaxScalar extends Written {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The string that stands there, with escapes and line breaks as YAML reads them. */
  readonly string: string;
}

export interface SyntaxMapping extends Written {
  readonly kind: 'mapping';
  /** In braces. */
  readonly isFlow: boolean;
  readonly pairs: readonly SyntaxPair[];
}

export interface SyntaxPair {
  readonly key: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

export interface SyntaxSequence extends Written {
  readonly kind: 'sequence';
  /** In brackets. */
  readonly isFlow: boolean;
  readonly items: readonly SyntaxNode[];
}

export interface SyntaxAlias extends Written {
  readonly kind: 'alias';
  /** The name of the anchor. */
  readonly source: string;
}

export type SyntaxNode = SyntaxScalar | SyntaxMapping | SyntaxSequence | SyntaxAlias;

/** A node that is not written: null to YAML. */
export function unwritten(at: number): SyntaxScalar {
  return { kind: 'scalar', start: at, end: at, anchor: undefined, tag: undefined, style: 'plain', string: '' };
}

/** Whether a node or one within it has an anchor; they may be nested too deeply for one call within another. */
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
