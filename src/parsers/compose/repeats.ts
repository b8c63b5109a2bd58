import type { Place } from '../../model/source.ts';
import type { SourceFile } from '../parsed.ts';
import { problem, type Report } from './problems.ts';

/** Files that one project loads again, and the characters in them; those beyond are not loaded. */
const MAX_REPEATS = 2000;
const MAX_REPEATED = 10_000_000;

/**
 * How often a project loads what it has loaded before: files that include each other on two ways stand for twice as many at each level.
 * Each file is allowed once; how many there are is another limit.
 */
export class Repeats {
  private readonly loaded = new Set<string>();
  private readonly report: Report;
  private hasReportedLimit = false;
  private files = 0;
  private characters = 0;

  constructor(report: Report) {
    this.report = report;
  }

  /** Whether a file may be loaded, which is counted. The first that may not be is reported at what names it. */
  allows({ path, text }: SourceFile, place: Place): boolean {
    if (!this.loaded.has(path)) {
      this.loaded.add(path);
      return true;
    }
    if (this.files < MAX_REPEATS && this.characters + text.length <= MAX_REPEATED) {
      this.files += 1;
      this.characters += text.length;
      return true;
    }
    const what = `This project loads files that it has loaded already more than ${MAX_REPEATS} times, or more than ${MAX_REPEATED} characters of them; this one was not loaded again, nor were others for which there is no room.`;
    if (!this.hasReportedLimit) this.report(problem('syntax/limit', place, what));
    this.hasReportedLimit = true;
    return false;
  }
}
