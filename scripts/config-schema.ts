import { readFileSync, writeFileSync } from 'node:fs';
import { configSchema } from './schema/config-schema.ts';

/** Writes schemas/config.schema.json from the rules' own options; `--check` only tells whether it is up to date. */
const path = 'schemas/config.schema.json';
const text = `${JSON.stringify(configSchema(), undefined, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error(`${path} is out of date: run npm run build:config-schema`);
  process.exitCode = 1;
}
