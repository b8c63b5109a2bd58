import type { Setting } from '../text/setting.ts';
import type { Config } from './config.ts';

/**
 * What the Dockerfile of an image gives the containers of it (moby's `ImageConfig`), each value where it stands there.
 * What it does not set is that of the image that it builds on.
 */
export interface ImageConfig extends Pick<Config, 'user' | 'healthcheck' | 'exposedPorts' | 'entrypoint' | 'volumes'> {
  /** Empty where the entrypoint clears that of the image that it builds on. */
  readonly cmd?: readonly Setting<string>[];
  /** The image that the first of its stages builds on; `scratch` brings nothing. */
  readonly base: Setting<string>;
}
