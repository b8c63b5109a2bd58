import { dialectOf, type Subject, type UnresolvedOptions } from '../../model/container.ts';
import { lifetimeOf } from '../../model/lifetime.ts';
import { isCertain, type Place } from '../../text/location.ts';
import type { Known, Pattern, Setting, Unknown } from '../../text/setting.ts';
import { short } from './wording.ts';

/** The answer to a yes-or-no question about a setting. */
export type Answer<T> = Yes<T> | No | { readonly kind: 'undecided'; readonly setting: Unknown<T> };

/** `isCertain` is false if only some candidates match. */
export interface Yes<T> {
  readonly kind: 'yes';
  readonly value: T;
  readonly place: Place;
  readonly isCertain: boolean;
}

interface No {
  readonly kind: 'no';
}

export const NO: No = { kind: 'no' };

/**
 * Checks a setting's value. Absent: no. A matching candidate: uncertain yes. `couldBe` says whether
 * an unknown pattern can match; by default it can.
 */
export function ask<T>(
  setting: Setting<T> | undefined,
  isSo: (value: T) => boolean,
  couldBe: (pattern: Pattern) => boolean = () => true,
): Answer<T> {
  if (setting === undefined) return NO;
  if (setting.known) {
    return isSo(setting.value)
      ? { kind: 'yes', value: setting.value, place: setting.place, isCertain: isCertain(setting.place) }
      : NO;
  }
  const candidate = setting.candidates.find(({ value }) => isSo(value));
  if (candidate !== undefined) return { kind: 'yes', value: candidate.value, place: candidate.place, isCertain: false };
  if ((setting.candidates.length > 0 && setting.isOpen !== true) || !couldBe(setting.pattern)) return NO;
  return { kind: 'undecided', setting };
}

/** Checks several settings: yes if one matches, undecided if one may match. */
export function askAny<T>(
  settings: readonly Setting<T>[],
  isSo: (value: T) => boolean,
  couldBe?: (pattern: Pattern) => boolean,
): Answer<T> {
  const answers = settings.map((setting) => ask(setting, isSo, couldBe));
  return answers.find(({ kind }) => kind === 'yes') ?? answers.find(({ kind }) => kind === 'undecided') ?? NO;
}

/** Checks whether a setting has one of these values. */
export function askOneOf(setting: Setting<string> | undefined, values: readonly string[]): Answer<string> {
  return ask(
    setting,
    (value) => values.includes(value),
    (pattern) => values.some((value) => couldEqual(pattern, value)),
  );
}

export interface Doubt {
  readonly place: Place;
  readonly reason: string;
  /** The variables that would decide it; empty if something else is unknown. */
  readonly variables: readonly string[];
}

export type Demand<T> =
  | { readonly kind: 'met' }
  | { readonly kind: 'absent' }
  /** It has a bad value on every code path that sets it. */
  | { readonly kind: 'unmet'; readonly value: T; readonly place: Place }
  | ({ readonly kind: 'undecided' } & Doubt);

/**
 * Checks that a setting has a good value on every code path; undecided if only on some. `what`
 * names the value, such as "The memory limit".
 */
export function demand<T>(what: string, setting: Setting<T> | undefined, isGood: (value: T) => boolean): Demand<T> {
  if (setting === undefined) return { kind: 'absent' };
  if (setting.known) {
    if (!isGood(setting.value)) return { kind: 'unmet', value: setting.value, place: setting.place };
    return isCertain(setting.place) ? { kind: 'met' } : onSomeWays(what, setting);
  }
  const bad = setting.candidates.filter(({ value }) => !isGood(value));
  const [firstBad] = bad;
  const isClosed = setting.candidates.length > 0 && setting.isOpen !== true;
  if (firstBad === undefined && isClosed) return isCertain(setting.place) ? { kind: 'met' } : onSomeWays(what, setting);
  if (firstBad === undefined) return { kind: 'undecided', ...unknownDoubt(what, setting) };
  if (bad.length === setting.candidates.length && setting.isOpen !== true)
    return { kind: 'unmet', value: firstBad.value, place: firstBad.place };
  return onSomeWays(what, setting);
}

function onSomeWays(what: string, { place }: { readonly place: Place }): { readonly kind: 'undecided' } & Doubt {
  return { kind: 'undecided', place, reason: `${what} differs between code paths.`, variables: [] };
}

export function unknownDoubt(what: string, { pattern, place }: Unknown<unknown>): Doubt {
  const unknowns = pattern.flatMap((part) => (typeof part === 'string' ? [] : [`\`${short(part.unknown)}\``]));
  const reason =
    unknowns.length === 0
      ? `${what} can't be determined from the file.`
      : `${what} depends on ${[...new Set(unknowns)].join(' and ')}, which plimsoll can't resolve.`;
  return { place, reason, variables: variablesIn(pattern) };
}

/** Variables in an unknown value: `DIR` for `${DIR:?}` and `$DIR`, none for `$(command)`. */
export function variablesIn(pattern: Pattern): readonly string[] {
  const names = pattern.flatMap((part) => (typeof part === 'string' ? [] : (VARIABLE.exec(part.unknown)?.[1] ?? [])));
  return [...new Set(names)];
}

const VARIABLE = /^\$\{?([A-Za-z_]\w*)/;

/** Why a missing setting may still be set; `undefined` if the file is complete. */
export function unresolvedReason(subject: Subject): Doubt | undefined {
  const [unresolved] = subject.unresolvedOptions;
  if (unresolved === undefined) return undefined;
  const reasons = {
    variable: `\`${short(unresolved.expression)}\` may add more options.`,
    limit: limitReason(unresolved),
    fragment: fragmentReason(subject, unresolved.expression),
    unparsed: `\`${short(unresolved.expression)}\` was not read and may contain more options.`,
    broken: 'Part of the file could not be parsed.',
  };
  const variables = unresolved.reason === 'variable' ? variablesIn([{ unknown: unresolved.expression }]) : [];
  return { place: unresolved.place, reason: reasons[unresolved.reason], variables };
}

/** Why a text may contain more options: a part has too many possible values to follow. */
export function unreadReason({ unresolvedOptions }: Subject): Omit<Doubt, 'variables'> | undefined {
  const unread = unresolvedOptions.find(({ reason }) => reason === 'limit');
  return unread === undefined ? undefined : { place: unread.place, reason: limitReason(unread) };
}

/**
 * Like {@link unreadReason}, but includes options that a variable may add and no other rule
 * reports. For services only: one rule reports it, so there is one result.
 */
export function openReason(subject: Subject): Omit<Doubt, 'variables'> | undefined {
  const unread = unreadReason(subject);
  if (unread !== undefined) return unread;
  const lifetime = subject.kind === 'container' ? lifetimeOf(subject) : undefined;
  const isAsked = lifetime?.known === false || lifetime?.value === 'service';
  const isPart = subject.unresolvedOptions[0]?.reason === 'fragment';
  return isAsked || isPart ? undefined : unresolvedReason(subject);
}

function limitReason({ expression }: UnresolvedOptions): string {
  return `\`${short(expression)}\` may add any option; it has too many possible values to follow.`;
}

function fragmentReason(subject: Subject, name: string): string {
  switch (dialectOf(subject.origin)) {
    case 'docker':
      return `Service \`${short(name)}\` is defined in a Compose file that this command doesn't include.`;
    case 'quadlet':
      return `This file extends unit \`${short(name)}\`, which is defined elsewhere.`;
    default:
      return 'This service has no `image`, `build` or `extends` here, so another file must complete it.';
  }
}

export function knownValues<T>(setting: Setting<T> | undefined): readonly Known<T>[] {
  if (setting === undefined) return [];
  return setting.known ? [setting] : setting.candidates;
}

/** False if the pattern can't equal `value`, whatever its unknown parts are. */
export function couldEqual(pattern: Pattern, value: string): boolean {
  const [first, last] = [pattern[0], pattern.at(-1)];
  const head = typeof first === 'string' ? first : '';
  const tail = pattern.length > 1 && typeof last === 'string' ? last : '';
  if (pattern.length === 1 && typeof first === 'string') return first === value;
  if (head.length + tail.length > value.length || !value.startsWith(head) || !value.endsWith(tail)) return false;
  let from = head.length;
  const end = value.length - tail.length;
  for (const part of pattern.slice(head === '' ? 0 : 1, tail === '' ? undefined : -1)) {
    if (typeof part !== 'string') continue;
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** False if the pattern has known text. */
export function couldBeEmpty(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part !== 'string' || part === '');
}
