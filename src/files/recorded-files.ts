import { joinPath, splitPath } from '../util/paths.ts';
import { type FileSystem, withAnswers } from './file-system.ts';

/** The files and directories that a result depends on, including missing ones. */
export interface Dependencies {
  /** Absolute, in order of first use. */
  readonly paths: Iterable<string>;
  /** True if creating, changing or removing this file or directory can change the result. */
  has(path: string): boolean;
}

/** Records the paths that are read, looked up or listed. */
export function withRecording(files: FileSystem): {
  readonly files: FileSystem;
  readonly dependencies: Dependencies;
} {
  const { workingDirectory } = files;
  const asked = new Noted(workingDirectory);
  /** Listed directories and missing paths: files created below them change results. */
  const open = new Noted(workingDirectory);
  return {
    files: withAnswers(files, {
      read(path, maxSize, isNamed) {
        const result = files.read(path, maxSize, isNamed);
        asked.add(path);
        if ('failure' in result && result.failure === 'missing') open.add(path);
        return result;
      },
      ...(files.readBytes === undefined
        ? {}
        : {
            readBytes(path, maxSize) {
              asked.add(path);
              return files.readBytes?.(path, maxSize);
            },
          }),
      kindOf(path) {
        const kind = files.kindOf(path);
        asked.add(path);
        if (kind === undefined) open.add(path);
        return kind;
      },
      linkAt(path) {
        asked.add(path);
        return files.linkAt?.(path);
      },
      list(path) {
        asked.add(path);
        open.add(path);
        return files.list(path);
      },
    }),
    dependencies: {
      get paths() {
        return asked.absolute();
      },
      has(path) {
        let at = joinPath(workingDirectory, path);
        if (asked.absolute().has(at)) return true;
        const folders = open.absolute();
        for (let [folder] = splitPath(at); folder !== at; [folder] = splitPath(at)) {
          if (folders.has(folder)) return true;
          at = folder;
        }
        return false;
      },
    },
  };
}

/**
 * Stores paths as they were requested, and makes them absolute on demand: only editors need that.
 */
class Noted {
  readonly #workingDirectory: string;
  readonly #named = new Set<string>();
  readonly #absolute = new Set<string>();

  constructor(workingDirectory: string) {
    this.#workingDirectory = workingDirectory;
  }

  add(path: string): void {
    this.#named.add(path);
  }

  absolute(): ReadonlySet<string> {
    for (const path of this.#named) this.#absolute.add(joinPath(this.#workingDirectory, path));
    this.#named.clear();
    return this.#absolute;
  }
}
