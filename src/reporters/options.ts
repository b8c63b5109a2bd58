import type { ExitReasons } from '../report/exit.ts';
import type { Provenance } from '../report/provenance.ts';
import type { Selection } from '../report/selection.ts';

/** How a report looks, and what of it is shown. Machines read most formats, which do not depend on the look. */
export interface ReportOptions extends Selection {
  readonly hasColor: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Shows each finding in full, however many there are. */
  readonly isVerbose: boolean;
  /** Leaves out of SARIF what somebody has accepted: code scanning would raise an alert for it. */
  readonly hidesSuppressed?: boolean;
  /** Ends a report for people with notes and a summary. */
  readonly hasSummary: boolean;
  /** When and on what the report was made, for reports that are kept; left out, they do not say. */
  readonly origin?: Pick<Provenance, 'project' | 'date' | 'commit'>;
  /** The folder to which paths are relative, where the terminal opens links (OSC 8); left out, there are none. */
  readonly linkFolder?: string;
}

/** The options of a reporter, whose report has been reduced to what is shown. */
export interface ReporterOptions extends ReportOptions {
  /** Only findings that count are shown: neither what is accepted nor what is undecided. */
  readonly isQuiet: boolean;
  /** What decides the exit code, by all findings. */
  readonly exit: ExitReasons;
}
