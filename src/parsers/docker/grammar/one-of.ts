import type { Place } from '../../../text/location.ts';
import { type Setting, unknown } from '../../../text/setting.ts';

/**
 * A setting with these candidates, at the last one's place. If the first one isn't certain,
 * possibly none applies, which the place shows. `undefined` for no values.
 */
export function oneOf<T>(
  values: readonly Setting<T>[],
  expression: string,
  isAlwaysThere: boolean,
): Setting<T> | undefined {
  const last = values.at(-1);
  if (last === undefined || values.length === 1) return last;
  const candidates = values.flatMap((value) => (value.known ? [value] : value.candidates));
  const isOpen = values.some((value) => !value.known && (value.candidates.length === 0 || value.isOpen === true));
  return unknown(
    [{ unknown: expression }],
    isAlwaysThere ? onEachWay(last.place) : last.place,
    candidates,
    isOpen && candidates.length > 0,
  );
}

function onEachWay(place: Place): Place {
  return { ...place, hops: place.hops.filter(({ kind }) => kind !== 'branch') };
}
