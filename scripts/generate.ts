import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RULE_NAMES } from '../src/config/rule-names.ts';
import { RULES } from '../src/rules/index.ts';
import { imageSources, imageTable, SOURCES_TYPES, TABLE_TYPES } from './images/table.ts';
import { checkRules, pagePath } from './pages/check.ts';
import { type RenderedPage, renderPage } from './pages/render.ts';
import { configSchema } from './schema/config-schema.ts';
import { modelSchema } from './schema/model-schema.ts';
import { isSchema, type Schema, toSchemaModule, toValidatorModule, VALIDATOR_TYPES } from './schema/standalone.ts';

/** Each schema with its generated module (declarations next to it as `.d.ts`). */
const VALIDATORS = [
  { schema: 'schemas/compose-spec.json', module: 'src/parsers/compose/schema/validator.generated.js' },
  { schema: 'schemas/config.schema.json', module: 'src/config/schema.generated.js' },
  { schema: 'schemas/images-v1.schema.json', module: 'src/images/lock-schema.generated.js' },
] as const;

/** A schema that is also used without its validator. */
const TEXTS = [
  { schema: 'schemas/compose-spec.json', module: 'src/parsers/compose/schema/schema-text.generated.js' },
] as const;

/** The module with the rules' pages. */
const PAGES = 'src/rules/pages.generated.js';
const PAGES_TYPES = `import type { ExampleMark } from './page.ts';

/** The Markdown of each rule's page, by id. */
export const PAGES: Readonly<Record<string, string>>;
/** Of each page what the blocks of code in it are. */
export const MARKS: Readonly<Record<string, readonly ExampleMark[]>>;
`;

/** The module with the pages as HTML. */
const HTML_PAGES = 'src/rules/html-pages.generated.js';
const HTML_TYPES = `/** The HTML of each rule's page, by id. */
export const HTML_PAGES: Readonly<Record<string, string>>;
`;

const root = join(import.meta.dirname, '..');

const faults = checkRules(join(root, 'src/rules'), RULES, pageOf);
if (faults.length > 0) throw new Error(`The rules are not whole:\n${faults.join('\n')}`);
const rendered = pages();
// As one string: V8 loads a cached string faster than a literal per page.
const parsed = (value: object): string => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
const marks = `export const MARKS = ${parsed(mapped((page) => page.marks))};\n`;
await write(PAGES, `export const PAGES = ${parsed(mapped(({ markdown }) => markdown))};\n${marks}`, PAGES_TYPES);
await write(HTML_PAGES, `export const HTML_PAGES = ${JSON.stringify(mapped(({ html }) => html))};\n`, HTML_TYPES);

await writeFile(join(root, 'schemas/config.schema.json'), `${JSON.stringify(configSchema(), undefined, 2)}\n`);

await writeFile(join(root, 'schemas/model.schema.json'), `${JSON.stringify(modelSchema(), undefined, 2)}\n`);

await write('src/images/table.generated.js', imageTable(join(root, 'src/images')), TABLE_TYPES);
await write('src/images/sources.generated.js', imageSources(join(root, 'src/images')), SOURCES_TYPES);

for (const { schema, module } of VALIDATORS)
  await write(module, await toValidatorModule(await read(schema)), VALIDATOR_TYPES);
for (const { schema, module } of TEXTS)
  await write(
    module,
    toSchemaModule(await read(schema)),
    '/** The schema as JSON, without what only people and editors read. */\nexport const schemaText: string;\n',
  );

function pageOf(id: string): string | undefined {
  const path = join(root, 'src/rules', pagePath(id));
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function mapped<T>(convert: (page: RenderedPage) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(rendered).map(([id, page]) => [id, convert(page)]));
}

function pages(): Readonly<Record<string, RenderedPage>> {
  return Object.fromEntries(
    RULE_NAMES.map((id) => {
      try {
        return [id, renderPage(pageOf(id) ?? '')] as const;
      } catch (cause) {
        throw new Error(`src/rules/${pagePath(id)} can't be rendered`, { cause });
      }
    }),
  );
}

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
