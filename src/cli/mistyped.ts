import { nearestWord } from '../util/nearest-word.ts';
import { type Io, UsageError } from './io.ts';
import { answerTo, COMMANDS_OF_OTHERS } from './options/others.ts';

/**
 * Rejects a mistyped command such as `plimsoll modle`, unless a file has that name. Doesn't repeat
 * command lines and URLs in the message: they may contain passwords.
 */
export function refuseWord(word: string, commands: readonly string[], io: Io): void {
  if (/^(?:docker|podman|nerdctl)(?:-compose)?\s/.test(word) && io.files.kindOf(word) === undefined)
    throw new UsageError("To lint a command, pass it on standard input: echo 'docker run …' | plimsoll -");
  if (word.includes(',') && word.split(',').some((path) => io.files.kindOf(path) !== undefined))
    throw new UsageError(`Separate files with spaces. To merge them into one project, use --project ${word}`);
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
    `Unknown command, file or directory ${JSON.stringify(word)}. ${hint ?? 'plimsoll lints files, not images or running containers.'}`,
  );
}
