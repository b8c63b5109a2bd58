import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Volume } from './resources.ts';

/** A run of port numbers, both ends included. One port is a range of one. */
export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** A port that is documented or published: a key of `ExposedPorts`, several where it was written as a range. */
export interface ExposedPort {
  readonly containerPort: Setting<PortRange>;
  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: Setting<string>;
  readonly place: Place;
}

/** One published port, or a range of them: an entry of `HostConfig.PortBindings`. */
export interface PortBinding {
  readonly containerPort: Setting<PortRange>;
  readonly protocol: Setting<string>;
  readonly hostIp?: Setting<string>;
  /** Absent: the engine picks a free port. As wide as `containerPort`: bound one to one. Wider than a `containerPort` of one: the engine picks one of them. */
  readonly hostPort?: Setting<PortRange>;
  /** Written as a mapping with a key for each part (Compose's long form). */
  readonly isLongForm?: true;
  readonly place: Place;
}

/** A mount that is sent as one string, `source:target[:options]`, in `HostConfig.Binds`. */
export interface Bind {
  /** The string that the engine gets. */
  readonly spec: Setting<string>;
  /** A host path, or the name of a volume; see {@link Bind.sourceKind}. */
  readonly source: Setting<string>;
  /** `bind` for a path, `volume` for a volume's name, `undefined` where the text does not say. */
  readonly sourceKind: 'bind' | 'volume' | undefined;
  /** The source was written relative to the project's or the script's folder. */
  readonly isRelative?: boolean;
  readonly target: Setting<string>;
  /** Written as a mapping with a key for each part (Compose's long form). */
  readonly isLongForm?: true;
  /** The options one by one: `ro`, `rw`, `z`, `rshared`, `nocopy`… */
  readonly options: readonly Setting<string>[];
  /** The definition of the volume that `source` names, where the text holds one. */
  readonly volume?: Volume;
  readonly place: Place;
}

/** A value whose list may be unknown as a whole, such as a command held in a variable. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}
