import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { toDay } from '../config/day.ts';
import { createNodeFileSystem, decodeText } from '../files/node-file-system.ts';
import type { Io, OutputStream } from './io.ts';

/** The streams, files and environment of a real process. */
export function createProcessIo(process: NodeJS.Process): Io {
  const files = createNodeFileSystem(process.cwd());
  return {
    stdout: toOutput(process.stdout),
    stderr: toOutput(process.stderr),
    readStdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : toBytes(chunk));
      return decodeText(Buffer.concat(chunks));
    },
    environment: process.env,
    files,
    today: () => toDay(new Date()),
    now: () => performance.now(),
    writeFile: (path, text) => {
      replaceFile(resolve(files.workingDirectory, path), text);
    },
  };
}

function toOutput(stream: WriteStream): OutputStream {
  // A reader that has seen enough, such as `head`, closes the pipe: that is no error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
    write: (text) => {
      stream.write(text);
    },
  };
}

function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new Uint8Array();
}

function replaceFile(path: string, text: string): void {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
