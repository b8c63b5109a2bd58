import type { AuthFacts, ListenerFacts, ProgramFacts } from '../../../images/facts.ts';
import type { KnownImage } from '../../../images/known-image.ts';
import type { Container } from '../../../model/container.ts';
import type { Unknown } from '../../../text/setting.ts';
import { knownValues } from '../demand.ts';
import { askSwitch, isIn, type ProgramSettings, passwordIn, portSet, type Value } from './program-settings.ts';

/**
 * Whom a program lets in at one of its ports.
 *
 * - `open`: everybody; `by` says so where a setting does
 * - `default`: everybody who knows the password that it has where none is set
 * - `written`: everybody who reads the file, where its password stands
 * - `outside`: whoever has a password that the text does not hold
 * - `asks`: it asks for something that nobody sets here: the first visitor does, or the program makes it up
 * - `closed`: nobody from outside of the container
 * - `unknown`: a configuration that is not read decides, or a value that is not known
 */
export type Guard =
  | { readonly kind: 'open'; readonly by?: Value; readonly isCertain: boolean }
  | { readonly kind: 'default'; readonly isCertain: boolean }
  | { readonly kind: 'written'; readonly by: Value; readonly isWellKnown: boolean; readonly isCertain: boolean }
  | { readonly kind: 'outside' | 'asks' | 'closed' }
  | { readonly kind: 'unknown'; readonly setting?: Unknown<unknown> };

/** Whom the program of an image lets in at `listener`, by its facts and by what the container sets. */
export function guardOf(
  listener: ListenerFacts,
  { auth, listens = [] }: ProgramFacts,
  container: Container,
  settings: ProgramSettings,
): Guard {
  if (listener.login === 'none') {
    const by = listener.only?.map((one) => askSwitch(one, settings)).find((answer) => answer?.kind === 'on');
    return settings.isWhole || by !== undefined
      ? { kind: 'open', ...(by === undefined ? {} : { by: by.value }), isCertain: by?.value.isCertain ?? true }
      : { kind: 'unknown' };
  }
  if (auth === undefined) return { kind: 'unknown' };
  // A program that is for others, and has an interface of its own for the inside: the facts are about that.
  const isApart = auth.unset === 'loopback' && listens.some(({ loopback }) => loopback === true);
  if (isApart && listener.loopback !== true) return { kind: 'asks' };
  const off = bySwitches(auth, settings);
  if (off !== undefined) return off;
  const password = byPassword(auth, settings);
  if (password !== undefined) return password;
  if (!settings.isWhole || isConfigured(auth, container, settings)) return { kind: 'unknown' };
  return unset(auth);
}

function bySwitches(auth: AuthFacts, settings: ProgramSettings): Guard | undefined {
  const answers = (auth.off ?? []).flatMap((one) => askSwitch(one, settings) ?? []);
  const unsure = (auth.unsure ?? []).flatMap((one) => askSwitch(one, settings) ?? []);
  const on = answers.find(({ kind }) => kind === 'on');
  // Both may be values of one variable, of which the one that switches it off is known.
  if (unsure.some(({ value }) => value.name !== on?.value.name)) return { kind: 'unknown' };
  if (on !== undefined) return { kind: 'open', by: on.value, isCertain: on.value.isCertain };
  const open = answers.find(({ value }) => value.unknown !== undefined);
  if (open?.value.unknown !== undefined) return { kind: 'unknown', setting: open.value.unknown };
  return answers.length > 0 ? { kind: 'unknown' } : undefined;
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

/** A password that stands in the text, and is not put there from elsewhere before it is used: `{{ password }}`. */
function isWritten({ text, isOutside }: Value): boolean {
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
    case 'refuses':
    case 'generated':
    case 'first-visit':
    case 'closed':
    case 'elsewhere':
      return { kind: 'asks' };
  }
}

/** Whether something is mounted over the configuration or in it, or is named as one by the command, or may be. */
function isConfigured({ configs = [] }: AuthFacts, { hostConfig }: Container, { names }: ProgramSettings): boolean {
  if (configs.length === 0) return false;
  if (hostConfig.volumesFrom !== undefined) return true;
  const targets = [...(hostConfig.binds ?? []), ...(hostConfig.mounts ?? [])].map(({ target }) => target);
  return targets.some((target) => {
    const values = knownValues(target);
    return (
      values.length === 0 ||
      values.some(({ value }) => names(value) || configs.some((path) => isOneInOther(path, value)))
    );
  });
}

function isOneInOther(a: string, b: string): boolean {
  return isIn(a, b) || isIn(b, a);
}

/** The ports on which the program of an image listens for others, with what the container sets. */
export function listenersOf({ program }: KnownImage, settings: ProgramSettings): readonly ListenerFacts[] {
  return (program?.value.listens ?? []).flatMap((listener): readonly ListenerFacts[] => {
    const { only, address = [] } = listener;
    if (only?.some((one) => askSwitch(one, settings) !== undefined) === false) return [];
    const port = portSet(address, settings);
    if (port === 'loopback') return [];
    return [port === undefined ? listener : { ...listener, port }];
  });
}
