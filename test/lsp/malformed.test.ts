import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type MessageError, MessageReader } from '../../src/lsp/reader.ts';

/** Reads bytes, in pieces: the methods of messages, and the error codes of invalid ones. */
async function read(...parts: readonly (string | Buffer)[]): Promise<readonly (string | number)[]> {
  const whole = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const results: (readonly (string | number)[])[] = [];
  for (const step of [whole.length, 7]) {
    const found: (string | number)[] = [];
    const input = new PassThrough();
    const reader = new MessageReader(input, ({ error }: MessageError) => found.push(error.code));
    reader.listen((message) => found.push('method' in message ? String(message.method) : 'response'));
    for (let at = 0; at < whole.length; at += step) input.write(whole.subarray(at, at + step));
    await new Promise((resolve) => setTimeout(resolve, 20));
    results.push(found);
  }
  expect(results[1]).toEqual(results[0]);
  return results[0] ?? [];
}

function framed(text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

const NEXT = framed('{"jsonrpc": "2.0", "method": "next"}');
const request = (method: string, params?: unknown): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

describe('what is no message gets the error of the protocol, and the next one is read', () => {
  test.each([
    ['null', 'null', -32600],
    ['a list', '[1,2]', -32600],
    ['a batch', `[${request('shutdown')}]`, -32600],
    ['a text', '"x"', -32600],
    ['nothing of JSON-RPC', '{}', -32600],
    ['another version', '{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', -32600],
    ['an id that is none', '{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', -32600],
    ['a method that is none', '{"jsonrpc": "2.0", "id": 1, "method": 5}', -32600],
    ['parameters that are none', '{"jsonrpc": "2.0", "id": 1, "method": "shutdown", "params": 5}', -32600],
    ['no JSON', '{nope', -32700],
    ['no text', Buffer.from([0xff, 0xfe]), -32700],
    ['an empty one', '', -32700],
    ['deep JSON', `{"jsonrpc": "2.0", "method": "a", "params": ${'['.repeat(5000)}${']'.repeat(5000)}}`, -32600],
    ['a document that is none', request('textDocument/didOpen'), -32602],
    [
      'a document without a text',
      request('textDocument/didOpen', { textDocument: { uri: 'a', languageId: 'b' } }),
      -32602,
    ],
    [
      'changes that are none',
      request('textDocument/didChange', { textDocument: { uri: 'a' }, contentChanges: 5 }),
      -32602,
    ],
    ['no position', request('textDocument/hover', { textDocument: { uri: 'a' } }), -32602],
    ['no range', request('textDocument/codeAction', { textDocument: { uri: 'a' } }), -32602],
    ['an address that is none', request('textDocument/documentLink', { textDocument: { uri: 5 } }), -32602],
    ['nothing to cancel', request('$/cancelRequest', null), -32602],
  ])('%s', async (_, text, code) => {
    expect(await read(framed(text), NEXT)).toEqual([code, 'next']);
  });

  test.each([
    ['a negative length', 'Content-Length: -5\r\n\r\n'],
    ['a length that is none', 'Content-Length: x\r\n\r\n'],
    ['a length beyond all', 'Content-Length: 99999999999\r\n\r\n'],
    ['no length', 'Content-Type: a\r\n\r\n'],
    ['a long line that is no header', 'x'.repeat(9000)],
  ])('%s', async (_, header) => {
    const found = await read(header, NEXT);
    expect([new Set(found.slice(0, -1)), found.at(-1)]).toEqual([new Set([-32700]), 'next']);
  });
});

test('messages, in any pieces and with other headers', async () => {
  const response = framed('{"jsonrpc": "2.0", "id": 1, "result": null}');
  const shutdown = framed('{"jsonrpc": "2.0", "id": "a", "method": "shutdown", "params": null}');
  const headed = Buffer.concat([Buffer.from('content-type: x\r\ncontent-length:2'), Buffer.from('\r\n\r\n{}')]);
  expect(await read(NEXT, response, shutdown, headed, NEXT)).toEqual(['next', 'response', 'shutdown', -32600, 'next']);
});
