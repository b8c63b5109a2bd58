import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSchema, type Schema, toSchemaModule, toValidatorModule, VALIDATOR_TYPES } from './schema/standalone.ts';

/** Each schema of the project, and the module that is generated from it (its declarations beside it, as `.d.ts`). */
const VALIDATORS = [
  { schema: 'schemas/compose-spec.json', module: 'src/parsers/compose/schema/validator.generated.js' },
  { schema: 'schemas/config.schema.json', module: 'src/workspace/config/schema.generated.js' },
] as const;

/** A schema that is looked at without its validator as well. */
const TEXTS = [
  { schema: 'schemas/compose-spec.json', module: 'src/parsers/compose/schema/schema-text.generated.js' },
] as const;

const root = join(import.meta.dirname, '..');

for (const { schema, module } of VALIDATORS)
  await write(module, await toValidatorModule(await read(schema)), VALIDATOR_TYPES);
for (const { schema, module } of TEXTS)
  await write(
    module,
    toSchemaModule(await read(schema)),
    '/** The schema as JSON, without what only people and editors read. */\nexport const schemaText: string;\n',
  );

async function read(schema: string): Promise<Schema> {
  const parsed: unknown = JSON.parse(await readFile(join(root, schema), 'utf8'));
  if (!isSchema(parsed)) throw new Error(`${schema} holds no JSON object`);
  return parsed;
}

async function write(module: string, code: string, types: string): Promise<void> {
  const target = join(root, module);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
  await writeFile(target.replace(/\.js$/, '.d.ts'), types);
}
