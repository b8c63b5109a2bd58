import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ScriptRun {
  readonly script: string;
  /** Its runner: bash, `make -f` for a Makefile's first target, or bats. */
  readonly program: string;
  /** Its arguments in shell syntax. */
  readonly words: string;
  readonly cwd: string;
  /** A directory for output files, so that clients send no terminal size. */
  readonly outputDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitMilliseconds: number;
}

export interface ScriptResult {
  readonly exitCode: number;
  readonly errorOutput: string;
  readonly isTimedOut: boolean;
}

/**
 * Runs a script or Makefile with an ended terminal as stdin (util-linux's `script`), since
 * `docker run -it` rejects anything else. Kills it with all children after its time limit.
 */
export async function runScript(run: ScriptRun): Promise<ScriptResult> {
  const output = join(run.outputDirectory, 'output');
  const errors = join(run.outputDirectory, 'errors');
  const command = `exec ${run.program} '${run.script}' ${run.words} >'${output}' 2>'${errors}'`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: run.cwd,
    env: { ...run.environment },
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
  });
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, run.timeLimitMilliseconds);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
  clearTimeout(timer);
  return { exitCode, errorOutput: await readFile(errors, 'utf8').catch(() => ''), isTimedOut };
}
