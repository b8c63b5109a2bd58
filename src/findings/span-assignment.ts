import type { Span } from '../text/location.ts';
import { indexAtOrBefore } from '../util/binary-search.ts';

/** Finds the first of several ordered items whose span contains an offset. */
export class SpanAssignment<T extends { readonly span: Span }> {
  /** All starts and ends of spans: between two of them, the first item is constant. */
  readonly #offsets: readonly number[];
  readonly #items: (T | undefined)[];
  /** For each offset, the next one that may have no item yet (union-find). */
  readonly #free: number[];

  constructor(items: readonly T[]) {
    this.#offsets = [...new Set([0, ...items.flatMap(({ span: { start, end } }) => [start, end])])].sort(
      (a, b) => a - b,
    );
    this.#items = this.#offsets.map(() => undefined);
    this.#free = [...this.#offsets.keys(), this.#offsets.length];
    for (const item of items) {
      const { start, end } = item.span;
      let index = this.#nextFree(indexAtOrBefore(this.#offsets, start));
      for (; (this.#offsets[index] ?? end) < end; index = this.#nextFree(index)) {
        this.#items[index] = item;
        this.#free[index] = index + 1;
      }
    }
  }

  /** The first item whose span contains an offset, or `undefined`. */
  at(offset: number): T | undefined {
    return this.#items[indexAtOrBefore(this.#offsets, offset)];
  }

  #nextFree(index: number): number {
    let end = index;
    while ((this.#free[end] ?? end) !== end) end = this.#free[end] ?? end;
    // Path compression.
    for (let at = index; at !== end; ) {
      const next = this.#free[at] ?? end;
      this.#free[at] = end;
      at = next;
    }
    return end;
  }
}
