import { joinPath } from '../model/paths.ts';
import type { SourceFile } from '../parsers/parsed.ts';
import type { FileSystem } from './file-system.ts';

/** The same file system with these texts in the place of files, which need not be there. */
export function withGivenTexts(files: FileSystem, given: readonly SourceFile[]): FileSystem {
  if (given.length === 0) return files;
  const { workingDirectory } = files;
  const texts = new Map(given.map(({ path, text }) => [joinPath(workingDirectory, path), text]));
  const textAt = (path: string): string | undefined => texts.get(joinPath(workingDirectory, path));
  return {
    workingDirectory,
    read: (path, maxSize, isNamed) => {
      const text = textAt(path);
      return text === undefined ? files.read(path, maxSize, isNamed) : { text };
    },
    kindOf: (path) => (textAt(path) === undefined ? files.kindOf(path) : 'file'),
    list: (path) => files.list(path),
  };
}
