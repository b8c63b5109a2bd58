/**
 * Runs work and gives what it returns, and throws what it throws. Throws a {@link WorkStopped} where the work goes on
 * so long that it was stopped, at any point of it.
 */
export type Watchdog = <T>(work: () => T) => T;

/** Work had to be stopped: it may not have ended by itself. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
  /** After so many seconds. */
  readonly seconds: number;

  constructor(seconds: number) {
    super(`stopped after ${seconds} seconds`);
    this.seconds = seconds;
  }
}

/** Runs work without watching it. */
export const unwatched: Watchdog = (work) => work();
