import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Skips a test with a reason if a required program is missing. */
export function requireProgram(program: string, context: TestContext): void {
  if (!isInstalled(program)) context.skip(`${program} is not installed`);
}

/** A new empty directory outside the project, and its removal. */
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
  /** `null` if it was killed. */
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
  /** Another user to run as. */
  readonly uid?: number;
  readonly gid?: number;
}

/** Large reports need this. */
const MAX_OUTPUT = 64 * 1024 * 1024;

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
