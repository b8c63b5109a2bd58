import type { FileReader } from '../../files/file-reader.ts';
import type { ParseContext } from './parsed.ts';

/** Reads a file that counts only inside the repository; `undefined` for any other. */
export function readInside(
  path: string,
  { files, isOutside, isConfined = false }: Pick<ParseContext, 'files' | 'isOutside' | 'isConfined'>,
): ReturnType<FileReader['read']> | undefined {
  // Confined files are asked, so that they note what stays unread.
  return isOutside?.(path) === true && !isConfined ? undefined : files.read(path);
}

/** Adds the existing files that can't be read to a set, as they are asked for. */
export function notingOutside(files: FileReader, outside: Set<string>): FileReader {
  return {
    ...files,
    read: (path) => {
      const result = files.read(path);
      if ('failure' in result && result.failure === 'outside') outside.add(path);
      return result;
    },
  };
}
