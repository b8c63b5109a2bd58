import type { Entry } from '../../../../model/entry.ts';
import type { Mount } from '../../../../model/host-config.ts';
import type { Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface MountDraft {
  type?: Setting<string>;
  source?: Text;
  target?: Text;
  readOnly?: Setting<boolean>;
  consistency?: Setting<string>;
  bindOptions?: Writable<NonNullable<Mount['bindOptions']>>;
  volumeOptions?: Writable<Omit<NonNullable<Mount['volumeOptions']>, 'labels' | 'driverConfig'>>;
  volumeLabels?: Entry[];
  volumeDriver?: Setting<string>;
  volumeDriverOptions?: Entry[];
  imageOptions?: Writable<NonNullable<Mount['imageOptions']>>;
  tmpfsOptions?: Writable<NonNullable<Mount['tmpfsOptions']>>;
  /** The first field of each group of options, by the group's prefix. */
  readonly groups: Map<string, Text>;
  hasUnknownField: boolean;
}
