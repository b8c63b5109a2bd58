import type { Span } from '../../../text/location.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { coverOf } from './unit-file.ts';

/**
 * The splitting rules, after the flags of `extract_first_word` (systemd `src/basic/extract-word.c`,
 * containers/podman `pkg/systemd/parser/split.go`).
 */
export interface WordRules {
  /**
   * `none`: backslashes are literal; `known`: a value with unknown escapes can't be split; `any`:
   * unknown escapes are kept.
   */
  readonly escapes: 'none' | 'known' | 'any';
  /** True if an unclosed quote ends with the value; a final backslash is then dropped. */
  readonly allowsUnclosed?: true;
  /** True if it stops at an empty word, as in podman's copy of the function. */
  readonly stopsAtEmpty?: true;
}

/** Quadlet's lists, such as `DropCapability=`: `LookupAllStrv`. */
export const QUADLET_LIST: WordRules = { escapes: 'none', stopsAtEmpty: true };

/**
 * Quadlet's command lines, such as `Exec=` and `PodmanArgs=`, and assignments: `LookupAllArgs`,
 * `LookupAllKeyVal`.
 */
export const QUADLET_ARGUMENTS: WordRules = { escapes: 'known', allowsUnclosed: true, stopsAtEmpty: true };

/**
 * systemd's command lines and assignments, where unknown escapes are kept
 * (`extract_first_word_and_warn`).
 */
export const SYSTEMD_ARGUMENTS: WordRules = { escapes: 'any' };

/**
 * The unquoted words of a value; `undefined` if it can't be split, so systemd and Quadlet ignore
 * it.
 */
export function splitWords(value: Text, rules: WordRules): readonly Text[] | undefined {
  const words: Text[] = [];
  const text = value.skeleton;
  let at = 0;
  for (;;) {
    while (isSeparator(text.charAt(at))) at += 1;
    if (at >= text.length) return words;
    const word = readWord(text, at, rules);
    if (word === undefined) return undefined;
    const read = textOfRuns(value, word.runs, { start: at, end: word.end });
    if (rules.stopsAtEmpty === true && read.length === 0) return words;
    words.push(read);
    at = word.end;
  }
}

function isSeparator(character: string): boolean {
  return character !== '' && ' \t\n\r'.includes(character);
}

function readWord(
  text: string,
  start: number,
  { escapes, allowsUnclosed }: WordRules,
): { readonly runs: readonly UnitRun[]; readonly end: number } | undefined {
  const runs: UnitRun[] = [];
  let quote: string | undefined;
  let from = start;
  let at = start;
  const flush = (next: number): void => {
    if (from < at) runs.push({ start: from, end: at });
    from = next;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\' && escapes !== 'none') {
      if (at + 1 >= text.length && allowsUnclosed === true) break;
      const escape = readEscape(text, at + 1);
      if (escape === undefined && escapes === 'known') return undefined;
      flush(at + 1 + (escape?.length ?? 1));
      runs.push({ start: at, end: from, ...(escape === undefined ? {} : { text: escape.text }) });
      at = from;
      continue;
    }
    if (quote === undefined ? character === '"' || character === "'" : character === quote) {
      quote = quote === undefined ? character : undefined;
      flush(at + 1);
    } else if (quote === undefined && isSeparator(character)) break;
    at += 1;
  }
  if (quote !== undefined && allowsUnclosed !== true) return undefined;
  at = Math.min(at, text.length);
  flush(at);
  // A final backslash is dropped.
  return { runs, end: text.charAt(at) === '\\' ? at + 1 : at };
}

/** A literal part of a value, or an escape sequence with the text that it means. */
interface UnitRun extends Span {
  readonly text?: string;
}

/** The word made of a value's runs; `extent` includes its quotes. */
function textOfRuns(value: Text, runs: readonly UnitRun[], extent: Span): Text {
  const segments = runs.flatMap(({ start, end, text }): readonly Segment[] => {
    const part = value.slice(start, end);
    if (text === undefined) return part.segments;
    return [{ kind: 'literal', text, place: coverOf(part), isVerbatim: false }];
  });
  const whole = coverOf(value.slice(extent.start, extent.end));
  return new Text(segments, whole);
}

const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Numeric escapes, with the number of letters before the digits. */
const NUMBERS = [
  { form: /[0-7]{3}/y, base: 8, letters: 0 },
  { form: /x[\da-fA-F]{2}/y, base: 16, letters: 1 },
  { form: /u[\da-fA-F]{4}/y, base: 16, letters: 1 },
  { form: /U[\da-fA-F]{8}/y, base: 16, letters: 1 },
];

/**
 * The escape after a backslash (systemd `src/basic/escape.c`, `cunescape_one`) with its length, or
 * `undefined`.
 */
function readEscape(text: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const letter = LETTERS[text.charAt(at)];
  if (letter !== undefined) return { text: letter, length: 1 };
  for (const { form, base, letters } of NUMBERS) {
    form.lastIndex = at;
    const [digits] = form.exec(text) ?? [];
    if (digits === undefined) continue;
    const code = Number.parseInt(digits.slice(letters), base);
    if (code === 0 || code > 0x10ffff || (base === 8 && code > 255)) return undefined;
    return { text: String.fromCodePoint(code), length: digits.length };
  }
  return undefined;
}
