import type { ParseContext } from '../parsers/contract/parsed.ts';
import { digestOf } from './digest.ts';
import type { FileRead } from './lint.ts';

type Files = ParseContext['files'];
type ReadResult = ReturnType<Files['read']>;

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
        reads.set(`${path}/`, listed(path, files));
        return files.list?.(path) ?? { failure: 'missing' };
      },
    },
    reads: (texts) =>
      Array.from(reads, ([path, result]) => ({
        path,
        digest: digestOfRead(result),
        isHidden: 'text' in result && !path.endsWith('/') && texts.get(path) !== result.text,
      })),
  };
}

/** What a file holds now, or a folder, whose name ends with a slash among what was read. */
export function readAgain(path: string, files: Files): ReadResult {
  return path.endsWith('/') ? listed(path.slice(0, -1), files) : files.read(path);
}

/** The entries of a folder, as a text that differs where they do. */
function listed(path: string, files: Files): ReadResult {
  const listing = files.list?.(path);
  if (listing === undefined || !('entries' in listing)) return { failure: 'missing' };
  return { text: JSON.stringify(listing.entries.map(({ name, kind }) => [name, kind])) };
}

/** A digest of what reading a file gave. */
export function digestOfRead(result: ReadResult): string {
  return 'text' in result ? digestOf([result.text]) : result.failure;
}
