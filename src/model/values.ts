import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Volume } from './resources.ts';

/** A range of port numbers, including both ends. */
export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A port that the image documents or the container publishes: a key of `ExposedPorts`, or a range
 * of several.
 */
export interface ExposedPort {
  readonly containerPort: Setting<PortRange>;
  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: Setting<string>;
  readonly place: Place;
}

/** A published port or range: an entry of `HostConfig.PortBindings`. */
export interface PortBinding {
  readonly containerPort: Setting<PortRange>;
  readonly protocol: Setting<string>;
  readonly hostIp?: Setting<string>;
  /**
   * The port or range on the host. If absent, the engine picks a free port. A range as wide as
   * `containerPort` is mapped one to one. A range for a single `containerPort` lets the engine pick
   * one port.
   */
  readonly hostPort?: Setting<PortRange>;
  /** True if written as a mapping (Compose's long form). */
  readonly isLongForm?: true;
  readonly place: Place;
}

/** A mount that clients send as one string, `source:target[:options]`, in `HostConfig.Binds`. */
export interface Bind {
  /** The string that the engine receives. */
  readonly spec: Setting<string>;
  /** A host path, or a volume's name; see {@link Bind.sourceKind}. */
  readonly source: Setting<string>;
  /** `bind` for a path, `volume` for a volume's name; `undefined` if unknown. */
  readonly sourceKind: 'bind' | 'volume' | undefined;
  /** True if the source is relative to the directory of the project or script. */
  readonly isRelative?: boolean;
  readonly target: Setting<string>;
  /** True if written as a mapping (Compose's long form). */
  readonly isLongForm?: true;
  readonly options: readonly Setting<string>[];
  /** The definition of the volume that `source` names, if the file contains it. */
  readonly volume?: Volume;
  readonly place: Place;
}

/** A value that may be unknown as a whole, such as a command in a variable. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}
