import type { Io } from '../io.ts';

/** Nothing is shown for work that takes less, in milliseconds. */
const PATIENCE = 500;
const INTERVAL = 100;
const ERASE_LINE = '\r\u001B[K';

export interface Progress {
  step(): void;
  /** Takes the line away, so that the report stands alone. */
  end(): void;
}

/** Counts files on the standard error of a terminal while a big tree is linted; shows nothing with --quiet. */
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
