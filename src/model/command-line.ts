import type { Place } from '../text/location.ts';
import type { Text } from '../text/text.ts';

/** One use of a command-line option, with the words that it consists of. */
export interface WrittenOption {
  /** The option's first long name, without dashes. */
  readonly name: string;
  /**
   * The option as written: `--memory`. In a bundle, only its letter; the first one includes the
   * dash.
   */
  readonly spelling: Text;
  /** For a boolean without a value: `true`, at the place of `spelling`. */
  readonly value: Text;
  /** The word that contains the option; options in a bundle share it. */
  readonly word: Text;
  /** The next word, if it is the option's value. */
  readonly valueWord?: Text;
}

/** The words of a command line, up to the end of the options. Fixes edit these words. */
export interface CommandLine {
  /** The last word of the subcommand: `run`. */
  readonly subcommand: Text;
  readonly options: readonly WrittenOption[];
  /**
   * The words between the subcommand and the first non-option, which is included. As written, with
   * quotes.
   */
  readonly words: readonly Place[];
}
