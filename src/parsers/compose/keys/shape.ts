import type { ElementFields, ExtensibleField, SettableFields } from '../../../model/change.ts';
import type { Config } from '../../../model/config.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { Report } from '../../contract/problem.ts';
import { type Field } from '../../yaml/tree.ts';
import type { Given, ServiceScope } from '../service/scope.ts';

export type MergeKind =
  /** Mappings merge by key, lists append, scalars are replaced. */
  | 'usual'
  /** The later value replaces the earlier one, even if null. */
  | 'replace'
  /** Mappings and strings become sequences (`KEY=value`) before the merge. */
  | 'sequence'
  /** Like `sequence`, but without duplicates of earlier elements. */
  | 'union'
  /** Sequences become mappings without values before the merge. */
  | 'mapping'
  /** Sequences become mappings of dependencies with the condition `service_started`. */
  | 'dependencies'
  /** A string becomes the `context` of a mapping. */
  | 'build'
  /** A string such as `all` becomes a list of requests before the merge. */
  | 'requests'
  /** The options are merged if both use the same driver, or if one names none. */
  | 'logging'
  /** Lists of address ranges; an item without range makes the list empty. */
  | 'ranges';

/**
 * What `docker stack deploy` does with a key: reads, ignores or rejects it; or the limit of
 * `deploy` that replaces it.
 */
export type InStack = 'read' | 'ignored' | 'refused' | { readonly limit: 'cpus' | 'memory' | 'pids' };

/** What the values under a key are, for hiding secrets. */
export type Holds =
  | 'named'
  /** Keys are arbitrary names, which tell nothing about their values. */
  | 'free'
  /** Variables: their values are secrets. */
  | 'variables'
  | 'command';

export interface Shape {
  readonly merge?: MergeKind;
  /** A list in which later elements replace earlier equal ones before the schema check. */
  readonly isFolded?: true;
  readonly holds?: Holds;
  /** Shapes by key; `entries` is for any other key. */
  readonly keys?: Readonly<Record<string, Shape>>;
  readonly entries?: Shape;
  readonly items?: Shape;
}

export interface Kind<T> extends Shape {
  readonly read: (value: Field, report: Report, scope: ServiceScope) => T | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft {
  readonly config: Mutable<Config>;
  readonly hostConfig: Mutable<HostConfig>;
}

/** A field of the model (`set`), or the result of a function over several keys (`by`). */
export interface Gives {
  readonly shape: Shape;
  readonly set?: (draft: Draft, value: Field, scope: ServiceScope) => void;
  /** Runs once per service, even without these keys. */
  readonly by?: (scope: ServiceScope) => Given;
}

export function config<F extends keyof Config>(field: F, kind: Kind<Mutable<Config>[F]>): Gives {
  return {
    shape: kind,
    set: (draft, value, scope) => {
      const read = kind.read(value, scope.report, scope);
      if (read !== undefined) draft.config[field] = read;
    },
  };
}

export function host<F extends keyof HostConfig>(field: F, kind: Kind<Mutable<HostConfig>[F]>): Gives {
  return {
    shape: kind,
    set: (draft, value, scope) => {
      const read = kind.read(value, scope.report, scope);
      if (read !== undefined) draft.hostConfig[field] = read;
    },
  };
}

export function by(read: (scope: ServiceScope) => Given, shape: Shape = {}): Gives {
  return { shape, by: read };
}

/** A scalar, or nested mappings with one key each. */
export type WrittenValue = string | number | boolean | { readonly [key: string]: WrittenValue };

export interface WrittenForms {
  readonly sets?: { readonly [F in keyof SettableFields]?: (value: SettableFields[F]) => WrittenValue };
  readonly adds?: ExtensibleField;
  /** The long form's keys for the parts of an element, if there is one. */
  readonly members?: { readonly [M in keyof ElementFields]?: string };
}

export interface ServiceKey {
  readonly gives: Gives;
  readonly merge: MergeKind;
  readonly inStack: InStack;
  readonly holds: Holds;
  /** How fixes write the key; empty if no fix does. */
  readonly written: WrittenForms;
}

/** The shape of the value under a key of a mapping. */
export function shapeUnder({ keys, entries }: Shape, key: string): Shape | undefined {
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : entries;
}
