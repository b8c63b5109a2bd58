import { get, type ServiceScope } from '../service/scope.ts';
import { readTexts } from '../values/values.ts';

/** True where whoever starts one starts the other: neither has a profile, or they have one in common. */
export function startTogether(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [profilesOf(a), profilesOf(b)];
  if (own.length === 0 || other.length === 0) return own.length === other.length;
  return own.some((profile) => profile !== undefined && other.includes(profile));
}

/** True for alternatives, such as `cpu` and `gpu`: each has profiles, and none is a profile of both, or may be. */
export function areExclusive(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [profilesOf(a), profilesOf(b)];
  if (own.length === 0 || other.length === 0 || [...own, ...other].includes(undefined)) return false;
  return !own.some((profile) => other.includes(profile));
}

/** The profiles of a service; `undefined` for each that is not known. */
function profilesOf(scope: ServiceScope): readonly (string | undefined)[] {
  return readTexts(get(scope, 'profiles')).map(({ value }) => value);
}
