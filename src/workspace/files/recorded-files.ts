import { joinPath, splitPath } from '../../util/paths.ts';
import { type FileSystem, withAnswers } from './file-system.ts';

/** The files and directories that a result depends on, including missing ones. */
export interface Dependencies {
  /** Absolute, in order of first use. */
  readonly paths: Iterable<string>;
  /** True if creating, changing or removing this file or directory can change the result. */
  has(path: string): boolean;
}

/** Records what is read, looked up or listed. */
export function withRecording(files: FileSystem): {
  readonly files: FileSystem;
  readonly dependencies: Dependencies;
} {
  const { workingDirectory } = files;
  const asked = new Set<string>();
  /** Listed directories and missing paths: new files below them matter. */
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
