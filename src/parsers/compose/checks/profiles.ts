import { isSameLocation } from '../../../text/location.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readTexts } from '../values/values.ts';

/** True if both start together: neither has a profile, or they share one. */
export function startTogether(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [profilesOf(a), profilesOf(b)];
  if (own.length === 0 || other.length === 0) return own.length === other.length;
  return haveCommon(own, other);
}

type Profile = Pick<ReturnType<typeof readTexts>[number], 'value' | 'place'>;

/** True for a shared profile. One from the same text, by `extends`, may be a template's, if one service has another profile too. */
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

/** A service's profiles; unknown ones without a value. */
function profilesOf(scope: ServiceScope): readonly Profile[] {
  return readTexts(get(scope, 'profiles'));
}
