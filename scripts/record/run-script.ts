import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ScriptRun {
  readonly script: string;
  /** What runs it: bash, `make -f` for a Makefile, whose first target is built, or bats. */
  readonly program: string;
  /** Its arguments, as a shell reads them. */
  readonly words: string;
  readonly cwd: string;
  /** Where output goes; it is a file, so that a client finds no terminal there whose size it would send. */
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
 * Runs a script, or a Makefile. Its stdin is a terminal at its end (`docker run -it` refuses anything else), made by
 * util-linux's `script`. A script that is over its time is killed with everything that it started.
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
