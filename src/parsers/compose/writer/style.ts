import { lineStart } from '../../../text/lines.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { resolvePlain } from '../../yaml/scalar-value.ts';
import type { SyntaxMapping, SyntaxNode } from '../../yaml/syntax.ts';
import { columnOf, type WrittenYaml } from './syntax-path.ts';

export type WrittenYamlValue =
  | string
  | number
  | boolean
  | readonly WrittenYamlValue[]
  | { readonly [key: string]: WrittenYamlValue };

export interface WrittenStyle {
  readonly eol: '\n' | '\r\n';
  /** Indentation of a nested value, in columns. */
  readonly step: number;
  /** Indentation of a list's `-`. */
  readonly dash: number;
  /** The quotes of list items and values that don't need any. */
  readonly quote: Quote;
  readonly valueQuote: Quote;
  /** The quotes of texts that need some. */
  readonly neededQuote: Exclude<Quote, ''>;
  readonly keyQuote: Quote;
}

export type Quote = '' | "'" | '"';

const styles = new WeakMap<SyntaxMapping, WrittenStyle>();

/** A mapping's style, from its content, else from the document. */
export function styleOf(yaml: WrittenYaml, source: string, mapping: SyntaxMapping): WrittenStyle {
  return getOrInsert(styles, mapping, () => findStyle(yaml, source, mapping));
}

function findStyle(yaml: WrittenYaml, source: string, mapping: SyntaxMapping): WrittenStyle {
  const first = mapping.pairs[0]?.key;
  const inMapping = nodesIn([mapping]);
  const around = styleAround(yaml);
  const isJson = mapping.isFlow && quoteOf(first) === '"';
  return {
    eol: eolAt(source, mapping.start),
    step: indentIn(yaml.text, inMapping, 'mapping') ?? around.step,
    dash: indentIn(yaml.text, inMapping, 'sequence') ?? around.dash,
    // Quotes follow the whole file, not the nearest list.
    quote: isJson ? '"' : around.quote,
    valueQuote: isJson ? '"' : around.valueQuote,
    neededQuote: isJson ? '"' : around.neededQuote,
    keyQuote: first === undefined ? '' : quoteOf(first),
  };
}

type StyleAround = Omit<WrittenStyle, 'eol' | 'keyQuote'>;

const stylesAround = new WeakMap<WrittenYaml['documents'], StyleAround>();

function styleAround({ text, documents }: WrittenYaml): StyleAround {
  return getOrInsert(stylesAround, documents, () => {
    const nodes = nodesIn(documents);
    const step = indentIn(text, nodes, 'mapping') ?? 2;
    const count = (quote: Quote): number => nodes.filter((node) => quoteOf(node) === quote).length;
    const neededQuote = count("'") > count('"') ? "'" : '"';
    const items = nodes.flatMap((node) => (node.kind === 'sequence' ? node.items : []));
    const values = nodes.flatMap((node) => (node.kind === 'mapping' ? node.pairs.map(({ value }) => value) : []));
    return {
      step,
      dash: indentIn(text, nodes, 'sequence') ?? step,
      quote: mostAreQuoted(items) ? neededQuote : '',
      valueQuote: mostAreQuoted(values) ? neededQuote : '',
      neededQuote,
    };
  });
}

export function neededQuote(yaml: WrittenYaml): WrittenStyle['neededQuote'] {
  return styleAround(yaml).neededQuote;
}

/** Counts only texts that need no quotes. */
function mostAreQuoted(nodes: readonly (SyntaxNode | undefined)[]): boolean {
  const free = nodes.filter((node) => node?.kind === 'scalar' && isPlain(node.string));
  return free.filter((node) => quoteOf(node) !== '').length * 2 > free.length;
}

/** The line end at an offset, or that of the first line. */
export function eolAt(source: string, at: number): WrittenStyle['eol'] {
  const next = source.indexOf('\n', at);
  const end = next < 0 ? source.indexOf('\n') : next;
  return end > 0 && source.charAt(end - 1) === '\r' ? '\r\n' : '\n';
}

export function quoteOf(node: SyntaxNode | undefined): Quote {
  if (node?.kind !== 'scalar') return '';
  return node.style === 'single' ? "'" : node.style === 'double' ? '"' : '';
}

function nodesIn(roots: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const add = (node: SyntaxNode | undefined): void => {
    if (node === undefined) return;
    nodes.push(node);
    if (node.kind === 'sequence') for (const item of node.items) add(item);
    if (node.kind !== 'mapping') return;
    for (const { key, value } of node.pairs) {
      add(key);
      add(value);
    }
  };
  for (const root of roots) add(root);
  return nodes;
}

/** Indentation of the first value of this kind below its key, in columns. */
function indentIn(text: string, nodes: readonly SyntaxNode[], kind: 'mapping' | 'sequence'): number | undefined {
  for (const node of nodes) {
    if (node.kind !== 'mapping' || node.isFlow) continue;
    for (const { key, value } of node.pairs) {
      if (value?.kind !== kind || value.isFlow) continue;
      const below = value.kind === 'mapping' ? value.pairs[0]?.key : value;
      if (below !== undefined && lineStart(text, below.start) > key.start)
        return columnOf(text, below.start) - columnOf(text, key.start);
    }
  }
  return undefined;
}

/**
 * True if the text needs no quotes, even in flow collections. YAML 1.1 reads digits and colons as
 * numbers.
 */
function isPlain(value: string): boolean {
  return (
    /^(?:--|\.{1,2}(?=[A-Za-z/])|~(?=\/))?[\w/][\w./=+:@-]*(?: [\w./=+:@-]+)*$/.test(value) &&
    !/:(?: |$)/.test(value) &&
    !/^[\d:]+$/.test(value) &&
    !OLD_BOOLEANS.test(value) &&
    resolvePlain(value) === value
  );
}

const OLD_BOOLEANS = /^(?:yes|no|on|off|y|n)$/i;

/** A scalar with the style's quotes, or with those it needs. */
export function scalarText(
  value: string | number | boolean,
  { quote, neededQuote: needed }: Pick<WrittenStyle, 'quote' | 'neededQuote'>,
): string {
  if (typeof value !== 'string') return String(value);
  const own = quote === '' && !isPlain(value) ? needed : quote;
  const other = own === '"' ? "'" : '"';
  return withQuotes(value, own !== '' && value.includes(own) && !value.includes(other) ? other : own);
}

/** Only quotes are escaped: fixes write no other special characters. */
export function withQuotes(value: string, quote: Quote): string {
  switch (quote) {
    case '':
      return value;
    case "'":
      return `'${value.replaceAll("'", "''")}'`;
    case '"':
      return JSON.stringify(value);
  }
}

export function flowText(value: WrittenYamlValue, style: WrittenStyle): string {
  if (typeof value !== 'object') return scalarText(value, style);
  if (isList(value)) return `[${value.map((item) => flowText(item, style)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(
      ([key, item]) => `${withQuotes(key, style.keyQuote)}: ${flowText(item, isList(item) ? style : ofValues(style))}`,
    )
    .join(', ')}}`;
}

/** A key and value as block lines with `indent`, without the final line break. */
export function blockText(key: string, value: WrittenYamlValue, indent: string, style: WrittenStyle): string {
  const head = `${indent}${withQuotes(key, style.keyQuote)}:`;
  if (typeof value !== 'object') return `${head} ${scalarText(value, ofValues(style))}`;
  const lines = isList(value)
    ? value.map((item) => `${indent}${' '.repeat(style.dash)}- ${flowText(item, style)}`)
    : Object.entries(value).map(([name, item]) => blockText(name, item, indent + ' '.repeat(style.step), style));
  return [head, ...lines].join(style.eol);
}

function ofValues(style: WrittenStyle): WrittenStyle {
  return { ...style, quote: style.valueQuote };
}

function isList(value: WrittenYamlValue): value is readonly WrittenYamlValue[] {
  return Array.isArray(value);
}
