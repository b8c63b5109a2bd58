import { describe, expect, test, vi } from 'vitest';
import {
  CancellationTokenSource,
  type ClientCapabilities,
  CodeActionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  HoverRequest,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver-protocol';
import { FULL, PULL, startClient, TestClient, withClient } from './client.ts';

const WEB = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
const URI = 'file:///project/compose.yaml';

async function codeOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request;
    return 'answered';
  } catch (error) {
    return error instanceof ResponseError ? error.code : error;
  }
}

/** Changes the document and waits for the diagnostics. */
async function answered(client: TestClient, capabilities: ClientCapabilities): Promise<void> {
  const changed = client.change('compose.yaml', WEB);
  await (capabilities === PULL ? client.pull('compose.yaml') : changed.then(() => client.diagnostics('compose.yaml')));
}

function hover(client: TestClient): Promise<unknown> {
  return client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: URI },
    position: { line: 0, character: 0 },
  });
}

describe('the life of a server', () => {
  test('it ends with 0 where it was shut down before, and with 1 where it was not', async () => {
    const client = await startClient();
    expect(await client.stop()).toBe(0);
    const other = await startClient();
    await other.connection.sendNotification('exit');
    expect(await other.ended).toBe(1);
    const early = new TestClient({}, {});
    await early.connection.sendNotification('exit');
    expect(await early.ended).toBe(1);
  });

  test('requests before initialize, after shutdown and a second initialize are rejected', async () => {
    const client = new TestClient({}, {});
    expect(await codeOf(hover(client))).toBe(ErrorCodes.ServerNotInitialized);
    await client.open('compose.yaml', WEB);
    await client.initialize({});
    expect(await codeOf(hover(client))).toBe('answered');
    expect(await codeOf(client.initialize({}))).toBe(ErrorCodes.InvalidRequest);
    await client.connection.sendRequest('shutdown');
    expect(await codeOf(hover(client))).toBe(ErrorCodes.InvalidRequest);
    expect(client.published).toEqual([]);
    await client.connection.sendNotification('exit');
    expect(await client.ended).toBe(0);
  });

  test.each([
    ['has said all', 0],
    ['has not', 1],
  ])('a client that closes its stream and %s', async (what, code) => {
    const client = await startClient();
    await client.open('compose.yaml', WEB);
    await client.diagnostics('compose.yaml');
    if (what === 'has said all') void client.connection.sendRequest('shutdown').catch(() => undefined);
    await client.change('compose.yaml', '');
    client.toServer.end();
    expect(await client.ended).toBe(code);
  });

  test('a client that reads nothing any more', async () => {
    const client = await startClient();
    client.fromServer.destroy(new Error('EPIPE'));
    expect(await client.ended).toBe(1);
  });

  test('a client whose process is gone', async () => {
    const asked: number[] = [];
    const client = await startClient(
      {},
      {
        processId: 4711,
        isAlive: (id) => {
          asked.push(id);
          return false;
        },
      },
    );
    expect(await client.ended).toBe(1);
    expect(asked).toEqual([4711]);
  });
});

describe('what is no message', () => {
  test.each([
    'Content-Length: 5\r\n\r\nhello',
    'Content-Length: 2\r\n\r\n{}',
    'Content-Length: 4\r\n\r\nnull',
    'Content-Length: 40\r\n\r\n{"jsonrpc":"2.0","method":"no/such/thing"}'.replace('40', '42'),
    'Content-Length: 46\r\n\r\n{"jsonrpc":"2.0","id":99,"method":"no/such/xx"}'.replace('46', '47'),
  ])('%j', async (bytes) => {
    await withClient({}, {}, async (client) => {
      client.toServer.write(bytes);
      await client.open('compose.yaml', WEB);
      expect(await client.diagnostics('compose.yaml')).not.toEqual([]);
    });
  });

  test.each([
    'hello\r\n\r\n',
    'Content-Length: x\r\n\r\n{}',
    'Content-Length\r\n\r\n{}',
    'Content-Type: a/b\r\n\r\n{}',
    'Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n{}',
  ])('a header that is none does not end the server: %j', async (bytes) => {
    await withClient({}, {}, async (client) => {
      client.toServer.write(bytes);
      await client.open('compose.yaml', WEB);
      expect(await client.diagnostics('compose.yaml')).not.toEqual([]);
    });
  });

  test('a change of a document that is not open', async () => {
    await withClient({}, {}, async (client) => {
      await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: URI, version: 3 },
        contentChanges: [{ text: WEB }],
      });
      await client.close('compose.yaml');
      await client.save('compose.yaml');
      await client.open('compose.yaml', WEB);
      expect(await client.diagnostics('compose.yaml')).not.toEqual([]);
    });
  });

  test('a range that is not in the document', async () => {
    await withClient({}, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      await client.change('compose.yaml', '# more\n', {
        start: { line: 99, character: 99 },
        end: { line: 1000, character: 0 },
      });
      expect((await client.diagnostics('compose.yaml')).map(({ code }) => code)).toContain('privileged-container');
    });
  });
});

describe('many changes', () => {
  test('the last one counts, and nothing is published twice or out of order', async () => {
    await withClient({}, { settings: { missing: 'off' } }, async (client) => {
      await client.open('compose.yaml', WEB);
      for (let round = 0; round < 200; round += 1)
        void client.change('compose.yaml', round % 2 === 0 ? WEB.replace('true', 'false') : WEB);
      expect((await client.diagnostics('compose.yaml')).map(({ code }) => code)).toEqual(['privileged-container']);
      const versions = client.published.map(({ version = 0 }) => version);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      expect(versions.at(-1)).toBe(201);
    });
  });

  test('of a document that takes long are waited for', async () => {
    const services = Array.from(
      { length: 800 },
      (_, index) => `  web${index}:\n    image: nginx:1.27\n    privileged: true\n`,
    );
    const text = `services:\n${services.join('')}`;
    await withClient({}, { settings: { missing: 'off' } }, async (client) => {
      await client.open('compose.yaml', text);
      await client.diagnostics('compose.yaml');
      const count = client.published.length;
      for (let round = 0; round < 30; round += 1)
        void client.change('compose.yaml', '#', { start: { line: 0, character: 9 }, end: { line: 0, character: 9 } });
      await client.diagnostics('compose.yaml');
      expect(client.published.length - count).toBeLessThan(10);
    });
  });

  test.each([
    ['that come by themselves are linted at once', 1, false],
    ['that come faster than they are linted are waited for', 10, true],
  ])('%s', async (_, changes, isDelayed) => {
    let time = 0;
    // A clock by which each analysis takes seconds.
    const now = (): number => (time += 5_000);
    for (const capabilities of [FULL, PULL]) {
      await withClient({}, { capabilities, now }, async (client) => {
        await client.open('compose.yaml', WEB);
        await answered(client, capabilities);
        const wait = vi.spyOn(globalThis, 'setTimeout');
        try {
          for (let change = 1; change < changes; change += 1) void answered(client, capabilities);
          await answered(client, capabilities);
          const delays = wait.mock.calls.map(([, delay = 0]) => delay);
          expect(delays.includes(300)).toBe(isDelayed);
        } finally {
          wait.mockRestore();
        }
      });
    }
  });

  test('a cancelled request is answered as cancelled', async () => {
    await withClient({}, { capabilities: PULL }, async (client) => {
      await client.open('compose.yaml', WEB);
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest(
        DocumentDiagnosticRequest.type,
        { textDocument: { uri: URI } },
        source.token,
      );
      source.cancel();
      expect(await codeOf(answer)).toBe(LSPErrorCodes.RequestCancelled);
      expect(await client.pull('compose.yaml')).toMatchObject({ kind: 'full' });
    });
  });
});

test('actions that were asked for before a document has changed are none, and do not hold its diagnostics back', async () => {
  await withClient({}, {}, async (client) => {
    const service = (index: number): string => `  web${index}: {image: "nginx:1.27", privileged: true}\n`;
    await client.open(
      'compose.yaml',
      `services:\n${Array.from({ length: 30 }, (_, index) => service(index)).join('')}`,
    );
    await client.diagnostics('compose.yaml');
    const actionsAt = (line: number): Promise<readonly unknown[] | null> =>
      client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: URI },
        range: { start: { line, character: 0 }, end: { line, character: 60 } },
        context: { diagnostics: [] },
      });
    const asked = Array.from({ length: 30 }, (_, line) => actionsAt(line + 1));
    const end = { line: 31, character: 0 };
    await client.change('compose.yaml', service(30), { start: end, end });
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((actions) => actions?.length))).toEqual(new Set([0]));
    expect((await actionsAt(1))?.length).toBeGreaterThan(0);
  });
});

describe('large documents', () => {
  const service = (index: number): string =>
    `  web${index}:\n    image: "nginx:1.27"\n    environment:\n      A: "${'x'.repeat(900)}"\n`;
  const command = (index: number): string => `docker run --name web${index} -e A=${'x'.repeat(900)} nginx:1.27\n`;
  const repeat = (make: (index: number) => string): string =>
    Array.from({ length: 1100 }, (_, index) => make(index)).join('');

  test.each([
    ['compose.yaml', `services:\n${repeat(service)}`, 'privileged-container', '    privileged: true\n'],
    ['run.sh', `#!/bin/sh\n${repeat(command)}`, 'syntax/limit', 'docker run --privileged a:1\n'],
    ['compose.yaml', `services: {${'a: {image: "b:1"},'.repeat(60_000)}`, 'syntax/duplicate-key', ''],
    ['compose.yaml', '- '.repeat(500_000), 'syntax/limit', ''],
  ])(
    'of a megabyte: %s %#',
    async (path, text, code, more) => {
      expect(text.length).toBeGreaterThanOrEqual(1_000_000);
      await withClient({}, { settings: { missing: 'off' } }, async (client) => {
        await client.open(path, text);
        await client.diagnostics(path);
        const end = { line: text.split('\n').length, character: 0 };
        await client.change(path, more, { start: end, end });
        expect((await client.diagnostics(path)).map((found) => found.code)).toContain(code);
      });
    },
    120_000,
  );
});

test('many documents are opened at once', async () => {
  await withClient({}, { settings: { missing: 'off' } }, async (client) => {
    const paths = Array.from({ length: 50 }, (_, index) => `app-${index}/compose.yaml`);
    for (const path of paths)
      void client.connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: `file:///project/${path}`, languageId: 'yaml', version: 1, text: WEB },
      });
    for (const path of paths) {
      await client.until(() => client.published.some(({ uri }) => uri.endsWith(path)), path);
      expect(client.published.find(({ uri }) => uri.endsWith(path))?.diagnostics.length).toBe(1);
    }
  });
});
