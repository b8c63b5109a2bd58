import { LongInputs } from '../../session/long-inputs.ts';
import type { OpenDocuments, TextDocument } from '../client/documents.ts';
import type { ClientSettings } from '../client/settings.ts';
import { type AnalysisContext, analyze, type Host } from './analysis.ts';
import { type DiagnosticContext, type MarkedAnalysis, toDiagnostics } from './diagnostics.ts';
import { LastValid } from './last-valid.ts';

interface Entry {
  readonly promise: Promise<MarkedAnalysis | undefined>;
  analysis?: MarkedAnalysis | undefined;
}

/** Caches analyses until the document or another file that they depend on changes. */
export class Analyses {
  readonly #context: AnalysisContext;
  readonly #diagnosticContext: () => DiagnosticContext;
  readonly #settingsOf: (uri: string) => Promise<ClientSettings>;
  readonly #entries = new Map<TextDocument, Entry>();
  /** How long the last analysis took, in milliseconds, by URI. */
  readonly #costs = new Map<string, number>();

  constructor(
    documents: OpenDocuments,
    host: Host,
    settingsOf: (uri: string) => Promise<ClientSettings>,
    diagnosticContext: () => DiagnosticContext,
  ) {
    const longInputs = host.startThread === undefined ? undefined : new LongInputs(host.startThread);
    this.#context = { documents, host, memory: {}, lastValid: new LastValid(), longInputs };
    this.#settingsOf = settingsOf;
    this.#diagnosticContext = diagnosticContext;
  }

  /** The analysis of a document's state; `undefined` if the document is not linted. */
  of(document: TextDocument): Promise<MarkedAnalysis | undefined> {
    const known = this.#entries.get(document);
    if (known !== undefined) return known.promise;
    const entry: Entry = { promise: this.#analyze(document).then((analysis) => (entry.analysis = analysis)) };
    this.#entries.set(document, entry);
    return entry.promise;
  }

  /**
   * How long to wait for further changes before linting; zero if linting this document is quick.
   */
  delayOf({ uri }: TextDocument): number {
    const cost = this.#costs.get(uri) ?? 0;
    return cost < QUICK ? 0 : Math.min(cost, LONGEST_DELAY);
  }

  /**
   * Drops analyses that depend on a file, except those of the file's own document. Returns the
   * documents to analyze again.
   */
  invalidate(path: string, uri: string): readonly TextDocument[] {
    return this.#forget(
      ({ analysis }, document) => document.uri !== uri && analysis?.session.dependencies.has(path) !== false,
    );
  }

  clear(): readonly TextDocument[] {
    return this.#forget(() => true);
  }

  stop(): void {
    this.#context.longInputs?.end();
  }

  /** Drops analyses of outdated states. */
  retain(isWanted: (document: TextDocument) => boolean): void {
    for (const document of this.#entries.keys()) if (!isWanted(document)) this.#entries.delete(document);
  }

  #forget(isAffected: (entry: Entry, document: TextDocument) => boolean): readonly TextDocument[] {
    const affected = [...this.#entries]
      .filter(([document, entry]) => isAffected(entry, document))
      .map(([document]) => document);
    for (const document of affected) this.#entries.delete(document);
    return affected;
  }

  async #analyze(document: TextDocument): Promise<MarkedAnalysis | undefined> {
    const settings = await this.#settingsOf(document.uri);
    if (!settings.enable) return undefined;
    const { now } = this.#context.host;
    const start = now();
    const analysis = await analyze(document, settings, this.#context);
    const marked = analysis && (await toDiagnostics(analysis, this.#diagnosticContext()));
    this.#costs.set(document.uri, now() - start);
    return analysis && marked && { ...analysis, marked };
  }
}

/** In milliseconds. Work shorter than this is never delayed. */
const QUICK = 20;
const LONGEST_DELAY = 300;
