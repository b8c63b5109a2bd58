import type { UnresolvedOptions } from '../../../model/container.ts';
import { type Hop, isCertain, type Place } from '../../../text/location.ts';
import type { Choice } from '../../../text/merge-texts.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import { type Segment, Text } from '../../../text/text.ts';

/**
 * A word that the shell passes, or an unquoted expansion to any number of words. `written` is the
 * word in the script: `$IMAGE`, if its value is the unknown `$1`.
 */
export type Argument = (
  | { readonly kind: 'word'; readonly text: Text }
  | { readonly kind: 'unknown-words'; readonly unresolved: UnresolvedOptions }
) & { readonly written?: string; readonly among?: Alternatives };

/** Alternative word lists that replace an argument and the `count` arguments from it on. */
export interface Alternatives {
  readonly count: number;
  /** Empty if there are too many. */
  readonly lists: readonly (readonly Argument[])[];
  /** The number of words, including those in nested alternatives. */
  readonly size: number;
  /** Alternatives with equal keys are chosen together. */
  readonly key: string;
  readonly choice: Choice;
}

/** A word as a list element; an unquoted expansion is one unknown element. */
export function wordSetting(word: Argument): Setting<string> {
  return word.kind === 'word'
    ? word.text.toStringSetting()
    : unknown([{ unknown: word.unresolved.expression }], word.unresolved.place);
}

/** A word as written, with variables instead of possibly secret values. */
export function wordSource(word: Argument): string {
  return word.kind === 'word' ? word.text.shown : word.unresolved.expression;
}

export function wordPlace(word: Argument): Place {
  return word.kind === 'word' ? word.text.place : word.unresolved.place;
}

export function wordValue(word: Argument | undefined): string | undefined {
  return word?.kind === 'word' ? word.text.value : undefined;
}

/** The last unquoted expansion in a word: `--env=$X`, `web-$N`. */
export function expansionIn({ segments }: Text): UnresolvedOptions | undefined {
  const last = segments.findLast((segment) => segment.kind === 'unknown' && segment.mayBeWords === true);
  return last === undefined ? undefined : unresolvedText(new Text([last], last.place));
}

export function unresolvedText(text: Text): UnresolvedOptions {
  return { expression: text.source, reason: text.isLimited ? 'limit' : 'variable', place: text.place };
}

export function unknownText({ expression, reason, place }: UnresolvedOptions): Text {
  return reason === 'limit' ? Text.limited(expression, place) : Text.unknown(expression, place);
}

/** True if the unknown text may contain words that seem to be missing. */
export function mayHoldWords({ reason }: UnresolvedOptions): boolean {
  return reason === 'variable' || reason === 'limit';
}

export function mapArgumentPlaces(argument: Argument, change: (place: Place) => Place): Argument {
  const { among } = argument;
  const rest =
    among === undefined
      ? {}
      : { among: { ...among, lists: among.lists.map((list) => list.map((each) => mapArgumentPlaces(each, change))) } };
  return argument.kind === 'word'
    ? { kind: 'word', text: mapPlaces(argument.text, change), ...rest }
    : {
        kind: 'unknown-words',
        unresolved: { ...argument.unresolved, place: change(argument.unresolved.place) },
        ...rest,
      };
}

export function mapPlaces(text: Text, change: (place: Place) => Place): Text {
  const segments = text.segments.map((segment): Segment => {
    const place = change(segment.place);
    if (segment.kind === 'literal') return { ...segment, place };
    return { ...segment, place, candidates: segment.candidates.map((candidate) => mapPlaces(candidate, change)) };
  });
  return new Text(segments, change(text.whole));
}

export function onBranch(text: Text, branch: Hop): Text {
  return mapPlaces(text, (place) => placeOnBranch(place, branch));
}

export function placeOnBranch(place: Place, branch: Hop): Place {
  return isCertain(place) ? { ...place, hops: [branch, ...place.hops] } : place;
}

/** True for a word with a variable whose default is empty: `"${NAME:-}"`. */
export function hasEmptyDefault(word: Argument): boolean {
  return word.kind === 'word' && word.text.segments.some(isEmptyDefault);
}

/** The word with such variables unknown. */
export function withOpenDefaults(word: Argument): Argument {
  if (word.kind !== 'word' || !hasEmptyDefault(word)) return word;
  const segments = word.text.segments.map((segment): Segment => {
    const { place } = segment;
    return isEmptyDefault(segment)
      ? { kind: 'unknown', expression: place.expression ?? '', place, candidates: [] }
      : segment;
  });
  return { ...word, text: new Text(segments, word.text.whole) };
}

function isEmptyDefault(segment: Segment): boolean {
  return segment.kind === 'literal' && segment.text === '' && segment.place.hops.some(({ kind }) => kind === 'default');
}
