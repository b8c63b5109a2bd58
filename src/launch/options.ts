import { setFlagsFromString } from 'node:v8';

/** V8 prints a warning for unknown options, so unknown versions get none. */
const KNOWN = /^1[1-4]\./;

/**
 * Whether {@link setV8Options} sets options of this version of V8, so that it checks cached code.
 */
export function checksCode(v8: string): boolean {
  return KNOWN.test(v8);
}

/**
 * Sets V8's options for the whole process. Cached code must match them.
 *
 * - Code is optimized later: in large runs, early types mislead. V8 11 (Node.js 20) optimizes by a
 *   budget in bytes of executed code, newer versions by calls.
 * - Garbage is collected without helper threads, which wait for each other on busy machines.
 * - Regular expressions are interpreted longer, since short runs seldom use one ten times.
 * - Cached code gets a checksum.
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
 * Runs a function without V8's baseline compiler, whose functions would be compiled again at each
 * start. Re-enabled before writing: options must match.
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
