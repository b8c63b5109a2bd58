import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Threads } from '../cli/io.ts';
import type { Answer } from '../lint/pooled-linter.ts';
import type { ThreadOptions } from '../session/worker.ts';

/**
 * Threads of Node's; `start` starts one that does as `serve` of the session. Each keeps so many processors busy, by
 * itself and with what compiles its code and collects its garbage.
 */
export function createThreads(start: (options: ThreadOptions) => Worker, processorsEach = 1): Threads {
  return {
    count: () => Math.max(1, Math.floor(availableParallelism() / processorsEach)),
    start: (options) => {
      const worker = start(options);
      return {
        send: (request) => {
          worker.postMessage(request);
        },
        listen: (onAnswer, onEnd) => {
          worker.on('message', (answer: Answer) => {
            onAnswer(answer);
          });
          // What it did not do is done by the main thread, which will meet the same error where it was the input's.
          worker.on('error', onEnd);
          worker.on('exit', onEnd);
        },
        end: () => {
          void worker.terminate();
        },
      };
    },
  };
}
