import type { Subject } from '../model/container.ts';
import type { Severity } from '../model/finding.ts';
import type { Lifetime } from '../model/lifetime.ts';

/** A JSON Schema as written. */
export type WrittenSchema = boolean | Readonly<Record<string, unknown>>;

/** A custom rule in a configuration. */
export interface PolicyEntry {
  /** A prefix of the author, a slash and a name: `acme/owner-label`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** With values of the request in braces. */
  readonly message: string;
  readonly remedy?: string;
  /** The URL of a page about it. */
  readonly page?: string;
  /** The kinds of subjects that it checks; default: containers. */
  readonly on?: readonly Subject['kind'][];
  /** The lifetimes of containers that it checks; default: all. */
  readonly lifetimes?: readonly Lifetime[];
  readonly when?: WrittenSchema;
  readonly require: WrittenSchema;
}

/** A fault in an entry. */
export interface PolicyFault {
  /** The path of the faulty part in the entry. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
