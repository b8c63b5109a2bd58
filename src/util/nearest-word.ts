/**
 * The candidate that `word` probably means, for “did you mean”. Ignores case. Chooses the first
 * candidate with the smallest edit distance (insertions, deletions, replacements, swaps), which may
 * be at most a third of the word's length. Otherwise the only candidate that starts with the word,
 * as for `warn`.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const written = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  let count = 0;
  const longer: string[] = [];
  for (const candidate of candidates) {
    count += 1;
    if (count > MAX_CANDIDATES) break;
    if (written.length >= MIN_BEGINNING && candidate.toLowerCase().startsWith(written)) longer.push(candidate);
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(written, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Too many candidates start with a shorter word. */
const MIN_BEGINNING = 3;

/** Longer words are never meant, and comparing them is slow. */
const MAX_LENGTH = 100;
const MAX_CANDIDATES = 400;

/** The edit distance; at least `limit` if it is not smaller. */
function editDistance(a: string, b: string, limit: number): number {
  let [beforePrevious, previous]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, index) => index),
  ];
  let leastBefore = 0;
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let distance = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(distance);
      if (distance < least) least = distance;
    }
    // Each continuation passes through this row or, for a swap, through the previous one.
    if (least >= limit && leastBefore + 1 >= limit) return limit;
    leastBefore = least;
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
