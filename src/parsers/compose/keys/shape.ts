import type { ElementFields, ExtensibleField, SettableFields } from '../../../model/change.ts';
import type { Config } from '../../../model/config.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { Text } from '../../../text/text.ts';
import type { Report } from '../../contract/problem.ts';
import type { Reading } from '../../syntax/reading.ts';
import { type Field, type Item, joinHops, type Ref } from '../../yaml/tree.ts';
import type { TypeName } from '../schema/mismatch.ts';
import type { Given, ServiceScope } from '../service/scope.ts';

/** How values under a key are merged. */
export type Merge =
  /** Mappings by key, sequences appended, scalars replaced. */
  | 'usual'
  /** The later value alone, even where it is null. */
  | 'replace'
  /** Mappings and strings become sequences (`KEY=value`) first. */
  | 'sequence'
  /** As `sequence`, without what is there already. */
  | 'union'
  /** Sequences become mappings without values first. */
  | 'mapping'
  /** Sequences become mappings of dependencies that have only to be started. */
  | 'dependencies'
  /** A string is the context. */
  | 'build'
  /** The text is a list by the time that another file comes over it. */
  | 'requests'
  /** The options are merged where both name the same driver, or one names none. */
  | 'logging'
  /** Lists of ranges of addresses, of which nothing comes where one has none. */
  | 'ranges';

/**
 * What `docker stack deploy` does with a key: it reads it, passes it over, or refuses the file, and knows it as a limit
 * of `deploy` at most.
 */
export type InStack = 'read' | 'ignored' | 'refused' | { readonly limit: 'cpus' | 'memory' | 'pids' };

/** What the values under a key are, which decides what of them is masked. */
export type Holds =
  /** What their keys say. */
  | 'named'
  /** Keys below it are free, so that they say nothing of their values. */
  | 'free'
  /** Variables: their values are secrets. */
  | 'variables'
  /** The words of a command line. */
  | 'command';

type Cast = (value: Ref, report: Report) => unknown;

/** A value of the Compose format, and what the client does with it before anything of a container comes of it. */
export interface Shape {
  /** How text is cast in each file that is read (compose-go `loader/interpolate.go`). */
  readonly cast?: Cast;
  /** What is no setting of a container, and is refused where the whole project is decoded into compose-go's types. */
  readonly decode?: Cast;
  readonly merge?: Merge;
  /**
   * What it must be, whatever the schema says, to be folded or brought into one form (compose-go `override/uncity.go`,
   * `transform/canonical.go`).
   */
  readonly kinds?: readonly TypeName[];
  /**
   * A list in which a later element replaces an earlier one that is the same, before the client looks at the schema.
   */
  readonly isFolded?: true;
  /** How the short form is read in each file. */
  readonly short?: (text: Text) => Reading<unknown>;
  /** The key by which the long form is distinguished from others. */
  readonly needs?: string;
  readonly holds?: Holds;
  /** What stands under its keys, and under those that are not named. */
  readonly keys?: Readonly<Record<string, Shape>>;
  readonly entries?: Shape;
  /** Its elements. */
  readonly items?: Shape;
}

/** A kind of value of which a setting is read. */
export interface Kind<T> extends Shape {
  readonly read: (value: Field, report: Report, scope: ServiceScope) => T | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A container's configuration while it is read. */
export interface Draft {
  readonly config: Mutable<Config>;
  readonly hostConfig: Mutable<HostConfig>;
}

/**
 * What a key gives a container: one field of the model by its value alone, or what a function makes of several keys
 * together.
 */
export interface Gives {
  readonly shape: Shape;
  /** The field of the model, such as `hostConfig.privileged`. */
  readonly field?: `config.${keyof Config}` | `hostConfig.${keyof HostConfig}`;
  readonly set?: (draft: Draft, value: Field, scope: ServiceScope) => void;
  /** Runs once for a service, whichever of its keys are there. */
  readonly by?: (scope: ServiceScope) => Given;
}

/** A key whose value is a field of `Config`. */
export function config<F extends keyof Config>(field: F, kind: Kind<Mutable<Config>[F]>): Gives {
  return {
    shape: kind,
    field: `config.${field}`,
    set: (draft, value, scope) => {
      const read = kind.read(value, scope.report, scope);
      if (read !== undefined) draft.config[field] = read;
    },
  };
}

/** A key whose value is a field of `HostConfig`. */
export function host<F extends keyof HostConfig>(field: F, kind: Kind<Mutable<HostConfig>[F]>): Gives {
  return {
    shape: kind,
    field: `hostConfig.${field}`,
    set: (draft, value, scope) => {
      const read = kind.read(value, scope.report, scope);
      if (read !== undefined) draft.hostConfig[field] = read;
    },
  };
}

/** A key that a function reads, together with others. */
export function by(read: (scope: ServiceScope) => Given, shape: Shape = {}): Gives {
  return { shape, by: read };
}

/** A key of which no setting of the container comes. */
export function nothing(shape: Shape = {}): Gives {
  return { shape };
}

/** A value to be written, or the keys below which one is. */
export type WrittenValue = string | number | boolean | { readonly [key: string]: WrittenValue };

/** What a fix writes under a key. */
export interface Written {
  readonly sets?: { readonly [F in keyof SettableFields]?: (value: SettableFields[F]) => WrittenValue };
  /** The list to which it adds. */
  readonly adds?: ExtensibleField;
  /** The keys of what it sets in an element in the long form; nothing for an element that has none. */
  readonly members?: { readonly [M in keyof ElementFields]?: string };
}

export type ServiceKey = readonly [
  gives: Gives,
  merge: Merge,
  inStack: InStack,
  holds: Holds,
  /** Nothing is written there by a fix. */
  written: Written | 'never',
];

/** What stands under a key of a mapping, or at one of its names. */
export function shapeUnder({ keys, entries }: Shape, key: string): Shape | undefined {
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : entries;
}

/**
 * Looks at a value and at all below it that has a shape; `name` is what messages call the value, such as
 * `services.web.ports[0]`.
 */
export function lookAt(
  value: Ref,
  shape: Shape,
  name: string,
  look: (value: Ref, shape: Shape, name: string) => void,
): void {
  look(value, shape, name);
  const { node, hops } = value;
  const below = (item: Item): Ref => ({ node: item.node, hops: joinHops(item.hops, hops) });
  if (node.kind === 'mapping' && (shape.keys !== undefined || shape.entries !== undefined)) {
    for (const [key, entry] of node.entries) {
      const next = shapeUnder(shape, key);
      if (next !== undefined) lookAt(below(entry), next, name === '' ? key : `${name}.${key}`, look);
    }
  } else if (node.kind === 'sequence' && shape.items !== undefined) {
    for (const [index, item] of node.items.entries()) lookAt(below(item), shape.items, `${name}[${index}]`, look);
  }
}
