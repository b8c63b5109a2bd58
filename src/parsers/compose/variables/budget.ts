import type { Place } from '../../../text/location.ts';
import { problem, type Report } from '../../contract/problem.ts';

/**
 * So much of something for a whole project. The first thing for which there is no room is reported, in the words of
 * `what`; what still fits is let through.
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

  /** How much has been taken so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Gives back what was taken since so much was {@link spent}. */
  giveBack(spent: number): void {
    this.#spent = spent;
  }

  /** Whether there is room for what stands at a place, which takes it. */
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
