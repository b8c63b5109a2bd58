/** Makes fields that may be `undefined` optional. */
export type Defined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  // TypeScript can't infer the type of a filtered object.
  return kept as Defined<T>;
}

/**
 * `{ key: items }`, or no field for an empty list: the model leaves out lists that the file doesn't
 * set.
 */
export function present<K extends string, T>(key: K, items: readonly T[]): { readonly [P in K]?: readonly T[] } {
  const object: { [P in K]?: readonly T[] } = {};
  if (items.length > 0) object[key] = items;
  return object;
}

/** True for an object in parsed JSON, but not for a list or null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/**
 * Copies plain data, replacing parts. `replace` returns the new part, of the same type, or
 * `undefined` to look inside the part.
 */
export function mapParts<T>(whole: T, replace: (part: unknown) => unknown): T;
export function mapParts(whole: unknown, replace: (part: unknown) => unknown): unknown {
  const replaced = replace(whole);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(whole)) return whole.map((item: unknown) => mapParts(item, replace));
  // Skip instances of classes, such as the words of a command line: they aren't part of the model.
  if (typeof whole !== 'object' || whole === null || Object.getPrototypeOf(whole) !== Object.prototype) return whole;
  const parts = Object.entries(whole).map(
    ([key, value]: [string, unknown]) => [key, mapParts(value, replace)] as const,
  );
  return Object.fromEntries<unknown>(parts);
}
