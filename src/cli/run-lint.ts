import type { CachedLinter } from '../lint/cached-linter.ts';
import type { LintRun } from '../outcome/linted-input.ts';
import { type Opened, requireSomething } from './inputs.ts';
import { type Io, printError, UsageError } from './io.ts';
import { openLinter } from './linter.ts';
import type { ParsedOptions } from './options/options.ts';

/**
 * Lints all operands. Rejects with a UsageError for invalid or unreadable ones. `remembers` keeps
 * results for another run.
 */
export async function runLint(
  options: ParsedOptions,
  { session, request }: Opened,
  io: Io,
  remembers = false,
): Promise<{ readonly run: LintRun; readonly cached: CachedLinter | undefined }> {
  const found = session.find(request);
  const { linter, cached, save } = await openLinter(options, session, io, remembers);
  const progress = createProgress(io, options.has('quiet'));
  const run = await session.run(request, found, { linter, onInput: progress.step });
  progress.end();
  if ((io.stderr.isTerminal || run.found === 0) && missesStdin(options, io))
    printError(io, 'Standard input is not read: to lint it, run plimsoll -.');
  requireSomething(request.nameless !== undefined && isEmpty(run) ? 0 : run.found, options, found, io);
  refuseAllIgnored(run, options);
  await save();
  return { run, cached };
}

/**
 * True if plimsoll ignores piped input, as in `cat compose.yaml | plimsoll`. Some CI systems start
 * every command with a pipe.
 */
function missesStdin(options: ParsedOptions, io: Io): boolean {
  return options.operands.length === 0 && !options.has('project') && io.isStdinPiped?.() === true;
}

function isEmpty({ inputs }: LintRun): boolean {
  return inputs.every(({ input: { subjects, findings, undecided } }) => {
    return subjects.length + findings.length + undecided.length === 0;
  });
}

/** Throws a UsageError if configurations ignore every file found. */
function refuseAllIgnored({ found, inputs, internalErrors }: LintRun, options: ParsedOptions): void {
  if (found === 0 || inputs.length > 0 || internalErrors.length > 0 || options.has('allow-empty')) return;
  throw new UsageError('Nothing to lint: `ignores` in the configuration excludes every file found.');
}

/** In milliseconds; shorter runs show no progress. */
const PATIENCE = 500;
const INTERVAL = 100;
const ERASE_LINE = '\r\u001B[K';

interface Progress {
  readonly step: () => void;
  /** Erases the progress line before the report. */
  readonly end: () => void;
}

/** Counts files on a terminal's standard error during a long run; silent with --quiet. */
function createProgress(io: Io, isQuiet: boolean): Progress {
  if (!io.stderr.isTerminal || isQuiet) return { step: () => undefined, end: () => undefined };
  const start = io.now();
  let shown = start + PATIENCE - INTERVAL;
  let count = 0;
  let isShown = false;
  return {
    step: () => {
      count += 1;
      const now = io.now();
      if (now - shown < INTERVAL) return;
      shown = now;
      isShown = true;
      io.stderr.write(`${ERASE_LINE}${count} files linted …`);
    },
    end: () => {
      if (isShown) io.stderr.write(ERASE_LINE);
    },
  };
}
