import type { MessagePort } from 'node:worker_threads';
import type { Request } from '../lint/pooled-linter.ts';
import type { Port } from '../session/worker.ts';

/** A thread's way to the one that started it. */
export function toPort(port: MessagePort): Port {
  return {
    listen: (onRequest) => {
      port.on('message', (request: Request) => {
        onRequest(request);
      });
    },
    send: (answer) => {
      port.postMessage(answer);
    },
  };
}
