import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';

/** A document as opened by an editor. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/** A server's output, byte for byte. */
export interface Transcript {
  readonly digest: string;
  readonly bytes: number;
  readonly messages: number;
  readonly status: number | null;
}

/** In milliseconds: the maximum silence of a server. */
const PATIENCE = 300_000;
const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

/**
 * Runs an editor session with a started server: opens each document, requests actions with edits
 * and a hover on the first finding, and closes it. Each request awaits the previous answer, so that
 * output is reproducible.
 * `onEach` gets the document's number and a digest of its answers.
 */
export async function recordSession(
  [program = '', ...args]: readonly string[],
  folderUri: string,
  documents: readonly OpenDocument[],
  onEach: (index: number, digest: string) => void = () => undefined,
): Promise<Transcript> {
  const server = new Server(spawn(program, [...args, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const capabilities = {
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source.fixAll'] } } },
      hover: { contentFormat: ['markdown'] },
    },
  };
  await server.ask('initialize', {
    processId: null,
    rootUri: folderUri,
    capabilities,
    workspaceFolders: [{ uri: folderUri, name: 'corpus' }],
  });
  server.send({ method: 'initialized', params: {} });
  for (const [index, { uri, languageId, text }] of documents.entries()) {
    const textDocument = { uri, languageId, version: index, text };
    const published = server.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && params?.uri === uri,
    );
    server.send({ method: 'textDocument/didOpen', params: { textDocument } });
    const { params } = await published;
    const diagnostics = params?.diagnostics ?? [];
    await server.ask('textDocument/codeAction', {
      textDocument: { uri },
      range: EVERYTHING,
      context: { diagnostics },
    });
    await server.ask('textDocument/hover', {
      textDocument: { uri },
      position: diagnostics[0]?.range.start ?? EVERYTHING.start,
    });
    server.send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
    onEach(index, server.digest());
  }
  await server.ask('shutdown', undefined);
  server.send({ method: 'exit' });
  return server.end();
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly { readonly range: typeof EVERYTHING }[] };
}

class Server {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #hash = createHash('sha256');
  readonly #ended: Promise<number | null>;
  #left: Buffer = Buffer.alloc(0);
  #bytes = 0;
  #messages = 0;
  #asked = 0;
  #waiting: { readonly isWanted: (message: Message) => boolean; readonly resolve: (message: Message) => void }[] = [];

  constructor(process: ChildProcessByStdio<Writable, Readable, null>) {
    this.#process = process;
    this.#ended = new Promise((resolve) => process.once('close', resolve));
    process.stdout.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
  }

  send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  async ask(method: string, params: object | undefined): Promise<Message> {
    this.#asked += 1;
    const id = this.#asked;
    const answer = this.next((message) => message.id === id && message.method === undefined);
    this.send({ id, method, params });
    return answer;
  }

  /** The next matching message. Throws on a timeout. */
  next(isWanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer after ${this.#messages} messages`));
      }, PATIENCE);
      this.#waiting.push({
        isWanted,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message);
        },
      });
    });
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  async end(): Promise<Transcript> {
    const status = await this.#ended;
    return { digest: this.digest(), bytes: this.#bytes, messages: this.#messages, status };
  }

  #take(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#left = Buffer.concat([this.#left, bytes]);
    for (;;) {
      const head = this.#left.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(this.#left.toString('latin1', 0, Math.max(head, 0)))?.[1]);
      if (head < 0 || Number.isNaN(length) || this.#left.length < head + 4 + length) return;
      const message = JSON.parse(this.#left.toString('utf8', head + 4, head + 4 + length)) as Message;
      this.#left = this.#left.subarray(head + 4 + length);
      this.#messages += 1;
      const wanted = this.#waiting.filter(({ isWanted }) => isWanted(message));
      this.#waiting = this.#waiting.filter((each) => !wanted.includes(each));
      for (const { resolve } of wanted) resolve(message);
    }
  }
}
