import fc from 'fast-check';
import { nearly } from './edits.ts';

/** YAML nodes with their spelling. */
export type Node = Scalar | Sequence | Mapping;

/** A scalar as written, including quotes. */
export interface Scalar {
  readonly scalar: string;
}

export interface Sequence {
  readonly items: readonly Node[];
  readonly isFlow: boolean;
  /** `&name` or `!tag` before it. */
  readonly mark?: string;
}

export interface Mapping {
  readonly entries: readonly (readonly [key: string, value: Node])[];
  readonly isFlow: boolean;
  readonly mark?: string;
}

/** Words that YAML may parse as another type than string. */
const BEYOND_FAST_PATH = /^(?:[\d.+-].*|~|null|true|false|yes|no|on|off|y|n|)$/i;

/** Text in a random YAML style. */
export function text(values: fc.Arbitrary<string>): fc.Arbitrary<Scalar> {
  return fc
    .tuple(values, fc.constantFrom('plain', 'plain', 'single', 'double'))
    .map(([value, style]) => ({ scalar: inStyle(value, style) }));
}

function inStyle(value: string, style: string): string {
  const isSafe =
    /^[\w./@+-](?:[\w ./@+=:-]*[\w./@+=-])?$/.test(value) && !value.includes(': ') && !BEYOND_FAST_PATH.test(value);
  if (style === 'plain' && isSafe) return value;
  return style === 'single' && !value.includes('\n') ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

/** A scalar as written, whatever its type. */
export function plain(...values: readonly [string, ...string[]]): fc.Arbitrary<Scalar> {
  return fc.constantFrom(...values).map((scalar) => ({ scalar }));
}

export function list(items: fc.Arbitrary<Node>, maxLength = 3): fc.Arbitrary<Sequence> {
  return fc.record({ items: fc.array(items, { minLength: 1, maxLength }), isFlow: fc.boolean() });
}

/** Some of the keys, each at most once. */
export function some(
  keys: Readonly<Record<string, fc.Arbitrary<Node>>>,
  required: readonly string[] = [],
  maxLength = 4,
): fc.Arbitrary<Mapping> {
  const optional = Object.keys(keys).filter((key) => !required.includes(key));
  const chosen = fc
    .shuffledSubarray(optional, { maxLength: Math.min(maxLength, optional.length) })
    .chain((picked) => fc.shuffledSubarray([...required, ...picked], { minLength: required.length + picked.length }));
  return fc
    .tuple(chosen, fc.boolean())
    .chain(([picked, isFlow]) =>
      fc
        .tuple(...picked.map((key) => (keys[key] ?? fc.constant({ scalar: '' })).map((value) => [key, value] as const)))
        .map((entries): Mapping => ({ entries, isFlow })),
    );
}

/** A mapping with arbitrary keys. */
export function mapOf(keys: fc.Arbitrary<string>, values: fc.Arbitrary<Node>, maxLength = 3): fc.Arbitrary<Mapping> {
  return fc.record({
    entries: fc.uniqueArray(fc.tuple(keys, values), { selector: ([key]) => key, minLength: 1, maxLength }),
    isFlow: fc.boolean(),
  });
}

const IN_FLOW = -1;

export function toYaml(node: Node): string {
  return `${write(node, 0).trimStart()}\n`;
}

/** The text after a key or dash, with its lines' indent. */
function write(node: Node, indent: number): string {
  if ('scalar' in node) return ` ${indent === IN_FLOW && node.scalar === '' ? '~' : node.scalar}`;
  const head = node.mark === undefined ? '' : ` ${node.mark}`;
  const newline = `\n${' '.repeat(Math.max(indent, 0))}`;
  const isInline = indent === IN_FLOW || (node.isFlow && indent > 2);
  if ('items' in node) {
    if (isInline || node.items.length === 0)
      return `${head} [${node.items.map((item) => inFlow(write(item, IN_FLOW))).join(',')}]`;
    return head + node.items.map((item) => `${newline}-${item === node ? '' : write(item, indent + 2)}`).join('');
  }
  if (isInline || node.entries.length === 0)
    return `${head} {${node.entries.map(([key, value]) => `${key}:${inFlow(write(value, IN_FLOW))}`).join(', ')}}`;
  return head + node.entries.map(([key, value]) => `${newline}${key}:${write(value, indent + 2)}`).join('');
}

/** Quotes plain text that would end early in a flow collection. */
function inFlow(written: string): string {
  const scalar = written.slice(1);
  return /^["'[{&*!]/.test(scalar) || !/[,[\]{}]/.test(scalar) ? written : ` ${JSON.stringify(scalar)}`;
}

/** Changes a scalar, key or collection. */
export type Change = (root: Mapping) => Mapping;

const ODD = [
  '',
  '~',
  'null',
  'true',
  'yes',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x1f',
  '0o17',
  '017',
  '1_000',
  '.inf',
  '.nan',
  '""',
  "' '",
  '[]',
  '{}',
  '[a]',
  '{a: b}',
  '[[]]',
  '2001-01-01',
  '1:30',
  '!!str 1',
  '!!int "2"',
  '*no',
  '${UNSET',
  '${}',
  '$',
  '$$',
  '"$$X"',
  '${NUM}',
  '"${NUM}"',
  '${EMPTY}',
  '${EMPTY:-x}',
  '${EMPTY:?gone}',
  '${NAME:+x}',
  '${TRUE}',
  '|-\n          a',
  '99999999999999999999',
  '12345678901',
] as const;

/** One change: a similar value, an invalid value, or a changed key. */
export const change: fc.Arbitrary<Change> = fc
  .tuple(
    fc.noBias(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('near') },
      { weight: 2, arbitrary: fc.constant('odd') },
      { weight: 1, arbitrary: fc.constantFrom('drop', 'twice', 'key', 'empty') },
    ),
    fc.constantFrom(...ODD),
    nearly(fc.constant('\u0001')),
  )
  .map(([fraction, kind, odd, edited]) => (root) => {
    const count = countOf(root) - 1;
    const target = 1 + Math.floor(fraction * count);
    let at = -1;
    const visit = (node: Node): Node => {
      at += 1;
      if (at === target) return changed(node, kind, odd, edited);
      if ('scalar' in node) return node;
      if ('items' in node) return { ...node, items: node.items.map(visit) };
      return { ...node, entries: node.entries.map(([key, value]) => [key, visit(value)] as const) };
    };
    const result = visit(root);
    return 'entries' in result ? result : root;
  });

/** Adds a tag before some values and items (`fraction` of all). */
export function marked(root: Mapping, fraction: number, tag: string): Mapping {
  const target = 1 + Math.floor(fraction * (countOf(root) - 1));
  let at = -1;
  const visit = (node: Node): Node => {
    at += 1;
    if (at === target) return 'scalar' in node ? withTag(node, tag) : { ...node, mark: tag };
    if ('scalar' in node) return node;
    if ('items' in node) return { ...node, items: node.items.map(visit) };
    return { ...node, entries: node.entries.map(([key, value]) => [key, visit(value)] as const) };
  };
  const result = visit(root);
  return 'entries' in result ? result : root;
}

/** An alias can have no tag. */
function withTag({ scalar }: Scalar, tag: string): Scalar {
  return { scalar: scalar.startsWith('*') ? scalar : `${tag} ${scalar}` };
}

function countOf(node: Node): number {
  if ('scalar' in node) return 1;
  const inner = 'items' in node ? node.items : node.entries.map(([, value]) => value);
  return inner.reduce((sum, each) => sum + countOf(each), 1);
}

function changed(node: Node, kind: string, odd: string, edited: string): Node {
  if (kind === 'odd' || kind === 'empty') return { scalar: kind === 'odd' ? odd : '' };
  if ('scalar' in node) return { scalar: nearScalar(node.scalar, edited) };
  if ('items' in node) {
    const [first, ...rest] = node.items;
    if (first === undefined || kind === 'drop') return { ...node, items: rest };
    return { ...node, items: [first, ...node.items] };
  }
  const [first, ...rest] = node.entries;
  if (first === undefined || kind === 'drop') return { ...node, entries: rest };
  if (kind === 'twice') return { ...node, entries: [first, ...node.entries] };
  return { ...node, entries: [[`${first[0]}x`, first[1]], ...rest] };
}

/** The edited scalar; quotes stay around it. */
function nearScalar(scalar: string, edited: string): string {
  const quote = /^(["'])[\s\S]*\1$/.exec(scalar)?.[1] ?? '';
  const inner = scalar.slice(quote.length, scalar.length - quote.length);
  const half = Math.floor(inner.length / 2);
  const whole = edited.includes('\u0001')
    ? edited.replaceAll('\u0001', inner)
    : `${inner.slice(0, half)}${edited}${inner.slice(half)}`;
  // Real projects don't use custom tags, or line breaks of YAML 1.1 only.
  if (quote === '' && (whole.startsWith('!') || whole === '')) return scalar;
  const clean =
    quote === '"' ? whole.replaceAll('\n', '\\n').replaceAll('\t', '\\t') : whole.replaceAll(/[\n\t]/g, ' ');
  return `${quote}${clean.replaceAll('\u2028', ' ')}${quote}`;
}
