import { spawnSync } from 'node:child_process';
import type { Git } from '../git/base-commit.ts';
import { codeOf } from './io.ts';

const MAX_OUTPUT = 512 * 1024 * 1024;

/** Far longer than any command takes. Without a timeout, git waits indefinitely on a named pipe. */
const SECONDS = 60;

/** Disables repository settings that make git run other programs. */
const SAFE: readonly string[] = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap(
  (setting) => ['-c', setting],
);

/** Runs git for the `Git` interface. Calls fail if git is not installed. */
export function createGit(folder: string, environment: Readonly<Record<string, string | undefined>>): Git {
  const env = {
    ...environment,
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  return (args) => {
    const { status, stdout, stderr, error } = spawnSync('git', [...SAFE, ...args], {
      cwd: folder,
      env,
      maxBuffer: MAX_OUTPUT,
      timeout: SECONDS * 1000,
      killSignal: 'SIGKILL',
    });
    if (error !== undefined) return { failure: failureOf(error) };
    return status === 0 ? { output: stdout } : { failure: stderr.toString().trim() };
  };
}

function failureOf(error: Error): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'git is not installed.';
    case 'ETIMEDOUT':
      return `git was stopped after ${SECONDS} seconds.`;
    default:
      return error.message;
  }
}
