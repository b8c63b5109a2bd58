import type { Input } from '../projects/input.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import type { LintResult } from './lint.ts';

/** An error of ours that kept an input from being linted, one line. */
export interface InternalError {
  readonly internalError: string;
}

/** Lints inputs in its own way: here and now, in other threads, or by remembering. */
export interface Linter {
  /** Takes an input, and resolves once it can take another. `done` is called with what came of it, before that or later. */
  submit(input: Input, settings: FileSettings, done: (result: LintResult | InternalError) => void): Promise<void>;
  /** Resolves once `done` has been called for every input. Nothing can be submitted after it. */
  finish(): Promise<void>;
}
