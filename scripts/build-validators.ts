import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSchema, toValidatorModule, VALIDATOR_TYPES } from './schema/standalone.ts';

/** Each schema of the project, and the module that is generated from it (its declarations beside it, as `.d.ts`). */
const VALIDATORS = [
  { schema: 'schemas/compose-spec.json', module: 'src/parsers/compose/schema/validator.generated.js' },
  { schema: 'schemas/config.schema.json', module: 'src/config/schema.generated.js' },
] as const;

const root = join(import.meta.dirname, '..');

for (const { schema, module } of VALIDATORS) {
  const parsed: unknown = JSON.parse(await readFile(join(root, schema), 'utf8'));
  if (!isSchema(parsed)) throw new Error(`${schema} holds no JSON object`);
  const target = join(root, module);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, await toValidatorModule(parsed));
  await writeFile(target.replace(/\.js$/, '.d.ts'), VALIDATOR_TYPES);
}
