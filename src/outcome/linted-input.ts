import type { FileSettings } from '../config/settings.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { Input } from '../projects/input.ts';
import type { Member, ReportedPart } from '../projects/relate.ts';
import type { ReportedInput } from '../report/report.ts';
import type { UnreadFile } from './unread.ts';

/** An input of a run, with its results so far and its settings. */
export interface LintedInput extends Member {
  readonly input: ReportedInput;
  readonly settings: FileSettings;
  /** See `RuleResults`. */
  readonly usedExceptions: readonly string[];
  /** True if only results about some of its files are reported. */
  readonly isPart: boolean;
  /** Unique within the run. */
  readonly key: string;
  /** The keys of the run's projects that include all of its files. */
  readonly includers: readonly string[];
  /** The named input, which may turn out to be a part of a project. */
  readonly source?: Input | undefined;
  /** The files whose results are reported, if not all; see `RelatedInput`. */
  readonly part?: ReportedPart | undefined;
  /** See `RelatedInput`. */
  readonly mayBeIncluded?: boolean;
  /** See `RelatedInput`. */
  readonly extended?: ReadonlySet<string>;
}

/** Replaces some results of a linted input. */
export function withResults(linted: LintedInput, results: Partial<ReportedInput>): LintedInput {
  return { ...linted, input: { ...linted.input, ...results } };
}

/** What a run found. */
export interface LintRun {
  readonly inputs: readonly LintedInput[];
  /** The texts of findings, undecided results and subjects. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** Internal errors, one line each; all other inputs are linted. */
  readonly internalErrors: readonly string[];
  /** The directories that were walked completely. */
  readonly walked: readonly string[];
  /** The configurations with all exceptions checked. */
  readonly configs: readonly string[];
  /**
   * Searches once for files that deploy something and were not read; without files that a
   * configuration ignores. With paths, searches only these.
   */
  readonly unread: (paths?: readonly string[]) => Promise<readonly UnreadFile[]>;
  /** The number of inputs found, including ignored and included ones. */
  readonly found: number;
}
