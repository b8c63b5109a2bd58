import type { Io } from '../io.ts';

/** In milliseconds: shorter work shows no progress. */
const PATIENCE = 500;
const INTERVAL = 100;
const ERASE_LINE = '\r\u001B[K';

export interface Progress {
  step(): void;
  /** Removes the line before the report. */
  end(): void;
}

/** Counts files on a terminal's standard error during a long run; silent with --quiet. */
export function createProgress(io: Io, isQuiet: boolean): Progress {
  if (!io.stderr.isTerminal || isQuiet) return { step: () => undefined, end: () => undefined };
  const start = io.now();
  let shown = start + PATIENCE - INTERVAL;
  let count = 0;
  let isShown = false;
  return {
    step() {
      count += 1;
      const now = io.now();
      if (now - shown < INTERVAL) return;
      shown = now;
      isShown = true;
      io.stderr.write(`${ERASE_LINE}${count} files linted …`);
    },
    end() {
      if (isShown) io.stderr.write(ERASE_LINE);
    },
  };
}
