/** Fits into a GitHub comment, which takes 65,536 characters; a job's summary takes more. */
const MAX_BYTES = 60_000;

/** Parts of a page, each added completely or omitted for lack of space. */
export class Page {
  readonly #blocks: string[] = [];
  #room = MAX_BYTES;
  #isCut = false;

  add(block: string): void {
    this.#blocks.push(block);
    this.#room -= sizeOf(block);
  }

  /** Reserves space for the last part. */
  keep(block: string): void {
    this.#room -= sizeOf(block);
  }

  /** Adds the items that fit, and the number of omitted ones. */
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

  /** Adds a folded part: a visible summary, with items below it. */
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

/** For the number of omitted items, and the end of a folded part. */
const MORE = 120;

function sizeOf(block: string): number {
  return Buffer.byteLength(block) + 2;
}
