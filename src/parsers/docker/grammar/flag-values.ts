import type { Entry } from '../../../model/entry.ts';
import type { Problem } from '../../../model/finding.ts';
import type { SyntaxId } from '../../../model/input-rule.ts';
import { isCertain as isCertainPlace, type Place } from '../../../text/location.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { type Failure, failure, type Reading } from '../../syntax/reading.ts';
import type { FlagUse } from './flag-line.ts';
import { type FlagType, type FlagValue, READERS } from './flag-types.ts';
import type { Flag, FlagTable } from './flags/flag.ts';
import { oneOf } from './one-of.ts';
import { possibleTexts } from './possible-texts.ts';

type FlagNamed<T extends FlagTable, N extends string> = Extract<T[number], { readonly name: N }>;
type NameOf<T extends FlagTable> = T[number]['name'];

export interface FlagValues<T extends FlagTable> {
  /** Where the flag was used last, whatever its value. */
  placeOf(name: NameOf<T>): Place | undefined;
  /** False if the flag is absent, or only on some code paths. */
  isCertain(name: NameOf<T>): boolean;
  all<N extends NameOf<T>>(name: N): readonly FlagValue<FlagNamed<T, N>['type']>[];
  /** The values that may be the last one: from the last certain use on. */
  possible<N extends NameOf<T>>(name: N): readonly FlagValue<FlagNamed<T, N>['type']>[];
  /** The effective value; several candidates if the last use isn't certain. */
  last<N extends NameOf<T>>(name: N): FlagValue<FlagNamed<T, N>['type']> | undefined;
  fields<P extends string>(part: P): FieldsOf<T, P>;
}

type FieldValue<F> = F extends { readonly type: infer V extends FlagType }
  ? F extends { readonly repeats: 'list' | 'map' }
    ? readonly FlagValue<V>[]
    : FlagValue<V>
  : never;

/** The model fields that a table's flags set directly. */
export type FieldsOf<T extends FlagTable, P extends string> = {
  readonly [F in T[number] as F extends { readonly field: `${P}.${infer K}` } ? K : never]?: FieldValue<F>;
};

interface Read {
  readonly value: unknown;
  readonly use: FlagUse;
  readonly isCertain: boolean;
}

/**
 * Parses the values of flags in `table`. A rejected value becomes a problem; it is unknown, or
 * omitted from a list.
 */
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
      if (reading.failure !== undefined && isStrict && !isReplaced) problems.push(toProblem(reading.failure));
      if (reading.failure !== undefined && (use.flag.repeats !== undefined || use.flag.type === 'restart-policy'))
        continue;
      const value = reading.failure === undefined ? reading.value : unknown(text.pattern, text.place);
      known.push({ value, use, isCertain: isCertainPlace(use.spelling.place) });
    }
  }
  return { values: new ReadValues(table, reads, places), problems };
}

export function refusedValue(id: SyntaxId, place: Place, what: string, remedy?: string): Problem {
  return toProblem(failure(place, what, remedy).failure, id);
}

export function toProblem({ place, what, remedy }: Failure, id: SyntaxId = 'syntax/invalid-value'): Problem {
  return { id, severity: 'error', message: remedy === undefined ? { what } : { what, remedy }, place };
}

/** Types that the client parses only after the whole line, so only the last value is checked. */
const LATE_TYPES: ReadonlySet<FlagType> = new Set([
  'pid-mode',
  'uts-mode',
  'userns-mode',
  'cgroupns-mode',
  'pull-policy',
  'restart-policy',
  'platform',
]);

const PLAIN_TYPES: ReadonlySet<FlagType> = new Set([
  'string',
  'network',
  'extra-host',
  'dns-server',
  'dns-domain',
  'attach-stream',
  'file',
]);

/**
 * The texts to parse: each part of a comma-separated value, each alternative of a list element with
 * parts.
 */
function textsOf({ flag, value }: FlagUse): readonly Text[] {
  const texts = flag.isCommaSeparated === true ? value.split(',') : [value];
  return flag.repeats === undefined || PLAIN_TYPES.has(flag.type) ? texts : texts.flatMap(possibleTexts);
}

class ReadValues<T extends FlagTable> implements FlagValues<T> {
  readonly #table: T;
  readonly #reads: ReadonlyMap<string, readonly Read[]>;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(table: T, reads: ReadonlyMap<string, readonly Read[]>, places: ReadonlyMap<string, Place>) {
    this.#table = table;
    this.#reads = reads;
    this.#places = places;
  }

  placeOf(name: string): Place | undefined {
    return this.#places.get(name);
  }

  isCertain(name: string): boolean {
    const reads = this.#reads.get(name) ?? [];
    return reads.length > 0 && reads.every((read) => read.isCertain);
  }

  // The four type assertions below are safe: the reader of a flag's type produced its values.
  all<N extends NameOf<T>>(name: N): readonly FlagValue<FlagNamed<T, N>['type']>[] {
    return this.#valuesOf(name) as readonly FlagValue<FlagNamed<T, N>['type']>[];
  }

  possible<N extends NameOf<T>>(name: N): readonly FlagValue<FlagNamed<T, N>['type']>[] {
    return possibleReads(this.#reads.get(name) ?? []).map(({ value }) => value) as readonly FlagValue<
      FlagNamed<T, N>['type']
    >[];
  }

  last<N extends NameOf<T>>(name: N): FlagValue<FlagNamed<T, N>['type']> | undefined {
    return lastValue(this.#reads.get(name) ?? []) as FlagValue<FlagNamed<T, N>['type']> | undefined;
  }

  fields<P extends string>(part: P): FieldsOf<T, P> {
    const prefix = `${part}.`;
    const entries = this.#table.flatMap((flag: Flag) => {
      const { field } = flag;
      if (field?.startsWith(prefix) !== true || (this.#reads.get(flag.name) ?? []).length === 0) return [];
      return [[field.slice(prefix.length), this.#fieldValue(flag)] as const];
    });
    return Object.fromEntries(entries) as FieldsOf<T, P>;
  }

  #fieldValue({ name, repeats }: Flag): unknown {
    if (repeats === 'map') return lastOfKeys(this.#reads.get(name) ?? []);
    return repeats === 'list' ? this.#valuesOf(name) : lastValue(this.#reads.get(name) ?? []);
  }

  #valuesOf(name: string): readonly unknown[] {
    return (this.#reads.get(name) ?? []).map(({ value }) => value);
  }
}

function possibleReads(reads: readonly Read[]): readonly Read[] {
  return reads.slice(
    Math.max(
      reads.findLastIndex((read) => read.isCertain),
      0,
    ),
  );
}

function lastValue(reads: readonly Read[]): unknown {
  const possible = possibleReads(reads);
  const last = possible.at(-1);
  const settings = possible.flatMap(({ value }) => (isSetting(value) ? [value] : []));
  if (last === undefined || settings.length < possible.length) return last?.value;
  return oneOf(settings, last.use.spelling.source, possible[0]?.isCertain === true);
}

/** The last entry of each key; a conditional entry doesn't replace earlier ones. */
function lastOfKeys(reads: readonly Read[]): readonly unknown[] {
  const last = new Map<string, number>();
  for (const [index, { value, isCertain }] of reads.entries()) {
    if (isCertain && isEntry(value) && value.key.known && isCertainPlace(value.key.place))
      last.set(value.key.value, index);
  }
  const isReplaced = (value: unknown, index: number): boolean =>
    isEntry(value) && value.key.known && index < (last.get(value.key.value) ?? -1);
  return reads.flatMap(({ value }, index) => (isReplaced(value, index) ? [] : [value]));
}

function isSetting(value: unknown): value is Setting<unknown> {
  return typeof value === 'object' && value !== null && 'known' in value && typeof value.known === 'boolean';
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    isSetting(value.key) &&
    'value' in value &&
    isSetting(value.value)
  );
}
