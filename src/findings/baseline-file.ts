import { toShown } from '../config/config-file.ts';
import type { FileSettings } from '../config/settings.ts';
import { FaultyFileError, shownPlace } from '../files/faulty-file.ts';
import { type FileSystem, readNamed } from '../files/file-system.ts';
import { similarHint } from '../files/similar.ts';
import { JsonFault } from '../parsers/syntax/nesting.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { defined } from '../util/objects.ts';
import { joinPath, relativePath, splitPath, toPlainPath } from '../util/paths.ts';
import type { BaselineContext, BaselineEntry } from './baseline.ts';
import { parseBaseline } from './baseline-format.ts';

const BASELINE_NAME = '.plimsoll-baseline.json';

/** The file of a baseline, which may not exist yet. */
export interface BaselineFile {
  /** The path as shown to users. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[] | undefined;
  /** See `BaselineOptions`. */
  readonly counterparts?: BaselineOptions['counterparts'];
}

export interface BaselineOptions {
  /** True if the baselines will be rewritten. */
  readonly isReplaced?: boolean;
  /**
   * Creates, for a baseline's directory, a function that maps absolute paths to the ones the
   * baseline means, for example in another checkout.
   */
  readonly counterparts?: (folder: string) => (path: string) => string;
}

/** An unreadable or invalid baseline. The message names the file, the fault and the remedy. */
export class BaselineError extends FaultyFileError {
  override readonly name = 'BaselineError';
}

export function noBaseline(path: string, files: FileSystem): BaselineError {
  const hint = similarHint(path, files);
  return new BaselineError(
    `${path}: No such baseline.${hint === '' ? ` To create it, run plimsoll baseline --baseline ${path}` : hint}`,
  );
}

/**
 * Finds the baseline for some settings: the named one, else the one next to the configuration or in
 * the working directory. Reads each file once. Rejects with a BaselineError if it is unreadable or
 * invalid; when baselines are rewritten, such a file just has no entries.
 */
export type Baselines = (settings: Pick<FileSettings, 'config'>) => Promise<BaselineFile>;

export function createBaselines(
  given: string | undefined,
  files: FileSystem,
  { isReplaced = false, counterparts }: BaselineOptions = {},
): Baselines {
  const known = new Map<string, Promise<BaselineFile>>();
  return ({ config }) => {
    const path =
      given === undefined
        ? toShown(joinPath(config?.folder ?? files.workingDirectory, BASELINE_NAME), files)
        : toPlainPath(given, files.workingDirectory);
    return getOrInsert(known, path, async () => ({
      ...(await openBaseline(path, given !== undefined, files, isReplaced)),
      ...defined({ counterparts }),
    }));
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
    if (!(error instanceof JsonFault)) throw error;
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

/**
 * True for a baseline that was emptied or broken, for example by merge conflict markers. It can be
 * replaced.
 */
function isMeantAsBaseline(text: string): boolean {
  return text.trim() === '' || (/^\s*(?:\{|<<<<<<<)/.test(text) && /"findings"\s*:\s*\[/.test(text));
}

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

/**
 * Makes paths relative to the baseline's directory, so that they don't depend on the working
 * directory.
 */
export function baselineContext(
  { path, counterparts = () => (file) => file }: BaselineFile,
  texts: ReadonlyMap<string, string>,
  { workingDirectory }: Pick<FileSystem, 'workingDirectory'>,
): BaselineFileContext {
  const folder = splitPath(joinPath(workingDirectory, path))[0];
  const toOwn = counterparts(folder);
  return {
    texts,
    toBaselinePath: (file) => relativePath(folder, toOwn(joinPath(workingDirectory, file))),
    fromBaselinePath: (file) => joinPath(folder, file),
  };
}
