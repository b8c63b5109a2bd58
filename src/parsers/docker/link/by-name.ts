import { type Setting, valueOf } from '../../../text/setting.ts';

/** Definitions by their known names. The first of a name counts: the engine refuses or ignores another. */
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
