import type { Text } from '../../../text/text.ts';
import { readEscape } from './escapes.ts';
import { textOfRuns, type UnitRun } from './runs.ts';

/** The splitting rules, after the flags of `extract_first_word` (systemd `src/basic/extract-word.c`, containers/podman `pkg/systemd/parser/split.go`). */
export interface WordRules {
  /** `C`: C escapes. `none`: backslashes are literal. */
  readonly escapes: 'C' | 'none';
  /** An unclosed quote ends with the value, and a final backslash is dropped. */
  readonly allowsUnclosed: boolean;
  /** Unknown escapes are kept; otherwise the value can't be split. */
  readonly keepsUnknownEscapes: boolean;
  /** Stops at an empty word, like podman's copy of the function. */
  readonly stopsAtEmpty: boolean;
}

/** Quadlet's lists, such as `DropCapability=`: `LookupAllStrv`. */
export const QUADLET_LIST: WordRules = {
  escapes: 'none',
  allowsUnclosed: false,
  keepsUnknownEscapes: false,
  stopsAtEmpty: true,
};

/** Quadlet's command lines, such as `Exec=` and `PodmanArgs=`, and assignments: `LookupAllArgs`, `LookupAllKeyVal`. */
export const QUADLET_ARGUMENTS: WordRules = {
  escapes: 'C',
  allowsUnclosed: true,
  keepsUnknownEscapes: false,
  stopsAtEmpty: true,
};

/** systemd's command lines and assignments, which are parsed again with unknown escapes kept (`extract_first_word_and_warn`). */
export const SYSTEMD_ARGUMENTS: WordRules = {
  escapes: 'C',
  allowsUnclosed: false,
  keepsUnknownEscapes: true,
  stopsAtEmpty: false,
};

/** The unquoted words of a value; `undefined` if it can't be split: systemd and Quadlet then ignore it. */
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
    if (rules.stopsAtEmpty && read.length === 0) return words;
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
  rules: WordRules,
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
    if (character === '\\' && rules.escapes === 'C') {
      if (at + 1 >= text.length && rules.allowsUnclosed) break;
      const escape = readEscape(text, at + 1);
      if (escape === undefined && !rules.keepsUnknownEscapes) return undefined;
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
  if (quote !== undefined && !rules.allowsUnclosed) return undefined;
  at = Math.min(at, text.length);
  flush(at);
  // A final backslash is dropped.
  return { runs, end: text.charAt(at) === '\\' ? at + 1 : at };
}
