import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * The minimal YAML linter, as a module: it reads the files of a list and parses each with `yaml`.
 */
export function parseAloneModule(list: string): string {
  const yaml = pathToFileURL(join(import.meta.dirname, '../../node_modules/yaml/dist/index.js')).href;
  return `import { readFileSync } from 'node:fs';
import yaml from ${JSON.stringify(yaml)};
let errors = 0;
for (const path of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) errors += yaml.parseDocument(readFileSync(path, 'utf8'), { merge: true }).errors.length;
console.log(errors);
`;
}

/** Bundles `yaml` into one file, as small as the build would. */
export function writeYamlAlone(file: string): void {
  buildSync({
    stdin: { contents: "export * from 'yaml';", resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    outfile: file,
  });
}

/**
 * The minimal linter of one YAML file in a separate process: it loads {@link writeYamlAlone}'s
 * output with V8's compiled code, which its first run stores in `kept`, and parses its argument.
 */
export function parseOneScript(yaml: string, kept: string): string {
  return `const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const filename = ${JSON.stringify(yaml)};
const kept = ${JSON.stringify(kept)};
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const script = new Script('(function (module, exports, require) {' + readFileSync(filename, 'utf8') + '})', { filename, cachedData });
const module_ = { exports: {} };
script.runInThisContext()(module_, module_.exports, require);
module_.exports.parseDocument(readFileSync(process.argv[2], 'utf8'), { merge: true }).toJS();
if (cachedData === undefined) writeFileSync(kept, script.createCachedData());
`;
}
