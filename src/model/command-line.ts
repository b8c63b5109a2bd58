import type { Place } from '../text/location.ts';
import type { Text } from '../text/text.ts';

/** One use of a command-line option, and the words that hold it. */
export interface WrittenOption {
  /** Its first long name, without the dashes. */
  readonly name: string;
  /** As written: `--memory`. In a bundle, only its letter; the first one includes the dash. */
  readonly spelling: Text;
  /** `true` at the spelling's place for a boolean without a value. */
  readonly value: Text;
  /** The word that contains it; options of one bundle share it. */
  readonly word: Text;
  /** The next word, if that is its value. */
  readonly valueWord?: Text;
}

/**
 * The words of a command line up to the end of its options. Changes of the model are written into
 * these.
 */
export interface CommandLine {
  /** The last word of the subcommand: `run`. */
  readonly subcommand: Text;
  readonly options: readonly WrittenOption[];
  /**
   * The words after the subcommand up to and including the first non-option, as written, with
   * quotes.
   */
  readonly words: readonly Place[];
}
