import type { Place } from '../../../text/location.ts';
import { problem, type Report } from '../../contract/problem.ts';

/** A project-wide budget. Reports the first rejection with `what`; smaller requests may still fit. */
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

  get spent(): number {
    return this.#spent;
  }

  /** Returns what was taken since {@link spent}. */
  giveBack(spent: number): void {
    this.#spent = spent;
  }

  /** Takes the cost if there is room; reports at the place otherwise. */
  allows(cost: number, place: Place): boolean {
    if (this.#spent + cost <= this.#limit) {
      this.#spent += cost;
      return true;
    }
    if (!this.#hasReported) this.#report(problem('syntax/limit', place, this.#what));
    this.#hasReported = true;
    return false;
  }
}

/** The maximum number of inherited values in a project. */
const MAX_INHERITED = 100_000;

const TOO_MUCH = `\`extends\` brings in more than ${MAX_INHERITED} values; this one, and any others beyond that limit, were not read.`;

/** Limits inherited values: in a chain, each service gets those of all before. */
export function createInheritance(report: Report): Budget {
  return new Budget(MAX_INHERITED, TOO_MUCH, report);
}
