import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';

/**
 * A limit for the whole project. Reports the first excess with the message `what`; smaller requests
 * may still fit.
 */
export class Budget {
  readonly #limit: number;
  readonly #what: string;
  readonly #report: Report;
  #spent = 0;
  #hasReported = false;

  constructor(limit: number, what: string, report: Report) {
    this.#limit = limit;
    this.#what = what;
    this.#report = report;
  }

  /** Takes the cost if enough is left; otherwise, reports the limit. */
  allows(cost: number, place: Place): boolean {
    if (this.#spent + cost <= this.#limit) {
      this.#spent += cost;
      return true;
    }
    if (!this.#hasReported) this.#report(problem('syntax/limit', place, this.#what));
    this.#hasReported = true;
    return false;
  }

  /** Runs `take`. If it fails, restores the budget, since the caller tries again. */
  attempt(take: () => boolean): boolean {
    const before = this.#spent;
    if (take()) return true;
    this.#spent = before;
    return false;
  }
}

/** In characters. Linux can't start a program with a longer command (`ARG_MAX`, 2 MiB). */
export const MAX_COMMAND = 2 * 1024 * 1024;
const MAX_VALUES = 10_000_000;
const MAX_DOCKERFILES = 4_000_000;
const MAX_RELOADED = 10_000_000;
/** In characters. Reloading a shorter file costs as much, since each load has a fixed cost. */
export const LEAST_FILE = 5_000;
const MAX_INHERITED = 100_000;

/**
 * How much may still be read, in characters or values: nested aliases, variables and inclusions
 * multiply.
 */
export type Budgets = Readonly<Record<'values' | 'dockerfiles' | 'commands' | 'reloads' | 'inherited', Budget>>;

export function createBudgets(report: Report): Budgets {
  const create = (limit: number, what: string): Budget => new Budget(limit, what, report);
  return {
    values: create(
      MAX_VALUES,
      `Variable values exceed ${MAX_VALUES} characters in total; this one, and any others beyond that limit, were not substituted.`,
    ),
    dockerfiles: create(
      MAX_DOCKERFILES,
      "This Dockerfile was not read: the project's Dockerfiles are too long or used too often.",
    ),
    commands: create(
      MAX_COMMAND,
      `The commands and health checks of this project have more than ${MAX_COMMAND} characters in total; this one and any beyond that limit were not read.`,
    ),
    reloads: create(
      MAX_RELOADED,
      `This project reloads files more than ${MAX_RELOADED / LEAST_FILE} times or ${MAX_RELOADED} characters; this file and any others beyond that limit were not reloaded.`,
    ),
    // With chained `extends`, each service gets all earlier values.
    inherited: create(
      MAX_INHERITED,
      `\`extends\` brings in more than ${MAX_INHERITED} values; this one, and any others beyond that limit, were not read.`,
    ),
  };
}

/** A variable's value; unknown if the budget is spent. */
export function takeValue(values: Budget, value: Text, name: string, use: Place): Text {
  // The 1 is for empty values.
  return values.allows(value.length + 1, use) ? value : Text.unknown(`\${${name}}`, use);
}
