import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { VERSION } from '../version.ts';
import {
  type ClientFeatures,
  type ConnectionFeatures,
  readClientFeatures,
  readConnectionFeatures,
} from './client/client-features.ts';
import { DOCUMENT_STATES, OpenDocuments, type TextDocument } from './client/documents.ts';
import { type ClientSettings, DEFAULT_SETTINGS, readClientSettings } from './client/settings.ts';
import { pathOfUri } from './client/uris.ts';
import { Analyses } from './diagnostics/analyses.ts';
import type { Host } from './diagnostics/analysis.ts';
import { type DiagnosticContext, diagnosticsElsewhere, type MarkedAnalysis } from './diagnostics/diagnostics.ts';
import { DiagnosticFeed } from './diagnostics/feed.ts';
import {
  type ActionContext,
  codeActions,
  FIX_ALL_KIND,
  IGNORE_KIND,
  ignoreWith,
  readActionData,
  resolveAction,
} from './features/code-actions.ts';
import { featureCapabilities, listenToFeatures } from './features/language-features.ts';

export interface RunningServer {
  readonly stop: () => void;
}

/** Serves a client over a connection. The caller must then start listening. */
export function serveLanguage(connection: Connection, host: Host): RunningServer {
  const server = new Server(connection, host);
  server.listen();
  return server;
}

/**
 * How many turns of the event loop without a request to wait, so that queued messages arrive first.
 */
const QUIET_TURNS = 5;

class Server {
  readonly #connection: Connection;
  readonly #states = new TextDocuments<TextDocument>(DOCUMENT_STATES);
  readonly #documents = new OpenDocuments(() => this.#states.all());
  readonly #analyses: Analyses;
  readonly #saved = new Map<string, TextDocument>();
  #asked = 0;
  #features: ClientFeatures = readClientFeatures({});
  #connected: ConnectionFeatures = readConnectionFeatures({});
  #folders: readonly string[] = [];
  #feed: DiagnosticFeed | undefined;
  /** The settings for all documents, if the client doesn't have them per document. */
  #settings: ClientSettings = DEFAULT_SETTINGS;
  readonly #settingsByUri = new Map<string, Promise<ClientSettings>>();

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#analyses = new Analyses(
      this.#documents,
      host,
      (uri) => this.#settingsOf(uri),
      () => this.#diagnosticContext,
    );
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      this.#register();
    });
    connection.onShutdown(() => {
      this.stop();
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#changeSettings(settings);
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#changed(uri);
    });
    connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
      const report = await this.#feed?.pull(textDocument.uri, previousResultId, () => token.isCancellationRequested);
      return report ?? new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    });
    connection.onCodeAction(async (params, token) => {
      // Wait: editors request actions whenever the cursor moves, then cancel the request or change
      // the document.
      const { uri } = params.textDocument;
      const version = this.#states.get(uri)?.version;
      this.#asked += 1;
      for (let [asked, turns] = [this.#asked, 0]; turns < QUIET_TURNS; turns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (asked !== this.#asked) [asked, turns] = [this.#asked, 0];
      }
      if (token.isCancellationRequested || this.#states.get(uri)?.version !== version) return [];
      const context = await this.#actionContext(uri);
      return context === undefined ? [] : [...(await codeActions(params, context))];
    });
    connection.onCodeActionResolve((action) => this.#resolve(action));
    listenToFeatures(connection, {
      features: () => this.#features,
      documentAt: (uri) => this.#states.get(uri),
      texts: () => this.#states.all().map((document) => document.getText()),
      placeOf: (document) => this.#documents.placeOf(document),
      analysisOf: (uri) => this.#analysisOf(uri),
      restart: () => {
        this.#settingsByUri.clear();
        this.#lintAll();
      },
      ignore: (data, reason) => this.#ignore(data, reason),
    });
    this.#states.onDidOpen(({ document }) => {
      this.#saved.set(document.uri, document);
    });
    this.#states.onDidChangeContent(({ document }) => {
      this.#edited(document);
    });
    this.#states.onDidSave(({ document }) => {
      this.#saved.set(document.uri, document);
      // Without file watchers, only a save tells that files changed.
      if (this.#connected.registersWatchers) this.#feed?.lint(document);
      else this.#lintAll();
    });
    this.#states.onDidClose(({ document: { uri } }) => {
      this.#saved.delete(uri);
      this.#settingsByUri.delete(uri);
      this.#retain();
      this.#feed?.close(uri);
      // Other documents now see the file on disk again.
      this.#changed(uri);
    });
    this.#states.listen(connection);
  }

  stop(): void {
    this.#feed?.stop();
    this.#analyses.stop();
  }

  #initialize(params: InitializeParams): InitializeResult {
    const { capabilities, workspaceFolders } = params;
    this.#features = readClientFeatures(capabilities);
    this.#connected = readConnectionFeatures(capabilities);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- It is all that some clients give.
    const root = params.rootUri === null ? [] : [params.rootUri];
    this.#setFolders(workspaceFolders?.map(({ uri }) => uri) ?? root);
    this.#settings = readClientSettings(settingsIn(params.initializationOptions));
    const { pullsDiagnostics, hasWorkspaceFolders } = this.#connected;
    const { resolvesEdits } = this.#features;
    this.#feed = new DiagnosticFeed({
      connection: this.#connection,
      analyses: this.#analyses,
      stateOf: (uri) => this.#stateOf(uri),
      toElsewhere: (analysis) => diagnosticsElsewhere(analysis, this.#diagnosticContext),
      isOpen: (uri) => this.#states.get(uri) !== undefined,
      isPull: pullsDiagnostics,
    });
    const features = featureCapabilities(this.#features);
    return {
      serverInfo: { name: 'plimsoll', version: VERSION },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, IGNORE_KIND, FIX_ALL_KIND],
          resolveProvider: resolvesEdits,
        },
        ...(pullsDiagnostics
          ? {
              diagnosticProvider: {
                identifier: 'plimsoll',
                interFileDependencies: true,
                workspaceDiagnostics: false,
              },
            }
          : {}),
        ...features,
        workspace: {
          ...features.workspace,
          ...(hasWorkspaceFolders ? { workspaceFolders: { supported: true, changeNotifications: true } } : {}),
        },
      },
    };
  }

  /** Registers features that the protocol only allows after initialization. */
  #register(): void {
    const { registersConfiguration, registersWatchers, hasWorkspaceFolders } = this.#connected;
    const { client, workspace } = this.#connection;
    const isLost = (): undefined => undefined;
    if (registersConfiguration)
      client.register(DidChangeConfigurationNotification.type, { section: 'plimsoll' }).catch(isLost);
    if (registersWatchers)
      client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] }).catch(isLost);
    if (hasWorkspaceFolders)
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        this.#setFolders([...this.#folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
        this.#lintAll();
      });
  }

  #setFolders(uris: readonly string[]): void {
    this.#folders = uris;
    this.#documents.setFolders(uris);
  }

  get #diagnosticContext(): DiagnosticContext {
    return {
      features: this.#features,
      uriOf: (path) => this.#documents.uriOf(path),
      isOpen: (path) => this.#documents.at(path) !== undefined,
    };
  }

  async #actionContext(uri: string): Promise<ActionContext | undefined> {
    const analysis = await this.#analysisOf(uri);
    return analysis === undefined
      ? undefined
      : {
          analysis,
          marked: analysis.marked,
          features: this.#features,
          documents: this.#documents,
        };
  }

  async #analysisOf(uri: string): Promise<MarkedAnalysis | undefined> {
    const document = this.#states.get(uri);
    return document === undefined ? undefined : this.#analyses.of(document);
  }

  async #resolve(action: CodeAction): Promise<CodeAction> {
    const data = readActionData(action.data);
    const context = data === undefined ? undefined : await this.#actionContext(data.uri);
    if (data === undefined || context === undefined) return action;
    const edit = await resolveAction(action.title, data, context);
    if (typeof edit !== 'string') return { ...action, edit };
    await this.#connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: edit });
    return action;
  }

  async #ignore(given: unknown, reason: string): Promise<string | undefined> {
    const data = readActionData(given);
    const context = data === undefined ? undefined : await this.#actionContext(data.uri);
    const edit = data === undefined || context === undefined ? undefined : await ignoreWith(reason, data, context);
    if (edit === undefined) return 'The file changed, or no comment can suppress only this finding.';
    const { applied, failureReason } = await this.#connection.workspace.applyEdit({ label: 'Ignore', edit });
    return applied ? undefined : (failureReason ?? 'The editor rejected the edit.');
  }

  async #stateOf(uri: string): Promise<TextDocument | undefined> {
    const { run } = await this.#settingsOf(uri);
    return run === 'onSave' ? this.#saved.get(uri) : this.#states.get(uri);
  }

  #settingsOf(uri: string): Promise<ClientSettings> {
    if (!this.#connected.hasConfiguration) return Promise.resolve(this.#settings);
    const known = this.#settingsByUri.get(uri);
    if (known !== undefined) return known;
    const settings = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'plimsoll' })
      .then(readClientSettings, () => this.#settings);
    this.#settingsByUri.set(uri, settings);
    return settings;
  }

  #changeSettings(settings: unknown): void {
    this.#settingsByUri.clear();
    if (!this.#connected.hasConfiguration) this.#settings = readClientSettings(settingsIn(settings));
    this.#lintAll();
  }

  #lintAll(): void {
    this.#analyses.clear();
    this.#feed?.lintAgain(this.#states.all());
  }

  #edited(document: TextDocument): void {
    this.#retain();
    this.#changed(document.uri);
    this.#feed?.lint(document);
  }

  /** Lints documents that depend on a changed file or document again. */
  #changed(uri: string): void {
    const document = this.#states.get(uri);
    const path = document === undefined ? pathOfUri(uri) : this.#documents.pathOf(document);
    if (path === undefined) return;
    const affected = new Set(this.#analyses.invalidate(path, uri).map((other) => other.uri));
    this.#feed?.lintAgain(this.#states.all().filter((other) => affected.has(other.uri)));
  }

  #retain(): void {
    const states = new Set([...this.#states.all(), ...this.#saved.values()]);
    this.#analyses.retain((document) => states.has(document));
  }
}

/** Clients send the settings in a section or directly. */
function settingsIn(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Object.entries(given).find(([name]) => name === 'plimsoll')?.[1] ?? given;
}
