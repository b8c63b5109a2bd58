import { nearestWord } from '../../../../util/nearest-word.ts';
import type { Flag, FlagTable } from './flag.ts';

/** The flags that one command knows, found by name and by letter. */
export interface FlagSet {
  readonly byName: ReadonlyMap<string, Flag>;
  readonly byShorthand: ReadonlyMap<string, Flag>;
}

/** A set of one or more tables; where two have a name or a letter in common, the later one has it. */
export function flagSet(...tables: readonly FlagTable[]): FlagSet {
  const flags: readonly Flag[] = tables.flat();
  return {
    byName: new Map(
      flags.flatMap((flag) => [flag.name, ...(flag.spellings ?? [])].map((name) => [name, flag] as const)),
    ),
    byShorthand: new Map(
      flags.flatMap((flag) => (flag.shorthand === undefined ? [] : [[flag.shorthand, flag] as const])),
    ),
  };
}

/** A table in which some flags take several values, separated by commas, as programs other than docker do. */
export function commaSeparated(table: FlagTable, names: ReadonlySet<string>): FlagTable {
  return table.map((flag): Flag => (names.has(flag.name) ? { ...flag, isCommaSeparated: true } : flag));
}

/** What options are called by those who know Compose or another client. */
const MEANT: Readonly<Record<string, string>> = {
  capability: 'cap-add',
  environment: 'env',
  'mem-limit': 'memory',
  'memory-limit': 'memory',
  'network-mode': 'network',
  port: 'publish',
  ports: 'publish',
  pids: 'pids-limit',
  'restart-policy': 'restart',
};

/** Finds a long name: a flag, and the name that was most likely meant where there is none. */
export function findByName(flags: FlagSet, name: string): { readonly flag?: Flag; readonly meant?: string } {
  const flag = flags.byName.get(name);
  if (flag !== undefined) return { flag };
  const known = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
  const meant = known !== undefined && flags.byName.has(known) ? known : nearestWord(name, flags.byName.keys());
  return meant === undefined ? {} : { meant };
}
