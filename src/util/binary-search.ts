/**
 * How many of `length` items satisfy a condition, which must hold for a prefix of them; items are
 * passed by index.
 */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last of these sorted numbers up to `value`, or 0. */
export function indexAtOrBefore(sorted: readonly number[], value: number): number {
  return Math.max(countWhile(sorted.length, (index) => (sorted[index] ?? 0) <= value) - 1, 0);
}
