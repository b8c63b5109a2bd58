import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { unresolvedText } from '../../docker/grammar/words.ts';
import type { Argument } from '../../docker/index.ts';

/**
 * Splits `options` like the runner, with .NET (dotnet/runtime
 * `ProcessStartInfo.ParseArgumentsIntoList`): only double quotes, which backslashes escape.
 */
export function splitOptions(options: Text): readonly Argument[] {
  const { skeleton } = options;
  const words: Argument[] = [];
  let at = 0;
  for (;;) {
    while (at < skeleton.length && BLANKS.includes(skeleton.charAt(at))) at += 1;
    if (at >= skeleton.length) return words;
    const end = endOfWord(skeleton, at);
    words.push(toArgument(options, at, end));
    at = end;
  }
}

const BLANKS = ' \t\r\n';

function endOfWord(text: string, start: number): number {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && countBackslashes(text, at) % 2 === 1 && text.charAt(at + countBackslashes(text, at)) === '"')
      at += countBackslashes(text, at);
    else if (char === '\\') at += countBackslashes(text, at) - 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && BLANKS.includes(char)) return at;
  }
  return text.length;
}

function countBackslashes(text: string, start: number): number {
  let at = start;
  while (text.charAt(at) === '\\') at += 1;
  return at - start;
}

/**
 * A word without its quotes. A word that is an expression may be several words: those of each
 * matrix value, or unknown ones.
 */
function toArgument(options: Text, start: number, end: number): Argument {
  const whole = options.slice(start, end);
  if (whole.skeleton === UNKNOWN_CHARACTER) {
    const isOneWord = whole.isOneOfFew && whole.alternatives().every(({ value = ' ' }) => !/^$|[\s"\\]/.test(value));
    if (isOneWord) return { kind: 'word', text: whole };
    const unknown = { kind: 'unknown-words', unresolved: unresolvedText(whole) } as const;
    const [segment] = whole.segments;
    if (segment?.kind !== 'unknown' || segment.branch === undefined || segment.candidates.length === 0) return unknown;
    const { expression, place, branch, candidates } = segment;
    const lists = candidates.map(splitOptions);
    const size = lists.reduce((sum, { length }) => sum + length, 0);
    return { ...unknown, among: { count: 1, lists, size, key: expression, choice: { expression, place, branch } } };
  }
  const text = whole.skeleton;
  const parts: Text[] = [];
  let from = 0;
  const take = (to: number): void => {
    if (to > from) parts.push(whole.slice(from, to));
  };
  let isQuoted = false;
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (char === '\\') {
      const count = countBackslashes(text, at);
      const isBeforeQuote = text.charAt(at + count) === '"';
      if (isBeforeQuote) {
        take(at + Math.floor(count / 2));
        from = at + count;
        // An escaped quote belongs to the word.
        at += count + (count % 2);
      } else at += count;
    } else if (char === '"') {
      take(at);
      if (isQuoted && text.charAt(at + 1) === '"') {
        from = at + 1;
        at += 2;
      } else {
        isQuoted = !isQuoted;
        from = at + 1;
        at += 1;
      }
    } else at += 1;
  }
  take(text.length);
  return { kind: 'word', text: Text.concat(parts, whole.place) };
}
