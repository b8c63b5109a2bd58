import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Threads } from '../cli/io.ts';
import type { Answer } from '../lint/pooled-linter.ts';
import { SECONDS } from '../node-watchdog.ts';
import type { ThreadOptions } from '../session/worker.ts';

/**
 * Threads of Node's; `start` starts one that does as `serve` of the session. Each keeps so many processors busy, by
 * itself and with what compiles its code and collects its garbage. One that gives no answer for as long as a watchdog
 * waits is ended: that costs nothing, where a watchdog in it would cost each input a thread of its own.
 */
export function createThreads(
  start: (options: ThreadOptions) => Worker,
  processorsEach = 1,
  seconds = SECONDS,
): Threads {
  return {
    count: () => Math.max(1, Math.floor(availableParallelism() / processorsEach)),
    start: (options) => {
      const worker = start(options);
      const end = (): void => {
        void worker.terminate();
      };
      let unanswered = 0;
      let timer: NodeJS.Timeout | undefined;
      const watch = (): void => {
        clearTimeout(timer);
        timer = unanswered === 0 ? undefined : setTimeout(end, seconds * 1000);
      };
      return {
        send: (request) => {
          unanswered += 1;
          if (unanswered === 1) watch();
          worker.postMessage(request);
        },
        listen: (onAnswer, onEnd) => {
          worker.on('message', (answer: Answer) => {
            unanswered -= 1;
            watch();
            onAnswer(answer);
          });
          // What it did not do is done by the main thread, which will meet the same error where it was the input's.
          worker.on('error', onEnd);
          worker.on('exit', () => {
            clearTimeout(timer);
            onEnd();
          });
        },
        end,
      };
    },
  };
}
