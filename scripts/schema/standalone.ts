import { _, Ajv, type AnySchemaObject, type CodeKeywordDefinition, type KeywordErrorDefinition, stringify } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { findDuplicate } from './runtime.ts';

/** A JSON Schema as read: any object. */
export type Schema = Readonly<Record<string, unknown>>;

/** Keywords for people and editors only. */
const ANNOTATIONS = new Set(['$comment', 'title', 'description', 'default', 'deprecated', 'examples']);

/** Keywords with maps from arbitrary names to schemas, so their keys are no keywords. */
const NAMED_SCHEMAS = new Set(['properties', 'patternProperties', 'definitions', '$defs']);

/**
 * The settings for all schemas: all errors instead of the first, flat unions of types, no English
 * messages, since the callers write them.
 */
export const AJV_OPTIONS = {
  allErrors: true,
  allowUnionTypes: true,
  inlineRefs: false,
  messages: false,
  verbose: false,
} as const;

/**
 * Adds the allowed keys to errors about unknown keys, and whether `x-` keys are allowed: generated
 * validators lack the schema, and ajv's `schemaPath` does not identify the definition.
 */
const unknownKey: KeywordErrorDefinition = {
  message: 'has an unknown key',
  params: ({ params, parentSchema }) => {
    const properties: unknown = parentSchema?.['properties'];
    const knownKeys = isSchema(properties) ? Object.keys(properties) : [];
    const patterns: unknown = parentSchema?.['patternProperties'];
    const takesExtensions = isSchema(patterns) && '^x-' in patterns;
    return _`{additionalProperty: ${params['additionalProperty']}, knownKeys: ${stringify(knownKeys)}, takesExtensions: ${takesExtensions}}`;
  },
};

/** ajv's `uniqueItems` in linear time. */
const uniqueItems: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: {
    message: 'has an item twice',
    params: ({ params }) => _`{i: ${params['found']}.i, j: ${params['found']}.j}`,
  },
  code(cxt) {
    if (cxt.schema !== true) return;
    const find = cxt.gen.scopeValue('func', { ref: findDuplicate, code: _`require("./runtime.ts").findDuplicate` });
    const found = cxt.gen.const('found', _`${find}(${cxt.data})`);
    cxt.setParams({ found });
    cxt.pass(_`${found} === undefined`);
  },
};

/**
 * The code of a self-contained ES module that validates against `schema`. {@link VALIDATOR_TYPES}
 * declares its exports.
 */
export async function toValidatorModule(schema: Schema): Promise<string> {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true } });
  const closedObject = ajv.getKeyword('additionalProperties');
  if (typeof closedObject === 'boolean') throw new Error('ajv has no additionalProperties');
  ajv.removeKeyword('additionalProperties').addKeyword({ ...closedObject, error: unknownKey });
  ajv.removeKeyword('uniqueItems').addKeyword(uniqueItems);
  const code = standaloneCode.default(ajv, ajv.compile(withoutAnnotations(schema)));
  const bundle = await build({
    stdin: { contents: withJoinedErrors(code), loader: 'js', resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'neutral',
    target: 'node20',
    write: false,
  });
  const [file] = bundle.outputFiles;
  if (file === undefined) throw new Error('esbuild wrote no file');
  return file.text;
}

/** The code of an ES module that exports `schema` as a string. */
export function toSchemaModule(schema: Schema): string {
  return `export const schemaText = ${JSON.stringify(JSON.stringify(withoutAnnotations(schema)))};\n`;
}

/** ajv's code with `joinErrors`, instead of copying all errors for each faulty part. */
function withJoinedErrors(code: string): string {
  const joined = code.replace(
    /vErrors === null \? (validate\d+)\.errors : vErrors\.concat\(\1\.errors\)/g,
    'joinErrors(vErrors, $1.errors)',
  );
  if (joined.includes('.concat(')) throw new Error('ajv puts errors together in another way than before');
  return `import { joinErrors } from './runtime.ts';\n${joined}`;
}

/** Declarations of the module from {@link toValidatorModule}. */
export const VALIDATOR_TYPES = `/** One mismatch. \`instancePath\` is a JSON pointer to the value at fault. */
export type SchemaError = { readonly instancePath: string } & (
  | { readonly keyword: 'type'; readonly params: { readonly type: string | readonly string[] } }
  | { readonly keyword: 'enum'; readonly params: { readonly allowedValues: readonly unknown[] } }
  | { readonly keyword: 'const'; readonly params: { readonly allowedValue: unknown } }
  | { readonly keyword: 'pattern'; readonly params: { readonly pattern: string } }
  | { readonly keyword: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'; readonly params: { readonly comparison: string; readonly limit: number } }
  | { readonly keyword: 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minProperties' | 'maxProperties'; readonly params: { readonly limit: number } }
  | { readonly keyword: 'required'; readonly params: { readonly missingProperty: string } }
  | { readonly keyword: 'additionalProperties'; readonly params: { readonly additionalProperty: string; readonly knownKeys: readonly string[]; readonly takesExtensions: boolean } }
  | { readonly keyword: 'uniqueItems'; readonly params: { readonly i: number; readonly j: number } }
);

/**
 * Whether \`data\` satisfies the schema. Every mismatch is in \`validate.errors\` until the next
 * call; null when there is none.
 */
export const validate: {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
};
`;

function withoutAnnotations(schema: Schema): AnySchemaObject {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !ANNOTATIONS.has(keyword))
      .map(([keyword, value]) => {
        if (!isSchema(value)) return [keyword, value];
        if (!NAMED_SCHEMAS.has(keyword)) return [keyword, withoutAnnotations(value)];
        return [keyword, mapValues(value, (inner) => (isSchema(inner) ? withoutAnnotations(inner) : inner))];
      }),
  );
}

function mapValues(object: Schema, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** Whether a value is a JSON object, which may contain keywords. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
