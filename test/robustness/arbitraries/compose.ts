import fc from 'fast-check';
import schema from '../../../schemas/compose-spec.json' with { type: 'json' };
import type { Tree } from '../project.ts';
import { name, value } from './values.ts';

/** YAML nodes. A string in `plain` is written as is. */
type Yaml =
  | { readonly plain: string }
  | { readonly quoted: string }
  | Mapping
  | { readonly list: readonly Yaml[]; readonly mark: Mark };

interface Mapping {
  readonly map: readonly (readonly [key: string, value: Yaml])[];
  readonly mark: Mark;
}

interface Mark {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly isFlow: boolean;
}

/** The supported JSON Schema keywords. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

const definitions: Readonly<Record<string, Schema | undefined>> = schema.definitions;
const top: Schema = schema;
const ALL_KEYS = [...new Set(keysIn(schema))];
const BARE: Mark = { anchor: undefined, tag: undefined, isFlow: false };
/** Below this depth, only texts are generated. */
const MAX_DEPTH = 6;

/** All property names in a schema. */
function keysIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, inner]: [string, unknown]) => [
    ...(key === 'properties' && typeof inner === 'object' && inner !== null ? Object.keys(inner) : []),
    ...keysIn(inner),
  ]);
}

/** One in this many times; otherwise `undefined`. */
function seldom<T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const anchor = fc.constantFrom('a', 'b', 'c');
const mark: fc.Arbitrary<Mark> = fc.record({
  anchor: seldom(anchor, 8),
  tag: seldom(fc.constantFrom('!reset', '!override', '!!str', '!!int', '!!null', '!x'), 20),
  isFlow: fc.boolean(),
});
const alias = anchor.map((label): Yaml => ({ plain: `*${label}` }));
const quoted = value.map((text): Yaml => ({ quoted: text }));
const plain = value.map((text): Yaml => ({ plain: text }));
const leaf = fc.oneof(
  { weight: 12, arbitrary: quoted },
  { weight: 2, arbitrary: plain },
  { weight: 1, arbitrary: alias },
);

/** An arbitrary value. */
const junk = fc.letrec<{ readonly node: Yaml }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    listOf(tie('node')),
    mapOf(fc.oneof(fc.constantFrom(...ALL_KEYS), name), tie('node'), 4),
  ),
})).node;

function listOf(inner: fc.Arbitrary<Yaml>): fc.Arbitrary<Yaml> {
  return fc.record({ list: fc.array(inner, { maxLength: 4 }), mark });
}

function mapOf(key: fc.Arbitrary<string>, inner: fc.Arbitrary<Yaml>, maxLength: number): fc.Arbitrary<Mapping> {
  return mappingOf(distinct(fc.tuple(key, inner), maxLength));
}

function distinct(entry: fc.Arbitrary<readonly [string, Yaml]>, maxLength: number): fc.Arbitrary<Mapping['map']> {
  return fc.uniqueArray(entry, { selector: ([key]) => key, maxLength });
}

/** A mapping, sometimes with a merge key. */
function mappingOf(entries: fc.Arbitrary<Mapping['map']>): fc.Arbitrary<Mapping> {
  return fc
    .tuple(entries, mark, seldom(fc.oneof(alias, listOf(alias)), 10))
    .map(([map, marks, merged]) => ({ map: merged === undefined ? map : [...map, ['<<', merged]], mark: marks }));
}

const lazily = <T>(make: () => fc.Arbitrary<T>): fc.Arbitrary<T> => fc.constant(undefined).chain(make);

/** Mostly valid values of a schema. */
function fromSchema(part: Schema, depth = 0): fc.Arbitrary<Yaml> {
  const { $ref: reference } = part;
  if (reference !== undefined) return fromSchema(definitions[reference.replace('#/definitions/', '')] ?? {}, depth);
  if (depth > MAX_DEPTH) return leaf;
  const choices = [part.type ?? []].flat().map((type) => ofType(type, part, depth));
  const written =
    (part.enum ?? part.examples)
      ?.filter((each) => typeof each !== 'object')
      .map((each): Yaml => (typeof each === 'string' ? { quoted: each } : { plain: String(each) })) ?? [];
  if (written.length > 0) choices.push(fc.constantFrom(...written));
  return choices.length === 0
    ? leaf
    : fc.oneof({ weight: 12, arbitrary: fc.oneof(...choices) }, { weight: 1, arbitrary: junk });
}

function ofType(type: string, part: Schema, depth: number): fc.Arbitrary<Yaml> {
  switch (type) {
    case 'object':
      return lazily(() => ofObject(part, depth));
    case 'array':
      return lazily(() => listOf(fromSchema(part.items ?? {}, depth + 1)));
    case 'boolean':
      return fc.constantFrom('true', 'false', 'yes').map((text) => ({ plain: text }));
    case 'integer':
    case 'number':
      return fc
        .constantFrom('0', '1', '-1', '1024', '0.5', '67108864', '0o17', '1e3', '.inf', '99999999999999999999')
        .map((text) => ({ plain: text }));
    case 'null':
      return fc.constantFrom('', '~').map((text) => ({ plain: text }));
    default:
      return leaf;
  }
}

function ofObject({ properties = {}, patternProperties = {} }: Schema, depth: number): fc.Arbitrary<Mapping> {
  const [free] = Object.values(patternProperties);
  const known = Object.entries(properties);
  const entries = known.map(([key, inner]) =>
    fc.tuple(fc.constant(key), key === 'file' || key === 'path' ? fileName : fromSchema(inner, depth + 1)),
  );
  if (free !== undefined || known.length === 0) entries.push(fc.tuple(name, fromSchema(free ?? {}, depth + 1)));
  return mappingOf(distinct(fc.oneof(...entries), depth < 2 ? 8 : 4));
}

const fileName = fc
  .constantFrom(
    'compose.yaml',
    'b.yaml',
    'sub/c.compose.yaml',
    '.env',
    'missing.yaml',
    '.',
    '../x',
    'https://example.com/x.git',
  )
  .map((text): Yaml => ({ plain: text }));
const include = listOf(
  fc.oneof(
    fileName,
    fc.tuple(fileName, fileName).map(
      ([path, directory]): Yaml => ({
        map: [
          ['path', path],
          ['project_directory', directory],
        ],
        mark: BARE,
      }),
    ),
  ),
);
const service = fromSchema(definitions['service'] ?? {}, 1);
const project: fc.Arbitrary<Mapping> = fc
  .tuple(
    mapOf(name, service, 3),
    lazily(() => ofObject(top, 0)),
    seldom(include, 4),
  )
  .map(([services, rest, included]) => ({
    map: [
      ...(included === undefined ? [] : [['include', included] as const]),
      ['services', services] as const,
      ...rest.map.filter(([key]) => key !== 'services' && key !== 'include').slice(0, 3),
    ],
    mark: BARE,
  }));

const dotenv = fc
  .array(
    fc.tuple(
      fc.constantFrom('', 'export ', '# '),
      name,
      fc.constantFrom('=', ': ', ' = ', ''),
      fc.oneof(
        value,
        value.map((text) => `"${text}"`),
        value.map((text) => `'${text}'`),
      ),
    ),
    { maxLength: 4 },
  )
  .map((lines) => lines.map((line) => line.join('')).join('\n'));

/** The files of a Compose project, with includes, `extends` and overrides. */
export const composeProject: fc.Arbitrary<Tree> = fc
  .record({
    'compose.yaml': project,
    'compose.override.yaml': seldom(project, 3),
    'b.yaml': seldom(project, 3),
    'sub/c.compose.yaml': seldom(project, 3),
    '.env': seldom(dotenv, 2),
  })
  .map((files) =>
    Object.fromEntries(
      Object.entries(files).flatMap(([path, content]) =>
        content === undefined ? [] : [[path, typeof content === 'string' ? content : write(content, 0).trimStart()]],
      ),
    ),
  );

const IN_FLOW = -1;

/** A node's text after its key or dash, with its lines' indent. */
function write(node: Yaml, indent: number): string {
  if ('plain' in node) return ` ${node.plain}`;
  if ('quoted' in node) return ` ${JSON.stringify(node.quoted)}`;
  const { anchor: label, tag, isFlow } = node.mark;
  const head = `${tag === undefined ? '' : ` ${tag}`}${label === undefined ? '' : ` &${label}`}`;
  const newline = `\n${' '.repeat(Math.max(indent, 0))}`;
  const isInline = indent === IN_FLOW || (isFlow && indent > 4);
  if ('map' in node) {
    if (isInline || node.map.length === 0)
      return `${head} {${node.map.map(([key, inner]) => `${key}:${write(inner, IN_FLOW)}`).join(', ')}}`;
    return head + node.map.map(([key, inner]) => `${newline}${key}:${write(inner, indent + 2)}`).join('');
  }
  if (isInline || node.list.length === 0)
    return `${head} [${node.list.map((inner) => write(inner, IN_FLOW)).join(',')}]`;
  return head + node.list.map((inner) => `${newline}-${write(inner, indent + 2)}`).join('');
}
