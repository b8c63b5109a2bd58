import type { Setting } from '../text/setting.ts';

/** A pair of a map with free keys: a label, a sysctl, a driver option. */
export interface Entry {
  readonly key: Setting<string>;
  readonly value: Setting<string>;
}
