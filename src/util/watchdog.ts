/**
 * Runs work, and returns its result or throws its error. If the work takes too long, stops it
 * anywhere, and throws a {@link WorkStopped}.
 */
export type Watchdog = <T>(work: () => T) => T;

export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
  readonly seconds: number;

  constructor(seconds: number) {
    super(`stopped after ${seconds} seconds`);
    this.seconds = seconds;
  }
}

export const unwatched: Watchdog = (work) => work();
