import { placesInCommand, placesOfValue } from '../../../sensitive/places.ts';
import { shownForm, withShownValues } from '../../../sensitive/shown-values.ts';
import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { type DockerCommand, hasImage } from '../grammar/command.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { Argument } from '../grammar/words.ts';
import type { DockerInvocation } from './invocation.ts';

/** Adds the client's own value to each `-e NAME` (docker/cli `opts.ConvertKVStringsToMapWithNil`). */
export function withExported(line: FlagLine, environment: DockerInvocation['environment']): FlagLine {
  if (environment === undefined || environment.size === 0) return line;
  const uses = line.uses.map((use): FlagUse => {
    const { flag, value } = use;
    const text = flag.type === 'env' ? environment.get(value.value ?? '') : undefined;
    return text === undefined
      ? use
      : { ...use, value: Text.concat([value, Text.derived('=', value.place), text], value.whole) };
  });
  return { ...line, uses };
}

/** Shows outside values that are no secrets by their flag, or are the image. */
export function withValuesShown(line: FlagLine, command: DockerCommand): FlagLine {
  const [first, ...rest] = line.positionals;
  return {
    ...line,
    uses: line.uses.map((use) => {
      const value = withShownValues(use.value, shownForm(use.flag.name));
      return value === use.value ? use : { ...use, value };
    }),
    positionals: first === undefined || !hasImage(command) ? line.positionals : [shownImage(first), ...rest],
  };
}

function shownImage(word: Argument): Argument {
  return word.kind === 'word' ? { ...word, text: withShownValues(word.text, shownForm('image')) } : word;
}

const COMMAND_FLAGS: readonly string[] = ['entrypoint', 'health-cmd', 'health-startup-cmd'];

/** The places of environment variable values in a command's flags and the container's command. */
export function placesInLine({ uses, positionals }: FlagLine): readonly Location[] {
  const flags = uses.flatMap(({ flag, value }): readonly Location[] => {
    if (flag.type === 'env' || flag.name === 'env-merge') return placesOfValue(value);
    return COMMAND_FLAGS.includes(flag.name) ? placesInCommand([value]) : [];
  });
  return [...flags, ...placesInWords(positionals.slice(1))];
}

const VARIABLE_FLAGS: readonly string[] = ['env', 'build-arg'];

/** Values after misspelled flags: `--evn A=x`. */
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

/** Values in otherwise unparsed words. */
export function placesInWords(words: readonly Argument[]): readonly Location[] {
  return placesInCommand(words.flatMap((word) => (word.kind === 'word' ? [word.text] : [])));
}
