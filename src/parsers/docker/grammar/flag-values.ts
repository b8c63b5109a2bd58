import type { Entry } from '../../../model/entry.ts';
import type { Problem } from '../../../model/finding.ts';
import type { SyntaxId } from '../../../model/input-rule.ts';
import { isCertain as isCertainPlace, type Place } from '../../../text/location.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { defined } from '../../../util/objects.ts';
import { words } from '../../../util/words.ts';
import { problem } from '../../contract/problem.ts';
import type { Reading } from '../../syntax/reading.ts';
import type { FlagUse } from './flag-line.ts';
import { type FlagType, type FlagValue, READERS } from './flag-types.ts';
import type { Flag, FlagTable } from './flags/flag.ts';
import { oneOf } from './one-of.ts';
import { possibleTexts } from './words.ts';

type FlagNamed<T extends FlagTable, N extends string> = Extract<T[number], { readonly name: N }>;
type NameOf<T extends FlagTable> = T[number]['name'];

type ValueOf<T extends FlagTable, N extends string> = FlagValue<FlagNamed<T, N>['type']>;

type FieldValue<F> = F extends { readonly type: infer V extends FlagType }
  ? F extends { readonly repeats: 'list' | 'map' }
    ? readonly FlagValue<V>[]
    : FlagValue<V>
  : never;

/** The model fields that a table sets by itself. */
export type FieldsOf<T extends FlagTable, P extends string> = {
  readonly [F in T[number] as F extends { readonly field: `${P}.${infer K}` } ? K : never]?: FieldValue<F>;
};

interface Read {
  readonly value: unknown;
  readonly use: FlagUse;
  readonly isCertain: boolean;
}

/** Parses flag values by `table`; other flags are ignored. Rejected values become problems: a single value is then unknown, a list element omitted. */
export function readFlagValues<T extends FlagTable>(
  table: T,
  uses: readonly FlagUse[],
  isStrict: boolean,
): { readonly values: FlagValues<T>; readonly problems: readonly Problem[] } {
  const reads = new Map<string, Read[]>();
  const places = new Map(uses.map(({ flag, spelling }) => [flag.name, spelling.place]));
  const problems: Problem[] = [];
  const lastOf = new Map(
    uses.flatMap(({ flag, spelling }, index) => (isCertainPlace(spelling.place) ? [[flag.name, index] as const] : [])),
  );
  for (const [index, use] of uses.entries()) {
    const isReplaced = LATE_TYPES.has(use.flag.type) && index < (lastOf.get(use.flag.name) ?? -1);
    const known = getOrInsert(reads, use.flag.name, () => []);
    for (const text of textsOf(use)) {
      const reading: Reading<unknown> = READERS[use.flag.type](text, isStrict);
      if (reading.failure !== undefined && isStrict && !isReplaced) {
        const { place, what, remedy } = reading.failure;
        problems.push(refusedValue('syntax/invalid-value', place, what, remedy));
      }
      if (reading.failure !== undefined && (use.flag.repeats !== undefined || use.flag.type === 'restart-policy'))
        continue;
      const value = reading.failure === undefined ? reading.value : unknown(text.pattern, text.place);
      known.push({ value, use, isCertain: isCertainPlace(use.spelling.place) });
    }
  }
  return { values: new FlagValues(table, reads, places), problems };
}

export function refusedValue(id: SyntaxId, place: Place, what: string, remedy?: string): Problem {
  return problem(id, place, what, defined({ remedy }));
}

/** Types that the client parses after the whole line: only the last value counts. */
const LATE_TYPES: ReadonlySet<string> = new Set(
  words('pid-mode uts-mode userns-mode cgroupns-mode pull-policy restart-policy platform'),
);

const PLAIN_TYPES: ReadonlySet<string> = new Set(
  words('string network extra-host dns-server dns-domain attach-stream file'),
);

/** The texts to parse: each part of a comma-separated value, each alternative of one with parts. */
function textsOf({ flag, value }: FlagUse): readonly Text[] {
  const texts = flag.isCommaSeparated === true ? value.split(',') : [value];
  return flag.repeats === undefined || PLAIN_TYPES.has(flag.type) ? texts : texts.flatMap(possibleTexts);
}

/** The values of a line's flags. */
export class FlagValues<T extends FlagTable> {
  readonly #table: T;
  readonly #reads: ReadonlyMap<string, readonly Read[]>;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(table: T, reads: ReadonlyMap<string, readonly Read[]>, places: ReadonlyMap<string, Place>) {
    this.#table = table;
    this.#reads = reads;
    this.#places = places;
  }

  /** Where the flag was used last, whatever its value. */
  placeOf(name: NameOf<T>): Place | undefined {
    return this.#places.get(name);
  }

  /** False if the flag is absent, or only on some code paths. */
  isCertain(name: NameOf<T>): boolean {
    const reads = this.#readsOf(name);
    return reads.length > 0 && reads.every((read) => read.isCertain);
  }

  // The assertions below hold by construction: values under a flag's name were parsed by its type's reader.
  all<N extends NameOf<T>>(name: N): readonly ValueOf<T, N>[] {
    return this.#readsOf(name).map(({ value }) => value) as readonly ValueOf<T, N>[];
  }

  /** The possible values if the last one wins: from the last certain use on. */
  possible<N extends NameOf<T>>(name: N): readonly ValueOf<T, N>[] {
    return possibleReads(this.#readsOf(name)).map(({ value }) => value) as readonly ValueOf<T, N>[];
  }

  /** The effective value; one of several if the last use is on some code paths only. */
  last<N extends NameOf<T>>(name: N): ValueOf<T, N> | undefined {
    return lastValue(this.#readsOf(name)) as ValueOf<T, N> | undefined;
  }

  /** The fields of one part of the model that the flags set by themselves. */
  fields<P extends string>(part: P): FieldsOf<T, P> {
    const prefix = `${part}.`;
    const entries = this.#table.flatMap(({ name, repeats, field }: Flag) => {
      const reads = this.#readsOf(name);
      if (field?.startsWith(prefix) !== true || reads.length === 0) return [];
      const all = repeats === 'map' ? lastOfKeys(reads) : reads.map(({ value }) => value);
      return [[field.slice(prefix.length), repeats === undefined ? lastValue(reads) : all] as const];
    });
    return Object.fromEntries(entries) as FieldsOf<T, P>;
  }

  #readsOf(name: string): readonly Read[] {
    return this.#reads.get(name) ?? [];
  }
}

function possibleReads(reads: readonly Read[]): readonly Read[] {
  const certain = reads.findLastIndex((read) => read.isCertain);
  return reads.slice(Math.max(certain, 0));
}

function lastValue(reads: readonly Read[]): unknown {
  const possible = possibleReads(reads);
  const last = possible.at(-1);
  const settings = possible.flatMap(({ value }) => (isSetting(value) ? [value] : []));
  if (last === undefined || settings.length < possible.length) return last?.value;
  return oneOf(settings, last.use.spelling.source, possible[0]?.isCertain === true);
}

/** The last entry of each key; a conditional one replaces nothing. Flags that repeat as a map have entries. */
function lastOfKeys(reads: readonly Read[]): readonly unknown[] {
  const last = new Map<string, number>();
  for (const [index, { value, isCertain }] of reads.entries()) {
    const { key } = value as Entry;
    if (isCertain && key.known && isCertainPlace(key.place)) last.set(key.value, index);
  }
  return reads
    .map(({ value }) => value as Entry)
    .filter(({ key }, index) => !key.known || index >= (last.get(key.value) ?? -1));
}

function isSetting(value: unknown): value is Setting<unknown> {
  return typeof value === 'object' && value !== null && 'known' in value && typeof value.known === 'boolean';
}
