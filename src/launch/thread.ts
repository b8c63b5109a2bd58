import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadOptions } from '../session/worker.ts';
import { createLoader } from './bundle.ts';
import { toPort } from './port.ts';

if (parentPort !== null) {
  // Only `launch.ts` starts this file.
  const options = workerData as ThreadOptions;
  const { load } = createLoader();
  const { serve } = load('worker.cjs');
  const { createNodeFileSystem } = load('bundle.cjs');
  serve(toPort(parentPort), options, (folder = process.cwd()) => createNodeFileSystem(folder));
}
