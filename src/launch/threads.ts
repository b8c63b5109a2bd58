import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Threads } from '../cli/io.ts';
import type { Answer } from '../linters/pooled-linter.ts';
import type { ThreadData } from './thread.ts';

/** Threads of Node's that run the build's `thread.cjs`; `v8Options` gives those that V8 has been given when one is started, as the code cache names them. */
export function createThreads(v8Options: () => string): Threads {
  return {
    count: () => availableParallelism(),
    start: (options) => {
      const workerData: ThreadData = { options, v8Options: v8Options() };
      const worker = new Worker(join(__dirname, 'thread.cjs'), { workerData });
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
