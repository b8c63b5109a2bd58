import type { UnresolvedOptions } from '../../model/container.ts';
import type { Hop } from '../../text/location.ts';
import type { Text } from '../../text/text.ts';

/** One text of a project: its file, and the directory for its relative paths. */
export interface YamlOrigin {
  readonly path: string;
  readonly text: string;
  /**
   * With `/`; '' is the working directory. Can differ from that of `path` (`project_directory`,
   * override files).
   */
  readonly directory: string;
}

/** A YAML scalar as Compose reads it (Go's yaml.v3: YAML 1.2 core schema with extensions). */
export interface Scalar {
  readonly kind: 'scalar';
  readonly origin: YamlOrigin;
  /** For an unwritten null, the place of its key or `-`. Never empty. */
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  /** Its value before interpolation. */
  readonly value: string | number | boolean | null;
  /** Its string, whatever the type. */
  readonly string: string;
  /** The result of interpolation or a merge; absent if unchanged. */
  readonly text?: Text;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface Mapping {
  readonly kind: 'mapping';
  readonly origin: YamlOrigin;
  readonly start: number;
  readonly end: number;
  readonly entries: ReadonlyMap<string, MappingEntry>;
  /**
   * Values in the file that have no effect: of duplicate keys, and of `<<` merges that a key
   * overrides.
   */
  readonly overridden?: readonly Node[];
  /** Keys tagged `!reset`: they remove an earlier file's value. */
  readonly resets?: readonly string[];
  /** Where more keys may come from, such as `extends` of a file that was not read. */
  readonly unresolvedOptions?: readonly UnresolvedOptions[];
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly origin: YamlOrigin;
  readonly start: number;
  readonly end: number;
  readonly items: readonly YamlItem[];
}

export type Node = Scalar | Mapping | Sequence;

/**
 * A node in its parent, with the hops to it: an alias, a merge, `extends`, `include`, a later file.
 */
export interface YamlItem {
  readonly node: Node;
  readonly hops: readonly Hop[];
  /** Tagged `!override`: replaces an earlier file's value instead of merging. */
  readonly isOverride?: boolean;
}

export interface MappingEntry extends YamlItem {
  readonly key: Scalar;
}
