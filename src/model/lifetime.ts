import { isCertain } from '../text/location.ts';
import { type Known, known, type Setting, unknown } from '../text/setting.ts';
import type { Container } from './container.ts';

/**
 * The purpose of a container, by how long it lives:
 * - `service`: it runs until someone stops it
 * - `one-off`: someone waits until its command ends, and then doesn't need it
 * - `job`: created for one job of a pipeline or at startup, and removed afterwards
 * - `development`: someone works in it
 * - `never-started`: files are copied from it, or its service has no containers until someone
 *   requests them (`scale: 0`)
 */
export type Lifetime = 'service' | 'one-off' | 'job' | 'development' | 'never-started';

/**
 * The purpose of a container. Its place is that of the deciding flag, otherwise that of the origin.
 * Unknown if the flag is unknown or only set on some code paths.
 */
export function lifetimeOf(container: Container): Setting<Lifetime> {
  const { origin, place, runBy, completes } = container;
  if (runBy === 'job') return known('job', place);
  if (origin === 'devcontainer' || container.addition !== undefined) return known('development', place);
  if (container.isNeverStarted !== undefined) return known('never-started', container.isNeverStarted);
  if (completes !== undefined) return known('one-off', completes);
  if (runBy === 'service') return known('service', place);
  if (origin === 'inspect') return ofInspected(container);
  // Quadlet runs containers in the background, except with `Type=oneshot`.
  return / (?:run|ansible)$/.test(origin) || origin === 'quadlet' ? ofCommand(container) : known('service', place);
}

/** For an existing container: it was started in the foreground if a client is still attached. */
function ofInspected({ place, config, hostConfig }: Container): Setting<Lifetime> {
  const isAttached = isOn(config.attachStdout) && isOn(hostConfig.autoRemove);
  return known(isAttached ? 'one-off' : 'service', place);
}

/** For `docker run`: clients wait for foreground containers. */
function ofCommand({ place, config, hostConfig, detach, runBy }: Container): Setting<Lifetime> {
  const restart = hostConfig.restartPolicy?.name;
  if (isOn(detach)) return known('service', detach.place);
  if (restart !== undefined && !(restart.known && restart.value === 'no')) return known('service', restart.place);
  const signs = [hostConfig.autoRemove, config.tty, config.openStdin];
  const sign = runBy === 'command' ? known(true, place) : signs.find(isOn);
  const inForeground = sign === undefined ? known<Lifetime>('service', place) : known<Lifetime>('one-off', sign.place);
  const open = detach !== undefined && !isOff(detach) ? detach : undefined;
  if (open !== undefined)
    return inForeground.value === 'service' ? inForeground : eitherOf(open, 'service', inForeground);
  const doubtful = sign === undefined ? signs.find((one) => one !== undefined && !isOff(one)) : undefined;
  return doubtful === undefined ? inForeground : eitherOf(doubtful, 'one-off', inForeground);
}

function eitherOf(decides: Setting<boolean>, lifetime: Lifetime, otherwise: Known<Lifetime>): Setting<Lifetime> {
  return unknown(decides.known ? [] : decides.pattern, decides.place, [known(lifetime, decides.place), otherwise]);
}

function isOn(setting: Setting<boolean> | undefined): setting is Known<boolean> {
  return setting?.known === true && setting.value && isCertain(setting.place);
}

function isOff(setting: Setting<boolean>): boolean {
  return setting.known && !setting.value;
}
