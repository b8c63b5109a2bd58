import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry } from './entry.ts';
import type { Bind, ExposedPort, Located, PortBinding } from './values.ts';

/**
 * The kinds of field values. The kind decides how `plimsoll model` prints a field, how the
 * `docker inspect` parser reads it, and what is masked.
 */
export interface Shapes {
  readonly string: Setting<string>;
  readonly number: Setting<number>;
  readonly boolean: Setting<boolean>;
  /** An element of a list; if unknown, it is printed as written. */
  readonly text: Setting<string>;
  /** The source of a mount; the client resolves relative ones. */
  readonly source: Setting<string>;
  readonly 'mount type': Setting<string>;
  readonly strings: readonly Setting<string>[];
  /** In the form that clients since 28.4 send: upper case with `CAP_`, unique, sorted. */
  readonly capabilities: readonly Setting<string>[];
  /** `NAME=value` each; values are masked. */
  readonly variables: readonly Setting<string>[];
  /** The words of a command line; values of variables and passwords are masked. */
  readonly command: readonly Setting<string>[];
  /** A Go set: an object whose values are empty objects. */
  readonly keys: readonly Setting<string>[];
  /** `name` or `name=value` each; in JSON, lists of one or two strings. */
  readonly options: readonly Setting<string>[];
  readonly 'lists of strings': readonly (readonly Setting<string>[])[];
  /** Values are masked if the key looks like the name of a secret. */
  readonly entries: readonly Entry[];
  /** An empty list has another meaning than an absent one. */
  readonly paths: Located<readonly Setting<string>[]>;
  readonly 'exposed ports': readonly ExposedPort[];
  readonly 'port bindings': readonly PortBinding[];
  readonly binds: readonly Bind[];
}

interface Column {
  readonly name: string;
  /** True if every such record in the model has the field. */
  readonly isRequired?: true;
  /**
   * How a change affects the field: it sets the value, or adds an element. Absent if fixes never
   * change it.
   */
  readonly change?: 'set' | 'add';
  readonly isUnordered?: true;
}

export type ModelField =
  | (Column & { readonly is: keyof Shapes })
  /**
   * A part with its own fields. `place` decides where the part's place in an engine's output is:
   * its name, the first of these fields that exists, or else the whole part.
   */
  | (Column & { readonly is: 'record'; readonly of: Fields; readonly place?: 'name' | readonly string[] })
  | (Column & { readonly is: 'list'; readonly of: Fields; readonly place: readonly string[] });

/** The fields of one part of a request, by their names in the model. Printed in this order. */
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

export type FieldValue<F extends ModelField> = F extends { readonly is: infer S extends keyof Shapes }
  ? Shapes[S]
  : F extends { readonly is: 'list' }
    ? readonly ElementOf<F>[]
    : ElementOf<F>;

type RequiredKey<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isRequired: true } ? K : never;
}[keyof F];

export type RecordOf<F extends Fields> = {
  readonly [K in keyof Pick<F, RequiredKey<F>>]: FieldValue<F[K]>;
} & {
  readonly [K in keyof Omit<F, RequiredKey<F>>]?: FieldValue<F[K]>;
};
