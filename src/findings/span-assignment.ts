import type { Span } from '../text/location.ts';
import { indexAtOrBefore } from '../util/binary-search.ts';

/** Finds the first of several items whose span contains an offset. */
export class SpanAssignment<T extends { readonly span: Span }> {
  readonly items: T[] = [];
  /**
   * All starts and ends of spans, and the first item from each on; absent until the first question.
   */
  #offsets: readonly number[] | undefined;
  #firsts: readonly (T | undefined)[] = [];

  /** The first item whose span contains an offset, or `undefined`. All items must be there. */
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
