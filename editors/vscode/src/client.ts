import { dirname } from 'node:path';
import { type Disposable, type LogOutputChannel, workspace } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  State,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';
import { DOCUMENTS } from './documents.ts';
import { findServer, hasLanguageServer, type Server } from './server.ts';
import type { Status } from './status.ts';

/** The settings that a server reads, as it gets them at its start. */
function readSettings(): unknown {
  return workspace.getConfiguration().get('plimsoll');
}

/** True if plimsoll is on in any part of the workspace. The server decides for each file. */
function isEnabled(): boolean {
  return [undefined, ...(workspace.workspaceFolders ?? [])].some(
    (folder) => workspace.getConfiguration('plimsoll', folder).get<boolean>('enable') !== false,
  );
}

/** Tells the server that there is a command which asks for the reason to ignore something. */
const ASKS_FOR_REASONS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), commands: ['plimsoll.ignore'] };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

/** The one server of a window: starts it, starts it again, and stops it. */
export class Client implements Disposable {
  readonly #bundled: Server;
  readonly #output: LogOutputChannel;
  readonly #status: Status;
  #client: LanguageClient | undefined;
  /** The server that was found when one was started. */
  #found: Server | undefined;
  #isStarted = false;
  /** Starts and stops follow each other. */
  #queue = Promise.resolve();

  constructor(bundled: Server, output: LogOutputChannel, status: Status) {
    this.#bundled = bundled;
    this.#output = output;
    this.#status = status;
  }

  /** Stops the server, if one runs, and starts the one that the workspace now asks for, if any. */
  restart(): Promise<void> {
    return this.#enqueue(async () => {
      this.#isStarted = true;
      await this.#stop();
      await this.#start();
    });
  }

  /**
   * Does what `restart` does if another server should run, or none; nothing before the first start.
   */
  refresh(): Promise<void> {
    return this.#enqueue(async () => {
      if (!this.#isStarted) return;
      const wanted = isEnabled() ? this.#find() : undefined;
      if (wanted?.module === this.#found?.module) return;
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#enqueue(() => this.#stop());
  }

  /** Has the server execute a command; `undefined` if none runs. */
  async execute(command: string, ...args: readonly unknown[]): Promise<unknown> {
    await this.#queue;
    return this.#client?.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  dispose(): void {
    void this.stop();
  }

  #enqueue(action: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(action).catch((error: unknown) => {
      this.#output.error(error instanceof Error ? error : String(error));
      this.#status.failed();
    });
    return this.#queue;
  }

  #find(): Server {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return findServer(
      folders.map(({ uri }) => uri.fsPath),
      workspace.isTrusted,
      this.#bundled,
    );
  }

  async #start(): Promise<void> {
    if (!isEnabled()) {
      this.#status.disabled();
      return;
    }
    const found = this.#find();
    if (!found.isLocal || (await hasLanguageServer(found))) return this.#run(found);
    this.#output.warn(`${found.module} (${found.version}) has no language server; using the bundled one`);
    return this.#run(this.#bundled, found);
  }

  /** Starts a server, which stands in for `found` if that is another one. */
  async #run(server: Server, found = server): Promise<void> {
    this.#status.starting();
    this.#output.info(`starting ${server.module} (${server.version})`);
    const options: LanguageClientOptions = {
      documentSelector: [...DOCUMENTS],
      initializationOptions: readSettings(),
      outputChannel: this.#output,
      diagnosticCollectionName: 'plimsoll',
      // With `run: onSave` the answer changes when a document is saved.
      diagnosticPullOptions: { onChange: true, onSave: true },
    };
    const client = new LanguageClient(
      'plimsoll',
      'plimsoll',
      {
        module: server.module,
        args: ['lsp'],
        transport: TransportKind.stdio,
        // Not the workspace: nothing there should have a say in how Node.js starts.
        options: { cwd: dirname(server.module) },
      },
      options,
    );
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Running) this.#status.running(server);
      else if (newState === State.Starting) this.#status.starting();
      else this.#status.failed();
    });
    client.registerFeature(ASKS_FOR_REASONS);
    this.#client = client;
    this.#found = found;
    await client.start();
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#found = undefined;
    try {
      await client?.dispose();
    } catch {
      // It does not run. It won't be started again, now that it is disposed of.
    }
  }
}
