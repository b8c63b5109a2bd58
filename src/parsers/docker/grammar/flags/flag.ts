import type { FieldPath } from '../../../../model/parts.ts';
import { words } from '../../../../util/words.ts';
import type { FlagType } from '../flag-types.ts';

/** The model field that a flag sets. Commands parse the other flags themselves. */
export type FlagField = FieldPath | 'exec.detach' | `${'volume' | 'network'}.${'driver' | 'driverOpts'}`;

export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  /** Hidden and deprecated aliases. */
  readonly spellings?: readonly string[];
  readonly type: FlagType;
  /**
   * Repeated uses make a `list`, or a `map` where the last use of a key counts; otherwise the last
   * use counts.
   */
  readonly repeats?: 'list' | 'map';
  readonly isCommaSeparated?: true;
  readonly field?: FlagField;
}

export type FlagTable = readonly Flag[];

/**
 * Flags without a model field, by value type; those in `lists` can be repeated. Names may have a
 * letter and other spellings: `quiet|q`.
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
