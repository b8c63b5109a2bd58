import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry } from './config.ts';

/** A volume that the text defines: a top-level Compose volume, or `docker volume create`. */
export interface Volume {
  readonly kind: 'volume';
  readonly name: Setting<string>;
  readonly driver?: Setting<string>;
  readonly driverOpts?: readonly Entry[];
  readonly isExternal: boolean;
  readonly place: Place;
}

/** A network that the text defines or names. */
export interface Network {
  readonly kind: 'network';
  readonly name: Setting<string>;
  readonly driver?: Setting<string>;
  readonly driverOpts?: readonly Entry[];
  readonly isExternal: boolean;
  readonly place: Place;
}

/** A network that a container joins (`NetworkingConfig.EndpointsConfig`). */
export interface NetworkAttachment {
  readonly name: Setting<string>;
  readonly network?: Network;
  readonly place: Place;
}
