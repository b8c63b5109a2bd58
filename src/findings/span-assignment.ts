import type { Span } from '../text/location.ts';
import { indexAtOrBefore } from '../util/binary-search.ts';

/** Which of several items with spans is the first, in their order, whose span holds an offset. */
export class SpanAssignment<T extends { readonly span: Span }> {
  /** Where spans begin or end: from one of these to the next, the first item is the same. */
  readonly #offsets: readonly number[];
  readonly #items: (T | undefined)[];
  /** For each of the offsets the first at or after it that may have no item yet. */
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

  /** The first item whose span holds an offset; `undefined` if none does. */
  at(offset: number): T | undefined {
    return this.#items[indexAtOrBefore(this.#offsets, offset)];
  }

  #nextFree(index: number): number {
    let end = index;
    while ((this.#free[end] ?? end) !== end) end = this.#free[end] ?? end;
    // What was passed over leads there at once the next time.
    for (let at = index; at !== end; ) {
      const next = this.#free[at] ?? end;
      this.#free[at] = end;
      at = next;
    }
    return end;
  }
}
