import type { CommandLine } from '../../../model/command-line.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import type { Argument } from '../grammar/words.ts';
import type { Subcommand } from './subcommand.ts';

/** The words that asked for a container or exec, for what writes its changes back; `line` is as it was read. */
export function toCommandLine(
  { word, words }: Pick<Subcommand, 'word' | 'words'>,
  { uses, positionals: [first] }: FlagLine,
): { readonly commandLine?: CommandLine } {
  if (word.kind !== 'word') return {};
  const count = first === undefined ? words.length : words.indexOf(first) + 1;
  const options = uses.map(({ flag, spelling, value, word: own, valueWord }) => ({
    name: flag.name,
    spelling,
    value,
    word: own,
    ...(valueWord === undefined ? {} : { valueWord }),
  }));
  return { commandLine: { subcommand: word.text, options, words: words.slice(0, count).map(writtenPlace) } };
}

function writtenPlace(word: Argument): CommandLine['words'][number] {
  return word.kind === 'word' ? word.text.whole : word.unresolved.place;
}
