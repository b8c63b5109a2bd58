import type { ExitReasons } from '../report/exit.ts';
import type { Provenance } from '../report/provenance.ts';
import type { Selection } from '../report/selection.ts';

/** The look and selection of a report. Machine-readable formats ignore the look. */
export interface AllReportOptions extends Selection {
  readonly hasColor: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Shows each finding in full. */
  readonly isVerbose: boolean;
  /** Omits suppressed findings from SARIF, for which code scanning would raise alerts. */
  readonly hidesSuppressed?: boolean;
  /** Ends a human-readable report with notes and a summary. */
  readonly hasSummary: boolean;
  /** The date and source of a filed report; by default not shown. */
  readonly origin?: Pick<Provenance, 'project' | 'date' | 'commit'>;
  /** The directory of paths, if the terminal opens links (OSC 8); if absent, there are no links. */
  readonly linkFolder?: string;
}

/** The options of a reporter, whose report is already selected. */
export interface ReporterOptions extends AllReportOptions {
  /** Shows only open findings, without suppressed and undecided results. */
  readonly isQuiet: boolean;
  /** The exit reasons, by all findings. */
  readonly exit: ExitReasons;
  readonly provenance: Provenance;
  /** plimsoll's public URL, if it has one. */
  readonly homepage?: string | undefined;
}

/** For reporters that need not know the reasons, only which findings fail the run. */
export interface FailingOnly {
  readonly exit: Pick<ExitReasons, 'fails'>;
}
