import { ConfigError, SettingsError } from '../config/config-file.ts';
import { BaselineError } from '../findings/baseline-file.ts';
import { ImageLockError } from '../session/image-lock-error.ts';
import { type ExitCode, type Io, printError, UsageError } from './io.ts';

/**
 * Prints why a run failed, and returns its exit code. `command` is the subcommand for the help
 * hint, followed by a space.
 */
export function reportFailure(error: unknown, command: string, io: Io): ExitCode {
  const usage = usageMessage(error);
  if (usage !== undefined) {
    printError(io, usage[0], ...usage.slice(1), `For help, run plimsoll ${command}--help.`);
    return 2;
  }
  if (isOutputFailure(error)) {
    printError(io, `can't write the output: ${error.message}`);
    return 2;
  }
  printError(
    io,
    `internal error: ${error instanceof Error ? error.message : String(error)}`,
    'This is a plimsoll bug; please report it with the input that caused it.',
  );
  return 3;
}

const MAX_LINES = 50;

/** The lines to print for an invalid command line, configuration, baseline or lock file. */
function usageMessage(error: unknown): readonly [string, ...string[]] | undefined {
  if (error instanceof ConfigError) {
    const { lines } = error;
    const more = lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more`] : [];
    return ["Can't use the configuration:", ...lines.slice(0, MAX_LINES), ...more];
  }
  const isKnown = [UsageError, BaselineError, ImageLockError, SettingsError].some((kind) => error instanceof kind);
  return error instanceof Error && isKnown ? [error.message] : undefined;
}

/** True for failed writes to standard output, for example to a full disk. */
function isOutputFailure(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}
