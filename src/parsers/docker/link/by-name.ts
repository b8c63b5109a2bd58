import { type Setting, valueOf } from '../../../text/setting.ts';

/** Definitions by their names, where those are known. Of several of one name the first counts: the engine refuses another, or keeps the one that is there. */
export function byName<T extends { readonly name: Setting<string> }>(
  definitions: readonly T[],
): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const definition of definitions) {
    const name = valueOf(definition.name);
    if (name !== undefined && !named.has(name)) named.set(name, definition);
  }
  return named;
}
