import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadOptions } from '../session/worker.ts';
import { createLoader } from './bundle.ts';
import { toPort } from './port.ts';

/** The data of a new thread. */
export interface ThreadData {
  readonly options: ThreadOptions;
  readonly v8Options: string;
}

if (parentPort !== null) {
  // Only `launch.ts` starts this file.
  const { options, v8Options } = workerData as ThreadData;
  const { load } = createLoader(v8Options);
  const { serve } = load('worker.cjs');
  const { createNodeFileSystem } = load('bundle.cjs');
  serve(toPort(parentPort), options, (folder = process.cwd()) => createNodeFileSystem(folder));
}
