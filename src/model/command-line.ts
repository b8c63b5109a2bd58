import type { Place } from '../text/location.ts';
import type { Text } from '../text/text.ts';

/** One use of an option of a command line, and the words that hold it. */
export interface WrittenOption {
  /** Its first long name, without the dashes. */
  readonly name: string;
  /** As it was written: `--memory`, or its letter in a bundle, of which the first has the dash. */
  readonly spelling: Text;
  /** `true` at the place of the spelling where a boolean has no value. */
  readonly value: Text;
  /** The word in which it stands. Options of one bundle have the same one. */
  readonly word: Text;
  /** The word that follows it and is its value. */
  readonly valueWord?: Text;
}

/** The words of a command line as far as its options go. A change of the model is written back into these. */
export interface CommandLine {
  /** The last word of the subcommand: `run`. */
  readonly subcommand: Text;
  readonly options: readonly WrittenOption[];
  /** The words behind the subcommand up to the first that is no option, that one included, as written, with quotes. */
  readonly words: readonly Place[];
}
