import type { ScalarStyle } from '../tree/tree.ts';

/*
 * What a YAML text holds, as far as Compose needs it: what is written where, with aliases and merges as they stand. Places are offsets into the text;
 * a node that is not written, such as the value of `key:`, starts where it ends.
 */

interface Written {
  readonly start: number;
  /** Of a block collection, anywhere between its last character and what follows it, comments included. */
  readonly end: number;
  readonly anchor: string | undefined;
  /** As the text has it where it begins with one `!`, else with its prefix resolved: `!reset`, `tag:yaml.org,2002:int`. */
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
