import { type Setting, valueOf } from '../../../text/setting.ts';

/**
 * Definitions with known names. Of equal names, the first counts: the engine rejects or ignores the
 * others.
 */
export function mapByName<T extends { readonly name: Setting<string> }>(
  definitions: readonly T[],
): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const definition of definitions) {
    const name = valueOf(definition.name);
    if (name !== undefined && !named.has(name)) named.set(name, definition);
  }
  return named;
}
