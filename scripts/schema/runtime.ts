/*
 * What generated validators call; it is inlined into them. ajv has both as well, but in a form whose time grows with
 * the square of a file that has many items or many faults.
 */

/**
 * Where a list of JSON values has one twice: the index of the later one and that of the earlier, for the first such
 * pair. Objects may have no prototype.
 */
export function findDuplicate(items: readonly unknown[]): { readonly i: number; readonly j: number } | undefined {
  const seen = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const key = toKey(item);
    const j = seen.get(key);
    if (j !== undefined) return { i, j };
    seen.set(key, i);
  }
  return undefined;
}

/** Text that two JSON values share when they are equal, whatever the order of their keys. */
function toKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toKey).join()}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? String(value) : JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${toKey(inner)}`);
  return `{${entries.sort().join()}}`;
}

/** The errors found so far and those of a part, in one list. */
export function joinErrors<T>(soFar: T[] | null, more: T[]): T[] {
  if (soFar === null) return more;
  for (const error of more) soFar.push(error);
  return soFar;
}
