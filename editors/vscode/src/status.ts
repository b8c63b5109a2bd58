import { type Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from 'vscode';
import { DOCUMENTS } from './documents.ts';
import type { Server } from './server.ts';

/**
 * The item in the language status (`{}` in the status bar) of a document that is linted: which server runs, or why none
 * does.
 */
export class Status implements Disposable {
  readonly #item: LanguageStatusItem;

  constructor() {
    this.#item = languages.createLanguageStatusItem('plimsoll.status', [...DOCUMENTS]);
    this.#item.name = 'plimsoll';
    this.#item.command = { command: 'plimsoll.showOutput', title: 'Show Output' };
  }

  starting(): void {
    this.#show('plimsoll', 'starting', LanguageStatusSeverity.Information);
    this.#item.busy = true;
  }

  running({ version, isLocal }: Server): void {
    const origin = isLocal ? 'of this project' : 'of the extension';
    this.#show(`plimsoll ${version}`, origin, LanguageStatusSeverity.Information);
  }

  disabled(): void {
    this.#show('plimsoll', 'off (plimsoll.enable)', LanguageStatusSeverity.Information);
  }

  failed(): void {
    this.#show('plimsoll', 'the server does not run', LanguageStatusSeverity.Error);
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(text: string, detail: string, severity: LanguageStatusSeverity): void {
    this.#item.busy = false;
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = severity;
  }
}
