import { type Place, placeAt } from '../../../text/location.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { wholeVariable } from '../units/expand.ts';
import type { UnitExecCommand } from './exec-commands.ts';

/** Words that need no quotes in a shell. */
const SAFE = /^[\w@%+:,./-]+$/;
/** The same for later words: in the first one, an equals sign makes an assignment. */
const SAFE_ARGUMENT = /^[\w@%+=:,./-]+$/;
/** What systemd replaces: a variable in braces, or a double dollar sign. */
const VARIABLE = /\$\$|\$\{[A-Za-z_]\w*\}/g;

/**
 * A unit's commands as a shell script with the same words, quoted if necessary. Variables stay, and
 * all characters keep their places.
 */
export function scriptOfCommands(commands: readonly UnitExecCommand[], whole: Place): Text {
  const segments: Segment[] = [];
  for (const { words, hasVariables } of commands) {
    for (const [index, word] of words.entries()) {
      for (const segment of shellWord(word, index === 0, hasVariables)) segments.push(segment);
      segments.push(mark(index + 1 < words.length ? ' ' : '\n', word.whole, 'end'));
    }
  }
  return new Text(segments, whole);
}

function shellWord(word: Text, isFirst: boolean, hasVariables: boolean): readonly Segment[] {
  if (hasVariables && /^[A-Za-z_]\w*$/.test(wholeVariable(word) ?? '')) return word.segments;
  const isPlain = word.value !== undefined && (isFirst ? SAFE : SAFE_ARGUMENT).test(word.value) && isUnquoted(word);
  return isPlain ? word.segments : quoted(word, hasVariables);
}

/** True for a word that the unit doesn't quote. */
function isUnquoted({ segments, whole }: Text): boolean {
  const [first, last] = [segments[0], segments.at(-1)];
  return (
    first?.place.location.span.start === whole.location.span.start &&
    last?.place.location.span.end === whole.location.span.end
  );
}

/** A word with quotes instead of the unit's; its variables are outside of them. */
function quoted(word: Text, hasVariables: boolean): readonly Segment[] {
  const segments: Segment[] = [mark("'", edge(word, 'start'))];
  let from = 0;
  const add = (to: number): void => {
    if (from === to) return;
    for (const segment of word.slice(from, to).segments) for (const part of withoutQuotes(segment)) segments.push(part);
  };
  for (const match of hasVariables ? word.skeleton.matchAll(VARIABLE) : []) {
    const end = match.index + match[0].length;
    add(match.index);
    const part = word.slice(match.index, end);
    if (match[0] === '$$') segments.push({ kind: 'literal', text: '$', place: part.place, isVerbatim: false });
    else segments.push(mark(`'"`, part.place, 'start'), ...part.segments, mark(`"'`, part.place, 'end'));
    from = end;
  }
  add(word.length);
  segments.push(mark("'", edge(word, 'end')));
  return segments;
}

/** Splits text at single quotes, which can't be inside single quotes. */
function withoutQuotes(segment: Segment): readonly Segment[] {
  if (segment.kind === 'unknown' || !segment.text.includes("'")) return [segment];
  const text = new Text([segment], segment.place);
  return text
    .split("'")
    .flatMap((part, index) =>
      index === 0
        ? part.segments
        : [mark(String.raw`'\''`, part.segments[0]?.place ?? segment.place, 'start'), ...part.segments],
    );
}

/** The place of the quote at a word's start or end; empty if it has none. */
function edge({ segments, whole }: Text, at: 'start' | 'end'): Place {
  const { path, span } = whole.location;
  const segment = at === 'start' ? segments[0] : segments.at(-1);
  const inner = segment?.place.location.span[at] ?? span.end;
  return at === 'start' ? placeAt(path, span.start, inner) : placeAt(path, inner, span.end);
}

/** Characters that the unit doesn't contain, placed at one end of a place. */
function mark(text: string, place: Place, at?: 'start' | 'end'): Segment {
  const { path, span } = place.location;
  const own = at === undefined ? place : placeAt(path, span[at], span[at]);
  return { kind: 'literal', text, place: own, isVerbatim: false };
}
