import { Script } from 'node:vm';
import { type Watchdog, WorkStopped } from './util/watchdog.ts';

/**
 * In processor time: ten times what the slowest of thousands of real files takes on a slow machine.
 */
export const SECONDS = 30;
/**
 * The limit for elapsed time, as a multiple of the processor time: work is slower on a busy
 * machine.
 */
const MAX_DELAY = 10;

/** The script below can access only globals. */
const WORK = Symbol.for('plimsoll.work');

/**
 * A watchdog for Node.js: V8 itself stops the work anywhere, even in a regular expression. V8
 * measures wall time, so work that got too little processor time is started again with a longer
 * limit. Nested work is not watched again.
 */
export function createWatchdog(seconds = SECONDS): Watchdog {
  let script: Script | undefined;
  let isWatching = false;
  return <T>(work: () => T): T => {
    if (isWatching) return work();
    script ??= new Script('globalThis[Symbol.for("plimsoll.work")]()');
    const results: { readonly value: T }[] = [];
    Reflect.set(globalThis, WORK, () => {
      results.push({ value: work() });
    });
    isWatching = true;
    try {
      for (let limit = seconds; ; ) {
        const before = process.cpuUsage();
        if (isInTime(script, limit)) break;
        const { user, system } = process.cpuUsage(before);
        const share = Math.max((user + system) / 1e6 / limit, 1 / MAX_DELAY);
        if (share > 0.8 || limit >= seconds * MAX_DELAY) throw new WorkStopped(seconds);
        limit = Math.min(limit / share, seconds * MAX_DELAY);
      }
    } finally {
      isWatching = false;
      Reflect.deleteProperty(globalThis, WORK);
    }
    const [result] = results;
    if (result === undefined) throw new Error("the work didn't start");
    return result.value;
  };
}

/** Runs a script; false if V8 stopped it. */
function isInTime(script: Script, seconds: number): boolean {
  try {
    script.runInThisContext({ timeout: Math.ceil(seconds * 1000) });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}
