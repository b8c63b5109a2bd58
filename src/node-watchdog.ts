import { Script } from 'node:vm';
import { type Watchdog, WorkStopped } from './util/watchdog.ts';

/** Ten times the slowest of thousands of real files, on a slow machine. */
export const SECONDS = 30;

/** The script below only has access to globals. */
const WORK = Symbol.for('plimsoll.work');

/**
 * A watchdog for Node.js: V8 itself stops the work anywhere, even in a regular expression. Nested
 * work is not watched again.
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
      script.runInThisContext({ timeout: seconds * 1000 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw new WorkStopped(seconds);
      throw error;
    } finally {
      isWatching = false;
      Reflect.deleteProperty(globalThis, WORK);
    }
    const [result] = results;
    if (result === undefined) throw new Error("the work didn't start");
    return result.value;
  };
}
