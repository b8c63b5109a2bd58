import {
  DiagnosticSeverity,
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  window,
} from 'vscode';
import { DOCUMENTS } from './documents.ts';
import type { Server } from './server.ts';

/**
 * The item in the language status (`{}` in the status bar) of a document that is linted: what was
 * found in it and when, and which server runs, or why none does.
 */
export class Status implements Disposable {
  readonly #item: LanguageStatusItem;
  readonly #listeners: readonly Disposable[];
  /** The server that runs. */
  #server: Server | undefined;
  /** When the findings of the documents came, by their URIs. */
  readonly #runs = new Map<string, Date>();

  constructor() {
    this.#item = languages.createLanguageStatusItem('plimsoll.status', [...DOCUMENTS]);
    this.#item.name = 'plimsoll';
    this.#item.command = { command: 'plimsoll.showOutput', title: 'Show Output' };
    this.#listeners = [
      languages.onDidChangeDiagnostics(({ uris }) => {
        const now = new Date();
        for (const uri of uris) this.#runs.set(uri.toString(), now);
        this.#showRun();
      }),
      window.onDidChangeActiveTextEditor(() => {
        this.#showRun();
      }),
    ];
  }

  waiting(): void {
    this.#server = undefined;
    this.#show('plimsoll', 'waiting for a supported file', LanguageStatusSeverity.Information);
  }

  starting(): void {
    this.#server = undefined;
    this.#show('plimsoll', 'starting', LanguageStatusSeverity.Information);
    this.#item.busy = true;
  }

  running(server: Server): void {
    this.#server = server;
    this.#showRun();
  }

  disabled(): void {
    this.#server = undefined;
    this.#show('plimsoll', 'off (plimsoll.enable)', LanguageStatusSeverity.Information);
  }

  failed(): void {
    this.#server = undefined;
    this.#show('plimsoll', 'server not running', LanguageStatusSeverity.Error);
  }

  dispose(): void {
    this.#item.dispose();
    for (const listener of this.#listeners) listener.dispose();
  }

  #showRun(): void {
    if (this.#server === undefined) return;
    const { version, isLocal } = this.#server;
    const server = `plimsoll ${version} ${isLocal ? 'from this project' : 'from the extension'}`;
    const uri = window.activeTextEditor?.document.uri;
    const run = uri === undefined ? undefined : this.#runs.get(uri.toString());
    if (uri === undefined || run === undefined) {
      this.#show('plimsoll', server, LanguageStatusSeverity.Information);
      return;
    }
    const found = languages.getDiagnostics(uri).filter(({ source }) => source === 'plimsoll');
    const counts = SEVERITIES.flatMap(([severity, name]) => {
      const count = found.filter((each) => each.severity === severity).length;
      return count === 0 ? [] : [`${count} ${count > 1 && name !== 'info' ? `${name}s` : name}`];
    });
    const text = `plimsoll: ${counts.length === 0 ? 'no findings' : counts.join(', ')}`;
    this.#show(text, `last run ${run.toLocaleTimeString()}, ${server}`, LanguageStatusSeverity.Information);
  }

  #show(text: string, detail: string, severity: LanguageStatusSeverity): void {
    this.#item.busy = false;
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = severity;
  }
}

const SEVERITIES = [
  [DiagnosticSeverity.Error, 'error'],
  [DiagnosticSeverity.Warning, 'warning'],
  [DiagnosticSeverity.Information, 'info'],
  [DiagnosticSeverity.Hint, 'undecided'],
] as const;
