import { Worker } from 'node:worker_threads';
import { main } from '../cli/main.ts';
import { createProcessIo } from '../cli/process-io.ts';
import { createThreads } from './threads.ts';

// The program of a standalone executable.
const threads = createThreads(
  (options) => new Worker(new URL('./standalone-thread.ts', import.meta.url), { workerData: options }),
  // On two processors, two threads of JavaScriptCore are slower than one.
  2,
);
process.exitCode = await main(process.argv.slice(2), createProcessIo(process, { threads }));
