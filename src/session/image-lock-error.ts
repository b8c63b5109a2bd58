import { FaultyFileError } from '../files/faulty-file.ts';

/**
 * An unusable image lock file. The message names the file, the fault with its place, and the
 * remedy.
 */
export class ImageLockError extends FaultyFileError {
  override readonly name = 'ImageLockError';
}
