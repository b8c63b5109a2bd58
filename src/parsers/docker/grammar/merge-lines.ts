import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { type Choice, mergeTexts, textKey } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { FlagLine, FlagUse } from './flag-line.ts';
import { type Argument, mapArgumentPlaces, onBranch, placeOnBranch } from './words.ts';

/** One alternative of a command line, with the choice that each word came from. */
export interface LineReading {
  readonly line: FlagLine;
  readonly choices: ReadonlyMap<Text, Choice>;
}

/**
 * Merges alternative command lines: parts that all have are certain, others conditional. A flag
 * with different values gets candidates. `choice` is for parts without a word that was chosen.
 */
export function mergeLines(readings: readonly LineReading[], choice: Choice): FlagLine {
  const lines = readings.map(({ line }) => line);
  return {
    uses: mergeUses(readings, choice),
    positionals: mergePositionals(readings, choice),
    unresolvedOptions: union(
      lines.map((line) => line.unresolvedOptions),
      unresolvedKey,
      (each) => onPath(each, choice),
    ),
    taken: union(
      lines.map((line) => line.taken),
      unresolvedKey,
      (each) => onPath(each, choice),
    ),
    problems: union(
      lines.map((line) => line.problems),
      problemKey,
      (each) => onPath(each, choice),
    ),
  };
}

function onPath<T extends { readonly place: Place }>(thing: T, choice: Choice): T {
  return { ...thing, place: placeOnBranch(thing.place, choice.branch) };
}

function unresolvedKey({ expression, place: { location } }: UnresolvedOptions): string {
  return `${expression} ${location.path}:${location.span.start}`;
}

function problemKey({ id, message, place: { location } }: Problem): string {
  return `${id} ${message.what} ${location.path}:${location.span.start}`;
}

/** The union of lists, in order of appearance; `change` applies to elements that a list lacks. */
function union<T>(lists: readonly (readonly T[])[], keyOf: (each: T) => string, change: (each: T) => T): readonly T[] {
  const merged: { readonly key: string; readonly each: T; count: number }[] = [];
  const keys = new Set<string>();
  for (const list of lists) {
    let at = 0;
    const seen = new Set<string>();
    for (const each of list) {
      let key = keyOf(each);
      // Counts repetitions of an element separately.
      while (seen.has(key)) key += '\u0000';
      seen.add(key);
      const isKnown = keys.has(key);
      if (isKnown && merged[at]?.key !== key) at = merged.findIndex((other) => other.key === key);
      const known = isKnown ? merged[at] : undefined;
      if (known === undefined) merged.splice(at, 0, { key, each, count: 1 });
      else known.count += 1;
      keys.add(key);
      at += 1;
    }
  }
  return merged.map(({ each, count }) => (count === lists.length ? each : change(each)));
}

function mergeUses(readings: readonly LineReading[], choice: Choice): readonly FlagUse[] {
  const choices = new Map(readings.flatMap((reading) => [...reading.choices]));
  const choiceOf = ({ word, valueWord = word }: FlagUse): Choice =>
    choices.get(valueWord) ?? choices.get(word) ?? choice;
  const onOwnBranch = (use: FlagUse): FlagUse => {
    const { branch } = choiceOf(use);
    const change = (text: Text): Text => onBranch(text, branch);
    return {
      ...use,
      spelling: change(use.spelling),
      value: change(use.value),
      word: change(use.word),
      ...(use.valueWord === undefined ? {} : { valueWord: change(use.valueWord) }),
    };
  };
  const lines = readings.map(({ line }) => line.uses);
  const pairs = pairedUses(lines, choiceOf);
  return union(
    lines.map((uses) => uses.map((use) => pairs.get(use) ?? use)),
    useKey,
    onOwnBranch,
  );
}

/**
 * Pairs uses of one flag if all lines have equally many: the values of a pair become candidates.
 */
function pairedUses(
  lines: readonly (readonly FlagUse[])[],
  choiceOf: (use: FlagUse) => Choice,
): ReadonlyMap<FlagUse, FlagUse> {
  const pairs = new Map<FlagUse, FlagUse>();
  for (const flag of new Set(lines.flat().map((use) => use.flag))) {
    const all = lines.map((uses) => uses.filter((use) => use.flag === flag));
    const keys = all.map((uses) => new Set(uses.map(useKey)));
    const own = all.map((uses) => uses.filter((use) => !keys.every((each) => each.has(useKey(use)))));
    for (const [index, use] of (own[0] ?? []).entries()) {
      const pair = own.flatMap((uses) => uses[index] ?? []);
      if (!own.every(({ length }) => length === own[0]?.length)) break;
      const value = mergeTexts(
        pair.map((each) => each.value),
        choiceOf(use),
      );
      for (const each of pair) pairs.set(each, { ...use, value });
    }
  }
  return pairs;
}

function useKey({ flag, value }: FlagUse): string {
  return `${flag.name}=${textKey(value)}`;
}

export function keyOfArgument(argument: Argument): string {
  return argument.kind === 'word' ? textKey(argument.text) : `\u0001${unresolvedKey(argument.unresolved)}`;
}

/**
 * The values for the image or container become candidates; later words that a line lacks are
 * conditional.
 */
function mergePositionals(readings: readonly LineReading[], choice: Choice): readonly Argument[] {
  const lists = readings.map(({ line }) => line.positionals);
  const firsts = lists.flatMap(([first]) => first ?? []);
  const [first] = firsts;
  if (first === undefined) return [];
  const rest = union(
    lists.map((list) => list.slice(1)),
    keyOfArgument,
    (each) => mapArgumentPlaces(each, (place) => placeOnBranch(place, choice.branch)),
  );
  if (firsts.every((each) => keyOfArgument(each) === keyOfArgument(first))) return [first, ...rest];
  const texts = firsts.map((each) =>
    each.kind === 'word' ? each.text : Text.unknown(each.unresolved.expression, each.unresolved.place),
  );
  const known = readings.flatMap(({ choices }) => texts.flatMap((text) => choices.get(text) ?? []));
  return [
    {
      kind: 'word',
      text: mergeTexts(
        texts,
        known[0] ?? {
          ...choice,
          expression:
            first.kind === 'word' ? (first.text.place.expression ?? first.text.source) : first.unresolved.expression,
        },
      ),
    },
    ...rest,
  ];
}
