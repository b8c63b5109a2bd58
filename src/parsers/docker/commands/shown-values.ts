import { shownForm, withShownValues } from '../../../sensitive/shown-values.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import type { Argument } from '../grammar/words.ts';
import { type Command, hasImage } from './invocation.ts';

/** The line with what comes from outside of the script shown where it is no secret by the flag that it is for, or is the image. */
export function withValuesShown(line: FlagLine, command: Command): FlagLine {
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
