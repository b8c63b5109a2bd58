/** `{ key: items }`, or nothing where there are none: a list that was never written is absent from the model. */
export function present<K extends string, T>(key: K, items: readonly T[]): { readonly [P in K]?: readonly T[] } {
  const object: { [P in K]?: readonly T[] } = {};
  if (items.length > 0) object[key] = items;
  return object;
}
