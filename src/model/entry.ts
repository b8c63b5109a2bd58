import type { Setting } from '../text/setting.ts';

/** One pair of a map whose keys are free: a label, a sysctl, a driver option. */
export interface Entry {
  readonly key: Setting<string>;
  readonly value: Setting<string>;
}
