import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The module that stands for the least that a linter of YAML can do: it reads the files that a list names and parses each with `yaml`. */
export function parseAloneModule(list: string): string {
  const yaml = pathToFileURL(join(import.meta.dirname, '../../node_modules/yaml/dist/index.js')).href;
  return `import { readFileSync } from 'node:fs';
import yaml from ${JSON.stringify(yaml)};
let errors = 0;
for (const path of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) errors += yaml.parseDocument(readFileSync(path, 'utf8'), { merge: true }).errors.length;
console.log(errors);
`;
}
