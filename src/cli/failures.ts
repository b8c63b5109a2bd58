import { BaselineError } from '../findings/baseline-file.ts';
import { ImageLockError } from '../session/image-lock-error.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { ConfigError, SettingsError } from '../workspace/config/config-file.ts';
import { type ExitCode, type Io, printError, UsageError } from './io.ts';
import { answerTo, COMMANDS_OF_OTHERS } from './options/others.ts';

/** Prints why a run failed, and returns its exit code. `command`: the command that the help is asked of, and a space. */
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

/** The maximum number of named faults in a configuration. */
const MAX_LINES = 50;

/** The lines to print for a wrong command line, configuration, baseline or lock file. */
function usageMessage(error: unknown): readonly [string, ...string[]] | undefined {
  if (error instanceof ConfigError) {
    const { lines } = error;
    const more = lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more`] : [];
    return ["Can't use the configuration:", ...lines.slice(0, MAX_LINES), ...more];
  }
  const isKnown = [UsageError, BaselineError, ImageLockError, SettingsError].some((kind) => error instanceof kind);
  return error instanceof Error && isKnown ? [error.message] : undefined;
}

/** For example, a full disk behind standard output. */
function isOutputFailure(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

/** Rejects a mistyped command such as `plimsoll modle`, unless a file has that name. Does not repeat commands and URLs, which may contain a password. */
export function refuseWord(word: string, commands: readonly string[], io: Io): void {
  if (/^(?:docker|podman|nerdctl)(?:-compose)?\s/.test(word) && io.files.kindOf(word) === undefined)
    throw new UsageError("To lint a command, pass it on standard input: echo 'docker run …' | plimsoll -");
  if (word.startsWith('file://')) throw new UsageError('Pass the path alone, without file://.');
  if (/^[a-z]+:\/\//.test(word))
    throw new UsageError('plimsoll reads files, not URLs. Download the file first: curl -fsSL URL | plimsoll -');
  if (/^[a-z\d][\w./-]*:[a-z\d][\w.-]*$/.test(word) && !/\.\w+:\d+$/.test(word) && io.files.kindOf(word) === undefined)
    throw new UsageError(
      `Unknown file ${JSON.stringify(word)}. Images are not linted, only the files that start containers.`,
    );
  if (/^[\u2010-\u2015\u2212]/.test(word))
    throw new UsageError(`${JSON.stringify(word)} starts with a typographic dash. Options start with two hyphens: --.`);
  if (word.startsWith('-') || /[./\\*!]/.test(word) || io.files.kindOf(word) !== undefined) return;
  const nearest = nearestWord(word, commands);
  const answer = answerTo(word, COMMANDS_OF_OTHERS);
  const hint = answer ?? (nearest === undefined ? undefined : `Did you mean plimsoll ${nearest}?`);
  throw new UsageError(
    `Unknown command, file or directory ${JSON.stringify(word)}.${hint === undefined ? '' : ` ${hint}`}`,
  );
}
