import {
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { betweenSteps } from '../../session/long-inputs.ts';
import type { TextDocument } from '../client/documents.ts';
import type { Analyses } from './analyses.ts';
import type { Analysis } from './analysis.ts';
import type { MarkedAnalysis } from './diagnostics.ts';
import { type ByFile, Elsewhere } from './elsewhere.ts';

export interface FeedOptions {
  readonly connection: Connection;
  readonly analyses: Analyses;
  /** The state of a document to lint, current or saved; `undefined` if it is closed. */
  readonly stateOf: (uri: string) => Promise<TextDocument | undefined>;
  /** Diagnostics for closed files, which even clients that request diagnostics must be sent. */
  readonly toElsewhere: (analysis: Analysis) => ByFile;
  readonly isOpen: (uri: string) => boolean;
  /** True if the client requests diagnostics; otherwise they are sent. */
  readonly isPull: boolean;
}

/** Delivers diagnostics of the latest document states to the client. */
export class DiagnosticFeed {
  readonly #options: FeedOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** URIs of documents to lint again because another file changed, in order. */
  readonly #again = new Set<string>();
  #turn: NodeJS.Timeout | undefined;
  readonly #asked = new Map<string, number>();
  readonly #sent = new Map<string, number>();
  #refresh: NodeJS.Timeout | undefined;
  readonly #elsewhere = new Elsewhere();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Lints a document, unless the client requests diagnostics itself. */
  lint(document: TextDocument): void {
    if (this.#options.isPull) return;
    this.#schedule(document);
  }

  /**
   * Lints documents again because another file changed: one after the other, and only while nobody
   * types.
   */
  lintAgain(documents: readonly TextDocument[]): void {
    if (documents.length === 0) return;
    if (!this.#options.isPull) {
      for (const { uri } of documents) if (!this.#timers.has(uri)) this.#again.add(uri);
      this.#takeTurns(TURN_DELAY);
      return;
    }
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => {
      this.#notify(({ languages }) => languages.diagnostics.refresh());
    }, REFRESH_DELAY);
  }

  close(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#again.delete(uri);
    this.#sent.delete(uri);
    if (!this.#options.isPull) this.#send(uri, undefined, []);
    this.#sendElsewhere(uri);
    this.#takeTurns(TURN_DELAY);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#again.clear();
    clearTimeout(this.#turn);
    clearTimeout(this.#refresh);
  }

  /** Answers a client's request for diagnostics; `undefined` if the client cancelled it. */
  async pull(
    uri: string,
    previous: string | undefined,
    isCancelled: () => boolean,
  ): Promise<DocumentDiagnosticReport | undefined> {
    const { analyses, stateOf } = this.#options;
    const asked = await stateOf(uri);
    if (asked === undefined) return { kind: 'full', items: [] };
    const before = this.#asked.get(uri) ?? 0;
    this.#asked.set(uri, before + 1);
    // Clients request diagnostics after each change. Answer a single request immediately, and wait
    // if there are several.
    await new Promise((resolve) => setTimeout(resolve, before === 0 ? 0 : analyses.delayOf(asked)));
    const left = (this.#asked.get(uri) ?? 1) - 1;
    if (left === 0) this.#asked.delete(uri);
    else this.#asked.set(uri, left);
    if (isCancelled()) return undefined;
    // Use the current state, because the document may have changed meanwhile.
    const document = await stateOf(uri);
    const analysis = document === undefined ? undefined : await analyses.of(document);
    this.#sendElsewhere(uri, analysis);
    if (analysis === undefined) return { kind: 'full', items: [] };
    const resultId = String(analysis.id);
    return resultId === previous
      ? { kind: 'unchanged', resultId }
      : { kind: 'full', resultId, items: diagnosticsOf(analysis) };
  }

  #schedule(document: TextDocument): void {
    const { uri } = document;
    const before = this.#timers.get(uri);
    clearTimeout(before);
    this.#again.delete(uri);
    // Lint a single change immediately. If an earlier one still waits, changes arrive faster than
    // they can be linted.
    const delay = before === undefined ? 0 : this.#options.analyses.delayOf(document);
    const timer = setTimeout(() => {
      // First read pending messages.
      setImmediate(() => {
        if (this.#timers.get(uri) !== timer) return;
        this.#timers.delete(uri);
        this.#lint(uri, TURN_DELAY);
      });
    }, delay);
    this.#timers.set(uri, timer);
  }

  /** Continues linting documents again after a delay, in which the client may report typing. */
  #takeTurns(delay: number): void {
    clearTimeout(this.#turn);
    if (this.#again.size === 0) return;
    this.#turn = setTimeout(() => {
      const [uri] = this.#again;
      if (uri === undefined || this.#timers.size > 0) return;
      this.#again.delete(uri);
      this.#lint(uri, 0);
    }, delay);
  }

  #lint(uri: string, delay: number): void {
    this.#publish(uri)
      .catch((error: unknown) => {
        this.#notify(({ console }) => {
          console.error(`${uri}: ${String(error)}`);
        });
      })
      .finally(() => {
        this.#takeTurns(delay);
      });
  }

  async #publish(uri: string): Promise<void> {
    const { analyses, stateOf } = this.#options;
    const document = await stateOf(uri);
    if (document === undefined) return;
    const analysis = await analyses.of(document);
    await betweenSteps(document.getText());
    // The document changed or was closed meanwhile: it is already scheduled, or no longer needed.
    if (this.#isToBeLinted(uri) || (await stateOf(uri)) !== document) return;
    if (analysis !== undefined && this.#sent.get(uri) === analysis.id) return;
    if (analysis !== undefined) this.#sent.set(uri, analysis.id);
    else this.#sent.delete(uri);
    this.#send(uri, document.version, analysis === undefined ? [] : diagnosticsOf(analysis));
    this.#sendElsewhere(uri, analysis);
  }

  /** Sends diagnostics for closed files, and tells the user when one becomes invalid. */
  #sendElsewhere(uri: string, analysis?: Analysis): void {
    const { toElsewhere, isOpen, isPull } = this.#options;
    const { changed, messages } = this.#elsewhere.replace(uri, analysis && toElsewhere(analysis));
    for (const message of messages)
      this.#notify((connection) =>
        connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message }),
      );
    // Skip files that are open by now: they have their own diagnostics.
    for (const [file, diagnostics] of changed)
      if (isPull || !isOpen(file)) this.#send(file, undefined, [...diagnostics]);
  }

  #isToBeLinted(uri: string): boolean {
    return this.#timers.has(uri) || this.#again.has(uri);
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    this.#notify((connection) =>
      connection.sendDiagnostics({ uri, ...(version === undefined ? {} : { version }), diagnostics }),
    );
  }

  #notify(send: (connection: Connection) => Promise<unknown> | undefined): void {
    const ignore = (): undefined => undefined;
    try {
      send(this.#options.connection)?.catch(ignore);
    } catch {
      // The connection is closed.
    }
  }
}

function diagnosticsOf({ marked }: MarkedAnalysis): Diagnostic[] {
  return marked.map(({ diagnostic }) => diagnostic);
}

/** In milliseconds. Waits because many files may change at once. */
const REFRESH_DELAY = 50;
/** In milliseconds. Dependent documents are linted if keystrokes are further apart than this. */
const TURN_DELAY = 30;
