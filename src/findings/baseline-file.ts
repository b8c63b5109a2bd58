import { append, getOrInsert } from '../util/maps.ts';
import { joinPath, relativePath, splitPath, toPlainPath } from '../util/paths.ts';
import { type FileSettings, toShown } from '../workspace/config/settings.ts';
import { FaultyFileError, shownPlace } from '../workspace/files/faulty-file.ts';
import { type FileSystem, readNamed } from '../workspace/files/file-system.ts';
import { similarHint } from '../workspace/files/similar.ts';
import type { BaselineContext, BaselineEntry } from './baseline.ts';
import { BaselineFault, parseBaseline } from './baseline-format.ts';

const BASELINE_NAME = '.plimsoll-baseline.json';

/** A baseline's file: there, or where one would be written. */
export interface BaselineFile {
  /** As a person would write it. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[] | undefined;
}

/** A baseline that is there and can't be used. The message names the file, the fault and the remedy. */
export class BaselineError extends FaultyFileError {
  override readonly name = 'BaselineError';
}

/** What is said of a baseline that was named and is not there. */
export function noBaseline(path: string, files: FileSystem): BaselineError {
  const hint = similarHint(path, files);
  return new BaselineError(
    `${path}: no such baseline.${hint === '' ? ' To create one, run plimsoll baseline.' : hint}`,
  );
}

/**
 * Which baseline is in force for what is linted under some settings: the one that was named, or else the one next to the
 * configuration, or in the working directory where there is none. Each is read once. Rejects with a BaselineError where it
 * can't be read, and where its text is of no use, unless it is to be written again: then it has no entries.
 */
export type Baselines = (settings: Pick<FileSettings, 'config'>) => Promise<BaselineFile>;

/** `given` is the path that was named, `isReplaced` says that they are to be written again. */
export function createBaselines(given: string | undefined, files: FileSystem, isReplaced = false): Baselines {
  const known = new Map<string, Promise<BaselineFile>>();
  return ({ config }) => {
    const path =
      given === undefined
        ? toShown(joinPath(config?.folder ?? files.workingDirectory, BASELINE_NAME), files)
        : toPlainPath(given, files.workingDirectory);
    return getOrInsert(known, path, () => openBaseline(path, given !== undefined, files, isReplaced));
  };
}

async function openBaseline(
  path: string,
  isNamed: boolean,
  files: FileSystem,
  isReplaced: boolean,
): Promise<BaselineFile> {
  const result = isNamed ? readNamed(path, files) : files.read(path);
  if ('failure' in result) {
    if (result.failure === 'missing') return { path, entries: undefined };
    throw new BaselineError(`${path}: can't read the baseline (${result.failure}).`);
  }
  try {
    return { path, entries: parseBaseline(result.text) };
  } catch (error) {
    if (!(error instanceof BaselineFault)) throw error;
    if (isReplaced && (!isNamed || isMeantAsBaseline(result.text))) return { path, entries: [] };
    if (isReplaced)
      throw new BaselineError(
        `${path} is not a baseline, so plimsoll doesn't overwrite it. Pass another file to --baseline.`,
      );
    const { placeOfFault } = await import('./baseline-fault.ts');
    const at = { path, position: placeOfFault(result.text.replace(/^\uFEFF/, ''), error.path) };
    throw new BaselineError(`${shownPlace(at)}: ${error.message}. To rewrite it, run plimsoll baseline.`, at);
  }
}

/** True for an empty file, and for a baseline that is broken, such as one with the marks of a merge. */
function isMeantAsBaseline(text: string): boolean {
  return text.trim() === '' || (/^\s*(?:\{|<<<<<<<)/.test(text) && /"findings"\s*:\s*\[/.test(text));
}

/** The items of a run by the baseline that is in force for each. */
export async function byBaseline<T extends { readonly settings: FileSettings }>(
  items: readonly T[],
  baselines: Baselines,
): Promise<ReadonlyMap<BaselineFile, readonly T[]>> {
  const groups = new Map<BaselineFile, T[]>();
  for (const item of items) {
    append(groups, await baselines(item.settings), item);
  }
  return groups;
}

export interface BaselineFileContext extends BaselineContext {
  readonly fromBaselinePath: (file: string) => string;
}

/** Paths as a baseline has them: relative to its directory, so that they are the same wherever plimsoll is run. */
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
