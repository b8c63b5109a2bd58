import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Text } from '../../../text/text.ts';
import type { Flag } from './flags/flag.ts';
import type { FlagSet } from './flags/flag-set.ts';
import type { Expansion } from './unresolved-options.ts';
import type { Argument } from './words.ts';

export interface FlagUse {
  readonly flag: Flag;
  /** As it was written: `--memory`, or its letter in a bundle. */
  readonly spelling: Text;
  /** `true` at the place of the flag where a boolean has no value. */
  readonly value: Text;
  /** The word in which it stands. */
  readonly word: Text;
  /** The word that follows it and is its value. */
  readonly valueWord?: Text;
}

/** A command's words, sorted into flags and the rest. */
export interface FlagLine {
  readonly uses: readonly FlagUse[];
  /** The words from the first one on that is no flag. */
  readonly positionals: readonly Argument[];
  /** Where more flags can still come from. */
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** Expansions of any number of words that became the value of a flag. Missing words may be in these. */
  readonly taken: readonly UnresolvedOptions[];
  readonly problems: readonly Problem[];
}

export interface FlagLineOptions {
  readonly flags: FlagSet;
  /** `docker run`, for messages. */
  readonly command: string;
  /** True where flags may also follow the first word that is no flag; false for what ends in a command of its own. */
  readonly isInterspersed: boolean;
  /** False for programs of which not all flags are known: those are then passed over. */
  readonly isStrict: boolean;
  /** True where an unquoted expansion is the first positional, given the few words that follow. */
  isPositional(expansion: Expansion, rest: readonly Argument[]): boolean;
  /** True for a word that is surely the first positional, not the value of a flag that is not known. */
  isSurelyPositional(word: Text): boolean;
}
