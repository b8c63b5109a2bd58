import { FaultyFileError } from '../files/faulty-file.ts';

/** An unusable image lock file; the message names the fault, its place and the remedy. */
export class ImageLockError extends FaultyFileError {
  override readonly name = 'ImageLockError';
}
