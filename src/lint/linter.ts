import type { Deployed, Extended } from '../parsers/contract/parsed.ts';
import type { Input } from '../projects/discover.ts';
import type { ReportedInput } from '../report/report.ts';
import type { HiddenSpans } from '../sensitive/hidden-values.ts';
import type { FileSettings } from '../workspace/config/settings.ts';

/** A file that linting an input asked for, and a digest of what came back: its text, or why there was none. */
export interface FileRead {
  readonly path: string;
  readonly digest: string;
  /** True where nobody may see the text: it is an env file. */
  readonly isHidden: boolean;
}

/** What came of one input, with only what a report needs: it can be sent to another thread. */
export interface Linted {
  readonly input: ReportedInput;
  /** The files that the project includes: they need no linting of their own. */
  readonly included: readonly string[];
  /** How the paths of files end that it may include or extend besides: a variable is in their names. */
  readonly mayInclude: readonly string[];
  /** True where a service is only a part, which another file completes. */
  readonly hasFragments: boolean;
  /** What its services extend in other files. */
  readonly extended: readonly Extended[];
  /** What its scripts deploy. */
  readonly deployed: readonly Deployed[];
  /** The files of which something could not be read, so that more may be in them than was found. */
  readonly partlyRead: readonly string[];
  /** The exceptions of its configuration, and the items of their lists, that something fell under (see `Exceptions`). */
  readonly usedExceptions: readonly string[];
  /** The texts that findings, undecided questions and subjects name, by path, without what is hidden. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where something is hidden in `texts`. */
  readonly hidden: HiddenSpans;
  /** Every file that was asked for besides the input's own, where that is kept track of. */
  readonly reads: readonly FileRead[];
}

/** An internal error, one line. */
export interface Fault {
  readonly internalError: string;
}

export type Outcome = Linted | Fault;

/** Lints inputs in its own way: here and now, in other threads, or by remembering. */
export interface Linter {
  /** Takes an input, and resolves once it can take another. `done` is called with what came of it, before that or later. */
  submit(input: Input, settings: FileSettings, done: (outcome: Outcome) => void): Promise<void>;
  /** Resolves once `done` has been called for every input. Nothing can be submitted after it. */
  finish(): Promise<void>;
}
