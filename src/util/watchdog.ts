/**
 * Runs work and returns or throws its result. Throws a {@link WorkStopped} if the work took too
 * long, at any point of it.
 */
export type Watchdog = <T>(work: () => T) => T;

/** Work was stopped because it took too long. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
  /** The time limit. */
  readonly seconds: number;

  constructor(seconds: number) {
    super(`stopped after ${seconds} seconds`);
    this.seconds = seconds;
  }
}

/** Runs work without time limit. */
export const unwatched: Watchdog = (work) => work();
