import type { Readable } from 'node:stream';
import {
  AbstractMessageReader,
  type DataCallback,
  Disposable,
  ErrorCodes,
  type Message,
} from 'vscode-languageserver-protocol/node';
import { isRecord } from '../util/objects.ts';

export interface MessageError {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

const HEADER_END = '\r\n\r\n';
const START = 'Content-Length:';
/** Limits of headers and messages, in bytes. */
const [MAX_HEADER, MAX_LENGTH] = [4096, 512 * 1024 * 1024];
/** No protocol message is nested deeper. Bounds the recursion of processing. */
const MAX_DEPTH = 100;

/**
 * Reads messages from a stream. Answers invalid ones through `refuse`, and continues at the next
 * header.
 */
export class MessageReader extends AbstractMessageReader {
  readonly #input: Readable;
  readonly #refuse: (refusal: MessageError) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #isLost = false;

  constructor(input: Readable, refuse: (refusal: MessageError) => void) {
    super();
    this.#input = input;
    this.#refuse = refuse;
  }

  listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer | string): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      this.#chunks.push(bytes);
      this.#size += bytes.length;
      if (this.#size >= this.#wanted) this.#readAll(callback);
    };
    const onClose = (): void => {
      this.fireClose();
    };
    this.#input.on('data', onData);
    this.#input.on('close', onClose);
    return Disposable.create(() => {
      this.#input.off('data', onData);
      this.#input.off('close', onClose);
    });
  }

  #readAll(callback: DataCallback): void {
    let rest = this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#wanted = 0;
    for (;;) {
      if (this.#isLost) {
        const next = rest.indexOf(START);
        this.#isLost = next < 0;
        rest = rest.subarray(next < 0 ? Math.max(0, rest.length - START.length) : next);
        if (next < 0) break;
      }
      const end = rest.indexOf(HEADER_END);
      if (end < 0 && rest.length <= MAX_HEADER) break;
      const length = end < 0 ? undefined : lengthIn(rest.toString('latin1', 0, end));
      if (length === undefined) {
        this.#refuseText(ErrorCodes.ParseError, 'The message has no header with a valid Content-Length.');
        rest = rest.subarray(1);
        this.#isLost = true;
        continue;
      }
      const start = end + HEADER_END.length;
      if (rest.length < start + length) {
        this.#wanted = start + length;
        break;
      }
      const body = rest.toString('utf8', start, start + length);
      rest = rest.subarray(start + length);
      this.#read(body, callback);
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
  }

  #read(body: string, callback: DataCallback): void {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      this.#refuseText(ErrorCodes.ParseError, 'The message is not valid JSON.');
      return;
    }
    const fault = faultOf(value);
    if (fault !== undefined || !isMessage(value)) {
      this.#refuse({ jsonrpc: '2.0', id: idOf(value), error: fault ?? NO_MESSAGE });
      return;
    }
    try {
      callback(value);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#refuse({ jsonrpc: '2.0', id: idOf(value), error: { code: ErrorCodes.InternalError, message } });
    }
  }

  #refuseText(code: number, message: string): void {
    this.#refuse({ jsonrpc: '2.0', id: null, error: { code, message } });
  }
}

function lengthIn(header: string): number | undefined {
  const [, written] = /(?:^|\r\n)content-length:[ \t]*(\d{1,10})[ \t]*(?:\r\n|$)/i.exec(header) ?? [];
  const length = written === undefined ? undefined : Number(written);
  return length === undefined || length > MAX_LENGTH ? undefined : length;
}

const NO_MESSAGE = { code: ErrorCodes.InvalidRequest, message: 'This is not a JSON-RPC 2.0 message.' };

function isMessage(value: unknown): value is Message {
  return isRecord(value) && value['jsonrpc'] === '2.0';
}

function idOf(value: unknown): string | number | null {
  const id = isRecord(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/**
 * Checks a message against JSON-RPC and its method's parameters. Returns the fault, or `undefined`.
 */
function faultOf(value: unknown): MessageError['error'] | undefined {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return NO_MESSAGE;
  if (isDeep(value, MAX_DEPTH))
    return { ...NO_MESSAGE, message: `The message is nested more than ${MAX_DEPTH} levels deep.` };
  const [id, method, params] = ['id', 'method', 'params'].map((key) => value[key]);
  const isId = id === undefined || id === null || typeof id === 'string' || typeof id === 'number';
  const isResponse = method === undefined && id !== undefined && ('result' in value || 'error' in value);
  if (!isId || (typeof method !== 'string' && !isResponse)) return NO_MESSAGE;
  if (params !== undefined && typeof params !== 'object') return NO_MESSAGE;
  if (typeof method !== 'string') return undefined;
  const invalid = { code: ErrorCodes.InvalidParams, message: `${method} has invalid parameters.` };
  return takes(method, params) ? undefined : invalid;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isPosition = (value: unknown): boolean =>
  isRecord(value) && isNumber(value['line']) && isNumber(value['character']);
const isRange = (value: unknown): boolean => isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
const isChange = (value: unknown): boolean =>
  isRecord(value) && isText(value['text']) && (value['range'] === undefined || isRange(value['range']));

/**
 * The required parameters of methods. The document of `textDocument/` methods is checked
 * separately.
 */
const PARAMETERS: ReadonlyMap<string, (params: Readonly<Record<string, unknown>>) => boolean> = new Map([
  ['$/cancelRequest', ({ id }) => isText(id) || isNumber(id)],
  ['$/progress', ({ token }) => isText(token) || isNumber(token)],
  ['initialize', ({ capabilities }) => isRecord(capabilities)],
  [
    'textDocument/didOpen',
    ({ textDocument }) => isRecord(textDocument) && isText(textDocument['text']) && isText(textDocument['languageId']),
  ],
  ['textDocument/didChange', ({ contentChanges }) => isListOf(contentChanges, isChange)],
  ['textDocument/hover', ({ position }) => isPosition(position)],
  ['textDocument/completion', ({ position }) => isPosition(position)],
  [
    'textDocument/codeAction',
    ({ range, context }) => isRange(range) && isRecord(context) && Array.isArray(context['diagnostics']),
  ],
  [
    'workspace/didChangeWatchedFiles',
    ({ changes }) => isListOf(changes, (change) => isRecord(change) && isText(change['uri'])),
  ],
  [
    'workspace/didChangeWorkspaceFolders',
    ({ event }) => isRecord(event) && Array.isArray(event['added']) && Array.isArray(event['removed']),
  ],
  ['workspace/executeCommand', ({ command }) => isText(command)],
  ['workspace/textDocumentContent', ({ uri }) => isText(uri)],
  ['codeAction/resolve', ({ title }) => isText(title)],
  ['completionItem/resolve', ({ label }) => isText(label)],
]);

function takes(method: string, params: unknown): boolean {
  const needs = PARAMETERS.get(method);
  const isOfDocument = method.startsWith('textDocument/');
  if (needs === undefined && !isOfDocument) return true;
  if (!isRecord(params)) return false;
  const document = params['textDocument'];
  if (isOfDocument && !(isRecord(document) && isText(document['uri']))) return false;
  return needs?.(params) !== false;
}

/** True if a value is nested deeper than `levels`; recurses no further. */
function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeep(part, levels - 1));
}
