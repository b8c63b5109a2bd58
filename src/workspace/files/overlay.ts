import type { SourceFile } from '../../parsers/contract/parsed.ts';
import { joinPath } from '../../util/paths.ts';
import { type DiscoveryNote, failureMessage } from './discover.ts';
import { type FileSystem, readNamed, realPathOf } from './file-system.ts';

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
    ...realPathOf(files),
  };
}

/** Reads files that the user named, each once, since they may be pipes; what can't be read is a note of severity `error`. */
export function readGiven(
  paths: readonly string[],
  files: FileSystem,
): { readonly given: readonly SourceFile[]; readonly notes: readonly DiscoveryNote[] } {
  const given: SourceFile[] = [];
  const notes: DiscoveryNote[] = [];
  for (const path of paths) {
    const result = readNamed(path, files);
    if ('text' in result) given.push({ path, text: result.text });
    else notes.push({ path, message: failureMessage(result.failure), severity: 'error' });
  }
  return { given, notes };
}
