import {
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { Client } from './client.ts';

const SCHEME = 'plimsoll-model';

/** Read-only documents with what the engine would be asked to create for a file. */
export class ModelView implements TextDocumentContentProvider, Disposable {
  readonly #client: Client;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  /** The documents by their URIs. */
  readonly #texts = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(client: Client) {
    this.#client = client;
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  /** Shows the model of the document in the active editor beside it. */
  async show(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document?.uri.scheme !== 'file') return;
    const models = await this.#client.execute('plimsoll.server.model', document.uri.toString());
    if (!Array.isArray(models) || models.length === 0) {
      void window.showInformationMessage('plimsoll found no containers in this file.');
      return;
    }
    const uri = Uri.from({ scheme: SCHEME, path: `${document.uri.path}.model.json` });
    this.#texts.set(uri.toString(), `${JSON.stringify(models, undefined, 2)}\n`);
    this.#changed.fire(uri);
    await window.showTextDocument(uri, { preview: true, preserveFocus: true, viewColumn: ViewColumn.Beside });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
