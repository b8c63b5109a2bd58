import { countWhile } from '../util/binary-search.ts';

/** Which of several stretches of a text, in the order in which they claim it, is the first to hold an offset. */
export class SpanAssignment<T> {
  readonly #offsets: readonly number[];
  readonly #values: (T | undefined)[];
  /** For each offset the first at or after it that may have no value yet. */
  readonly #free: number[];

  /** `offsets` are those that will be asked for, in any order. */
  constructor(offsets: readonly number[]) {
    this.#offsets = [...new Set(offsets)].sort((a, b) => a - b);
    this.#values = this.#offsets.map(() => undefined);
    this.#free = [...this.#offsets.keys(), this.#offsets.length];
  }

  /** Gives the offsets from `start` to before `end` that have none to `value`; true if there is any offset between, taken or not. */
  claim(start: number, end: number, value: T): boolean {
    const first = this.#indexOf(start);
    for (let index = this.#nextFree(first); (this.#offsets[index] ?? end) < end; index = this.#nextFree(index)) {
      this.#values[index] = value;
      this.#free[index] = index + 1;
    }
    return (this.#offsets[first] ?? end) < end;
  }

  /** Who claimed an offset first; `undefined` where nobody did. */
  valueAt(offset: number): T | undefined {
    const index = this.#indexOf(offset);
    return this.#offsets[index] === offset ? this.#values[index] : undefined;
  }

  /** The first index whose offset is at or after `offset`. */
  #indexOf(offset: number): number {
    return countWhile(this.#offsets.length, (index) => (this.#offsets[index] ?? offset) < offset);
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
