import { LongInputs } from '../../session/long-inputs.ts';
import type { OpenDocuments, TextDocument } from '../client/documents.ts';
import type { ClientSettings } from '../client/settings.ts';
import { type Analysis, type AnalysisContext, analyze, type Host } from './analysis.ts';
import { LastValid } from './last-valid.ts';

interface Entry {
  readonly promise: Promise<Analysis | undefined>;
  /** Once it is there. */
  analysis?: Analysis | undefined;
}

/** What came of the documents, kept until the document changes, or something that was read for it. */
export class Analyses {
  readonly #context: AnalysisContext;
  readonly #settingsOf: (uri: string) => Promise<ClientSettings>;
  readonly #entries = new Map<TextDocument, Entry>();
  /** How long it took to lint a document the last time, in milliseconds, by its URI. */
  readonly #costs = new Map<string, number>();

  constructor(documents: OpenDocuments, host: Host, settingsOf: (uri: string) => Promise<ClientSettings>) {
    const longInputs = host.startThread === undefined ? undefined : new LongInputs(host.startThread);
    this.#context = { documents, host, memory: {}, lastValid: new LastValid(), longInputs };
    this.#settingsOf = settingsOf;
  }

  /** The analysis of a state of a document; `undefined` for one that is not linted. */
  of(document: TextDocument): Promise<Analysis | undefined> {
    const known = this.#entries.get(document);
    if (known !== undefined) return known.promise;
    const entry: Entry = { promise: this.#analyze(document).then((analysis) => (entry.analysis = analysis)) };
    this.#entries.set(document, entry);
    return entry.promise;
  }

  /** How long to wait where changes come faster than they are linted: nothing for what is linted at a glance. */
  delayOf({ uri }: TextDocument): number {
    const cost = this.#costs.get(uri) ?? 0;
    return cost < QUICK ? 0 : Math.min(cost, LONGEST_DELAY);
  }

  /** Forgets what depends on a file, except the document in its place; gives the documents concerned. */
  invalidate(path: string, uri: string): readonly TextDocument[] {
    return this.#forget(
      ({ analysis }, document) => document.uri !== uri && analysis?.session.dependencies.has(path) !== false,
    );
  }

  /** Forgets all that is known; gives the documents that it was about. */
  clear(): readonly TextDocument[] {
    return this.#forget(() => true);
  }

  /** Ends what runs elsewhere. */
  stop(): void {
    this.#context.longInputs?.end();
  }

  /** Keeps only what is known of these states. */
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

  async #analyze(document: TextDocument): Promise<Analysis | undefined> {
    const settings = await this.#settingsOf(document.uri);
    if (!settings.enable) return undefined;
    const { now } = this.#context.host;
    const start = now();
    const analysis = await analyze(document, settings, this.#context);
    this.#costs.set(document.uri, now() - start);
    return analysis;
  }
}

/** In milliseconds: what takes less is done at once. */
const QUICK = 20;
const LONGEST_DELAY = 300;
