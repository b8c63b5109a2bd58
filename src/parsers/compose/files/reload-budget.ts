import type { Place } from '../../../text/location.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import type { Report } from '../../contract/problem.ts';
import { Budget } from '../variables/budget.ts';

/** So many characters of files that it has loaded already may a project load again. */
const MAX_REPEATED = 10_000_000;
/** A shorter file counts as one of so many: what it takes to load one is more than its characters. */
const LEAST_FILE = 5_000;

const TOO_MUCH = `This project reloads files more than ${MAX_REPEATED / LEAST_FILE} times or ${MAX_REPEATED} characters; this file and any others beyond that limit were not reloaded.`;

/**
 * How often a project loads what it has loaded before: files that include each other on two ways stand for twice as
 * many at each level. Each file is allowed once; how many there are is another limit.
 */
export class ReloadBudget {
  readonly #loaded = new Set<string>();
  readonly #again: Budget;

  constructor(report: Report) {
    this.#again = new Budget(MAX_REPEATED, TOO_MUCH, report);
  }

  /** Whether a file may be loaded, which is counted. The first that may not be is reported at what names it. */
  allows({ path, text }: SourceFile, place: Place): boolean {
    if (this.#loaded.has(path)) return this.#again.allows(Math.max(text.length, LEAST_FILE), place);
    this.#loaded.add(path);
    return true;
  }
}
