import { FaultyFileError } from '../workspace/files/faulty-file.ts';

/** A lock file of images that is there and can't be used. The message names the file, the fault with its place, and the remedy. */
export class ImageLockError extends FaultyFileError {
  override readonly name = 'ImageLockError';
}
