import { toShown } from '../config/config-file.ts';
import type { FileSettings, Settings } from '../config/settings.ts';
import { shownPlace } from '../files/faulty-file.ts';
import type { FileSystem } from '../files/file-system.ts';
import { type ImageLock, type LockedImage, parseImageLock, toImageLock } from '../images/lock.ts';
import { JsonFault } from '../parsers/syntax/nesting.ts';
import type { Position } from '../text/line-index.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath } from '../util/paths.ts';
import { ImageLockError } from './image-lock-error.ts';

const LOCK_NAME = '.plimsoll-images.json';

/** A lock file, which may not exist yet. */
export interface ImageLockFile {
  /** The path as shown to users. */
  readonly path: string;
  readonly images: readonly LockedImage[] | undefined;
}

/**
 * Reads the lock file next to the configuration, or else in the working directory. Rejects with an
 * ImageLockError.
 */
export async function readImageLock(
  { config }: Pick<FileSettings, 'config'>,
  files: FileSystem,
): Promise<ImageLockFile> {
  const path = toShown(joinPath(config?.folder ?? files.workingDirectory, LOCK_NAME), files);
  const result = files.read(path);
  if ('failure' in result) {
    // Treat a file outside the readable area as missing.
    if (result.failure === 'missing' || result.failure === 'outside') return { path, images: undefined };
    throw new ImageLockError(`${path}: can't read the image lock file (${result.failure}).`);
  }
  try {
    return { path, images: parseImageLock(result.text) };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const at = { path, position: await placeInJson(result.text, error) };
    throw new ImageLockError(
      `${shownPlace(at)}: ${error.message}. To recreate it, delete it and run plimsoll images.`,
      at,
    );
  }
}

/** The position of a fault in a JSON file about images. */
export async function placeInJson(text: string, { path }: JsonFault): Promise<Position> {
  const { placeOfFault } = await import('../findings/baseline-fault.ts');
  return placeOfFault(text.replace(/^\uFEFF/, ''), path);
}

/**
 * Finds the image lock for some settings; `undefined` without one. Reads each file once. Rejects
 * with an ImageLockError.
 */
export type ImageLocks = (settings: Pick<FileSettings, 'config'>) => Promise<ImageLock | undefined>;

/** `isUntrusted` ignores lock files, because they may be part of the linted change. */
export function createImageLocks(files: FileSystem, isUntrusted: boolean): ImageLocks {
  if (isUntrusted) return () => Promise.resolve(undefined);
  const known = new Map<string, Promise<ImageLock | undefined>>();
  const open = async (settings: Pick<FileSettings, 'config'>): Promise<ImageLock | undefined> => {
    const { path, images } = await readImageLock(settings, files);
    return images && toImageLock(path, images);
  };
  return (settings) => getOrInsert(known, settings.config?.folder ?? '', () => open(settings));
}

/**
 * Adds the image lock to each file's settings. `forFile` may then also reject with an
 * ImageLockError.
 */
export function withImageLocks(settings: Settings, locks: ImageLocks): Settings {
  const known = new Map<FileSettings, Promise<FileSettings>>();
  const locked = async (own: FileSettings): Promise<FileSettings> => {
    const lock = await locks(own);
    if (lock === undefined) return own;
    return {
      ...own,
      key: `${own.key}${lock.path}\n${lock.text}`,
      ruleOptions: { ...own.ruleOptions, imageLock: lock },
    };
  };
  return {
    ...settings,
    forFile: async (path) => {
      const own = await settings.forFile(path);
      return getOrInsert(known, own, () => locked(own));
    },
  };
}
