import { nearestWord } from '../../../../util/nearest-word.ts';
import type { Flag, FlagTable } from './flag.ts';

export interface FlagSet {
  readonly byName: ReadonlyMap<string, Flag>;
  readonly byShorthand: ReadonlyMap<string, Flag>;
}

/** Combines tables; later ones win. */
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

/** Makes some flags comma-separated, for programs other than docker. */
export function commaSeparated(table: FlagTable, names: ReadonlySet<string>): FlagTable {
  return table.map((flag): Flag => (names.has(flag.name) ? { ...flag, isCommaSeparated: true } : flag));
}

/** Option names from Compose or other clients. */
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

/** Finds a flag by its long name, or the name that was probably intended. */
export function findByName(flags: FlagSet, name: string): { readonly flag?: Flag; readonly meant?: string } {
  const flag = flags.byName.get(name);
  if (flag !== undefined) return { flag };
  const known = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
  const meant = known !== undefined && flags.byName.has(known) ? known : nearestWord(name, flags.byName.keys());
  return meant === undefined ? {} : { meant };
}
