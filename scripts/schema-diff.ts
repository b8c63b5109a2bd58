import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../test/engine/json.ts';

/**
 * Prints the differences in keys and value types between schemas/compose-spec.json and another
 * Compose schema, such as compose-go's newest, and exits with 1 if there are any: npm run
 * schema:diff -- FILE
 */
const OURS = 'schemas/compose-spec.json';
/** The maximum depth of keys: some definitions are recursive. */
const MAX_DEPTH = 8;

/** The value types by path of the key, with `*` for any name and `[]` for an element. */
function typesByPath(schema: JsonObject): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (part: unknown, path: string, depth: number): void => {
    if (!isJsonObject(part) || depth > MAX_DEPTH) return;
    const reference = stringAt(part, '$ref');
    if (reference !== '') {
      const target = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce<JsonObject>((at, name) => objectAt(at, name), schema);
      visit(target, path, depth);
      return;
    }
    const types = found.get(path) ?? new Set();
    found.set(path, types);
    const { type, oneOf, anyOf, allOf, properties, patternProperties, additionalProperties, items } = part;
    for (const each of [type].flat()) if (typeof each === 'string') types.add(each);
    for (const each of [oneOf, anyOf, allOf].flat()) visit(each, path, depth);
    for (const [name, each] of Object.entries(properties ?? {})) visit(each, `${path}.${name}`, depth + 1);
    for (const [pattern, each] of Object.entries(patternProperties ?? {}))
      if (!pattern.startsWith('^x-')) visit(each, `${path}.*`, depth + 1);
    visit(additionalProperties, `${path}.*`, depth + 1);
    visit(items, `${path}[]`, depth + 1);
  };
  visit(schema, '', 0);
  return found;
}

function read(path: string): ReadonlyMap<string, ReadonlySet<string>> {
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isJsonObject(schema)) throw new Error(`${path} is no schema`);
  return typesByPath(schema);
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npm run schema:diff -- FILE, such as schema/compose-spec.json of compose-go');
  process.exitCode = 2;
} else {
  const [ours, theirs] = [read(OURS), read(file)];
  const lines: string[] = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [here, there] = [ours.get(path), theirs.get(path)].map((types) => types && [...types].sort().join(', '));
    if (here === undefined) lines.push(`+ ${path.slice(1)}: only in the other (${there ?? ''})`);
    else if (there === undefined) lines.push(`- ${path.slice(1)}: only in ours (${here})`);
    else if (here !== there) lines.push(`~ ${path.slice(1)}: ${here} in ours, ${there} in the other`);
  }
  for (const line of lines.sort()) console.log(line);
  console.log(`${lines.length} differences`);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
