import type { Setting } from '../text/setting.ts';
import type { Fields, PlacedRecordOf, RecordOf } from './field.ts';

/** `Config.Healthcheck`. Durations are nanoseconds. */
export const HEALTHCHECK = {
  /**
   * `['NONE']` disables the image's check; `['CMD', …]` and `['CMD-SHELL', …]` set one. Absent if
   * only the timing is set.
   */
  test: { name: 'Test', is: 'command' },
  interval: { name: 'Interval', is: 'number' },
  timeout: { name: 'Timeout', is: 'number' },
  startPeriod: { name: 'StartPeriod', is: 'number' },
  startInterval: { name: 'StartInterval', is: 'number' },
  retries: { name: 'Retries', is: 'number' },
} as const satisfies Fields;

export interface Healthcheck extends PlacedRecordOf<typeof HEALTHCHECK> {
  /** True for Compose's `disable: false`, which keeps the image's check. */
  readonly isKept?: Setting<boolean>;
}

/**
 * The portable part of a container in `POST /containers/create` (moby
 * `api/types/container.Config`).
 */
export const CONFIG = {
  hostname: { name: 'Hostname', is: 'string' },
  domainname: { name: 'Domainname', is: 'string' },
  user: { name: 'User', is: 'string' },
  attachStdin: { name: 'AttachStdin', is: 'boolean' },
  attachStdout: { name: 'AttachStdout', is: 'boolean' },
  attachStderr: { name: 'AttachStderr', is: 'boolean' },
  tty: { name: 'Tty', is: 'boolean' },
  openStdin: { name: 'OpenStdin', is: 'boolean' },
  stdinOnce: { name: 'StdinOnce', is: 'boolean' },
  image: { name: 'Image', is: 'string' },
  workingDir: { name: 'WorkingDir', is: 'string' },
  networkDisabled: { name: 'NetworkDisabled', is: 'boolean' },
  macAddress: { name: 'MacAddress', is: 'string' },
  stopSignal: { name: 'StopSignal', is: 'string' },
  /** In seconds. */
  stopTimeout: { name: 'StopTimeout', is: 'number' },
  /**
   * `NAME=value` each. Unknown if the value comes from the client's environment or an unread file.
   */
  env: { name: 'Env', is: 'variables' },
  cmd: { name: 'Cmd', is: 'command' },
  /** Clients send `['']` to clear the image's entrypoint. */
  entrypoint: { name: 'Entrypoint', is: 'command' },
  exposedPorts: { name: 'ExposedPorts', is: 'exposed ports' },
  healthcheck: { name: 'Healthcheck', is: 'record', of: HEALTHCHECK, place: 'name' },
  volumes: { name: 'Volumes', is: 'keys' },
  labels: { name: 'Labels', is: 'entries' },
} as const satisfies Fields;

export interface Config extends RecordOf<typeof CONFIG> {
  readonly healthcheck?: Healthcheck;
}

/** The fields of a command run in a container (moby `api/types/container.ExecOptions`). */
export const EXEC = {
  user: { name: 'User', is: 'string' },
  privileged: { name: 'Privileged', is: 'boolean' },
  tty: { name: 'Tty', is: 'boolean' },
  attachStdin: { name: 'AttachStdin', is: 'boolean' },
  attachStdout: { name: 'AttachStdout', is: 'boolean' },
  attachStderr: { name: 'AttachStderr', is: 'boolean' },
  detachKeys: { name: 'DetachKeys', is: 'string' },
  workingDir: { name: 'WorkingDir', is: 'string' },
  env: { name: 'Env', is: 'variables' },
  cmd: { name: 'Cmd', is: 'command' },
} as const satisfies Fields;
