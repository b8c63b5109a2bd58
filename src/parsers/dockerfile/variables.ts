import type { Location } from '../../text/location.ts';
import type { Text } from '../../text/text.ts';
import { type Dockerfile, trimmed, wordsOf } from './instructions.ts';

/** A name and its value as it is written, with quotes and variables. */
export interface Assignment {
  readonly name: string;
  readonly value: Text | undefined;
}

/** The assignments of an `ENV` or `ARG`: `A=1 B="two words"`, or `A value` of an old `ENV` (BuildKit `parseNameVal`). */
export function readAssignments(argument: Text, escape: string, isEnvironment = false): readonly Assignment[] {
  const words = quotedWords(argument, escape);
  const [first] = words;
  if (first === undefined) return [];
  if (isEnvironment && !first.skeleton.includes('=')) {
    const [name] = wordsOf(argument);
    return name?.value === undefined ? [] : [{ name: name.value, value: trimmed(argument.slice(name.length)) }];
  }
  return words.flatMap((word): readonly Assignment[] => {
    const [name, value] = word.split('=', 2);
    return name?.value === undefined ? [] : [{ name: name.value, value }];
  });
}

/** Where the values of `ENV`s and `ARG`s stand, whatever they are for. */
export function valuesIn({ instructions, escape }: Dockerfile): readonly Location[] {
  return instructions
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap(({ keyword, argument }) => readAssignments(argument, escape, keyword === 'ENV'))
    .flatMap(({ value }) => (value === undefined || value.length === 0 ? [] : [value.place.location]));
}

/** Words between blanks that no quote and no escape character holds together. */
function quotedWords(text: Text, escape: string): readonly Text[] {
  const { skeleton } = text;
  const words: Text[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at <= skeleton.length; at += 1) {
    const char = skeleton.charAt(at);
    const isBlank = char === '' || (quote === '' && /\s/.test(char));
    if (isBlank && start >= 0) {
      words.push(text.slice(start, at));
      start = -1;
    }
    if (isBlank) continue;
    if (start < 0) start = at;
    if (char === escape && quote !== "'") at += 1;
    else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
  }
  return words;
}
