import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Config } from './config.ts';

/**
 * The settings that a Dockerfile makes for containers (moby's `ImageConfig`), each with its place.
 * All others come from the base image.
 */
export interface ImageConfig extends Pick<Config, 'user' | 'healthcheck' | 'exposedPorts' | 'entrypoint' | 'volumes'> {
  /** Empty if the Dockerfile's entrypoint clears the base image's command. */
  readonly cmd?: readonly Setting<string>[];
  /** The step that installs or uses `sudo`, or sets file capabilities or a setuid bit. */
  readonly raisesPrivileges?: Place;
  /**
   * The paths that steps copy files to. Without a leading slash, they are relative to an unknown
   * directory.
   */
  readonly copies?: readonly Setting<string>[];
  /** The variables, `NAME=value` each. */
  readonly env?: readonly Setting<string>[];
  /** The base image of the first stage; `scratch` is empty. */
  readonly base: Setting<string>;
}
