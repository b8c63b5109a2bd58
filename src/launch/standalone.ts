import { Worker } from 'node:worker_threads';
import { main } from '../cli/main.ts';
import { createProcessIo } from '../cli/process-io.ts';
import { createThreads } from './threads.ts';

// The main program of the standalone executable.
const threads = createThreads(
  (options) => new Worker(new URL('./standalone-thread.ts', import.meta.url), { workerData: options }),
  // JavaScriptCore is slower with two threads than with one on two processors.
  2,
);
process.exitCode = await main(process.argv.slice(2), createProcessIo(process, { threads }));
