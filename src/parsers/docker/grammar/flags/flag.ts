import type { FlagType } from '../flag-types.ts';

/** Where a flag's value goes: a part of the model and its field there. Flags without one are taken apart by the reader of their command. */
export type FlagField =
  `${'config' | 'hostConfig' | 'healthcheck' | 'logConfig' | 'exec' | 'volume' | 'network'}.${string}`;

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
