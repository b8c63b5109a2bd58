import type { FileSettings } from '../config/settings.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { Input } from '../projects/input.ts';
import type { Member, ReportedPart } from '../projects/relate.ts';
import type { ReportedInput } from '../report/report.ts';
import type { UnreadFile } from './unread.ts';

export interface LintedInput extends Member {
  readonly input: ReportedInput;
  readonly settings: FileSettings;
  /** See `RuleResults`. */
  readonly usedExceptions: readonly string[];
  /** True if only results about some of its files are reported. */
  readonly isPart: boolean;
  /** Identifies the input within the run. */
  readonly key: string;
  /** The keys of projects in the run that include all files of this input. */
  readonly includers: readonly string[];
  /** The input as the user named it; it may turn out to be part of a project. */
  readonly source?: Input | undefined;
  /** The files whose results are reported; absent for all (see `RelatedInput`). */
  readonly part?: ReportedPart | undefined;
  readonly mayBeIncluded?: boolean;
  readonly extended?: ReadonlySet<string>;
}

export function withResults(linted: LintedInput, results: Partial<ReportedInput>): LintedInput {
  return { ...linted, input: { ...linted.input, ...results } };
}

export interface LintRun {
  readonly inputs: readonly LintedInput[];
  /** The texts that findings, undecided results and subjects refer to. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** Internal errors, one line each. The run lints all other inputs nevertheless. */
  readonly internalErrors: readonly string[];
  /** The directories that were searched completely. */
  readonly walked: readonly string[];
  /** The configurations whose exceptions were all checked. */
  readonly configs: readonly string[];
  /**
   * Searches once for unread files that deploy something, except those that a configuration
   * ignores. With `paths`, searches only these files.
   */
  readonly unread: (paths?: readonly string[]) => Promise<readonly UnreadFile[]>;
  /** The number of inputs found; includes ignored and included ones. */
  readonly found: number;
}
