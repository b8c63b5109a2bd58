import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';

const TIME_LIMIT_MILLISECONDS = 20_000;

/** What a client's run came to. */
export interface ClientRun {
  /** 0 is good; `undefined` for a run that was over its time. */
  readonly exitCode: number | undefined;
  readonly errorOutput: string;
}

/** Where and as whom a client runs. */
export interface ClientPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A file to read from; none by default. */
  readonly stdin?: number;
  /** True once all is known of a run that may then not end by itself, since it waits for what is typed. */
  readonly isOver?: () => boolean;
}

/** Runs a client to its end. */
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

/** A terminal that clients can read from, at which nobody types: `docker run -it` refuses anything else. */
export interface Terminal {
  readonly stdin: number;
  close(): void;
}

/** Opens a terminal with util-linux's `script`. Throws where there is none. */
export async function openTerminal(): Promise<Terminal> {
  const holder = spawn('script', ['-qec', 'tty; exec sleep infinity', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const path = await firstLine(holder);
  // It must not become the terminal of this process, which would get its signals.
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
