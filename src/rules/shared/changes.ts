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

/** A fix's changes, by its name in the rule's table. */
export interface StatedFix<F extends string> {
  readonly id: F;
  readonly changes: readonly Change[];
  /** Its title, if more specific than that of its kind. */
  readonly title?: string;
  /** Why it is one step less risky than its kind, such as known facts about the image; one sentence. */
  readonly lowered?: string | undefined;
  /** Why it isn't offered here, one sentence. */
  readonly withheld?: string;
}

export function setTo<F extends keyof SettableFields>(field: F, value: SettableFields[F], place?: Place): SetChange<F> {
  return { kind: 'set', field, value, ...(place === undefined ? {} : { place }) };
}

/** A fix that can break a workload: its risk, effect and possible breakage. */
export function risky(risk: Exclude<Risk, 'safe'>, title: string, breaks: string): FixMeta {
  return { title, risk, breaks };
}

/** As {@link risky}, but only if the rule is named: nothing shows whether the container needs the setting. */
export function byName(meta: FixMeta): FixMeta {
  return { ...meta, isByName: true };
}

/** As {@link risky}, but only with a value from the user. */
export function valued(value: keyof FixValues, meta: FixMeta): FixMeta {
  return { ...meta, value };
}

export function addTo(field: ExtensibleField, values: readonly string[]): readonly Change[] {
  return values.length === 0 ? [] : [{ kind: 'add', field, values }];
}

export function removalOf<F extends string>(id: F, field: ChangedField, place: Place): StatedFix<F> {
  return { id, changes: [{ kind: 'remove', field, place }] };
}
