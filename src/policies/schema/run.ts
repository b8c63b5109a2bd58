/** A schema asks for more work than is done for one container. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** More work than any schema takes on any request that somebody wrote. */
const MAX_WORK = 2_000_000;
const MAX_DEPTH = 100;

/** How much a schema may do on one request. Counted and not timed, so that two runs say the same. */
export class Run {
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
