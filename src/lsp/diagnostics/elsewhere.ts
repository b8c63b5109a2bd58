import type { Diagnostic } from 'vscode-languageserver';

/** Diagnostics by the URIs of the files that they are in. */
export type ByFile = ReadonlyMap<string, readonly Diagnostic[]>;

const NOTHING: ByFile = new Map();

/**
 * What the analyses of open documents say of files that are not open, such as a broken configuration: each file has the
 * diagnostics of all documents, each once.
 */
export class Elsewhere {
  readonly #byDocument = new Map<string, ByFile>();
  readonly #sent = new Map<string, string>();

  /** Takes what is said for a document in place of what was; gives the files of which something else is said now. */
  replace(document: string, said: ByFile = NOTHING): ByFile {
    const before = this.#byDocument.get(document) ?? NOTHING;
    if (said.size > 0) this.#byDocument.set(document, said);
    else this.#byDocument.delete(document);
    const changed = new Map<string, readonly Diagnostic[]>();
    for (const file of new Set([...before.keys(), ...said.keys()])) {
      const all = [...this.#byDocument.values()].flatMap((each) => each.get(file) ?? []);
      const distinct = [...new Map(all.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
      const key = JSON.stringify(distinct);
      if (key === (this.#sent.get(file) ?? '[]')) continue;
      if (distinct.length > 0) this.#sent.set(file, key);
      else this.#sent.delete(file);
      changed.set(file, distinct);
    }
    return changed;
  }
}
