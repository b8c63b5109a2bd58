import type { Change, ChangedField, ExtensibleField, SetChange, SettableFields } from '../../model/change.ts';
import type { Place } from '../../text/location.ts';

/** A fix's changes, by its name in the rule's table. */
export interface StatedFix<F extends string> {
  readonly id: F;
  readonly changes: readonly Change[];
  /** Its title, if more specific than the kind's. */
  readonly title?: string | undefined;
  /**
   * Why its risk is one step lower than the kind's, such as facts about the image, in one sentence.
   */
  readonly lowered?: string | undefined;
  /** Why it isn't offered here, one sentence. */
  readonly withheld?: string | undefined;
}

export function setTo<F extends keyof SettableFields>(field: F, value: SettableFields[F], place?: Place): SetChange<F> {
  return { kind: 'set', field, value, ...(place === undefined ? {} : { place }) };
}

export function addTo(field: ExtensibleField, values: readonly string[]): readonly Change[] {
  return values.length === 0 ? [] : [{ kind: 'add', field, values }];
}

export function removalOf<F extends string>(id: F, field: ChangedField, place: Place): StatedFix<F> {
  return { id, changes: [{ kind: 'remove', field, place }] };
}
