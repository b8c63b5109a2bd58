import type {
  Change,
  ChangedField,
  ExtensibleField,
  FixMeta,
  FixValues,
  Risk,
  SetChange,
  SettableFields,
} from '../../model/change.ts';
import type { Place } from '../../text/location.ts';

/** The changes of a fix by the name that the rule's table of fixes has for it. */
export interface StatedFix<F extends string> {
  readonly id: F;
  readonly changes: readonly Change[];
  /** Its title, where it says more than that of its kind. */
  readonly title?: string;
  /** Why it is one step less risky than its kind, such as what is known of the image; one sentence. */
  readonly lowered?: string | undefined;
  /** Why it is not made here, one sentence. */
  readonly withheld?: string;
}

export function setTo<F extends keyof SettableFields>(field: F, value: SettableFields[F], place?: Place): SetChange<F> {
  return { kind: 'set', field, value, ...(place === undefined ? {} : { place }) };
}

/** A fix that can break a workload: how likely it does, what it does, and what may stop working. */
export function risky(risk: Exclude<Risk, 'safe'>, title: string, breaks: string): FixMeta {
  return { title, risk, breaks };
}

/**
 * As {@link risky}, for what is made by the name of its rule only: nothing says whether the container needs what goes.
 */
export function byName(meta: FixMeta): FixMeta {
  return { ...meta, isByName: true };
}

/** As {@link risky}, for what is made only if the user supplies the value. */
export function valued(value: keyof FixValues, meta: FixMeta): FixMeta {
  return { ...meta, value };
}

/** Adds to a list; no change where there is nothing to add. */
export function addTo(field: ExtensibleField, values: readonly string[]): readonly Change[] {
  return values.length === 0 ? [] : [{ kind: 'add', field, values }];
}

export function removalOf<F extends string>(id: F, field: ChangedField, place: Place): StatedFix<F> {
  return { id, changes: [{ kind: 'remove', field, place }] };
}
