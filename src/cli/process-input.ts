import { fstatSync, openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import { failureMessage } from '../files/discovery-note.ts';
import type { ReadFailure } from '../files/file-reader.ts';
import { MAX_FILE_SIZE } from '../files/file-system.ts';
import { decodeText } from '../files/node-file-system.ts';
import { codeOf, type Peer, type Person, type StdinText, UsageError } from './io.ts';

/** The user at the terminal, if any. Loads the line editor only then. */
export async function findPerson(process: NodeJS.Process, besideStdin = false): Promise<Person | undefined> {
  const input = besideStdin ? openTerminal() : isatty(0) ? process.stdin : undefined;
  if (input === undefined || !isatty(1)) return undefined;
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input, output: process.stdout });
  let isClosed = false;
  let onClose = (): void => undefined;
  // Ctrl+C must end the process without writing anything.
  lines.on('SIGINT', () => {
    lines.removeAllListeners('close');
    lines.close();
    process.kill(process.pid, 'SIGINT');
  });
  lines.on('close', () => {
    isClosed = true;
    onClose();
  });
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (isClosed) {
          resolve(undefined);
          return;
        }
        onClose = () => {
          resolve(undefined);
        };
        lines.question(question, resolve);
      }),
    close: () => {
      lines.close();
      if (besideStdin) input.destroy();
    },
  };
}

/** The terminal, even if standard input is redirected; `undefined` without one. */
function openTerminal(): ReadStream | undefined {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return undefined;
  }
}

export function createPeer(process: NodeJS.Process): Peer {
  const { stdin, stdout } = process;
  return {
    input: stdin,
    output: stdout,
    isAlive: (id) => {
      try {
        process.kill(id, 0);
        return true;
      } catch (error) {
        // EPERM: the process exists, but belongs to another user.
        return codeOf(error) === 'EPERM';
      }
    },
    close: () => {
      stdin.destroy();
      stdout.destroy();
    },
  };
}

/** Reads all of standard input. Throws a UsageError if it is unreadable or too large. */
export async function readStdin({ stdin }: NodeJS.Process): Promise<Uint8Array> {
  const refuse = (failure: ReadFailure): UsageError => new UsageError(`Standard input: ${failureMessage(failure, '')}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Node.js would read a directory as empty.
    if (fstatSync(0).isDirectory()) throw refuse('directory');
    for await (const chunk of stdin) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : toBytes(chunk);
      size += bytes.length;
      if (size > MAX_FILE_SIZE) throw refuse('too-large');
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? refuse('unreadable') : error;
  }
  return Buffer.concat(chunks);
}

export function toStdinText(bytes: Uint8Array): StdinText {
  const text = decodeText(bytes);
  return { text, isUtf8: Buffer.from(text).equals(bytes) };
}

function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new Uint8Array();
}
