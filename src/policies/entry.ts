import type { Subject } from '../model/container.ts';
import type { Severity } from '../model/finding.ts';
import type { Lifetime } from '../model/lifetime.ts';

/** A JSON Schema as it is written. */
export type WrittenSchema = boolean | Readonly<Record<string, unknown>>;

/** An own rule as a configuration has it. */
export interface PolicyEntry {
  /** A name of whoever makes the rules, a slash and the rule's own: `acme/owner-label`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** With values of the request in braces. */
  readonly message: string;
  readonly remedy?: string;
  /** The address of a page about it. */
  readonly page?: string;
  /** What it is about; default: containers. */
  readonly on?: readonly Subject['kind'][];
  /** The lifetimes of containers that it is about; default: all. */
  readonly lifetimes?: readonly Lifetime[];
  readonly when?: WrittenSchema;
  readonly require: WrittenSchema;
}

/** What is wrong with a part of an entry. */
export interface PolicyFault {
  /** The way to the part, from the entry. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
