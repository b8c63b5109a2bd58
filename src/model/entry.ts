import type { Setting } from '../text/setting.ts';

/** A key and its value in a map with arbitrary keys, such as labels, sysctls or driver options. */
export interface Entry {
  readonly key: Setting<string>;
  readonly value: Setting<string>;
}
