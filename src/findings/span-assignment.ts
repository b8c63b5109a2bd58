import type { Span } from '../text/location.ts';
import { indexAtOrBefore } from '../util/binary-search.ts';

/** Finds the first item whose span contains an offset. */
export class SpanAssignment<T extends { readonly span: Span }> {
  readonly items: T[] = [];
  /**
   * The sorted starts and ends of all spans, with the first item after each; computed on first use.
   */
  #offsets: readonly number[] | undefined;
  #firsts: readonly (T | undefined)[] = [];

  /** The first item whose span contains an offset, or `undefined`. Add all items before. */
  at(offset: number): T | undefined {
    this.#offsets ??= this.#assign();
    return this.#firsts[indexAtOrBefore(this.#offsets, offset)];
  }

  #assign(): readonly number[] {
    const offsets = [...new Set([0, ...this.items.flatMap(({ span: { start, end } }) => [start, end])])];
    offsets.sort((a, b) => a - b);
    const firsts = Array<T | undefined>(offsets.length).fill(undefined);
    for (const item of this.items.toReversed())
      firsts.fill(item, indexAtOrBefore(offsets, item.span.start), indexAtOrBefore(offsets, item.span.end));
    this.#firsts = firsts;
    return offsets;
  }
}
