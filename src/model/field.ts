import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry } from './entry.ts';
import type { Bind, ExposedPort, Located, PortBinding } from './values.ts';

/**
 * The kinds of field values. The kind decides how `plimsoll model` prints a field, how
 * `docker inspect` output is read, and which values are masked.
 */
export interface Shapes {
  readonly string: Setting<string>;
  readonly number: Setting<number>;
  readonly boolean: Setting<boolean>;
  /** An element of a list, printed as written if unknown. */
  readonly text: Setting<string>;
  /** The source of a mount; the client resolves a relative one. */
  readonly source: Setting<string>;
  readonly 'mount type': Setting<string>;
  readonly strings: readonly Setting<string>[];
  /** As clients since 28.4 send them: upper case with `CAP_`, unique, sorted. */
  readonly capabilities: readonly Setting<string>[];
  /** `NAME=value` each; values are masked. */
  readonly variables: readonly Setting<string>[];
  /** The words of a command line; variables' values and passwords in them are masked. */
  readonly command: readonly Setting<string>[];
  /** The keys of an object with empty objects as values (Go's sets). */
  readonly keys: readonly Setting<string>[];
  /** `name` or `name=value` each; in JSON a list of one or two. */
  readonly options: readonly Setting<string>[];
  readonly 'lists of strings': readonly (readonly Setting<string>[])[];
  /** Values are masked if the key is named like a secret. */
  readonly entries: readonly Entry[];
  /** An empty list differs from an absent one. */
  readonly paths: Located<readonly Setting<string>[]>;
  readonly 'exposed ports': readonly ExposedPort[];
  readonly 'port bindings': readonly PortBinding[];
  readonly binds: readonly Bind[];
}

interface Column {
  /** The Engine API's name. */
  readonly name: string;
  /** Every record in the model has it. */
  readonly isRequired?: true;
  /** What a change does with it: set the value, or add an element. Absent if it can't change. */
  readonly change?: 'set' | 'add';
  /** The order of the list does not matter. */
  readonly isUnordered?: true;
}

/** One field of a part of a request. */
export type ModelField =
  | (Column & { readonly is: keyof Shapes })
  /**
   * A part with fields. `place` decides where its place in an engine's output is: its name, or the
   * first of these fields that exists, else the whole.
   */
  | (Column & { readonly is: 'record'; readonly of: Fields; readonly place?: 'name' | readonly string[] })
  | (Column & { readonly is: 'list'; readonly of: Fields; readonly place: readonly string[] });

/** The fields of one part of a request by model name, in print order. */
export interface Fields {
  readonly [key: string]: ModelField;
}

interface Placed {
  readonly place: Place;
}

type ElementOf<F extends ModelField> = F extends { readonly of: infer O extends Fields }
  ? F extends { readonly place: unknown }
    ? PlacedRecordOf<O>
    : RecordOf<O>
  : never;

/** {@link RecordOf} for a part with a place. */
export type PlacedRecordOf<F extends Fields> = RecordOf<F> & Placed;

/** The type of a field's value. */
export type FieldValue<F extends ModelField> = F extends { readonly is: infer S extends keyof Shapes }
  ? Shapes[S]
  : F extends { readonly is: 'list' }
    ? readonly ElementOf<F>[]
    : ElementOf<F>;

type RequiredKey<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isRequired: true } ? K : never;
}[keyof F];

/** The type of a record with these fields. */
export type RecordOf<F extends Fields> = {
  readonly [K in keyof Pick<F, RequiredKey<F>>]: FieldValue<F[K]>;
} & {
  readonly [K in keyof Omit<F, RequiredKey<F>>]?: FieldValue<F[K]>;
};
