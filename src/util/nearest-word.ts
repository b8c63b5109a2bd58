/**
 * The candidate that `word` was most likely meant to be, capitals aside: the one at the least edit distance
 * (insertions, deletions, replacements and swaps of neighbours), if that is at most a third of the word's length; the
 * first of several. Else the only one that the word is the beginning of (`warn`). For "did you mean".
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

/** Fewer letters are the beginning of too much. */
const MIN_BEGINNING = 3;

/** No name that somebody meant is longer, and no suggestion is worth the time among thousands of names. */
const MAX_LENGTH = 100;
const MAX_CANDIDATES = 400;

/** The distance, or `limit` or more where it is not less. */
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
    // Every way on leads through this row or, by a swap, from the one before past it.
    if (least >= limit && leastBefore + 1 >= limit) return limit;
    leastBefore = least;
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
