import type { Diagnostic } from 'vscode-languageserver';

export type ByFile = ReadonlyMap<string, readonly Diagnostic[]>;

const NOTHING: ByFile = new Map();

/**
 * Diagnostics for closed files, such as a configuration. Each appears once, although several open
 * documents may report it.
 */
export class Elsewhere {
  readonly #byDocument = new Map<string, ByFile>();
  readonly #sent = new Map<string, string>();

  /**
   * Replaces what a document reports about closed files. Returns the files with changes, and
   * messages about new diagnostics.
   */
  replace(
    document: string,
    said: ByFile = NOTHING,
  ): { readonly changed: ByFile; readonly messages: readonly string[] } {
    const before = this.#byDocument.get(document) ?? NOTHING;
    if (said.size > 0) this.#byDocument.set(document, said);
    else this.#byDocument.delete(document);
    const changed = new Map<string, readonly Diagnostic[]>();
    const messages: string[] = [];
    for (const file of new Set([...before.keys(), ...said.keys()])) {
      const all = [...this.#byDocument.values()].flatMap((each) => each.get(file) ?? []);
      const distinct = [...new Map(all.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
      const key = JSON.stringify(distinct);
      if (key === (this.#sent.get(file) ?? '[]')) continue;
      if (!this.#sent.has(file)) messages.push(messageOf(distinct));
      if (distinct.length > 0) this.#sent.set(file, key);
      else this.#sent.delete(file);
      changed.set(file, distinct);
    }
    return { changed, messages };
  }
}

function messageOf([first, ...others]: readonly Diagnostic[]): string {
  const message = first?.message ?? '';
  const text = typeof message === 'string' ? message : message.value;
  return others.length === 0 ? text : `${text} (${others.length} more)`;
}
