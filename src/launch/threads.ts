import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Threads } from '../cli/io.ts';
import type { Answer } from '../linters/pooled-linter.ts';

/** Threads of Node's that run the build's `thread.cjs`. */
export const threads: Threads = {
  count: () => availableParallelism(),
  start: (options) => {
    const worker = new Worker(join(__dirname, 'thread.cjs'), { workerData: options });
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
