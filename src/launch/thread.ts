import { parentPort, workerData } from 'node:worker_threads';
import type { Request } from '../linters/pooled-linter.ts';
import type { ThreadOptions } from '../session/worker.ts';
import { createLoader } from './bundle.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly options: ThreadOptions;
  readonly v8Options: string;
}

const port = parentPort;
if (port !== null) {
  // Only `threads.ts` starts this file.
  const { options, v8Options } = workerData as ThreadData;
  const { load } = createLoader(v8Options);
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
    options,
    createNodeFileSystem(process.cwd()),
  );
}
