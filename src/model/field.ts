import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry } from './entry.ts';
import type { Bind, ExposedPort, Located, PortBinding } from './values.ts';

/** What a field holds, and with it how `plimsoll model` prints it, how it is read from the output of `docker inspect`, and which of its values are masked. */
export interface Shapes {
  readonly string: Setting<string>;
  readonly number: Setting<number>;
  readonly boolean: Setting<boolean>;
  /** What an element of a list is: printed as it was written where it is unknown. */
  readonly text: Setting<string>;
  /** The source of a mount, which the client resolves where it is relative. */
  readonly source: Setting<string>;
  readonly 'mount type': Setting<string>;
  readonly strings: readonly Setting<string>[];
  /** As clients since 28.4 send them: in capitals with `CAP_`, each once, sorted. */
  readonly capabilities: readonly Setting<string>[];
  /** `NAME=value` each; values are masked. */
  readonly variables: readonly Setting<string>[];
  /** The words of a command line; what they hold of variables and passwords is masked. */
  readonly command: readonly Setting<string>[];
  /** The keys of an object whose values are empty objects, as Go has sets. */
  readonly keys: readonly Setting<string>[];
  /** `name` or `name=value` each, in JSON a list of one or two. */
  readonly options: readonly Setting<string>[];
  readonly 'lists of strings': readonly (readonly Setting<string>[])[];
  /** Values of keys that are named like secrets are masked. */
  readonly entries: readonly Entry[];
  /** Present and empty says something. */
  readonly paths: Located<readonly Setting<string>[]>;
  readonly 'exposed ports': readonly ExposedPort[];
  readonly 'port bindings': readonly PortBinding[];
  readonly binds: readonly Bind[];
}

interface Column {
  /** The Engine API's name. */
  readonly name: string;
  /** In the model it is there in every record that is. */
  readonly isRequired?: true;
  /** What a change of the model does with it: it sets the value, or adds an element. Left out where none does. */
  readonly change?: 'set' | 'add';
  /** A list of which only what it holds counts, not its order. */
  readonly isUnordered?: true;
}

/** One field of a part of a request. */
export type Field =
  | (Column & { readonly is: keyof Shapes })
  /**
   * A part with fields of its own. `place` is where its place comes from in an engine's output: from its name, or from
   * the first of these fields that is there, else it is the whole. Left out for parts that have none.
   */
  | (Column & { readonly is: 'record'; readonly of: Fields; readonly place?: 'name' | readonly string[] })
  | (Column & { readonly is: 'list'; readonly of: Fields; readonly place: readonly string[] });

/** The fields of one part of a request, by their names in the model; in the order in which they are printed. */
export interface Fields {
  readonly [key: string]: Field;
}

interface Placed {
  readonly place: Place;
}

type ElementOf<F extends Field> = F extends { readonly of: infer O extends Fields }
  ? F extends { readonly place: unknown }
    ? PlacedRecordOf<O>
    : RecordOf<O>
  : never;

/** As {@link RecordOf}, for a part that has a place. */
export type PlacedRecordOf<F extends Fields> = RecordOf<F> & Placed;

/** The type of a field's value in the model. */
export type ValueOf<F extends Field> = F extends { readonly is: infer S extends keyof Shapes }
  ? Shapes[S]
  : F extends { readonly is: 'list' }
    ? readonly ElementOf<F>[]
    : ElementOf<F>;

type RequiredKey<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isRequired: true } ? K : never;
}[keyof F];

/** The type of a part of the model that has these fields. */
export type RecordOf<F extends Fields> = {
  readonly [K in keyof Pick<F, RequiredKey<F>>]: ValueOf<F[K]>;
} & {
  readonly [K in keyof Omit<F, RequiredKey<F>>]?: ValueOf<F[K]>;
};
