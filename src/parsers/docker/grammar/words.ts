import type { UnresolvedOptions } from '../../../model/container.ts';
import { type Hop, isCertain, type Place } from '../../../text/location.ts';
import type { Choice } from '../../../text/merge-texts.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import { type Segment, Text } from '../../../text/text.ts';

/**
 * A word as passed by the shell, or an unquoted expansion to any number. `written` is the word for
 * an unknown one: `$IMAGE`, if that is `$1`.
 */
export type Argument = (
  | { readonly kind: 'word'; readonly text: Text }
  | { readonly kind: 'unknown-words'; readonly unresolved: UnresolvedOptions }
) & { readonly written?: string; readonly among?: Alternatives };

/** Alternative word lists for an argument and those after it. */
export interface Alternatives {
  /** The number of arguments, starting with this one. */
  readonly count: number;
  /** None if there are too many. */
  readonly lists: readonly (readonly Argument[])[];
  /** The total number of arguments, including nested alternatives. */
  readonly size: number;
  /** Equal for joint choices. */
  readonly key: string;
  readonly choice: Choice;
}

/** A word as a list element; an expansion of any number of words is one unknown element. */
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

/** The last unquoted expansion of several words in a word: `--env=$X`, `web-$N`. */
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

/** True for unknown words, which may include a missing one. */
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

/** True for a word with a variable's empty default: `"${NAME:-}"`. */
export function hasEmptyDefault(word: Argument): boolean {
  return word.kind === 'word' && word.text.segments.some(isEmptyDefault);
}

/** The word with its empty defaults unknown. */
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
