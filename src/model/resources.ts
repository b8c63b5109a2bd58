import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry } from './entry.ts';

interface Resource {
  readonly name: Setting<string>;
  readonly driver?: Setting<string>;
  readonly driverOpts?: readonly Entry[];
  readonly isExternal: boolean;
  readonly place: Place;
}

/** A volume that the file defines: a top-level Compose volume, or `docker volume create`. */
export interface Volume extends Resource {
  readonly kind: 'volume';
}

export interface Network extends Resource {
  readonly kind: 'network';
}

/** A network that a container joins (`NetworkingConfig.EndpointsConfig`). */
export interface NetworkAttachment {
  readonly name: Setting<string>;
  readonly network?: Network;
  readonly place: Place;
}
