import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  RegistrationRequest,
  ShowMessageNotification,
  ShutdownRequest,
} from 'vscode-languageserver-protocol/node';
import type { FileSystem } from '../../src/files/file-system.ts';
import { uriOfPath } from '../../src/lsp/client/uris.ts';
import { type StreamHost, serveStreams } from '../../src/lsp/streams.ts';
import { createMemoryFiles, type MemoryFile } from '../memory-io.ts';

/** VS Code's capabilities as far as the server uses them, without pull diagnostics. */
export const FULL: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      versionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source', 'source.fixAll'] } },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
};

/** The same with pull diagnostics. */
export const PULL: ClientCapabilities = {
  ...FULL,
  textDocument: { ...FULL.textDocument, diagnostic: { dynamicRegistration: false } },
  workspace: { ...FULL.workspace, diagnostics: { refreshSupport: true } },
};

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Absolute directories or URIs; default: the tree's. */
  readonly folders?: readonly string[] | null;
  readonly rootUri?: string;
  /** The client's `plimsoll.*` settings, also in answers to the server. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Replaces the memory filesystem. */
  readonly openFolder?: (folder: string) => FileSystem;
  /** The server's policy. */
  readonly policy?: string;
  readonly processId?: number;
  readonly isAlive?: (id: number) => boolean;
  readonly now?: () => number;
  readonly startThread?: StreamHost['startThread'];
}

/** The directory of the tree and workspace. */
export const ROOT = '/project';

/** A client with an in-process server. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  /** The messages that the user sees. */
  readonly messages: string[] = [];
  readonly registered: Registration[] = [];
  refreshes = 0;
  settings: Readonly<Record<string, unknown>>;
  /** The server's exit code. */
  readonly ended: Promise<number>;
  readonly toServer = new PassThrough();
  readonly fromServer = new PassThrough();
  result: InitializeResult = { capabilities: {} };
  readonly #versions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor(
    tree: Readonly<Record<string, MemoryFile>>,
    { settings = {}, openFolder, isAlive, now, policy, startThread }: ClientOptions,
  ) {
    this.settings = settings;
    this.ended = serveStreams(
      {
        input: this.toServer,
        output: this.fromServer,
        isAlive: isAlive ?? (() => true),
        close: () => {
          this.toServer.destroy();
          this.fromServer.destroy();
        },
      },
      {
        openFolder: openFolder ?? ((folder) => createMemoryFiles(absolute(tree), folder)),
        today: () => '2026-11-24',
        ...(policy === undefined ? {} : { policy }),
        ...(startThread === undefined ? {} : { startThread }),
        now: now ?? (() => performance.now()),
      },
    );
    this.connection = createProtocolConnection(this.fromServer, this.toServer);
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      for (const notify of this.#waiting) notify();
    });
    this.connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      this.messages.push(message);
    });
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations);
      for (const notify of this.#waiting) notify();
    });
    this.connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes += 1;
      for (const notify of this.#waiting) notify();
    });
    this.connection.onUnhandledNotification(() => undefined);
    this.connection.listen();
  }

  async initialize({
    capabilities = FULL,
    folders = [ROOT],
    rootUri,
    settings,
    processId,
  }: ClientOptions): Promise<void> {
    const toUri = (folder: string): string => (folder.includes(':') ? folder : uriOfPath(folder));
    this.result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: processId ?? null,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- It is all that some clients give.
      rootUri: rootUri ?? null,
      capabilities,
      workspaceFolders: folders?.map((folder) => ({ uri: toUri(folder), name: folder })) ?? null,
      initializationOptions: settings,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Opens a document, by URI or path in the tree; returns its URI. */
  async open(pathOrUri: string, text: string, languageId = 'yaml'): Promise<string> {
    const uri = toUri(pathOrUri);
    this.#versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Changes all or part of a document; returns its new version. */
  async change(pathOrUri: string, text: string, range?: Range): Promise<number> {
    const uri = toUri(pathOrUri);
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [range === undefined ? { text } : { range, text }],
    });
    return version;
  }

  async save(pathOrUri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: toUri(pathOrUri) },
    });
  }

  async close(pathOrUri: string): Promise<void> {
    this.#versions.delete(toUri(pathOrUri));
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: toUri(pathOrUri) },
    });
  }

  /** The first diagnostics published for a document's current version. */
  async diagnostics(pathOrUri: string): Promise<readonly Diagnostic[]> {
    const uri = toUri(pathOrUri);
    const last = (): PublishDiagnosticsParams | undefined => this.published.findLast((one) => one.uri === uri);
    await this.until(() => last()?.version === this.#versions.get(uri), `diagnostics of ${uri}`);
    return last()?.diagnostics ?? [];
  }

  /**
   * The last diagnostics once all is {@link settled}, because older results may arrive after a
   * change.
   */
  async settledDiagnostics(pathOrUri: string): Promise<readonly Diagnostic[]> {
    await this.settled();
    return this.diagnostics(pathOrUri);
  }

  /** Waits until more than `count` diagnostics were published for a document. */
  async publishedAfter(count: number, pathOrUri: string): Promise<PublishDiagnosticsParams> {
    const uri = toUri(pathOrUri);
    const find = (): PublishDiagnosticsParams | undefined =>
      this.published.slice(count).findLast((one) => one.uri === uri);
    await this.until(() => find() !== undefined, `new diagnostics of ${uri}`);
    const found = find();
    if (found === undefined) throw new Error('nothing was published');
    return found;
  }

  /**
   * Waits until the published diagnostics of all open documents equal those the server returns on
   * request.
   */
  async settled(): Promise<void> {
    for (const uri of this.#versions.keys()) {
      const report = await this.pull(uri);
      const now = JSON.stringify('items' in report ? report.items : []);
      const last = (): string => JSON.stringify(this.published.findLast((one) => one.uri === uri)?.diagnostics);
      await this.until(() => last() === now, `the last diagnostics of ${uri}`);
    }
  }

  pull(pathOrUri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: toUri(pathOrUri) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** Waits until a condition holds after a server message. */
  until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`timeout: ${what}`));
      }, 60_000);
      const check = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Shuts the server down; returns its exit code. */
  async stop(): Promise<number> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.ended;
    this.connection.dispose();
    return code;
  }
}

export async function startClient(
  tree: Readonly<Record<string, MemoryFile>> = {},
  options: ClientOptions = {},
): Promise<TestClient> {
  const client = new TestClient(tree, options);
  await client.initialize(options);
  return client;
}

/** Runs a function with an initialized client, then shuts it down. */
export async function withClient<T>(
  tree: Readonly<Record<string, MemoryFile>>,
  options: ClientOptions,
  use: (client: TestClient) => Promise<T>,
): Promise<T> {
  const client = await startClient(tree, options);
  try {
    return await use(client);
  } finally {
    await client.stop();
  }
}

export function messageOf(diagnostic: Diagnostic | undefined): string {
  const message = diagnostic?.message ?? '';
  return typeof message === 'string' ? message : message.value;
}

/** `rule line:column` of each diagnostic, counted from 1. */
export function places(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, range: { start } }) => `${String(code)} ${start.line + 1}:${start.character + 1}`);
}

function toUri(pathOrUri: string): string {
  return /^[a-z]{2,}:/i.test(pathOrUri) ? pathOrUri : uriOfPath(`${ROOT}/${pathOrUri}`);
}

function absolute(tree: Readonly<Record<string, MemoryFile>>): Readonly<Record<string, MemoryFile>> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, file]) => [/^(?:\/|[A-Z]:)/.test(path) ? path : `${ROOT}/${path}`, file]),
  );
}
