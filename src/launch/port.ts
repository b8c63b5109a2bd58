import type { MessagePort } from 'node:worker_threads';
import type { Port, ThreadRequest } from '../session/worker.ts';

export function toPort(port: MessagePort): Port {
  return {
    listen: (onRequest) => {
      port.on('message', (request: ThreadRequest) => {
        onRequest(request);
      });
    },
    send: (answer) => {
      port.postMessage(answer);
    },
  };
}
