/** A schema needs too much work for one container. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** Far above the work of real schemas and requests. */
const MAX_WORK = 2_000_000;
const MAX_DEPTH = 100;

/** The work limit of schemas on one request. Counted, not timed, so that results are reproducible. */
export class SchemaRun {
  #left = MAX_WORK;
  #depth = 0;

  spend(work: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new TooMuchWork('This exceeds the work limit.');
  }

  nested<T>(inner: () => T): T {
    this.spend(1);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new TooMuchWork('This is nested too deeply.');
    const result = inner();
    this.#depth -= 1;
    return result;
  }
}
