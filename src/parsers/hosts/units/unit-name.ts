import { splitPath } from '../../../util/paths.ts';
import type { Specifiers } from './expand.ts';

/** The parts of the name of a unit: `web@blue.service`. */
export interface UnitName {
  /** `web@blue`. */
  readonly base: string;
  /** `web`. */
  readonly prefix: string;
  /** `blue`; empty for a template, `undefined` for a unit that is none. */
  readonly instance: string | undefined;
}

/** The name of the unit that a file is, without its ending. */
export function unitBase(path: string): string {
  const [, name] = splitPath(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** Takes the name of a unit, without its ending, apart. */
export function readUnitName(base: string): UnitName {
  const at = base.indexOf('@');
  return at < 0
    ? { base, prefix: base, instance: undefined }
    : { base, prefix: base.slice(0, at), instance: base.slice(at + 1) };
}

/** What systemd fills in for the specifiers that are about the name of a service (systemd.unit(5)); of a template only its prefix is known. */
export function nameSpecifiers({ base, prefix, instance }: UnitName): Specifiers {
  const component = prefix.slice(prefix.lastIndexOf('-') + 1);
  const specifiers = new Map([['p', prefix]]);
  // An escape stands for another character where the letter is a capital.
  if (!prefix.includes('\\')) specifiers.set('P', prefix.replaceAll('-', '/'));
  specifiers.set('j', component);
  if (!component.includes('\\')) specifiers.set('J', component);
  if (instance === '') return specifiers;
  specifiers
    .set('N', base)
    .set('n', `${base}.service`)
    .set('i', instance ?? '');
  if (instance === undefined || !/[-\\]/.test(instance)) specifiers.set('I', instance ?? '');
  return specifiers;
}
