import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createThreads } from '../../src/launch/threads.ts';
import type { WorkerAnswer, WorkerRequest } from '../../src/lint/pooled-linter.ts';
import type { ThreadOptions } from '../../src/session/worker.ts';

/** A thread that answers every input except `endless`, on which it hangs. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, input }) => {
  while (input.files[0].path === 'endless');
  parentPort.postMessage({ id, result: { internalError: 'none' } });
});
`;
const OPTIONS: ThreadOptions = { session: { environment: new Map() }, tracksReads: false };

function request(id: number, path: string): WorkerRequest {
  return { id, input: { kind: 'shell', files: [{ path, text: '' }] } };
}

test('a thread that gives no answer is ended, and one that answers is not', async () => {
  const threads = createThreads(() => new Worker(PROGRAM, { eval: true }), 1, 0.5);
  const answered: number[] = [];
  const thread = threads.start(OPTIONS);
  const ended = new Promise<void>((resolve) => {
    thread.listen(({ id }: WorkerAnswer) => {
      answered.push(id);
      if (id === 1)
        setTimeout(() => {
          thread.send(request(2, 'fine'));
        }, 700);
      if (id === 2)
        for (const [next, path] of [
          [3, 'fine'],
          [4, 'endless'],
          [5, 'fine'],
        ] as const)
          thread.send(request(next, path));
    }, resolve);
  });
  thread.send(request(1, 'fine'));
  await ended;
  // It was idle for longer than the limit, and the main thread gets what follows the endless input.
  expect(answered).toEqual([1, 2, 3]);
});
