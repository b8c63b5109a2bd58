import { setFlagsFromString } from 'node:v8';

/** What code is kept under that was made after {@link optimizeLater}. */
export const LATER = '.later';

/**
 * V8 11 (Node.js 20) goes by a budget, in bytes of compiled code that a function runs through before it is optimized;
 * its own is an eighth of this. Newer versions count calls, and have a compiler between, so that their slowest one is
 * not missed. From V8 13 on (Node.js 24) that one is in use; it comes after five times as many calls as by itself. A
 * version that does not know an option says so to the user, so that none is given to versions that are not known.
 *
 * The garbage of a run over many files is collected by the thread that made it: with helpers, which wait for each other
 * where all processors are at work, the run takes 1.06 times the processor time.
 */
function optionFor(version: string): string {
  const later = version.startsWith('11.') ? '--interrupt-budget=1000000' : '--no-opt';
  if (!/^1[1-4]\./.test(version)) return later;
  const least = /^1[34]\./.test(version) ? ' --invocation-count-for-maglev=2000' : '';
  return `${later}${least} --no-parallel-scavenge`;
}

/**
 * Lets V8, whose version this is, optimize functions later than it would, or not at all. A run over a thousand files
 * has many functions that are rather warm than hot: making them fast takes longer than it saves, and what the first few
 * files teach is often wrong for the next. Code that a process without this setting compiled is not taken any more, nor
 * the other way round.
 */
export function optimizeLater(version: string): void {
  setFlagsFromString(optionFor(version));
}

/**
 * Runs what is to be kept without V8's quick compiler, which marks the functions that it compiled: where these are read
 * from what was kept, it compiles them at once, whether they will run often there or not. It is on again when the code
 * is written, as it is by itself: V8 takes back only what was made with the same options.
 */
export async function withoutBaseline(
  { versions, arch }: Pick<NodeJS.Process, 'versions' | 'arch'>,
  run: () => Promise<void>,
): Promise<void> {
  if (!/^1[1-4]\./.test(versions.v8) || !['x64', 'arm64'].includes(arch)) {
    await run();
    return;
  }
  setFlagsFromString('--no-sparkplug');
  await run();
  setFlagsFromString('--sparkplug');
}
