import type { Place } from '../../../text/location.ts';
import { type Choice, mergeTexts } from '../../../text/merge-texts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { branchOf, type Item, unknownText } from '../items/items.ts';

/** The expansion of one part of a word, before word splitting. */
export type TextRun =
  /** Text; `splits` if it is unquoted, so blanks split it. */
  | { readonly kind: 'text'; readonly text: Text; readonly splits: boolean }
  /** Marks quotes: even if it is empty, the word exists. */
  | { readonly kind: 'quotes' }
  /** `"$@"`: separate words, of which the outer ones join adjacent text. */
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  /** One of several alternatives, which can have quoted parts: `${X:+"a b" c}`. */
  | RunChoice;

export interface RunChoice {
  readonly kind: 'choice';
  readonly options: readonly (readonly TextRun[])[];
  readonly choice: Choice;
}

/** The cost of working with a value: the number of its parts, hops and candidates. */
export function weightOf(runs: readonly TextRun[]): number {
  let weight = 1;
  for (const run of runs) {
    if (run.kind === 'text') weight += weightOfText(run.text);
    else if (run.kind === 'items')
      for (const item of run.items) weight += item.kind === 'word' ? weightOfText(item.text) : 1;
    else if (run.kind === 'choice') for (const option of run.options) weight += weightOf(option);
  }
  return weight;
}

const MAX_WEIGHT = 200_000;
/** Text with hops or candidates costs this many times more. */
const HEAVY = 50;

function weightOfText({ segments }: Text, start = 0): number {
  let weight = start;
  for (const segment of segments) {
    if (weight > MAX_WEIGHT) break;
    weight += 1 + HEAVY * segment.place.hops.length;
    if (segment.kind !== 'unknown') continue;
    for (const candidate of segment.candidates) weight = weightOfText(candidate, weight + HEAVY);
  }
  return weight;
}

/** The text of runs that aren't split: in an assignment, in a redirection, or in double quotes. */
export function runsText(runs: readonly TextRun[], whole: Place): Text {
  const segments = runs.flatMap((run): readonly Segment[] => {
    switch (run.kind) {
      case 'text':
        return run.text.segments;
      case 'quotes':
        return [];
      case 'items':
        return joinItems(run.items, whole).segments;
      case 'choice':
        return mergeTexts(
          run.options.map((option) => runsText(option, run.choice.place)),
          run.choice,
        ).segments;
    }
  });
  return new Text(segments, whole);
}

/**
 * Joins items with a separator, like `"$*"`. Conditional items may be absent; an unquoted expansion
 * is unknown.
 */
export function joinItems(items: readonly Item[], whole: Place, separator = ' '): Text {
  // There is no separator before the first certain item.
  let isFirst: 'yes' | 'maybe' | 'no' = 'yes';
  let hasConditional = false;
  const parts: Text[] = [];
  for (const item of items) {
    if (item.kind === 'unknown-words' || isAnyNumber(item.text)) {
      parts.push(item.kind === 'word' ? Text.unknown(item.text.source, item.text.place) : unknownText(item.unresolved));
      if (isFirst === 'yes') isFirst = 'maybe';
      continue;
    }
    const { text } = item;
    const branch = branchOf(item);
    const between = Text.derived(separator, text.place);
    const certain = isFirst === 'yes' ? text : Text.concat([between, text], text.whole);
    const choose = (candidates: readonly Text[]): Text => {
      const hop = branch ?? { kind: 'branch', location: text.place.location };
      return new Text(
        [{ kind: 'unknown', expression: text.source, place: text.place, branch: hop, candidates }],
        text.whole,
      );
    };
    const nothing = new Text([], text.whole);
    const either = isFirst === 'maybe' ? [text, certain] : [certain];
    if (branch !== undefined) parts.push(choose([nothing, ...either]));
    else if (isFirst !== 'maybe') parts.push(certain);
    else if (hasConditional) parts.push(choose(either));
    else parts.push(choose([nothing, Text.concat([...parts.splice(0), between], whole)]), text);
    hasConditional ||= branch !== undefined;
    if (branch === undefined) isFirst = 'no';
    else if (isFirst === 'yes') isFirst = 'maybe';
  }
  return Text.concat(parts, whole);
}

/** Unquoted expansions may be no word at all. */
export function isAnyNumber({ segments }: Text): boolean {
  return segments.every((segment) => segment.kind === 'unknown' && segment.mayBeWords === true) && segments.length > 0;
}
