import { schemaText } from './schema-text.generated.js';

let keys: ReadonlySet<string> | undefined;

export function isKnownKey(key: string): boolean {
  keys ??= new Set(Array.from(schemaText.matchAll(/"([a-z_]+)":\{/g), ([, name = '']) => name));
  return keys.has(key);
}

/** The keys that a mapping at a path such as `services.web.logging` can have; none where it can have any. */
export function keysOfMapping(path: string): readonly string[] {
  const schema: unknown = JSON.parse(schemaText);
  let forms: readonly unknown[] = [schema];
  const resolved = (form: unknown): readonly unknown[] => {
    const ref = String(at(form, '$ref') ?? '')
      .split('/')
      .pop();
    const other = ref === '' ? form : at(at(schema, 'definitions'), ref ?? '');
    const several = at(other, 'oneOf');
    return Array.isArray(several) ? several.flatMap(resolved) : [other];
  };
  for (const key of path.split('.'))
    forms = forms.flatMap((form) => {
      const own = at(at(form, 'properties'), key) ?? Object.values(at(form, 'patternProperties') ?? {})[0];
      return own === undefined ? [] : resolved(own);
    });
  return forms.flatMap((form) => Object.keys(at(form, 'properties') ?? {}));
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
