import { withConfinement } from '../files/confinement.ts';
import type { SourceFile } from '../files/file-reader.ts';
import { type FileSystem, withAnswers, withPlainFolder } from '../files/file-system.ts';
import { withListedFolders } from '../files/listed-folders.ts';
import { readGiven, withGivenTexts } from '../files/overlay.ts';
import { type Dependencies, withRecording } from '../files/recorded-files.ts';
import { createOutsideTest } from '../git/outside.ts';
import { createTrackedFinder } from '../git/tracked-files.ts';
import { joinPath, splitPath, toPlainPath } from '../util/paths.ts';

interface Asked {
  readonly documents: readonly SourceFile[];
  readonly confine: boolean;
  /** Env files that the user named. */
  readonly envFiles: readonly string[];
  readonly config: string | false | undefined;
  /** Other paths that the user named before. */
  readonly named: readonly string[];
}

export interface SessionFiles {
  /** The files that linted input may read. */
  readonly files: FileSystem;
  /** The files that the user may read, even outside the repository. */
  readonly unconfined: FileSystem;
  readonly dependencies: Dependencies;
  readonly envPaths: readonly string[];
  readonly envFiles: ReturnType<typeof readGiven>;
  readonly isOutside: (path: string) => boolean;
  /** The paths that the user named so far. Files in their repositories may be read. */
  readonly named: readonly string[];
  readonly addNamed: (paths: readonly string[]) => void;
}

/**
 * Adds documents to the filesystem, confines it if requested, and reads the files that the user
 * named.
 */
export function openSessionFiles(disk: FileSystem, asked: Asked): SessionFiles {
  const { files: unconfined, dependencies } = withRecording(
    withListedFolders(withGivenTexts(withPlainFolder(disk), asked.documents)),
  );
  const { workingDirectory } = unconfined;
  const toPlain = (path: string): string => toPlainPath(path, workingDirectory);
  const envPaths = asked.envFiles.map(toPlain);
  const envFiles = readGiven(envPaths, unconfined);
  const isConfigGiven = asked.confine && typeof asked.config === 'string';
  const configFile = readGiven(isConfigGiven ? [asked.config].map(toPlain) : [], unconfined);
  const named = [...asked.named];
  // A named env file is readable, but the rest of its directory is not.
  const own = new Set((asked.confine ? [] : envPaths).map((path) => joinPath(workingDirectory, path)));
  let isOutsideNow: ((path: string) => boolean) | undefined;
  const isOutside = (path: string): boolean => {
    isOutsideNow ??= createOutsideTest(unconfined, named);
    return isOutsideNow(path) && !own.has(joinPath(workingDirectory, path));
  };
  const findTracked = createTrackedFinder(unconfined);
  const confined = asked.confine ? withConfinement(unconfined, isOutside) : unconfined;
  const files = withAnswers(withGivenTexts(confined, [...envFiles.given, ...configFile.given]), {
    isTracked: (path) =>
      !isOutside(path) && findTracked(splitPath(path)[0])?.has(joinPath(workingDirectory, path)) === true,
  });
  const addNamed = (paths: readonly string[]): void => {
    named.push(...paths);
    isOutsideNow = undefined;
  };
  return { files, unconfined, dependencies, envPaths, envFiles, isOutside, named, addNamed };
}
