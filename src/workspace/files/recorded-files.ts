import { joinPath, splitPath } from '../../util/paths.ts';
import { type FileSystem, withAnswers } from './file-system.ts';

/** The files and folders that a result depends on, those that were missing among them. */
export interface Dependencies {
  /** Absolute, in the order in which they were first asked for. */
  readonly paths: Iterable<string>;
  /** True where the result may be another once this file or folder is made, changed or removed. */
  has(path: string): boolean;
}

/** The same file system, and what has been read, looked for or listed through it so far. */
export function withRecording(files: FileSystem): {
  readonly files: FileSystem;
  readonly dependencies: Dependencies;
} {
  const { workingDirectory } = files;
  const asked = new Set<string>();
  /** Folders that were listed, and what was not there: what is made below them matters. */
  const open = new Set<string>();
  const toAbsolute = (path: string): string => joinPath(workingDirectory, path);
  return {
    files: withAnswers(files, {
      read(path, maxSize, isNamed) {
        const result = files.read(path, maxSize, isNamed);
        asked.add(toAbsolute(path));
        if ('failure' in result && result.failure === 'missing') open.add(toAbsolute(path));
        return result;
      },
      ...(files.readBytes === undefined
        ? {}
        : {
            readBytes(path, maxSize) {
              asked.add(toAbsolute(path));
              return files.readBytes?.(path, maxSize);
            },
          }),
      kindOf(path) {
        const kind = files.kindOf(path);
        asked.add(toAbsolute(path));
        if (kind === undefined) open.add(toAbsolute(path));
        return kind;
      },
      linkAt(path) {
        asked.add(toAbsolute(path));
        return files.linkAt?.(path);
      },
      list(path) {
        asked.add(toAbsolute(path));
        open.add(toAbsolute(path));
        return files.list(path);
      },
    }),
    dependencies: {
      paths: asked,
      has(path) {
        let at = toAbsolute(path);
        if (asked.has(at)) return true;
        for (let [folder] = splitPath(at); folder !== at; [folder] = splitPath(at)) {
          if (open.has(folder)) return true;
          at = folder;
        }
        return false;
      },
    },
  };
}
