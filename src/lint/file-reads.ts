import { createHash } from 'node:crypto';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import type { FileRead } from './lint.ts';

type Files = ParseContext['files'];
type ReadResult = ReturnType<Files['read']>;

/**
 * Lookups other than a file's text, by the suffix of the path in `reads`. Each returns its answer
 * as text.
 */
const QUESTIONS: Readonly<Record<string, (path: string, files: Files) => ReadResult>> = {
  '/': (path, files) => {
    const listing = files.list?.(path);
    if (listing === undefined || !('entries' in listing)) return { failure: 'missing' };
    return { text: JSON.stringify(listing.entries.map(({ name, kind }) => [name, kind])) };
  },
  '\0link': (path, files) => {
    const found = files.linkAt?.(path);
    return found === undefined ? { failure: 'missing' } : { text: found.target ?? '' };
  },
  '\0tracked': (path, files) => ({ text: String(files.isTracked?.(path) === true) }),
};

/** Records what is read. `texts` are the texts that may be shown. */
export function tracking(files: Files): {
  readonly files: Files;
  readonly reads: (texts: ReadonlyMap<string, string>) => readonly FileRead[];
} {
  const reads = new Map<string, ReadResult>();
  const note = (path: string, question: string): void => {
    if (!reads.has(path + question)) reads.set(path + question, readAgain(path + question, files));
  };
  return {
    files: {
      read: (path) => {
        const result = files.read(path);
        if (!reads.has(path)) reads.set(path, result);
        return result;
      },
      list: (path) => {
        note(path, '/');
        return files.list?.(path) ?? { failure: 'missing' };
      },
      ...(files.linkAt === undefined
        ? {}
        : {
            linkAt: (path) => {
              note(path, '\0link');
              return files.linkAt?.(path);
            },
          }),
      isTracked: (path) => {
        note(path, '\0tracked');
        return files.isTracked?.(path) === true;
      },
    },
    reads: (texts) =>
      Array.from(reads, ([path, result]) => ({
        path,
        digest: digestOfRead(result),
        isHidden: 'text' in result && isTextFile(path) && texts.get(path) !== result.text,
      })),
  };
}

/** True if an entry of `reads` is about a file's text. */
export function isTextFile(path: string): boolean {
  return questionOf(path) === undefined;
}

function questionOf(path: string): string | undefined {
  return path.endsWith('/') ? '/' : /\0[a-z]+$/.exec(path)?.[0];
}

/** Repeats a read or lookup. */
export function readAgain(path: string, files: Files): ReadResult {
  const question = questionOf(path);
  const ask = question === undefined ? undefined : QUESTIONS[question];
  return ask === undefined ? files.read(path) : ask(path.slice(0, -(question ?? '').length), files);
}

/** A digest of what a read or lookup returned. */
export function digestOfRead(result: ReadResult): string {
  return 'text' in result ? digestOf([result.text]) : result.failure;
}

export function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('base64url').slice(0, 22);
}
