import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Text } from '../../../text/text.ts';
import type { Flag } from './flags/flag.ts';
import type { FlagSet } from './flags/flag-set.ts';
import type { UnknownWords } from './unresolved-options.ts';
import type { Argument } from './words.ts';

export interface FlagUse {
  readonly flag: Flag;
  /** As written: `--memory`, or its letter in a bundle. */
  readonly spelling: Text;
  /** `true` at the flag's place for a boolean without a value. */
  readonly value: Text;
  readonly word: Text;
  /** The next word, if it is the value. */
  readonly valueWord?: Text;
}

export interface FlagLine {
  readonly uses: readonly FlagUse[];
  /** The words from the first non-flag on. */
  readonly positionals: readonly Argument[];
  /** Where more flags can come from. */
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** Expansions of any number of words taken for a flag's value; missing words may be in them. */
  readonly taken: readonly UnresolvedOptions[];
  readonly problems: readonly Problem[];
}

export interface FlagLineOptions {
  readonly flags: FlagSet;
  readonly command: string;
  /** True if flags may follow the first non-flag; false if a nested command follows. */
  readonly isInterspersed: boolean;
  /** False if not all flags are known: unknown ones are skipped. */
  readonly isStrict: boolean;
  /** Whether an unquoted expansion is the first positional, given the next few words. */
  isPositional(expansion: UnknownWords, rest: readonly Argument[]): boolean;
  /** True if a word is certainly the first positional, not the value of an unknown flag. */
  isSurelyPositional(word: Text): boolean;
}
