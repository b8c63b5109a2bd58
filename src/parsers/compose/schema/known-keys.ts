import { schemaText } from './schema-text.generated.js';

let keys: ReadonlySet<string> | undefined;

export function isKnownKey(key: string): boolean {
  keys ??= new Set(Array.from(schemaText.matchAll(/"([a-z_]+)":\{/g), ([, name = '']) => name));
  return keys.has(key);
}
