import { joinPath, relativePath, splitPath, toPlainPath } from '../util/paths.ts';
import { type Settings, toShown } from '../workspace/config/settings.ts';
import { type FileSystem, readNamed } from '../workspace/files/file-system.ts';
import { type BaselineContext, type BaselineEntry, BaselineFault, parseBaseline } from './baseline.ts';

const BASELINE_NAME = '.plimsoll-baseline.json';

/** A baseline's file: there, or where one would be written. */
export interface BaselineFile {
  /** As a person would write it. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[] | undefined;
}

/** A baseline that is there and can't be used. The message names the file, the fault and the remedy. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/**
 * The baseline of this path, or else the one beside the configuration of the working folder, or in the working folder where there is
 * none. Rejects with a BaselineError where it can't be read, and where its text is of no use, unless it is to be written anew (`isReplaced`): then
 * it has no entries.
 */
export async function openBaseline(
  given: string | undefined,
  settings: Settings,
  files: FileSystem,
  isReplaced = false,
): Promise<BaselineFile> {
  const { config } = await settings.forWorkingDirectory();
  const path =
    given !== undefined
      ? toPlainPath(given, files.workingDirectory)
      : toShown(joinPath(config?.folder ?? files.workingDirectory, BASELINE_NAME), files);
  const result = given === undefined ? files.read(path) : readNamed(path, files);
  if ('failure' in result) {
    if (result.failure === 'missing') return { path, entries: undefined };
    throw new BaselineError(`${path}: the baseline cannot be read (${result.failure}).`);
  }
  try {
    return { path, entries: parseBaseline(result.text) };
  } catch (error) {
    if (!(error instanceof BaselineFault)) throw error;
    if (isReplaced) return { path, entries: undefined };
    const { placeOfFault } = await import('./baseline-fault.ts');
    throw new BaselineError(
      `${path}:${placeOfFault(result.text.replace(/^\uFEFF/, ''), error.path)}: ${error.message}. plimsoll baseline writes it anew.`,
    );
  }
}

export interface BaselineFileContext extends BaselineContext {
  /** The absolute path of a file that the baseline names. */
  readonly fromBaselinePath: (file: string) => string;
}

/** Paths as a baseline has them: relative to its folder, so that they are the same wherever plimsoll is run. */
export function baselineContext(
  path: string,
  texts: ReadonlyMap<string, string>,
  { workingDirectory }: Pick<FileSystem, 'workingDirectory'>,
): BaselineFileContext {
  const folder = splitPath(joinPath(workingDirectory, path))[0];
  return {
    texts,
    toBaselinePath: (file) => relativePath(folder, joinPath(workingDirectory, file)),
    fromBaselinePath: (file) => joinPath(folder, file),
  };
}
