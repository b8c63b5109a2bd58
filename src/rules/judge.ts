import type { Container, Exec } from '../model/container.ts';
import { patternText, type Pattern, type Setting, type Unknown } from '../model/setting.ts';
import { isCertain, type Place } from '../model/source.ts';

/** How a setting stands to a question that a rule asks of it. */
export type Answer<T> =
  /** It is so; `isCertain` is false where it is so for one of several candidates only. */
  | { readonly kind: 'yes'; readonly value: T; readonly place: Place; readonly isCertain: boolean }
  | { readonly kind: 'no' }
  | { readonly kind: 'undecided'; readonly setting: Unknown<T> };

/**
 * Asks whether a setting's value is so. An absent setting is not. One of a few candidates that is so answers yes, not certain.
 * `couldBe` says whether an unknown value with this pattern can be so at all; left out, anything can.
 */
export function ask<T>(setting: Setting<T> | undefined, isSo: (value: T) => boolean, couldBe: (pattern: Pattern) => boolean = () => true): Answer<T> {
  if (setting === undefined) return { kind: 'no' };
  if (setting.known) {
    return isSo(setting.value) ? { kind: 'yes', value: setting.value, place: setting.place, isCertain: isCertain(setting.place) } : { kind: 'no' };
  }
  const candidate = setting.candidates.find(({ value }) => isSo(value));
  if (candidate !== undefined) return { kind: 'yes', value: candidate.value, place: candidate.place, isCertain: false };
  if (setting.candidates.length > 0 || !couldBe(setting.pattern)) return { kind: 'no' };
  return { kind: 'undecided', setting };
}

/**
 * Asks whether the container certainly has what a rule requires of a setting. Where a candidate or a branch lacks it, the
 * requirement is not met for certain, and the answer is `undecided`.
 */
export function requires<T>(setting: Setting<T> | undefined, isGood: (value: T) => boolean): 'met' | 'unmet' | 'undecided' {
  if (setting === undefined) return 'unmet';
  if (setting.known) return !isGood(setting.value) ? 'unmet' : isCertain(setting.place) ? 'met' : 'undecided';
  if (setting.candidates.length > 0 && setting.candidates.every(({ value }) => isGood(value))) return 'met';
  return 'undecided';
}

/** A sentence for an unknown value: what it is and what would have to be known. */
export function unknownReason(what: string, setting: Unknown<unknown>): string {
  return `${what} is \`${patternText(setting.pattern)}\`, which the text does not settle.`;
}

/** Why something that is missing may still arrive; `undefined` where the text is complete. */
export function openingReason(subject: Container | Exec): { readonly place: Place; readonly reason: string } | undefined {
  const [opening] = subject.openings;
  if (opening === undefined) return undefined;
  const reasons = {
    variable: `More options may arrive through \`${opening.expression}\`.`,
    fragment: 'The service is a part that another file completes: it has no image, build or extends of its own.',
    unread: `More may stand in ${opening.expression}, which was not read.`,
    broken: 'A part of the text could not be parsed.',
  };
  return { place: opening.place, reason: reasons[opening.reason] };
}

/** False where no text for the unknown parts makes the pattern equal to `value`. */
export function couldEqual(pattern: Pattern, value: string): boolean {
  const [first, last] = [pattern[0], pattern.at(-1)];
  const head = typeof first === 'string' ? first : '';
  const tail = pattern.length > 1 && typeof last === 'string' ? last : '';
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
