import type { CommandLine } from '../../../model/command-line.ts';
import { isSameLocation } from '../../../text/location.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { type Argument, wordPlace } from '../grammar/words.ts';
import type { Subcommand } from './subcommand.ts';

/** The words of a container or exec, for writing changes; `line` is the parsed line. */
export function toCommandLine(
  { word, words }: Pick<Subcommand, 'word' | 'words'>,
  { uses, positionals: [first] }: FlagLine,
): { readonly commandLine?: CommandLine } {
  if (word.kind !== 'word') return {};
  const at = first === undefined ? -1 : words.findIndex((each) => isSameWord(each, first));
  const count = at < 0 ? words.length : at + 1;
  const options = uses.map(({ flag, spelling, value, word: own, valueWord }) => ({
    name: flag.name,
    spelling,
    value,
    word: own,
    ...(valueWord === undefined ? {} : { valueWord }),
  }));
  return { commandLine: { subcommand: word.text, options, words: words.slice(0, count).map(writtenPlace) } };
}

function isSameWord(a: Argument, b: Argument): boolean {
  return a === b || isSameLocation(wordPlace(a).location, wordPlace(b).location);
}

function writtenPlace(word: Argument): CommandLine['words'][number] {
  return word.kind === 'word' ? word.text.whole : word.unresolved.place;
}
