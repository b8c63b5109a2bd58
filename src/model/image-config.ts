import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Config } from './config.ts';

/**
 * What the Dockerfile of an image sets for its containers (moby's `ImageConfig`), each value at its
 * place. Everything else comes from the base image.
 */
export interface ImageConfig extends Pick<Config, 'user' | 'healthcheck' | 'exposedPorts' | 'entrypoint' | 'volumes'> {
  /** Empty if the entrypoint clears the base image's command. */
  readonly cmd?: readonly Setting<string>[];
  /** Where a step installs or uses `sudo`, or sets file capabilities or a setuid bit. */
  readonly raisesPrivileges?: Place;
  /**
   * Where its steps copy files to, if they do; relative to an unknown directory without a leading
   * slash.
   */
  readonly copies?: readonly Setting<string>[];
  /** Its variables, `NAME=value` each. */
  readonly env?: readonly Setting<string>[];
  /** The base image of its first stage; `scratch` brings nothing. */
  readonly base: Setting<string>;
}
