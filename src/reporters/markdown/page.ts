/** So much fits into a comment at GitHub, which takes 65,536 characters; a summary of a job takes more. */
const MAX_BYTES = 60_000;

/** Parts of a page, of which no more are taken than fit: each is taken whole or left out. */
export class Page {
  readonly #blocks: string[] = [];
  #room = MAX_BYTES;
  #isCut = false;

  add(block: string): void {
    this.#blocks.push(block);
    this.#room -= sizeOf(block);
  }

  /** Keeps room for what comes last. */
  keep(block: string): void {
    this.#room -= sizeOf(block);
  }

  /** Takes items as far as there is room for them, and says how many it left out. */
  addItems(items: readonly string[], separator: string, noun: string): void {
    let taken = 0;
    let size = MORE;
    for (const item of items) {
      if (size + sizeOf(item) > this.#room) break;
      size += sizeOf(item);
      taken += 1;
    }
    if (taken > 0) this.add(items.slice(0, taken).join(separator));
    if (taken === items.length) return;
    this.#isCut = true;
    this.add(`*and ${items.length - taken} more ${noun}, omitted for length*`);
  }

  /** Takes what is folded: a line that is always seen, and items below it. */
  addFolded(summary: string, items: readonly string[], separator: string, noun: string): void {
    if (items.length === 0) return;
    this.add(`<details><summary>${summary}</summary>`);
    this.addItems(items, separator, noun);
    this.add('</details>');
  }

  toText(kept: readonly string[]): string {
    const end = this.#isCut ? ['*For the full list, use another format.*'] : [];
    return `${[...this.#blocks, ...kept, ...end].join('\n\n')}\n`;
  }
}

/** For what says how many are left out, and the end of what is folded. */
const MORE = 120;

function sizeOf(block: string): number {
  return Buffer.byteLength(block) + 2;
}
