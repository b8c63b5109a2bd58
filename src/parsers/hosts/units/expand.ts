import type { Hop } from '../../../text/location.ts';
import { replaceParts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';

/** The letters that systemd expands after `%` (systemd.unit(5), "Specifiers"). */
const SPECIFIERS = 'aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwW';

/** The known specifiers of a unit, by letter; others are unknown. */
export type Specifiers = ReadonlyMap<string, string>;

/** A text with its specifiers expanded if known. systemd expands each word after splitting. */
export function expandSpecifiers(text: Text, known: Specifiers): Text {
  if (!text.skeleton.includes('%')) return text;
  return replaceParts(text, /%(.)/gs, ([, letter = ''], part) => {
    if (letter === '%') return Text.derived('%', part.place);
    if (!SPECIFIERS.includes(letter)) return part;
    const value = known.get(letter);
    return value === undefined
      ? Text.unknown(`%${letter}`, part.place)
      : Text.derived(value, part.place).usedAs(`%${letter}`);
  });
}

const VARIABLE = /\$\$|\$\{([^}$]*)\}/g;

export type UnitEnvironment = ReadonlyMap<string, Text>;

/** A word with its variables (in braces only) expanded if known; `$$` is a dollar sign. */
export function expandVariables(word: Text, environment: UnitEnvironment): Text {
  if (!word.skeleton.includes('$')) return word;
  return replaceParts(word, VARIABLE, ([expression, name], part) => {
    if (name === undefined) return Text.derived('$', part.place);
    const value = environment.get(name);
    if (value === undefined) return Text.unknown(expression, part.place);
    return reachedBy(value, expression, part);
  });
}

/** The variable that a word consists of, which systemd replaces with any number of words. */
export function wholeVariable({ skeleton }: Text): string | undefined {
  return /^\$([^{$][^]*)$/.exec(skeleton)?.[1];
}

/** A value as the variable's use gets it. */
export function reachedBy(value: Text, expression: string, { place }: Text): Text {
  const hop: Hop = { kind: 'variable', location: place.location };
  return value.via(hop).usedAs(expression);
}
