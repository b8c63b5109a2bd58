import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { discover } from '../../src/projects/discover.ts';
import { createRandom, type Random } from './random.ts';
import type { Row, Section } from './report.ts';
import type { BenchSetting } from './setting.ts';
import { composeText, scriptText } from './texts.ts';

interface Document {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

interface Kind {
  readonly what: string;
  /** The limit of the 99th percentile, in milliseconds. */
  readonly budget: number;
  /** The fraction of changes to make, for slow documents. */
  readonly share: number;
  /** The workspace. */
  readonly folder: string;
  readonly documents: readonly Document[];
}

const SEED = 11;
const DOCUMENTS = 60;
/** Longer documents are rarely edited by hand. */
const MAX_LINES = 1_000;
const INCLUDED = 80;
const OPEN = 500;
const LONG = 2_000;
const CHANGES = { few: 1_000, many: 10_000 } as const;

/**
 * A module that answers a message with the used heap bytes, without keeping the process alive.
 * Threads load it too, and have no channel.
 */
const ANSWER_MEMORY = `data:text/javascript,${encodeURIComponent(`
  process.on('message', () => { gc(); process.send(process.memoryUsage().heapUsed); });
  process.channel?.unref();
`)}`;

/**
 * A client types into a server's documents: measures the time of each change's diagnostics, and
 * memory.
 */
export async function measureServer(setting: BenchSetting, given: string | undefined): Promise<Section> {
  const folder = given ?? join(setting.scratch, 'server');
  const kinds = given === undefined ? generated(folder) : taken(given);
  const many = included(join(setting.scratch, 'included'));
  const most = setting.isQuick ? CHANGES.few / 10 : CHANGES.many / 2;
  const rows: Row[] = [];
  for (const { what, budget, share, documents, folder: root } of [...kinds, many]) {
    if (documents.length === 0) continue;
    const server = new Client(setting.plimsoll, root);
    await server.initialize();
    const before = server.processor();
    const changes = most * share;
    const times = await type(server, documents, changes);
    const used = server.processor() - before;
    await server.stop();
    const at = (share: number): string => `${(times[Math.ceil(share * times.length) - 1] ?? Number.NaN).toFixed(1)} ms`;
    rows.push({
      what: `${what}: p99 is to be below ${budget} ms`,
      ratios: [at(0.5), at(0.95), at(0.99), Number.isNaN(used) ? '' : `${(used / (changes * 1.2)).toFixed(1)} ms`],
    });
  }
  rows.push(await hovered(setting, join(setting.scratch, 'hover')));
  rows.push(await configured(setting, join(setting.scratch, 'open')));
  rows.push(...(await memory(setting, folder, kinds)));
  return {
    title: 'The language server',
    about: `One character typed or deleted at a time, each at another place of one of ${given === undefined ? 'the same generated' : 'these'} documents of up to ${MAX_LINES} lines, and the time until the diagnostics of that version are there: ${most} changes a row, a tenth as many in the large project, after a round that does not count. These are times, not ratios; the processor's are those of the server alone, with the documents that are opened first. Memory: after ${CHANGES.many} changes, over what it is after ${CHANGES.few}; V8 lets what is no longer in use lie until it needs the space, so that the memory of the process says little about growth.`,
    columns: ['median', '95 of 100', '99 of 100', 'processor, mean'],
    rows,
    notes: [],
  };
}

/** The time of hovers in a short document while a long one is linted. */
async function hovered(setting: BenchSetting, folder: string): Promise<Row> {
  const services = Array.from(
    { length: LONG },
    (_, n) => `  web${n}:\n    image: nginx:1.27\n    ports: ["${8000 + n}:80"]\n    volumes: ["./data:/data"]\n`,
  );
  const long = writeIn(folder, 'long/compose.yaml', 'yaml', `services:\n${services.join('')}`);
  const short = writeIn(folder, 'short/compose.yaml', 'yaml', `services:\n${services[0] ?? ''}`);
  const server = new Client(setting.plimsoll, folder);
  await server.initialize();
  await server.open(short);
  const state = { isLinted: false };
  const linted = server.open(long).then(() => {
    state.isLinted = true;
  });
  const times: number[] = [];
  while (!state.isLinted) times.push(await server.hover(short.uri, { line: 1, character: 3 }));
  await linted;
  await server.stop();
  times.sort((a, b) => a - b);
  const at = (share: number): string => `${(times[Math.ceil(share * times.length) - 1] ?? Number.NaN).toFixed(1)} ms`;
  return {
    what: `a hover while a file of ${LONG} services is linted: is to be below 50 ms`,
    ratios: [at(0.5), at(0.95), at(0.99), ''],
  };
}

/** Many open documents that are all linted again after each configuration change. */
async function configured(setting: BenchSetting, folder: string): Promise<Row> {
  const random = createRandom(SEED);
  const documents = Array.from({ length: OPEN }, (_, index) =>
    index % 3 === 0
      ? writeIn(folder, `app-${index}/deploy.sh`, 'shellscript', scriptText(random))
      : writeIn(folder, `app-${index}/compose.yaml`, 'yaml', composeText(random)),
  );
  const server = new Client(setting.plimsoll, folder);
  await server.initialize();
  for (const document of documents) await server.open(document);
  const rounds = setting.isQuick ? 2 : 20;
  const used: number[] = [];
  const inUse: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = server.processor();
    await server.configure(documents.map(({ uri }) => uri));
    used.push(server.processor() - before);
    inUse.push(await server.memoryInUse());
  }
  await server.stop();
  const [first = Number.NaN, last = first] = [inUse[0], inUse.at(-1)];
  const [median = Number.NaN] = used.sort((a, b) => a - b).slice(Math.floor(used.length / 2));
  return {
    what: `a change of the configuration with ${OPEN} documents open: is to take less than 5 s of the processor`,
    ratios: [
      `${(median / 1000).toFixed(1)} s`,
      '',
      `memory after ${rounds}: ${(last / first).toFixed(2)} (${toMiB(first)} → ${toMiB(last)})`,
      '',
    ],
  };
}

/**
 * The resident memory, including garbage, and the used memory in a separate server that collects
 * first.
 */
async function memory(setting: BenchSetting, folder: string, kinds: readonly Kind[]): Promise<readonly Row[]> {
  const documents = kinds.flatMap((kind) => kind.documents);
  const grow = async (
    what: string,
    measure: (server: Client) => number | undefined | Promise<number>,
  ): Promise<Row> => {
    if (setting.isQuick) return { what, ratios: ['not measured', '', '', ''] };
    const server = new Client(setting.plimsoll, folder);
    await server.initialize();
    await type(server, documents, CHANGES.few, 0);
    const few = await measure(server);
    await type(server, documents, CHANGES.many - CHANGES.few, 0);
    const many = await measure(server);
    await server.stop();
    return few === undefined || many === undefined
      ? { what, ratios: ['only measured on Linux', '', '', ''] }
      : { what, ratios: [`${(many / few).toFixed(2)} (${toMiB(few)} → ${toMiB(many)})`, '', '', ''] };
  };
  return [
    await grow('memory in use, after a collection: is to be below 1.2', (server) => server.memoryInUse()),
    await grow('memory of the process, with what is not collected yet', (server) => server.memory()),
  ];
}

function toMiB(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** Documents of {@link composeText} and {@link scriptText}; some scripts have hundreds of lines. */
function generated(folder: string): readonly Kind[] {
  const random = createRandom(SEED);
  const write = (path: string, languageId: string, text: string): Document => writeIn(folder, path, languageId, text);
  const indices = Array.from({ length: DOCUMENTS }, (_, index) => index);
  const longScript = (index: number): string =>
    Array.from({ length: 1 + (index % 4 === 0 ? 1 + random.below(25) : 0) }, () => scriptText(random)).join('\n');
  return [
    {
      what: 'Compose files',
      budget: 20,
      share: 1,
      folder,
      documents: indices.map((index) => write(`app-${index}/compose.yaml`, 'yaml', composeText(random))),
    },
    {
      what: 'scripts',
      budget: 50,
      share: 1,
      folder,
      documents: indices.map((index) => write(`app-${index}/deploy.sh`, 'shellscript', longScript(index))),
    },
  ];
}

/** Some of many files included by one project, each with a service built from a Dockerfile. */
function included(folder: string): Kind {
  const names = Array.from({ length: INCLUDED }, (_, index) => `app${index}`);
  writeIn(
    folder,
    'compose.yaml',
    'yaml',
    `include: [${names.map((name) => `${name}/compose.yaml`).join(', ')}]\nnetworks: { backend: {} }\n`,
  );
  writeIn(folder, '.env', 'dotenv', 'DATA=./data\nPORT=80\n');
  const documents = names.map((name, index) => {
    writeIn(
      folder,
      `${name}/Dockerfile`,
      'dockerfile',
      'ARG VERSION=3\nFROM alpine:${VERSION}\nEXPOSE 80\nUSER root\n',
    );
    const service = `  ${name}:\n    build:\n      context: .\n      args: [VERSION=\${VERSION}]\n    restart: always\n    volumes: ["\${DATA}/${name}:/data"]\n    ports: ["\${PORT}:${3000 + index}"]\n    environment:\n      PASSWORD: \${PASSWORD}\n    networks: [backend]\n`;
    return writeIn(folder, `${name}/compose.yaml`, 'yaml', `services:\n${service}`);
  });
  return {
    what: `files that one project of ${INCLUDED} includes`,
    budget: 20,
    share: 0.1,
    folder,
    documents: documents.slice(0, 5),
  };
}

function writeIn(folder: string, path: string, languageId: string, text: string): Document {
  const at = join(folder, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
  return { uri: pathToFileURL(at).href, languageId, text };
}

/** The documents of a user's directory. */
function taken(folder: string): readonly Kind[] {
  const inputs = [...discover({ paths: ['.'] }, createNodeFileSystem(folder)).inputs];
  const ofKind = (kind: string, languageId: string): readonly Document[] => {
    const paths = inputs.filter((input) => input.kind === kind).flatMap(({ files }) => files.map(({ path }) => path));
    const documents = [...new Set(paths)].map((path) => ({
      uri: pathToFileURL(join(folder, path)).href,
      languageId,
      text: readFileSync(join(folder, path), 'utf8'),
    }));
    const short = documents.filter(({ text }) => text.split('\n').length <= MAX_LINES);
    const step = Math.max(1, Math.floor(short.length / DOCUMENTS));
    return short.filter((_, index) => index % step === 0).slice(0, DOCUMENTS);
  };
  return [
    { what: 'Compose files', budget: 20, share: 1, folder, documents: ofKind('compose', 'yaml') },
    { what: 'scripts', budget: 50, share: 1, folder, documents: ofKind('shell', 'shellscript') },
  ];
}

/** Types into documents in turn; returns each change's milliseconds in ascending order. */
async function type(
  server: Client,
  documents: readonly Document[],
  changes: number,
  warmUp = changes / 5,
): Promise<readonly number[]> {
  const random = createRandom(SEED);
  const times: number[] = [];
  for (const document of documents) await server.open(document);
  // In rounds, so that all documents are warm when it counts.
  for (let count = 0; count < warmUp + changes; count += 2) {
    const document = documents[(count / 2) % documents.length];
    if (document === undefined) break;
    const at = positionOf(document.text, random.below(document.text.length));
    const typed = character(random);
    const inserted = await server.change(document.uri, { start: at, end: at }, typed);
    const end = typed === '\n' ? { line: at.line + 1, character: 0 } : { ...at, character: at.character + 1 };
    const deleted = await server.change(document.uri, { start: at, end }, '');
    if (count >= warmUp) times.push(inserted, deleted);
  }
  for (const { uri } of documents) await server.close(uri);
  return times.sort((a, b) => a - b);
}

function character(random: Random): string {
  return random.pick(['a', '1', ':', ' ', '-', '"', '$', '{', '\n', '#']);
}

function positionOf(text: string, offset: number): { readonly line: number; readonly character: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
}

class Client {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #folder: string;
  readonly #versions = new Map<string, number>();
  #onPublished: (params: PublishDiagnosticsParams) => void = () => undefined;

  constructor(plimsoll: string, folder: string) {
    this.#folder = folder;
    this.#process = spawn(process.execPath, ['--expose-gc', '--import', ANSWER_MEMORY, plimsoll, 'lsp', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    const { stdin, stdout } = this.#process;
    if (stdin === null || stdout === null) throw new Error('the server has no streams');
    this.#connection = createProtocolConnection(stdout, stdin);
    this.#connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#onPublished(params);
    });
    this.#connection.listen();
  }

  async initialize(): Promise<void> {
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: pathToFileURL(this.#folder).href, name: 'bench' }],
    });
    await this.#connection.sendNotification('initialized', {});
  }

  open({ uri, languageId, text }: Document): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    return this.#timed(uri, version, 'textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  async close(uri: string): Promise<void> {
    await this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  change(uri: string, range: object, text: string): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    return this.#timed(uri, version, 'textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  /** The milliseconds until a hover is answered. */
  async hover(uri: string, position: object): Promise<number> {
    const start = performance.now();
    await this.#connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    return performance.now() - start;
  }

  /** Reports a changed configuration, and waits for new diagnostics of all these documents. */
  async configure(uris: readonly string[]): Promise<void> {
    const left = new Set(uris);
    const published = new Promise<void>((resolve) => {
      this.#onPublished = ({ uri }) => {
        left.delete(uri);
        if (left.size === 0) resolve();
      };
    });
    await this.#connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    await published;
  }

  /** The used heap in bytes, after garbage collection. */
  memoryInUse(): Promise<number> {
    return new Promise((resolve) => {
      this.#process.once('message', (bytes) => {
        resolve(Number(bytes));
      });
      this.#process.send('memory');
    });
  }

  /** Its resident memory in bytes, or `undefined`. */
  memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${String(this.#process.pid)}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
    } catch {
      return undefined;
    }
  }

  /** Its processor time so far in milliseconds, or NaN. */
  processor(): number {
    try {
      const fields = readFileSync(`/proc/${String(this.#process.pid)}/stat`, 'utf8').split(' ');
      // In ticks of a hundredth of a second, user and system time.
      return (Number(fields[13]) + Number(fields[14])) * 10;
    } catch {
      return Number.NaN;
    }
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.#connection.sendNotification('exit');
    await exited;
    this.#connection.dispose();
  }

  /** Sends a document's state; returns the milliseconds until its diagnostics. */
  async #timed(uri: string, version: number, method: string, params: object): Promise<number> {
    this.#versions.set(uri, version);
    const published = new Promise<void>((resolve) => {
      this.#onPublished = (found) => {
        if (found.uri === uri && found.version === version) resolve();
      };
    });
    const start = performance.now();
    await this.#connection.sendNotification(method, params);
    await published;
    return performance.now() - start;
  }
}
