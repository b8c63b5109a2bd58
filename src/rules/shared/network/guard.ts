import type { AuthFacts, ListenerFacts, ProgramFacts } from '../../../images/facts.ts';
import type { Container } from '../../../model/container.ts';
import type { Mount } from '../../../model/host-config.ts';
import type { Bind } from '../../../model/values.ts';
import { type Unknown, valueOf } from '../../../text/setting.ts';
import { knownValues } from '../demand.ts';
import {
  askSwitches,
  isIn,
  type ProgramSettings,
  type ProgramValue,
  passwordIn,
  portSet,
  type SwitchAnswer,
} from './program-settings.ts';

/**
 * Who can use the port of a program.
 *
 * - `open`: anyone; `by` is the setting for it or, with `isAddress`, for the address to listen on
 * - `default`: anyone with the public default password
 * - `written`: anyone who can read the password in the file
 * - `outside`: users with a password from outside
 * - `asks`: users who log in; `first-visit`: the first visitor creates the login; `elsewhere`:
 * another service does
 * - `closed`: nobody outside the container
 * - `unknown`: an unread configuration or an unknown value decides
 */
export type Guard =
  | {
      readonly kind: 'open';
      readonly by?: ProgramValue | undefined;
      readonly isAddress?: boolean;
      /** Other settings with which a password doesn't count. */
      readonly also?: readonly string[];
      readonly isCertain: boolean;
    }
  | { readonly kind: 'default'; readonly isCertain: boolean }
  | { readonly kind: 'written'; readonly by: ProgramValue; readonly isWellKnown: boolean; readonly isCertain: boolean }
  | { readonly kind: 'outside' | 'closed' }
  | { readonly kind: 'asks'; readonly of?: 'elsewhere' | 'first-visit' }
  | { readonly kind: 'unknown'; readonly setting?: Unknown<unknown> | undefined };

const isOn = ({ kind }: SwitchAnswer): boolean => kind === 'on';

export function guardOf(
  listener: ListenerFacts,
  { auth: shared, listens = [] }: ProgramFacts,
  container: Container,
  settings: ProgramSettings,
): Guard {
  if (listener.login === 'none') {
    const answers = askSwitches(listener.only, settings);
    const by = answers.find(isOn)?.value;
    if (by === undefined && (answers[0] !== undefined || !settings.isWhole))
      return { kind: 'unknown', setting: answers[0]?.value.unknown };
    return { kind: 'open', by, isCertain: by?.isCertain ?? true };
  }
  const auth = listener.login ?? shared;
  if (auth === undefined) return { kind: 'unknown' };
  // A public program with a separate internal interface: the facts are about that interface.
  const isApart = auth.unset === 'loopback' && listens.some(({ loopback }) => loopback === true);
  if (isApart && listener.loopback !== true) return { kind: 'asks' };
  const set = bySwitches(auth, settings) ?? byPassword(auth, settings);
  if (set !== undefined) return set;
  const closed = askSwitches([...(auth.refuses ?? []), ...(auth.closes ?? [])], settings);
  if (closed.some(isOn)) return { kind: 'asks' };
  if (closed[0] !== undefined) return { kind: 'unknown', setting: closed[0].value.unknown };
  if (!settings.isWhole || mountsOver(auth.configs ?? [], container, settings)) return { kind: 'unknown' };
  const { unset } = auth;
  if (unset === 'open' || unset === 'default') return { kind: unset, isCertain: true };
  if (unset === 'loopback') return { kind: 'closed' };
  return unset === 'elsewhere' || unset === 'first-visit' ? { kind: 'asks', of: unset } : { kind: 'asks' };
}

function bySwitches({ opens, unsure, closes, hides, unset }: AuthFacts, settings: ProgramSettings): Guard | undefined {
  const answers = askSwitches(opens, settings);
  const on = answers.find(isOn)?.value;
  // One variable may provide several, and then its known value decides.
  const isOther = ({ value }: SwitchAnswer): boolean => value.name !== on?.name;
  if (askSwitches(unsure, settings).some(isOther)) return { kind: 'unknown' };
  if (on === undefined) {
    const open = answers.find(({ value }) => value.unknown !== undefined) ?? answers[0];
    return open && { kind: 'unknown', setting: open.value.unknown };
  }
  const closed = askSwitches(closes, settings).find(isOther);
  if (closed !== undefined) return isOn(closed) ? { kind: 'asks' } : { kind: 'unknown', setting: closed.value.unknown };
  const others = [...answers, ...askSwitches(hides, settings)].filter((one) => isOn(one) && isOther(one));
  const also = [...new Set(others.map(({ value }) => value.name))];
  return { kind: 'open', by: on, isAddress: unset === 'loopback', also, isCertain: on.isCertain };
}

function byPassword(auth: AuthFacts, settings: ProgramSettings): Guard | undefined {
  const { needs = [], password = [], hashed = [], known = [], login } = auth;
  const isOff = needs.length > 0 && askSwitches(needs, settings).length === 0;
  if (isOff) return settings.isWhole ? undefined : { kind: 'unknown' };
  const given = password.flatMap((holder) => passwordIn(holder, settings) ?? []);
  const by = given.find(isWritten);
  if (by !== undefined) {
    const isWellKnown = [login?.password, ...known].includes(by.text);
    return { kind: 'written', by, isWellKnown, isCertain: by.isCertain };
  }
  const isHashed = hashed.some((holder) => passwordIn(holder, settings) !== undefined);
  return given.length > 0 || isHashed ? { kind: 'outside' } : undefined;
}

/** True for a password that is really in the file, unlike `{{ password }}`. */
function isWritten({ text, isOutside }: ProgramValue): boolean {
  return (
    text !== undefined &&
    !isOutside &&
    text !== '' &&
    !/\{\{|\$\{|<%|^<.*>$|^__.*__$|^%.*%$|^(?:x{3,}|y{3,}|z{3,}|\*+)$/i.test(text)
  );
}

/**
 * True if something is, or may be, mounted over or in one of these paths, or if the command names
 * one.
 */
export function mountsOver(configs: readonly string[], { hostConfig }: Container, { names }: ProgramSettings): boolean {
  if (configs.length === 0) return false;
  if (hostConfig.volumesFrom !== undefined) return true;
  return [...(hostConfig.binds ?? []), ...(hostConfig.mounts ?? [])].some((mount) => {
    const values = knownValues(mount.target);
    return (
      values.length === 0 ||
      values.some(
        ({ value }) =>
          names(value) || configs.some((path) => isIn(value, path) || (isIn(path, value) && !isNew(mount))),
      )
    );
  });
}

/** True for a volume that only the engine and the program fill. */
function isNew({ volume, ...mount }: Bind | Mount): boolean {
  const kind = 'sourceKind' in mount ? mount.sourceKind : valueOf(mount.type);
  return kind === 'volume' && volume?.isExternal !== true && volume?.driverOpts === undefined;
}

/** The ports of its URLs, without those for other nodes. */
function portsOf({ urls = [] }: ListenerFacts, { variable }: ProgramSettings): readonly number[] {
  const [list] = urls.flatMap((name) => variable(name) ?? []);
  const entries = list?.shape.split(',').filter((url) => !/^\s*CONTROLLER\b/i.test(url)) ?? [];
  return entries.flatMap((url) => /:(\d{1,5})\s*$/.exec(url)?.[1] ?? []).map(Number);
}

/** The ports on which an image's program listens for other machines. */
export function listenersOf({ listens = [] }: ProgramFacts, settings: ProgramSettings): readonly ListenerFacts[] {
  return listens.flatMap((listener): readonly ListenerFacts[] => {
    const { only, never, address = [] } = listener;
    if (only !== undefined && askSwitches(only, settings).length === 0) return [];
    if (askSwitches(never, settings).some(isOn)) return [];
    const port = portSet(address, settings);
    if (port === 'loopback') return [];
    const ports = portsOf(listener, settings);
    if (ports.length > 0) return ports.map((each) => ({ ...listener, port: each }));
    return [port === undefined ? listener : { ...listener, port }];
  });
}
