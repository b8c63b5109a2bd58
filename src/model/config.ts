import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';

/** One pair of a map whose keys are free: a label, a sysctl, a driver option. */
export interface Entry {
  readonly key: Setting<string>;
  readonly value: Setting<string>;
}

/** A run of port numbers, both ends included. One port is a range of one. */
export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** A container port that is documented or published: a key of `ExposedPorts`, several where it was written as a range. */
export interface ExposedPort {
  readonly containerPort: Setting<PortRange>;
  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: Setting<string>;
  readonly place: Place;
}

/** `Config.Healthcheck`. Durations are nanoseconds. */
export interface Healthcheck {
  /** `['NONE']` turns the image's own check off; `['CMD', …]` and `['CMD-SHELL', …]` set one; absent: only the timing is set. */
  readonly test?: readonly Setting<string>[];
  readonly interval?: Setting<number>;
  readonly timeout?: Setting<number>;
  readonly startPeriod?: Setting<number>;
  readonly startInterval?: Setting<number>;
  readonly retries?: Setting<number>;
  /** Compose's `disable: false`, by which the text says that the image's own check holds. */
  readonly isKept?: Setting<boolean>;
  readonly place: Place;
}

/** A value whose list may be unknown as a whole, such as a command held in a variable. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}

/** What `POST /containers/create` calls the portable part of a container (moby `api/types/container.Config`). */
export interface Config {
  readonly hostname?: Setting<string>;
  readonly domainname?: Setting<string>;
  readonly user?: Setting<string>;
  readonly attachStdin?: Setting<boolean>;
  readonly attachStdout?: Setting<boolean>;
  readonly attachStderr?: Setting<boolean>;
  readonly exposedPorts?: readonly ExposedPort[];
  readonly tty?: Setting<boolean>;
  readonly openStdin?: Setting<boolean>;
  readonly stdinOnce?: Setting<boolean>;
  /** `NAME=value` each; unknown where the client takes the value from its environment or from a file that is not read. */
  readonly env?: readonly Setting<string>[];
  readonly cmd?: readonly Setting<string>[];
  readonly healthcheck?: Healthcheck;
  readonly image?: Setting<string>;
  /** Anonymous volumes: container paths, the keys of `Volumes`. */
  readonly volumes?: readonly Setting<string>[];
  readonly workingDir?: Setting<string>;
  /** `['']` is the client's way to clear the image's entrypoint. */
  readonly entrypoint?: readonly Setting<string>[];
  readonly networkDisabled?: Setting<boolean>;
  readonly macAddress?: Setting<string>;
  readonly labels?: readonly Entry[];
  readonly stopSignal?: Setting<string>;
  /** Seconds. */
  readonly stopTimeout?: Setting<number>;
}
