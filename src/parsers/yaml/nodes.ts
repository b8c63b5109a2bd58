import type { UnresolvedOptions } from '../../model/container.ts';
import type { Hop } from '../../text/location.ts';
import type { Text } from '../../text/text.ts';

/**
 * One text of a project as it is loaded: where it stands, and the folder against which its relative paths are resolved.
 */
export interface Origin {
  readonly path: string;
  readonly text: string;
  /**
   * With `/` between its parts; '' is the working folder. Not always the folder of `path` (`project_directory`,
   * override files).
   */
  readonly directory: string;
}

/** A YAML scalar as Compose reads it (Go's yaml.v3: the core schema of YAML 1.2, and a little more). */
export interface Scalar {
  readonly kind: 'scalar';
  readonly origin: Origin;
  /** Without its value where it is null and nothing is written: then the key's, or that of the `-`. Never empty. */
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  /** What it resolves to before interpolation. */
  readonly value: string | number | boolean | null;
  /** The string that YAML makes of it, whatever its type. */
  readonly string: string;
  /** What interpolation or a merge made of it; absent where it is what the file says. */
  readonly text?: Text;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface Mapping {
  readonly kind: 'mapping';
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  readonly entries: ReadonlyMap<string, Entry>;
  /**
   * What stands in it without being in force: the value of a key that comes again, and what `<<` merges, of which some
   * may be there already.
   */
  readonly overridden?: readonly Node[];
  /** Keys tagged `!reset`: what an earlier file sets there is taken away. */
  readonly resets?: readonly string[];
  /** Places through which more could have arrived, such as an `extends` of a file that was not read. */
  readonly unresolvedOptions?: readonly UnresolvedOptions[];
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Item[];
}

export type Node = Scalar | Mapping | Sequence;

/** A node in its parent, and the steps that led there: an alias, a merge, `extends`, `include`, a later file. */
export interface Item {
  readonly node: Node;
  readonly hops: readonly Hop[];
  /** Tagged `!override`: what an earlier file has there is replaced rather than merged. */
  readonly isOverride?: boolean;
}

export interface Entry extends Item {
  readonly key: Scalar;
}
