import { SEVERITIES } from '../../model/finding.ts';
import type { AllReportOptions } from '../../reporters/options.ts';
import { defined } from '../../util/objects.ts';
import { type Io, UsageError } from '../io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

export const REPORT_OPTIONS = {
  'min-severity': {
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info'],
    help: 'show and count only findings of at least this severity: error, warning or info. Suppressed and undecided results are hidden too. The exit code stays the same; to change it, use --fail-on',
  },
  'max-findings': { value: 'N', help: 'show at most N findings, most severe first' },
  quiet: { alias: 'q', help: 'errors only (--min-severity error), no notes or summary' },
  'hide-suppressed': {
    help: 'leave suppressed findings out of SARIF, because GitHub code scanning would show them as open alerts',
  },
  verbose: { help: 'list unread commands that start containers; with pretty, show each finding in full' },
  statistics: {
    help: 'print the number of findings per rule instead of the findings (as a table, or as JSON with --format json)',
  },
  color: { value: 'WHEN', choices: ['auto', 'always', 'never'], help: 'auto (default), always or never' },
} as const satisfies OptionTable;

const DEFAULT_WIDTH = 100;
const TERMINAL_WIDTH = 80;

export function widthOf(target: Io['stdout'] | undefined): number {
  if (target?.isTerminal !== true) return target?.columns ?? DEFAULT_WIDTH;
  return (target.columns ?? 0) > 0 ? (target.columns ?? TERMINAL_WIDTH) : TERMINAL_WIDTH;
}

/** The report options for `target` or a file. Throws a UsageError for an invalid number. */
export function readReportOptions(options: ParsedOptions, io: Io, target: Io['stdout'] | undefined): AllReportOptions {
  const isQuiet = options.has('quiet');
  const wanted = options.value('min-severity') ?? (isQuiet ? 'error' : undefined);
  const minSeverity = SEVERITIES.find((severity) => severity === wanted);
  return {
    hasColor: hasColor(options, io, target),
    width: widthOf(target),
    isVerbose: options.has('verbose'),
    hasSummary: !isQuiet,
    hidesSuppressed: options.has('hide-suppressed'),
    ...defined({ minSeverity, maxFindings: readCount(options.value('max-findings')) }),
    ...(target?.isTerminal === true && hasLinks(io.environment) ? { linkFolder: io.files.workingDirectory } : {}),
  };
}

function readCount(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value))
    throw new UsageError(`--max-findings requires a whole number, not ${JSON.stringify(value)}.`);
  return Number(value);
}

function hasColor(options: ParsedOptions, io: Io, target: Io['stdout'] | undefined): boolean {
  const when = options.value('color') ?? 'auto';
  if (when !== 'auto') return when === 'always';
  const { NO_COLOR: noColor = '', FORCE_COLOR: forceColor = '', TERM: term = '' } = io.environment;
  if (noColor !== '' || target === undefined) return false;
  return (forceColor !== '' && forceColor !== '0') || (target.isTerminal && term !== 'dumb');
}

/** Since version 0.50, VTE (in GNOME's and other terminals) supports links. */
const FIRST_VTE = 5000;

/**
 * True for terminals that support links (OSC 8). False in VS Code, which detects `file:line:column`
 * itself: a link would lose the column. See `FORCE_HYPERLINK`.
 */
function hasLinks(environment: Io['environment']): boolean {
  const { FORCE_HYPERLINK: force = '', TERM: term = '', TERM_PROGRAM: program = '', CI: ci = '' } = environment;
  if (force !== '') return force !== '0';
  if (term === 'dumb' || ci !== '' || program === 'vscode') return false;
  const { VTE_VERSION: vte = '', WT_SESSION: windowsTerminal = '', KONSOLE_VERSION: konsole = '' } = environment;
  return (
    ['iTerm.app', 'WezTerm', 'ghostty'].includes(program) ||
    ['xterm-kitty', 'xterm-ghostty', 'alacritty', 'foot'].includes(term) ||
    Number(vte) >= FIRST_VTE ||
    windowsTerminal !== '' ||
    konsole !== ''
  );
}
