import { expect, test } from 'vitest';
import { HoverRequest } from 'vscode-languageserver-protocol/node';
import { uriOfPath } from '../../src/lsp/client/uris.ts';
import { serve, type ThreadRequest } from '../../src/session/worker.ts';
import { createMemoryFiles } from '../memory-io.ts';
import type { ClientOptions } from './client.ts';
import { ROOT, withClient } from './client.ts';

type StartThread = NonNullable<ClientOptions['startThread']>;

const LONG = `services:\n${Array.from({ length: 400 }, (_, n) => `  web${n}:\n    image: nginx:1.27\n    env_file: [web.env]\n    privileged: true\n`).join('')}`;
const SHORT = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
const TREE = { [`${ROOT}/web.env`]: 'MODE=on\n' };

/** In-process threads that answer after `free` resolves. */
function threads(free: Promise<unknown>): { readonly start: StartThread; readonly log: string[] } {
  const log: string[] = [];
  const start: StartThread = (options) => {
    log.push('start');
    let toThread: (request: ThreadRequest) => void = () => undefined;
    let toMain: Parameters<ReturnType<StartThread>['listen']>[0] = () => undefined;
    serve(
      {
        listen: (onRequest) => {
          toThread = onRequest;
        },
        send: (answer) => {
          toMain(structuredClone(answer));
        },
      },
      structuredClone(options),
      (folder) => createMemoryFiles(TREE, folder ?? ROOT),
    );
    return {
      send: (request) => {
        const clone = structuredClone(request);
        log.push(`send ${clone.input.files.map(({ path }) => path).join()}`);
        void free.then(() => {
          toThread(clone);
        });
      },
      listen: (onAnswer) => {
        toMain = onAnswer;
      },
      end: () => {
        log.push('end');
      },
    };
  };
  return { start, log };
}

const tree = { 'web.env': 'MODE=on\n' };

test('a hover is answered while a long document is linted, which comes to the same', async () => {
  let free: (value: unknown) => void = () => undefined;
  const { start, log } = threads(new Promise((resolve) => (free = resolve)));
  await withClient(tree, { startThread: start }, async (client) => {
    await client.open('short/compose.yaml', SHORT);
    await client.diagnostics('short/compose.yaml');
    await client.open('long/compose.yaml', LONG.replaceAll('web.env', '../web.env'));
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: uriOfPath(`${ROOT}/short/compose.yaml`) },
      position: { line: 1, character: 3 },
    });
    expect(JSON.stringify(hover)).toContain('API request');
    expect(client.published.map(({ uri }) => uri)).not.toContain(uriOfPath(`${ROOT}/long/compose.yaml`));
    free(undefined);
    const elsewhere = await client.diagnostics('long/compose.yaml');
    const here = await withClient(tree, {}, async (other) => {
      await other.open('long/compose.yaml', LONG.replaceAll('web.env', '../web.env'));
      return other.diagnostics('long/compose.yaml');
    });
    expect(elsewhere.length).toBeGreaterThan(400);
    expect(elsewhere).toEqual(here);
  });
  // Short documents start no thread, and threads end with the server.
  expect(log).toEqual(['start', 'send long/compose.yaml', 'end']);
});

test('a long document is linted again with the same thread, and when what the thread read has changed', async () => {
  const { start, log } = threads(Promise.resolve());
  await withClient(tree, { startThread: start }, async (client) => {
    await client.open('compose.yaml', LONG);
    await client.diagnostics('compose.yaml');
    await client.change('compose.yaml', `${LONG}# more\n`);
    await client.diagnostics('compose.yaml');
    const count = client.published.length;
    await client.open('web.env', 'MODE=off\n', 'dotenv');
    await client.publishedAfter(count, 'web.env');
    await client.settled();
  });
  expect(log).toEqual(['start', ...Array.from({ length: 3 }, () => 'send compose.yaml'), 'end']);
});

test('what a thread leaves undone is linted in the server itself', async () => {
  const start: StartThread = () => {
    let end: () => void = () => undefined;
    return {
      send: () => {
        setImmediate(end);
      },
      listen: (_, onEnd) => {
        end = onEnd;
      },
      end: () => undefined,
    };
  };
  await withClient(tree, { startThread: start }, async (client) => {
    await client.open('compose.yaml', LONG);
    expect((await client.diagnostics('compose.yaml')).length).toBeGreaterThan(400);
  });
});
