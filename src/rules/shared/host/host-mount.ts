import type { Place } from '../../../text/location.ts';
import type { Setting, Unknown } from '../../../text/setting.ts';

/** The form of a host mount, which decides how to make it read-only. A bind with options gets another one; a writable bind has `rw`. */
export type MountForm = 'bind' | 'bind with options' | 'writable bind' | 'mount' | 'volume';

/** A host path mounted into a container. */
export interface HostMount {
  readonly form: MountForm;
  /** The model list that contains it; omitted for a driver's mount. */
  readonly list?: 'binds' | 'mounts';
  readonly source: Setting<string>;
  /** The source as written, if it is or goes through a symlink; `source` is the target. */
  readonly link?: string;
  readonly target: Setting<string> | undefined;
  readonly readOnly: Setting<boolean> | undefined;
  /** A block device, whose whole filesystem is mounted. */
  readonly isDisk?: true;
  /** Why it may not be a host path. */
  readonly doubt: Unknown<unknown> | undefined;
  /** Of the whole bind or mount. */
  readonly place: Place;
}
