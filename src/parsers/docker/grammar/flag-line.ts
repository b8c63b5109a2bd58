import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Text } from '../../../text/text.ts';
import type { Flag } from './flags/flag.ts';
import type { FlagSet } from './flags/flag-set.ts';
import type { UnknownWords } from './unresolved-options.ts';
import type { Argument } from './words.ts';

export interface FlagUse {
  readonly flag: Flag;
  /** As written: `--memory`, or a letter of a bundle such as `-it`. */
  readonly spelling: Text;
  /** `true` at the flag's place for a boolean without a value. */
  readonly value: Text;
  readonly word: Text;
  /** The next word, if that is the value. */
  readonly valueWord?: Text;
}

export interface FlagLine {
  readonly uses: readonly FlagUse[];
  /** The words from the first non-flag on. */
  readonly positionals: readonly Argument[];
  /** Words that may contain more flags. */
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** Unquoted expansions that were read as a flag's value; they may also contain missing words. */
  readonly taken: readonly UnresolvedOptions[];
  readonly problems: readonly Problem[];
}

export interface FlagLineOptions {
  readonly flags: FlagSet;
  readonly command: string;
  /** True if flags may come after the first non-flag, false if a nested command does. */
  readonly isInterspersed: boolean;
  /** False if the program may have flags that plimsoll doesn't know; they are skipped. */
  readonly isStrict: boolean;
  /** Whether an unquoted expansion is the first positional, by the next few words. */
  isPositional(expansion: UnknownWords, rest: readonly Argument[]): boolean;
  /** True if a word is certainly the first positional, not the value of an unknown flag. */
  isSurelyPositional(word: Text): boolean;
}
