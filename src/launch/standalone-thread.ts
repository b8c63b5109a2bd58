import { parentPort, workerData } from 'node:worker_threads';
import { createNodeFileSystem } from '../files/node-file-system.ts';
import { serve, type ThreadOptions } from '../session/worker.ts';
import { toPort } from './port.ts';

// Only `standalone.ts` starts this file.
if (parentPort !== null)
  serve(toPort(parentPort), workerData as ThreadOptions, (folder = process.cwd()) => createNodeFileSystem(folder));
