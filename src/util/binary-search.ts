/**
 * The number of items that satisfy a condition, by binary search. `holds` gets an index; it must be
 * true for the first items and false for all others.
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

/** The index of the last number up to `value` in a sorted list; 0 if there is none. */
export function indexAtOrBefore(sorted: readonly number[], value: number): number {
  return Math.max(countWhile(sorted.length, (index) => (sorted[index] ?? 0) <= value) - 1, 0);
}
