import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Threads } from '../cli/io.ts';
import type { WorkerAnswer } from '../lint/pooled-linter.ts';
import { SECONDS } from '../node-watchdog.ts';
import type { ThreadOptions } from '../session/worker.ts';

/**
 * Creates Node.js threads that run the session's `serve`. Ends a thread that doesn't answer within
 * the watchdog's time; this costs less than watchdogs inside threads.
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
          worker.on('message', (answer: WorkerAnswer) => {
            unanswered -= 1;
            watch();
            onAnswer(answer);
          });
          // The main thread then lints the thread's inputs, and reports the error if an input
          // caused it.
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
