import type { Change, ChangedField, SetChange, SettableFields } from '../../model/change.ts';
import type { Place } from '../../text/location.ts';

/** Gives a field a value, in the place of the one that it has where it has one. */
export function setTo<F extends keyof SettableFields>(field: F, value: SettableFields[F], place?: Place): SetChange<F> {
  return { kind: 'set', field, value, ...(place === undefined ? {} : { place }) };
}

/** The fix that removes what has a place: none where that is one of several values that it can have. */
export function removal<F extends string>(
  id: F,
  field: ChangedField,
  { place, isCertain }: { readonly place: Place; readonly isCertain: boolean },
): readonly { readonly id: F; readonly changes: readonly Change[] }[] {
  return isCertain ? [{ id, changes: [{ kind: 'remove', field, place }] }] : [];
}
