import type { FieldPath } from '../../../../model/parts.ts';
import type { FlagType } from '../flag-types.ts';

/** The field of the model that a flag's value fills. Flags without one are taken apart by the reader of their command. */
export type FlagField = FieldPath | 'exec.detach' | `${'volume' | 'network'}.${'driver' | 'driverOpts'}`;

/** One flag of one command, as docker/cli defines it with Go's pflag. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** The letter after one dash. */
  readonly shorthand?: string;
  /** Hidden and deprecated names that mean the same. */
  readonly spellings?: readonly string[];
  readonly type: FlagType;
  /** What several uses come to: a `list` of all, a `map` in which the last of a key wins. Without it the last one wins. */
  readonly repeats?: 'list' | 'map';
  /** One use holds several values, separated by commas. */
  readonly isCommaSeparated?: true;
  readonly field?: FlagField;
}

export type FlagTable = readonly Flag[];
