import type { FieldPath } from '../../../../model/parts.ts';
import { words } from '../../../../util/words.ts';
import type { FlagType } from '../flag-types.ts';

/** The field of the model that a flag's value fills; other flags are read by their command. */
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
  /** Several uses make a `list` of all, or a `map` where the last of a key wins; else the last one wins. */
  readonly repeats?: 'list' | 'map';
  /** One use holds several values, separated by commas. */
  readonly isCommaSeparated?: true;
  readonly field?: FlagField;
}

export type FlagTable = readonly Flag[];

/**
 * Flags of which only the grammar counts, by the types of their values; those of `lists` are texts that may be given
 * several times. Behind a name stand its letter and its other spellings: `quiet|q`, `arch|override-arch`.
 */
export function plainFlags(names: Partial<Readonly<Record<FlagType, string>>>, lists = ''): FlagTable {
  const types = Object.entries(names) as [FlagType, string][];
  return [
    ...types.flatMap(([type, text]) => words(text).map((written) => ({ ...toNames(written), type }))),
    ...words(lists).map((written) => ({ ...toNames(written), type: 'string', repeats: 'list' }) as const),
  ];
}

function toNames(written: string): Pick<Flag, 'name' | 'shorthand' | 'spellings'> {
  const [name = '', ...others] = written.split('|');
  const shorthand = others.find(({ length }) => length === 1);
  const spellings = others.filter((other) => other !== shorthand);
  return { name, ...(shorthand === undefined ? {} : { shorthand }), ...(spellings.length === 0 ? {} : { spellings }) };
}
