import type { FileReader } from '../../files/file-reader.ts';
import type { ParseContext } from './parsed.ts';

/** Reads a file only if it is inside the repository; otherwise `undefined`. */
export function readInside(
  path: string,
  { files, isOutside, isConfined = false }: Pick<ParseContext, 'files' | 'isOutside' | 'isConfined'>,
): ReturnType<FileReader['read']> | undefined {
  // Asks for confined files too, so that they are noted as unread.
  return isOutside?.(path) === true && !isConfined ? undefined : files.read(path);
}

/** Adds requested files to a set if they exist but can't be read. */
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
