import type { Subject } from '../model/container.ts';
import type { Severity } from '../model/finding.ts';
import type { Lifetime } from '../model/lifetime.ts';

/** A JSON Schema as the configuration has it. */
export type WrittenSchema = boolean | Readonly<Record<string, unknown>>;

export interface PolicyEntry {
  /** Prefix of the author, slash, name: `acme/owner-label`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** May contain values of the request, in braces. */
  readonly message: string;
  readonly remedy?: string;
  readonly page?: string;
  /** The kinds of subjects to check; default: containers. */
  readonly on?: readonly Subject['kind'][];
  /** The lifetimes of containers to check; default: all. */
  readonly lifetimes?: readonly Lifetime[];
  readonly when?: WrittenSchema;
  readonly require: WrittenSchema;
}

export interface PolicyFault {
  /** The path of the faulty part in the entry. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
