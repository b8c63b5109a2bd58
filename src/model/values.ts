import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Volume } from './resources.ts';

/** A range of port numbers, both ends included. */
export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** A documented or published port: a key of `ExposedPorts`, or several written as a range. */
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
   * Absent: the engine picks a free port. As wide as `containerPort`: mapped one to one. Wider than
   * a single `containerPort`: the engine picks one.
   */
  readonly hostPort?: Setting<PortRange>;
  /** Written as a mapping (Compose's long form). */
  readonly isLongForm?: true;
  readonly place: Place;
}

/** A mount sent as one string, `source:target[:options]`, in `HostConfig.Binds`. */
export interface Bind {
  /** The string that the engine gets. */
  readonly spec: Setting<string>;
  /** A host path, or a volume's name; see {@link Bind.sourceKind}. */
  readonly source: Setting<string>;
  /** `bind` for a path, `volume` for a volume's name, `undefined` if unknown. */
  readonly sourceKind: 'bind' | 'volume' | undefined;
  /** The source is relative to the project's or the script's directory. */
  readonly isRelative?: boolean;
  readonly target: Setting<string>;
  /** Written as a mapping (Compose's long form). */
  readonly isLongForm?: true;
  /** The single options: `ro`, `rw`, `z`, `rshared`, `nocopy`… */
  readonly options: readonly Setting<string>[];
  /** The definition of the volume that `source` names, if the text has one. */
  readonly volume?: Volume;
  readonly place: Place;
}

/** A value whose list may be unknown as a whole, such as a command held in a variable. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}
