import { placesInCommand, placesInLabel, placesOfValue } from '../../../sensitive/places.ts';
import type { Location } from '../../../text/location.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import type { Argument } from '../grammar/words.ts';

const COMMAND_FLAGS: readonly string[] = ['entrypoint', 'health-cmd', 'health-startup-cmd'];

/** The places of environment variable values in a command's flags and the container's command. */
export function placesInLine({ uses, positionals }: FlagLine): readonly Location[] {
  const flags = uses.flatMap(({ flag, value }): readonly Location[] => {
    if (flag.type === 'env' || flag.name === 'env-merge') return placesOfValue(value);
    if (flag.name === 'label') return placesInLabel(value);
    return COMMAND_FLAGS.includes(flag.name) ? placesInCommand([value]) : [];
  });
  const entrypoint = uses.findLast(({ flag }) => flag.name === 'entrypoint')?.value;
  const command = positionals.slice(1).flatMap((word) => (word.kind === 'word' ? [word.text] : []));
  return [...flags, ...placesInCommand(entrypoint === undefined ? command : [entrypoint, ...command])];
}

const VARIABLE_FLAGS: readonly string[] = ['env', 'build-arg'];

export function placesInMisspelt(words: readonly Argument[]): readonly Location[] {
  return words.flatMap((word, index) => {
    if (word.kind !== 'word') return [];
    const { text } = word;
    const isLetter = text.skeleton === '-E';
    if (!isLetter && !text.skeleton.startsWith('--')) return [];
    const equals = text.indexOf('=');
    const name = text.skeleton.slice(2, equals < 0 ? undefined : equals);
    if (!isLetter && (VARIABLE_FLAGS.includes(name) || nearestWord(name, VARIABLE_FLAGS) === undefined)) return [];
    const next = words[index + 1];
    return equals >= 0 ? placesOfValue(text.slice(equals + 1)) : next?.kind === 'word' ? placesOfValue(next.text) : [];
  });
}

/** Values in words that aren't parsed otherwise. */
export function placesInWords(words: readonly Argument[]): readonly Location[] {
  return placesInCommand(words.flatMap((word) => (word.kind === 'word' ? [word.text] : [])));
}
