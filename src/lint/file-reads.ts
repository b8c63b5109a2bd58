import type { ParseContext } from '../parsers/contract/parsed.ts';
import { digestOf } from './digest.ts';
import type { FileRead } from './lint.ts';

type Files = ParseContext['files'];
type ReadResult = ReturnType<Files['read']>;

/** What follows the path of what was asked for otherwise than by its text: the entries of a folder, or where a link leads. */
const [LISTED, LINKED] = ['/', '\0'] as const;

/** The same files, and what was read of them so far; `texts` are those that may be shown. */
export function tracking(files: Files): {
  readonly files: Files;
  readonly reads: (texts: ReadonlyMap<string, string>) => readonly FileRead[];
} {
  const reads = new Map<string, ReadResult>();
  return {
    files: {
      read: (path) => {
        const result = files.read(path);
        if (!reads.has(path)) reads.set(path, result);
        return result;
      },
      list: (path) => {
        reads.set(path + LISTED, listed(path, files));
        return files.list?.(path) ?? { failure: 'missing' };
      },
      ...(files.linkAt === undefined
        ? {}
        : {
            linkAt: (path) => {
              reads.set(path + LINKED, linked(path, files));
              return files.linkAt?.(path);
            },
          }),
    },
    reads: (texts) =>
      Array.from(reads, ([path, result]) => ({
        path,
        digest: digestOfRead(result),
        isHidden: 'text' in result && isTextOf(path) && texts.get(path) !== result.text,
      })),
  };
}

/** False for what was asked for otherwise than by its text. */
export function isTextOf(path: string): boolean {
  return !path.endsWith(LISTED) && !path.endsWith(LINKED);
}

/** What a file holds now, or what is known otherwise of what was asked for. */
export function readAgain(path: string, files: Files): ReadResult {
  if (isTextOf(path)) return files.read(path);
  return (path.endsWith(LISTED) ? listed : linked)(path.slice(0, -1), files);
}

/** The entries of a folder, as a text that differs where they do. */
function listed(path: string, files: Files): ReadResult {
  const listing = files.list?.(path);
  if (listing === undefined || !('entries' in listing)) return { failure: 'missing' };
  return { text: JSON.stringify(listing.entries.map(({ name, kind }) => [name, kind])) };
}

/** Where a link leads. */
function linked(path: string, files: Files): ReadResult {
  const found = files.linkAt?.(path);
  return found === undefined ? { failure: 'missing' } : { text: found.target ?? '' };
}

/** A digest of what reading a file gave. */
export function digestOfRead(result: ReadResult): string {
  return 'text' in result ? digestOf([result.text]) : result.failure;
}
