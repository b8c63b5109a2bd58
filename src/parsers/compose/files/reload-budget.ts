import type { Place } from '../../../text/location.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import type { Report } from '../../contract/problem.ts';
import { Budget } from '../variables/budget.ts';

/** The number of characters of loaded files that a project may reload. */
const MAX_REPEATED = 10_000_000;
/** A shorter file counts as this many characters, for its fixed cost. */
const LEAST_FILE = 5_000;

const TOO_MUCH = `This project reloads files more than ${MAX_REPEATED / LEAST_FILE} times or ${MAX_REPEATED} characters; this file and any others beyond that limit were not reloaded.`;

/** Limits reloads: files that include each other on two paths double at each level. Each file is free once; the number of files has another limit. */
export class ReloadBudget {
  readonly #loaded = new Set<string>();
  readonly #again: Budget;

  constructor(report: Report) {
    this.#again = new Budget(MAX_REPEATED, TOO_MUCH, report);
  }

  /** Counts a file, and reports the first one over the limit. */
  allows({ path, text }: SourceFile, place: Place): boolean {
    if (this.#loaded.has(path)) return this.#again.allows(Math.max(text.length, LEAST_FILE), place);
    this.#loaded.add(path);
    return true;
  }
}
