import { isSameLocation } from '../../../text/location.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readTexts } from '../values/values.ts';

/** True where whoever starts one starts the other: neither has a profile, or they have one in common. */
export function startTogether(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [profilesOf(a), profilesOf(b)];
  if (own.length === 0 || other.length === 0) return own.length === other.length;
  return haveCommon(own, other);
}

/** True for alternatives, such as `cpu` and `gpu`: each has profiles, and none is a profile of both, or may be. */
export function areExclusive(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [profilesOf(a), profilesOf(b)];
  if (own.length === 0 || other.length === 0 || [...own, ...other].some(({ value }) => value === undefined))
    return false;
  return !haveCommon(own, other);
}

type Profile = Pick<ReturnType<typeof readTexts>[number], 'value' | 'place'>;

/**
 * True where a profile is one of both. What both have from the same text, by `extends`, is that of a template that
 * nobody starts, if one of them has another profile besides.
 */
function haveCommon(own: readonly Profile[], other: readonly Profile[]): boolean {
  const isInherited = (profile: Profile): boolean =>
    other.some(({ place }) => isSameLocation(place.location, profile.place.location));
  const isTemplate = own.length !== other.length || !own.every(isInherited);
  return own.some(
    (profile) =>
      profile.value !== undefined &&
      !(isTemplate && isInherited(profile)) &&
      other.some(({ value }) => value === profile.value),
  );
}

/** The profiles of a service; without a value each that is not known. */
function profilesOf(scope: ServiceScope): readonly Profile[] {
  return readTexts(get(scope, 'profiles'));
}
