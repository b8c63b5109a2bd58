/**
 * Fits into a GitHub comment, which is limited to 65,536 characters. The summary of a job may be
 * longer.
 */
const MAX_BYTES = 60_000;

/** A page in parts, each added completely or left out for lack of space. */
export class Page {
  readonly #blocks: string[] = [];
  #room = MAX_BYTES;
  #isCut = false;

  add(block: string): void {
    this.#blocks.push(block);
    this.#room -= sizeOf(block);
  }

  /** Reserves space for the last part of the page. */
  keep(block: string): void {
    this.#room -= sizeOf(block);
  }

  /** Adds the items that fit, and the number of the others. */
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

  /** Adds a folded part: a visible summary with items below it. */
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

/** Space for the number of items left out, and for the end of a folded part. */
const MORE = 120;

function sizeOf(block: string): number {
  return Buffer.byteLength(block) + 2;
}
