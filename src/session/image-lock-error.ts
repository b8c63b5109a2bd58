import { FaultyFileError } from '../files/faulty-file.ts';

/** An invalid image lock file. The message names the fault, its place and the remedy. */
export class ImageLockError extends FaultyFileError {
  override readonly name = 'ImageLockError';
}
