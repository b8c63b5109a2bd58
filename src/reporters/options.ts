import type { ExitReasons } from '../report/exit.ts';
import type { Provenance } from '../report/provenance.ts';
import type { Selection } from '../report/selection.ts';

/** What a report shows, and its look. Machine-readable formats ignore the look. */
export interface AllReportOptions extends Selection {
  readonly hasColor: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly isVerbose: boolean;
  /** True to leave suppressed findings out of SARIF: code scanning would show alerts for them. */
  readonly hidesSuppressed?: boolean;
  /** True to end a human-readable report with notes and a summary. */
  readonly hasSummary: boolean;
  /** Date and source, for a report that will be archived; absent to leave them out. */
  readonly origin?: Pick<Provenance, 'project' | 'date' | 'commit'>;
  /**
   * The directory that paths are relative to, if the terminal opens links (OSC 8). If absent, there
   * are no links.
   */
  readonly linkFolder?: string;
}

/** The options of a reporter. Its report contains only what should be shown. */
export interface ReporterOptions extends AllReportOptions {
  /** True to leave out suppressed and undecided results. */
  readonly isQuiet: boolean;
  /** The exit reasons; based on all findings, even if the report leaves some out. */
  readonly exit: ExitReasons;
  readonly provenance: Provenance;
  /** plimsoll's public URL, if it has one. */
  readonly homepage?: string | undefined;
}

/** For reporters that only need to know which findings fail the run. */
export interface FailingOnly {
  readonly exit: Pick<ExitReasons, 'fails'>;
}
