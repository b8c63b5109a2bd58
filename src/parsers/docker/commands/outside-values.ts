import { shownForm, withShownValues } from '../../../sensitive/shown-values.ts';
import { Text } from '../../../text/text.ts';
import { type DockerCommand, hasImage } from '../grammar/command.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { Argument } from '../grammar/words.ts';
import type { DockerInvocation } from './invocation.ts';

/**
 * Adds the client's own value to each `-e NAME` (docker/cli `opts.ConvertKVStringsToMapWithNil`).
 */
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

/**
 * Makes outside values visible if their flag shows that they aren't secrets, or if they are the
 * image.
 */
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
