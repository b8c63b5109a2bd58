import { setFlagsFromString } from 'node:v8';

/** Versions whose options are known; V8 prints a warning for unknown options. */
const KNOWN = /^1[1-4]\./;

/** True if {@link setV8Options} makes this version of V8 verify cached code. */
export function checksCode(v8: string): boolean {
  return KNOWN.test(v8);
}

/**
 * Sets V8's options for the whole process. Cached code must be created with the same options.
 *
 * - V8 optimizes code later, because in large runs types change after the start. V8 11 (Node.js 20)
 *   has a budget in bytes of executed code for this; newer versions count calls.
 * - V8 collects garbage without helper threads, which wait for each other on busy machines.
 * - V8 interprets regular expressions longer, because short runs seldom use one ten times.
 * - V8 adds a checksum to cached code.
 */
export function setV8Options(v8: string): void {
  if (!checksCode(v8)) return;
  const later = v8.startsWith('11.') ? '--interrupt-budget=1000000' : '--no-opt';
  const least = /^1[34]\./.test(v8) ? ' --invocation-count-for-maglev=2000' : '';
  setFlagsFromString(
    `${later}${least} --no-parallel-scavenge --regexp-tier-up-ticks=10 --no-regexp-peephole-optimization --verify-snapshot-checksum`,
  );
}

/**
 * Runs a function without V8's baseline compiler: its functions would be compiled again at every
 * start. Enables the compiler again afterwards, because stored code must match V8's options.
 */
export async function withoutBaseline(
  { versions, arch }: Pick<NodeJS.Process, 'versions' | 'arch'>,
  run: () => Promise<void>,
): Promise<void> {
  if (!checksCode(versions.v8) || !['x64', 'arm64'].includes(arch)) {
    await run();
    return;
  }
  setFlagsFromString('--no-sparkplug');
  await run();
  setFlagsFromString('--sparkplug');
}
