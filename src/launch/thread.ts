import { parentPort, workerData } from 'node:worker_threads';
import type { Request, ThreadOptions } from '../linters/pooled-linter.ts';
import { createLoader } from './bundle.ts';

const port = parentPort;
if (port !== null) {
  const { load } = createLoader();
  const { serve } = load('worker.cjs');
  const { createNodeFileSystem } = load('bundle.cjs');
  serve(
    {
      listen: (onRequest) => {
        port.on('message', (request: Request) => {
          onRequest(request);
        });
      },
      send: (answer) => {
        port.postMessage(answer);
      },
    },
    // Only `threads.ts` starts this file.
    workerData as ThreadOptions,
    createNodeFileSystem(process.cwd()),
  );
}
