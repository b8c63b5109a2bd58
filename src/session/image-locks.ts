import { type ImageLock, ImagesFault, type LockedImage, parseImageLock, toImageLock } from '../images/lock.ts';
import type { Position } from '../text/line-index.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath } from '../util/paths.ts';
import { type FileSettings, type Settings, toShown } from '../workspace/config/settings.ts';
import { shownPlace } from '../workspace/files/faulty-file.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { ImageLockError } from './image-lock-error.ts';

const LOCK_NAME = '.plimsoll-images.json';

/** A lock file: there, or where one would be written. */
export interface ImageLockFile {
  /** As a person would write it. */
  readonly path: string;
  readonly images: readonly LockedImage[] | undefined;
}

/** Reads the lock file next to the configuration in force, or in the working directory where there is none. Rejects with an ImageLockError. */
export async function readImageLock(
  { config }: Pick<FileSettings, 'config'>,
  files: FileSystem,
): Promise<ImageLockFile> {
  const path = toShown(joinPath(config?.folder ?? files.workingDirectory, LOCK_NAME), files);
  const result = files.read(path);
  if ('failure' in result) {
    // One next to a configuration that is outside what may be read is not there.
    if (result.failure === 'missing' || result.failure === 'outside') return { path, images: undefined };
    throw new ImageLockError(`${path}: can't read the image lock file (${result.failure}).`);
  }
  try {
    return { path, images: parseImageLock(result.text) };
  } catch (error) {
    if (!(error instanceof ImagesFault)) throw error;
    const at = { path, position: await placeInJson(result.text, error) };
    throw new ImageLockError(
      `${shownPlace(at)}: ${error.message}. To recreate it, delete it and run plimsoll images.`,
      at,
    );
  }
}

/** Where a text about images is wrong. */
export async function placeInJson(text: string, { path }: ImagesFault): Promise<Position> {
  const { placeOfFault } = await import('../findings/baseline-fault.ts');
  return placeOfFault(text.replace(/^\uFEFF/, ''), path);
}

/** The lock that is in force for what is linted under some settings; `undefined` if there is none. Each is read once. Rejects with an ImageLockError. */
export type ImageLocks = (settings: Pick<FileSettings, 'config'>) => Promise<ImageLock | undefined>;

/** With `isUntrusted` there is none: what is linted may have brought it. */
export function createImageLocks(files: FileSystem, isUntrusted: boolean): ImageLocks {
  if (isUntrusted) return () => Promise.resolve(undefined);
  const known = new Map<string, Promise<ImageLock | undefined>>();
  const open = async (settings: Pick<FileSettings, 'config'>): Promise<ImageLock | undefined> => {
    const { path, images } = await readImageLock(settings, files);
    return images && toImageLock(path, images);
  };
  return (settings) => getOrInsert(known, settings.config?.folder ?? '', () => open(settings));
}

/** The same settings, with the lock of images that is in force for a file. `forFile` then rejects with an ImageLockError too. */
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
