import { splitPath } from '../../../util/paths.ts';
import type { Specifiers } from './expand.ts';

/** The parts of a unit's name: `web@blue.service`. */
export interface UnitName {
  /** `web@blue`. */
  readonly base: string;
  /** `web`. */
  readonly prefix: string;
  /** `blue`; empty for a template, `undefined` for other units. */
  readonly instance: string | undefined;
}

/** The unit's name of a file, without suffix. */
export function unitBase(path: string): string {
  const [, name] = splitPath(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export function readUnitName(base: string): UnitName {
  const at = base.indexOf('@');
  return at < 0
    ? { base, prefix: base, instance: undefined }
    : { base, prefix: base.slice(0, at), instance: base.slice(at + 1) };
}

/**
 * The specifiers derived from a service's name (systemd.unit(5)); in a template, only the prefix is
 * known.
 */
export function nameSpecifiers({ base, prefix, instance }: UnitName): Specifiers {
  const component = prefix.slice(prefix.lastIndexOf('-') + 1);
  const specifiers = new Map([['p', prefix]]);
  // Capital letters mean the unescaped name.
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
