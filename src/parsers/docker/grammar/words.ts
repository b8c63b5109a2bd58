import type { UnresolvedOptions } from '../../../model/container.ts';
import { type Hop, isCertain, type Place } from '../../../text/location.ts';
import type { Choice } from '../../../text/merge-texts.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import { type Segment, Text } from '../../../text/text.ts';

/**
 * One word of a command line, as the shell would pass it; or an unquoted expansion that can be any number of words.
 * `written` is the word of the command that gives it, where it is not known: `$IMAGE`, where that is `$1`.
 */
export type Argument = (
  | { readonly kind: 'word'; readonly text: Text }
  | { readonly kind: 'unknown-words'; readonly unresolved: UnresolvedOptions }
) & { readonly written?: string; readonly among?: Alternatives };

/** The lists of words of which one stands where an argument and those behind it do. */
export interface Alternatives {
  /** For how many arguments, of which the one that has this is the first. */
  readonly count: number;
  /** None where they are too many. */
  readonly lists: readonly (readonly Argument[])[];
  /** How many arguments the lists hold, those of alternatives in them too. */
  readonly size: number;
  /** Equal for what is chosen together. */
  readonly key: string;
  readonly choice: Choice;
}

/** A word as an element of a list; an expansion of any number of words is one unknown element. */
export function wordSetting(word: Argument): Setting<string> {
  return word.kind === 'word'
    ? word.text.toStringSetting()
    : unknown([{ unknown: word.unresolved.expression }], word.unresolved.place);
}

/** A word as it was written, with variables by their names where their values may be secrets. */
export function wordSource(word: Argument): string {
  return word.kind === 'word' ? word.text.shown : word.unresolved.expression;
}

export function wordPlace(word: Argument): Place {
  return word.kind === 'word' ? word.text.place : word.unresolved.place;
}

/** The word's text where all of it is known. */
export function wordValue(word: Argument | undefined): string | undefined {
  return word?.kind === 'word' ? word.text.value : undefined;
}

/** The last unquoted expansion in a word that can be several: `--env=$X`, `web-$N`. */
export function expansionIn({ segments }: Text): UnresolvedOptions | undefined {
  const last = segments.findLast((segment) => segment.kind === 'unknown' && segment.mayBeWords === true);
  return last === undefined ? undefined : unresolvedText(new Text([last], last.place));
}

/** A text through which options may arrive. */
export function unresolvedText(text: Text): UnresolvedOptions {
  return { expression: text.source, reason: text.isLimited ? 'limit' : 'variable', place: text.place };
}

/** The text that stands for words that are not known. */
export function unknownText({ expression, reason, place }: UnresolvedOptions): Text {
  return reason === 'limit' ? Text.limited(expression, place) : Text.unknown(expression, place);
}

/** True for what stands for words that are not known, so that a word that is missing may be among them. */
export function mayHoldWords({ reason }: UnresolvedOptions): boolean {
  return reason === 'variable' || reason === 'limit';
}

/** The same argument with its places changed, those of its candidates and alternatives too. */
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

/** The same text with its places changed, those of its candidates too. */
export function mapPlaces(text: Text, change: (place: Place) => Place): Text {
  const segments = text.segments.map((segment): Segment => {
    const place = change(segment.place);
    if (segment.kind === 'literal') return { ...segment, place };
    return { ...segment, place, candidates: segment.candidates.map((candidate) => mapPlaces(candidate, change)) };
  });
  return new Text(segments, change(text.whole));
}

/** The same text as one that stands on some code paths only: those of the statement that `branch` names. */
export function onBranch(text: Text, branch: Hop): Text {
  return mapPlaces(text, (place) => placeOnBranch(place, branch));
}

export function placeOnBranch(place: Place, branch: Hop): Place {
  return isCertain(place) ? { ...place, hops: [branch, ...place.hops] } : place;
}
