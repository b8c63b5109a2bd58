import type { CONFIG, EXEC, HEALTHCHECK } from './config.ts';
import type { DEVICE, DEVICE_REQUEST, HOST_CONFIG, LOG_CONFIG, MOUNT, RESTART_POLICY, ULIMIT } from './host-config.ts';

/** The parts of a request that Compose keys and command flags set. */
interface Parts {
  readonly config: typeof CONFIG;
  readonly hostConfig: typeof HOST_CONFIG;
  readonly healthcheck: typeof HEALTHCHECK;
  readonly logConfig: typeof LOG_CONFIG;
  readonly restartPolicy: typeof RESTART_POLICY;
  readonly mount: typeof MOUNT;
  readonly device: typeof DEVICE;
  readonly deviceRequest: typeof DEVICE_REQUEST;
  readonly ulimit: typeof ULIMIT;
  readonly exec: typeof EXEC;
}

/**
 * A field with the name of its part, as in `hostConfig.memory`. Tables of other modules use these
 * names.
 */
export type FieldPath = { [P in keyof Parts]: `${P}.${keyof Parts[P] & string}` }[keyof Parts];
