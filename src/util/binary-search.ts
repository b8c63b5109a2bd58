/** How many of `length` items, by their indices, fulfil a condition that no item fulfils behind one that doesn't. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last of these sorted numbers that is not greater than `value`; 0 where there is none. */
export function indexAtOrBefore(sorted: readonly number[], value: number): number {
  return Math.max(countWhile(sorted.length, (index) => (sorted[index] ?? 0) <= value) - 1, 0);
}
