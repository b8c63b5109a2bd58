/*
 * Inlined into generated validators. ajv's own versions take quadratic time for many items or
 * errors.
 */

/**
 * The first duplicate in a list of JSON values: its index and the earlier one. Objects may have no
 * prototype.
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

/** Equal for equal JSON values, in any key order. */
function toKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toKey).join()}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? String(value) : JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${toKey(inner)}`);
  return `{${entries.sort().join()}}`;
}

/** The errors so far and those of a part, in one list. */
export function joinErrors<T>(soFar: T[] | null, more: T[]): T[] {
  if (soFar === null) return more;
  for (const error of more) soFar.push(error);
  return soFar;
}
