import type { Place } from '../../../text/location.ts';
import type { Setting, Unknown } from '../../../text/setting.ts';

/**
 * The way by which a path of the host gets into a container; it decides how a person makes it read-only. A bind with
 * options is one to whose options another is added, or of which one says `rw`.
 */
export type MountForm = 'bind' | 'bind with options' | 'writable bind' | 'mount' | 'volume';

/** A path of the host that a container gets, by whichever way. */
export interface HostMount {
  readonly form: MountForm;
  /** The list of the model that it is an element of; left out for what a driver mounts. */
  readonly list?: 'binds' | 'mounts';
  readonly source: Setting<string>;
  /**
   * The source as it is written, where that is a symbolic link, or has one on its way, and `source` is where it leads.
   */
  readonly link?: string;
  /** The path in the container. */
  readonly target: Setting<string> | undefined;
  readonly readOnly: Setting<boolean> | undefined;
  /** The source is a block device, of which the whole filesystem is mounted. */
  readonly isDisk?: true;
  /** What is not known of whether this is a path of the host at all. */
  readonly doubt: Unknown<unknown> | undefined;
  /** Of the bind or the mount as a whole. */
  readonly place: Place;
}
