import type { Input } from '../projects/input.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import type { LintResult } from './lint.ts';

/** An internal error that kept an input from being linted, one line. */
export interface InternalError {
  readonly internalError: string;
}

/** An input to lint; `done` gets the result. */
export interface Waiting {
  readonly input: Input;
  readonly settings: FileSettings;
  readonly done: (result: LintResult | InternalError) => void;
}

/** Lints inputs: directly, in other threads, or from a cache. */
export interface Linter {
  /** Takes an input, and resolves when ready for another. `done` gets the result, before or after that. */
  submit(input: Input, settings: FileSettings, done: (result: LintResult | InternalError) => void): Promise<void>;
  /** Resolves after all `done` calls. Nothing may be submitted afterwards. */
  finish(): Promise<void>;
}
