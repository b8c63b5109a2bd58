import { isPlatform } from '../../../syntax/platform.ts';
import { stringThat } from './value-reader.ts';

/** A platform; empty for the engine's own. */
export const readPlatform = stringThat(
  isPlatform,
  'is not a platform',
  'Write `linux/amd64`, `linux/arm64` or the like.',
);
