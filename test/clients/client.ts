import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';

const TIME_LIMIT_MILLISECONDS = 20_000;

export interface ClientRun {
  /** The exit code; `undefined` if it timed out. */
  readonly exitCode: number | undefined;
  readonly errorOutput: string;
}

export interface ClientPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A file descriptor for stdin; none by default. */
  readonly stdin?: number;
  /** True when everything is known about a run that waits for input. */
  readonly isOver?: () => boolean;
}

/** Runs a client until it exits. */
export function runClient(
  program: string,
  words: readonly string[],
  { folder, environment, stdin, isOver }: ClientPlace,
): Promise<ClientRun> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(program, words, {
      cwd: folder,
      env: { ...environment },
      stdio: [stdin ?? 'ignore', 'ignore', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let ended: 'over' | 'late' | undefined;
    const end = (why: 'over' | 'late'): void => {
      ended = why;
      child.kill('SIGKILL');
    };
    const clock = setTimeout(end, TIME_LIMIT_MILLISECONDS, 'late');
    let looks = 0;
    const watch = setInterval(() => {
      looks = isOver?.() === true ? looks + 1 : 0;
      if (looks > 2) end('over');
    }, 200);
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => chunks.push(Buffer.from(error.message)));
    child.on('close', (code) => {
      clearTimeout(clock);
      clearInterval(watch);
      resolve({
        exitCode: ended === 'late' ? undefined : ended === 'over' ? 0 : (code ?? 1),
        errorOutput: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
}

/** A terminal without a user: `docker run -it` requires one. */
export interface Terminal {
  readonly stdin: number;
  close(): void;
}

/** Opens a terminal with util-linux's `script`. Throws if it is missing. */
export async function openTerminal(): Promise<Terminal> {
  const holder = spawn('script', ['-qec', 'tty; exec sleep infinity', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const path = await firstLine(holder);
  // It must not become this process's terminal, which would receive its signals.
  const stdin = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  return {
    stdin,
    close: () => {
      closeSync(stdin);
      holder.kill('SIGKILL');
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.stdout?.once('data', (chunk: Buffer) => {
      resolve(chunk.toString('utf8').trim());
    });
  });
}
