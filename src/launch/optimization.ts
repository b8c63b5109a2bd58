import { setFlagsFromString } from 'node:v8';

/** In bytes of compiled code that a function runs through before V8 optimizes it; V8's own is an eighth of it. */
const BUDGET = 1_000_000;

/** What code is kept under that was made after {@link optimizeLater}. */
export const LATER = '.later';

/** Whether this version of V8 goes by such a budget, as that of Node.js 20 does; newer ones wait longer by themselves. */
export function canOptimizeLater(version: string): boolean {
  return version.startsWith('11.');
}

/**
 * Lets V8 optimize a function later than it would. A run over a thousand files has many functions that are rather warm than hot: making them
 * fast takes longer than it saves, and what the first few files teach is often wrong for the next. Code that a process without this setting
 * compiled is not taken any more, nor the other way round.
 */
export function optimizeLater(): void {
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
