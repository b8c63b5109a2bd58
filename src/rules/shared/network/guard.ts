import type { AuthFacts, ListenerFacts, ProgramFacts } from '../../../images/facts.ts';
import { stringOf } from '../../../images/settings.ts';
import type { Container } from '../../../model/container.ts';
import type { Mount } from '../../../model/host-config.ts';
import type { Bind } from '../../../model/values.ts';
import type { Unknown } from '../../../text/setting.ts';
import { knownValues } from '../demand.ts';
import { askSwitch, isIn, type ProgramSettings, type ProgramValue, passwordIn, portSet } from './program-settings.ts';

/**
 * Who gets in at a program's port.
 *
 * - `open`: anyone; `by` is the setting, or with `isAddress` the address to listen on
 * - `default`: anyone with the public default password
 * - `written`: anyone who can read the file, which contains the password
 * - `outside`: users with a password from outside
 * - `asks`: users of a login: `first-visit`, the first visitor makes it; `elsewhere`, another service has it
 * - `closed`: nobody from outside the container
 * - `unknown`: an unread configuration or an unknown value decides
 */
export type Guard =
  | {
      readonly kind: 'open';
      readonly by?: ProgramValue;
      readonly isAddress?: boolean;
      /** Further settings that keep a password from counting. */
      readonly also?: readonly string[];
      readonly isCertain: boolean;
    }
  | { readonly kind: 'default'; readonly isCertain: boolean }
  | { readonly kind: 'written'; readonly by: ProgramValue; readonly isWellKnown: boolean; readonly isCertain: boolean }
  | { readonly kind: 'outside' | 'closed' }
  | { readonly kind: 'asks'; readonly of?: 'elsewhere' | 'first-visit' }
  | { readonly kind: 'unknown'; readonly setting?: Unknown<unknown> };

export function guardOf(
  listener: ListenerFacts,
  { auth: shared, listens = [] }: ProgramFacts,
  container: Container,
  settings: ProgramSettings,
): Guard {
  const auth = listener.login === 'none' ? undefined : (listener.login ?? shared);
  if (listener.login === 'none') {
    const by = listener.only?.map((one) => askSwitch(one, settings)).find((answer) => answer?.kind === 'on');
    return settings.isWhole || by !== undefined
      ? { kind: 'open', ...(by === undefined ? {} : { by: by.value }), isCertain: by?.value.isCertain ?? true }
      : { kind: 'unknown' };
  }
  if (auth === undefined) return { kind: 'unknown' };
  // A public program with a separate internal interface: the facts are about the latter.
  const isApart = auth.unset === 'loopback' && listens.some(({ loopback }) => loopback === true);
  if (isApart && listener.loopback !== true) return { kind: 'asks' };
  const off = bySwitches(auth, settings);
  if (off !== undefined) return off;
  const password = byPassword(auth, settings);
  if (password !== undefined) return password;
  const closed = [...(auth.refuses ?? []), ...(auth.closes ?? [])].flatMap((one) => askSwitch(one, settings) ?? []);
  if (closed.some(({ kind }) => kind === 'on')) return { kind: 'asks' };
  if (closed[0] !== undefined) return unknownBy(closed[0].value);
  if (!settings.isWhole || mountsOver(auth.configs ?? [], container, settings)) return { kind: 'unknown' };
  return unset(auth);
}

function bySwitches(auth: AuthFacts, settings: ProgramSettings): Guard | undefined {
  const answers = (auth.opens ?? []).flatMap((one) => askSwitch(one, settings) ?? []);
  const unsure = (auth.unsure ?? []).flatMap((one) => askSwitch(one, settings) ?? []);
  const on = answers.find(({ kind }) => kind === 'on');
  const closed = (auth.closes ?? []).flatMap((one) => askSwitch(one, settings) ?? []);
  // Both may come from one variable, whose known value decides.
  if (unsure.some(({ value }) => value.name !== on?.value.name)) return { kind: 'unknown' };
  const other = on && closed.find(({ value }) => value.name !== on.value.name);
  if (other !== undefined) return other.kind === 'on' ? { kind: 'asks' } : unknownBy(other.value);
  if (on !== undefined) {
    const isAddress = auth.unset === 'loopback';
    const others = [...(auth.opens ?? []), ...(auth.hides ?? [])].flatMap((one) => askSwitch(one, settings) ?? []);
    const also = others.flatMap(({ kind, value }) =>
      kind === 'on' && value.name !== on.value.name ? [value.name] : [],
    );
    return { kind: 'open', by: on.value, isAddress, also: [...new Set(also)], isCertain: on.value.isCertain };
  }
  const [open] = answers.toSorted(
    (a, b) => Number(b.value.unknown !== undefined) - Number(a.value.unknown !== undefined),
  );
  return open && unknownBy(open.value);
}

function unknownBy({ unknown }: ProgramValue): Guard {
  return { kind: 'unknown', ...(unknown === undefined ? {} : { setting: unknown }) };
}

function byPassword(auth: AuthFacts, settings: ProgramSettings): Guard | undefined {
  const needs = (auth.needs ?? []).map((one) => askSwitch(one, settings)?.kind);
  const isOff = needs.length > 0 && needs.every((kind) => kind === undefined);
  if (isOff) return settings.isWhole ? undefined : { kind: 'unknown' };
  const given = (auth.password ?? []).flatMap((holder) => passwordIn(holder, settings) ?? []);
  const hashed = (auth.hashed ?? []).flatMap((holder) => passwordIn(holder, settings) ?? []);
  const written = given.find(isWritten);
  if (written !== undefined) {
    const isWellKnown = [auth.login?.password, ...(auth.known ?? [])].includes(written.text);
    return { kind: 'written', by: written, isWellKnown, isCertain: written.isCertain };
  }
  if (given.length > 0 || hashed.length > 0) return { kind: 'outside' };
  return undefined;
}

/** A password in the file that isn't replaced before use, as `{{ password }}` is. */
function isWritten({ text, isOutside }: ProgramValue): boolean {
  return (
    text !== undefined &&
    !isOutside &&
    text !== '' &&
    !/\{\{|\$\{|<%|^<.*>$|^__.*__$|^%.*%$|^(?:x{3,}|y{3,}|z{3,}|\*+)$/i.test(text)
  );
}

function unset({ unset: kind }: AuthFacts): Guard {
  switch (kind) {
    case 'open':
    case 'default':
      return { kind, isCertain: true };
    case 'loopback':
      return { kind: 'closed' };
    case 'elsewhere':
    case 'first-visit':
      return { kind: 'asks', of: kind };
    case 'refuses':
    case 'generated':
    case 'closed':
      return { kind: 'asks' };
  }
}

/** Whether something is mounted over one of these files or in them, or is named by the command, or may be. */
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
  const kind = 'sourceKind' in mount ? mount.sourceKind : stringOf(mount.type);
  return kind === 'volume' && volume?.isExternal !== true && volume?.driverOpts === undefined;
}

/** The ports of its URLs, without those for other nodes. */
function portsOf({ urls = [] }: ListenerFacts, { variable }: ProgramSettings): readonly number[] {
  const [list] = urls.flatMap((name) => variable(name) ?? []);
  const entries = list?.shape.split(',').filter((url) => !/^\s*CONTROLLER\b/i.test(url)) ?? [];
  return entries.flatMap((url) => /:(\d{1,5})\s*$/.exec(url)?.[1] ?? []).map(Number);
}

/** The ports on which an image's program listens for others. */
export function listenersOf({ listens = [] }: ProgramFacts, settings: ProgramSettings): readonly ListenerFacts[] {
  return listens.flatMap((listener): readonly ListenerFacts[] => {
    const { only, never = [], address = [] } = listener;
    if (only?.some((one) => askSwitch(one, settings) !== undefined) === false) return [];
    if (never.some((one) => askSwitch(one, settings)?.kind === 'on')) return [];
    const port = portSet(address, settings);
    if (port === 'loopback') return [];
    const ports = portsOf(listener, settings);
    if (ports.length > 0) return ports.map((each) => ({ ...listener, port: each }));
    return [port === undefined ? listener : { ...listener, port }];
  });
}
