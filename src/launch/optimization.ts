import { setFlagsFromString } from 'node:v8';

/** The suffix of code made after {@link optimizeLater}. */
export const LATER = '.later';

/**
 * V8 11 (Node.js 20) optimizes by a budget in bytes of executed code; its default is an eighth of this. Newer versions
 * count calls and have a middle compiler; from V8 13 on (Node.js 24) it starts after five times its default. V8 prints a
 * warning for unknown options, so unknown versions get none. Garbage is collected without helper threads, which wait for
 * each other on busy machines: with them, a large run takes 1.06 times the processor time.
 */
function optionFor(version: string): string {
  const later = version.startsWith('11.') ? '--interrupt-budget=1000000' : '--no-opt';
  if (!/^1[1-4]\./.test(version)) return later;
  const least = /^1[34]\./.test(version) ? ' --invocation-count-for-maglev=2000' : '';
  return `${later}${least} --no-parallel-scavenge`;
}

/** Makes V8 optimize later or not at all: in large runs, many functions are called rarely, and early types mislead. Cached code must match this setting. */
export function optimizeLater(version: string): void {
  setFlagsFromString(optionFor(version));
}

/** Runs a function without V8's baseline compiler, whose functions would be compiled again at each start. Re-enabled before writing: options must match. */
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
