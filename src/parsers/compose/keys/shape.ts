import type { ElementFields, ExtensibleField, SettableFields } from '../../../model/change.ts';
import type { Config } from '../../../model/config.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { Report } from '../../contract/problem.ts';
import { type Field } from '../../yaml/tree.ts';
import type { Given, ServiceScope } from '../service/scope.ts';

export type MergeKind =
  /** Mappings by key, lists appended, scalars replaced. */
  | 'usual'
  /** The later value alone, even if null. */
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
  /** Lists of address ranges; an item without range makes the list empty. */
  | 'ranges';

/**
 * What `docker stack deploy` does with a key: reads, ignores or rejects it; or the limit of
 * `deploy` that replaces it.
 */
export type InStack = 'read' | 'ignored' | 'refused' | { readonly limit: 'cpus' | 'memory' | 'pids' };

/** The kind of values under a key, for masking. */
export type Holds =
  | 'named'
  /** Keys below it are free, so that they say nothing of their values. */
  | 'free'
  /** Variables: their values are secrets. */
  | 'variables'
  /** The words of a command line. */
  | 'command';

/** A Compose value, and how the client processes it. */
export interface Shape {
  readonly merge?: MergeKind;
  /** A list in which equal later elements replace earlier ones before the schema check. */
  readonly isFolded?: true;
  readonly holds?: Holds;
  /** Named keys, and any others. */
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

/** What a key sets: one model field by its value, or the result of a function over several keys. */
export interface Gives {
  readonly shape: Shape;
  readonly set?: (draft: Draft, value: Field, scope: ServiceScope) => void;
  /** Runs once per service, whichever of its keys exist. */
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

/** A value to write, or keys with one below. */
export type WrittenValue = string | number | boolean | { readonly [key: string]: WrittenValue };

export interface WrittenForms {
  readonly sets?: { readonly [F in keyof SettableFields]?: (value: SettableFields[F]) => WrittenValue };
  readonly adds?: ExtensibleField;
  /** The long form's keys for an element's parts; none if it has no long form. */
  readonly members?: { readonly [M in keyof ElementFields]?: string };
}

/** A key of a service. */
export interface ServiceKey {
  readonly gives: Gives;
  readonly merge: MergeKind;
  readonly inStack: InStack;
  readonly holds: Holds;
  /** How fixes write it; empty if none does. */
  readonly written: WrittenForms;
}

/** The shape under a key or name of a mapping. */
export function shapeUnder({ keys, entries }: Shape, key: string): Shape | undefined {
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : entries;
}
