import { schemaText } from './schema-text.generated.js';

/** Top-level keys of Compose, besides `x-` keys. */
export const SECTIONS: ReadonlySet<string> = new Set([
  'configs',
  'include',
  'models',
  'name',
  'networks',
  'secrets',
  'services',
  'version',
  'volumes',
]);

let keys: ReadonlySet<string> | undefined;

export function isKnownKey(key: string): boolean {
  keys ??= new Set(Array.from(schemaText.matchAll(/"([a-z_]+)":\{/g), ([, name = '']) => name));
  return keys.has(key);
}

/**
 * The keys that a mapping at a path such as `services.web.logging` can have; empty if it can have
 * any key.
 */
export function keysOfMapping(path: string): readonly string[] {
  const schema: unknown = JSON.parse(schemaText);
  const resolved = (form: unknown): readonly unknown[] => {
    const ref = at(form, '$ref');
    const other = typeof ref === 'string' ? at(at(schema, 'definitions'), ref.replace(/^.*\//, '')) : form;
    const several = at(other, 'oneOf');
    return Array.isArray(several) ? several.flatMap((each: unknown) => resolved(each)) : [other];
  };
  let forms: readonly unknown[] = [schema];
  for (const key of path.split('.'))
    forms = forms.flatMap((form) => {
      const own = at(at(form, 'properties'), key) ?? entriesOf(at(form, 'patternProperties'))[0]?.[1];
      return own === undefined ? [] : resolved(own);
    });
  return forms.flatMap((form) => entriesOf(at(form, 'properties')).map(([key]) => key));
}

function at(value: unknown, key: string): unknown {
  return entriesOf(value).find(([name]) => name === key)?.[1];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
