/** No more names than this are compared, and none longer: a suggestion is not worth the time of a project with thousands. */
const MAX_NAMES = 200;
const MAX_LENGTH = 60;

/** The name that `written` most probably stands for: the nearest by edits, if it is near enough to be a slip. */
export function closest(written: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3));
  if (written.length > MAX_LENGTH) return undefined;
  let count = 0;
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    count += 1;
    if (count > MAX_NAMES) break;
    if (Math.abs(name.length - written.length) >= least) continue;
    const edits = editDistance(written.toLowerCase(), name.toLowerCase());
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
      let count = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      if (isSwap) count = Math.min(count, (before[j - 2] ?? 0) + 1);
      row.push(count);
    }
    before = previous;
    previous = row;
  }
  return previous.at(-1) ?? 0;
}
