import type { Connection, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { betweenSteps } from '../../session/long-inputs.ts';
import type { TextDocument } from '../client/documents.ts';
import type { Analyses } from './analyses.ts';
import type { Analysis } from './analysis.ts';
import { type ByFile, Elsewhere } from './elsewhere.ts';

/** What diagnostics are delivered with. */
export interface FeedOptions {
  readonly connection: Connection;
  readonly analyses: Analyses;
  /** The document as it is to be linted: as it is now, or as it was saved; `undefined` where it is not open. */
  readonly stateOf: (uri: string) => Promise<TextDocument | undefined>;
  readonly toDiagnostics: (analysis: Analysis) => Diagnostic[];
  /** What an analysis says of files that are not open; they are sent to clients that ask, too. */
  readonly toElsewhere: (analysis: Analysis) => ByFile;
  readonly isOpen: (uri: string) => boolean;
  /** Whether the client asks; else they are sent. */
  readonly isPull: boolean;
}

/** Brings the diagnostics of documents to the client: always those of the last state, never of an older one. */
export class DiagnosticFeed {
  readonly #options: FeedOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** The URIs of documents that are to be linted again because of others, the next one first. */
  readonly #again = new Set<string>();
  #turn: NodeJS.Timeout | undefined;
  /** How often a client waits for the answer about a document, by URI. */
  readonly #asked = new Map<string, number>();
  /** The number of the analysis that was sent last, by URI. */
  readonly #sent = new Map<string, number>();
  #refresh: NodeJS.Timeout | undefined;
  readonly #elsewhere = new Elsewhere();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** A document is to be linted; a client that asks will ask by itself. */
  lint(document: TextDocument): void {
    if (this.#options.isPull) return;
    this.#schedule(document);
  }

  /** Documents are to be linted again because of others: in turn, when none waits that somebody types in. */
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

  /** The answer to a client that asks; `undefined` where it has taken the question back. */
  async pull(
    uri: string,
    previous: string | undefined,
    isCancelled: () => boolean,
  ): Promise<DocumentDiagnosticReport | undefined> {
    const { analyses, stateOf, toDiagnostics } = this.#options;
    const asked = await stateOf(uri);
    if (asked === undefined) return { kind: 'full', items: [] };
    const before = this.#asked.get(uri) ?? 0;
    this.#asked.set(uri, before + 1);
    // A client asks again with each change; of one that comes by itself the answer is wanted at once.
    await new Promise((resolve) => setTimeout(resolve, before === 0 ? 0 : analyses.delayOf(asked)));
    const left = (this.#asked.get(uri) ?? 1) - 1;
    if (left === 0) this.#asked.delete(uri);
    else this.#asked.set(uri, left);
    if (isCancelled()) return undefined;
    // It may have changed in the meantime; what is asked for is what holds now.
    const document = await stateOf(uri);
    const analysis = document === undefined ? undefined : await analyses.of(document);
    this.#sendElsewhere(uri, analysis);
    if (analysis === undefined) return { kind: 'full', items: [] };
    const resultId = String(analysis.id);
    return resultId === previous
      ? { kind: 'unchanged', resultId }
      : { kind: 'full', resultId, items: toDiagnostics(analysis) };
  }

  #schedule(document: TextDocument): void {
    const { uri } = document;
    const before = this.#timers.get(uri);
    clearTimeout(before);
    this.#again.delete(uri);
    // A change that comes by itself is linted at once. Where the one before it still waits, they come faster than they
    // are linted.
    const delay = before === undefined ? 0 : this.#options.analyses.delayOf(document);
    const timer = setTimeout(() => {
      // What has come meanwhile is read first, a message at a time.
      setImmediate(() => {
        if (this.#timers.get(uri) !== timer) return;
        this.#timers.delete(uri);
        this.#lint(uri, TURN_DELAY);
      });
    }, delay);
    this.#timers.set(uri, timer);
  }

  /** Begins with those that are to be linted again after a while, in which typing may be reported. */
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
    const { analyses, stateOf, toDiagnostics } = this.#options;
    const document = await stateOf(uri);
    if (document === undefined) return;
    const analysis = await analyses.of(document);
    await betweenSteps(document.getText());
    // It has changed or was closed while it was linted: its turn has come again, or will not.
    if (this.#isToBeLinted(uri) || (await stateOf(uri)) !== document) return;
    if (analysis !== undefined && this.#sent.get(uri) === analysis.id) return;
    if (analysis !== undefined) this.#sent.set(uri, analysis.id);
    else this.#sent.delete(uri);
    const diagnostics = analysis === undefined ? [] : toDiagnostics(analysis);
    await betweenSteps(document.getText());
    if (this.#isToBeLinted(uri)) return;
    this.#send(uri, document.version, diagnostics);
    this.#sendElsewhere(uri, analysis);
  }

  /** Sends what an analysis of a document says of other files. */
  #sendElsewhere(uri: string, analysis?: Analysis): void {
    const { toElsewhere, isOpen, isPull } = this.#options;
    const changed = this.#elsewhere.replace(uri, analysis === undefined ? undefined : toElsewhere(analysis));
    // An open one has its own by now.
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

  /** Sends something to a client, if it is still there. */
  #notify(send: (connection: Connection) => Promise<unknown> | undefined): void {
    const ignore = (): undefined => undefined;
    try {
      send(this.#options.connection)?.catch(ignore);
    } catch {
      // The connection is closed.
    }
  }
}

/** In milliseconds: many files may change at once. */
const REFRESH_DELAY = 50;
/** In milliseconds: what depends on a document is linted when nobody types faster than this. */
const TURN_DELAY = 30;
