import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

/** True where a program can be run on this machine. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Skips a test, and says why, where a program that it needs is not installed. */
export function requireProgram(program: string, context: TestContext): void {
  if (!isInstalled(program)) context.skip(`${program} is not installed`);
}

/** A new empty folder outside of the project, and how to remove it. */
export function temporaryFolder(name: string): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `plimsoll-${name}-`));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export interface Result {
  /** `null` where it was ended. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** The user to run it as, where that is another one. */
  readonly uid?: number;
  readonly gid?: number;
}

/** Reports of many findings are long. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs a program to its end. */
export function run(
  program: string,
  argv: readonly string[],
  { env = {}, timeout = 60_000, ...options }: RunOptions,
): Result {
  const { status, stdout, stderr, error } = spawnSync(program, argv, {
    input: '',
    ...options,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout,
    maxBuffer: MAX_OUTPUT,
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}
