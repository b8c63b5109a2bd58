import { expect, test } from 'vitest';
import { HoverRequest } from 'vscode-languageserver-protocol';
import { createRandom } from '../parsers/shell/random-scripts.ts';
import { startClient } from './client.ts';

const WEB = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
const textDocument = { uri: 'file:///project/compose.yaml' };
const position = { line: 1, character: 3 };
const range = { start: position, end: { line: 3, character: 20 } };

/** An editor's messages by method, except those that end the server. */
const MESSAGES: Readonly<Record<string, unknown>> = {
  'textDocument/didOpen': { textDocument: { ...textDocument, languageId: 'yaml', version: 1, text: WEB } },
  'textDocument/didChange': { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ range, text: 'a' }] },
  'textDocument/didSave': { textDocument },
  'textDocument/hover': { textDocument, position },
  'textDocument/completion': { textDocument, position },
  'textDocument/codeAction': { textDocument, range, context: { diagnostics: [{ range, message: 'a' }] } },
  'textDocument/documentLink': { textDocument },
  'textDocument/diagnostic': { textDocument, previousResultId: 'a' },
  'workspace/didChangeConfiguration': { settings: { plimsoll: { run: 'onType', minSeverity: 'info' } } },
  'workspace/didChangeWatchedFiles': { changes: [{ uri: textDocument.uri, type: 2 }] },
  'workspace/didChangeWorkspaceFolders': { event: { added: [{ uri: 'file:///a', name: 'a' }], removed: [] } },
  'workspace/executeCommand': { command: 'a', arguments: [textDocument.uri] },
  '$/cancelRequest': { id: 1 },
};

const WRONG: readonly unknown[] = [null, -1, 0.5, 1e9, '', 'a\u0000', '\ud800', [], {}, [[]], true, { uri: 5 }];

/** A copy with a value at some depth replaced or removed. */
function broken(value: unknown, pick: (count: number) => number): unknown {
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isNested || pick(4) === 0) return WRONG[pick(WRONG.length)];
  const entries = Object.entries(value);
  const at = pick(entries.length);
  const isLeftOut = pick(4) === 0;
  const changed = entries.flatMap(([key, each], index): [string, unknown][] =>
    index !== at ? [[key, each]] : isLeftOut ? [] : [[key, broken(each, pick)]],
  );
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}

test.each([1, 2, 3])('the server answers after 300 broken messages (seed %i)', async (seed) => {
  const random = createRandom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const client = await startClient({ 'compose.yaml': WEB });
  await client.open('compose.yaml', WEB);
  const methods = Object.keys(MESSAGES);
  for (let count = 0; count < 300; count += 1) {
    const method = methods[pick(methods.length)] ?? '';
    const id = pick(2) === 0 ? {} : { id: `broken-${count}` };
    const message = { jsonrpc: '2.0', ...id, method, params: MESSAGES[method] };
    const body = Buffer.from(
      JSON.stringify(pick(8) === 0 ? broken(message, pick) : { ...message, params: broken(message.params, pick) }),
    );
    if (pick(5) === 0) body[pick(body.length)] = pick(256);
    const length =
      pick(10) === 0 ? `Content-Length: ${['-1', 'x', '', '1e3'][pick(4)]}` : `Content-Length: ${body.length}`;
    client.toServer.write(Buffer.concat([Buffer.from(`${length}\r\n\r\n`), body]));
  }
  // The broken length included part of this message.
  client.toServer.write('\r\n\r\n');
  await client.change('compose.yaml', WEB);
  const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
  expect(hover).toMatchObject({ contents: expect.anything() as unknown });
  expect(await client.stop()).toBe(0);
});
