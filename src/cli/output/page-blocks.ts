import { Marked, type Token, type Tokens } from 'marked';
import { type ExampleMark, exampleOf, type PageBlock } from '../../rules/page.ts';
import { type Paint, wrap } from '../../terminal/style.ts';

const marked = new Marked({ gfm: true });

/**
 * The blocks of a page for a terminal. `marks` tells which code blocks are examples. Throws for
 * Markdown that rule pages don't use, such as HTML.
 */
export function blocksOf(markdown: string, marks: readonly ExampleMark[]): readonly PageBlock[] {
  const left = [...marks];
  return marked
    .lexer(markdown)
    .filter(({ type }) => type !== 'space')
    .map((token) => toBlock(token, () => left.shift() ?? ''));
}

function toBlock(token: Token, nextMark: () => ExampleMark): PageBlock {
  if (isA('heading', token)) return { kind: 'heading', text: inline(token.tokens) };
  if (isA('paragraph', token)) return { kind: 'paragraph', text: inline(token.tokens) };
  if (isA('list', token))
    return { kind: 'list', isOrdered: token.ordered, items: token.items.map(({ tokens }) => itemText(tokens)) };
  if (isA('table', token)) {
    const cells = (row: readonly Tokens.TableCell[]): readonly string[] => row.map(({ tokens }) => inline(tokens));
    return { kind: 'table', head: cells(token.header), rows: token.rows.map(cells) };
  }
  if (isA('code', token)) {
    const example = exampleOf(token.lang, nextMark());
    return { kind: 'code', ...(example === undefined ? {} : { example }), lines: token.text.split('\n') };
  }
  return unexpected(token.raw);
}

/**
 * The token types of rule pages. The library's own union has a catch-all member, which defeats
 * narrowing.
 */
interface Known {
  readonly heading: Tokens.Heading;
  readonly paragraph: Tokens.Paragraph;
  readonly list: Tokens.List;
  readonly table: Tokens.Table;
  readonly code: Tokens.Code;
  readonly text: Tokens.Text;
  readonly codespan: Tokens.Codespan;
  readonly strong: Tokens.Strong;
  readonly link: Tokens.Link;
}

export function isA<K extends keyof Known>(type: K, token: Token): token is Known[K] {
  return token.type === type;
}

function itemText(tokens: readonly Token[]): string {
  const [only, ...others] = tokens;
  if (only === undefined || !isA('text', only) || others.length > 0)
    return unexpected(tokens.map(({ raw }) => raw).join(''));
  return inline(only.tokens ?? []);
}

function inline(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (isA('text', token)) return token.text.replaceAll('\n', ' ');
      if (isA('codespan', token)) return `\`${token.text}\``;
      if (isA('strong', token)) return inline(token.tokens);
      if (isA('link', token)) return `${inline(token.tokens)}: ${token.href}`;
      return unexpected(token.raw);
    })
    .join('');
}

export function unexpected(markdown: string): never {
  throw new Error(`a page has Markdown that is not used in pages: ${JSON.stringify(markdown)}`);
}

interface PageTextOptions {
  readonly hasColor: boolean;
  /** In columns. */
  readonly width: number;
  readonly style: Paint;
}

const CODE_INDENT = ' '.repeat(4);

/** A rule's page for a terminal: paragraphs are wrapped, examples indented. */
export function pageText(blocks: readonly PageBlock[], options: PageTextOptions): string {
  return `${blocks.map((block) => linesOf(block, options).join('\n')).join('\n\n')}\n`;
}

function linesOf(block: PageBlock, options: PageTextOptions): readonly string[] {
  const { style } = options;
  switch (block.kind) {
    case 'heading':
      return wrap(block.text, options.width).map((line) => style('heading', line));
    case 'paragraph':
      return paragraph(block.text, '', options);
    case 'list':
      return block.items.flatMap((item, index) => paragraph(item, block.isOrdered ? `${index + 1}. ` : '- ', options));
    case 'table':
      return block.rows.flatMap((row) => rowLines(block.head, row, options));
    case 'code': {
      const { example } = block;
      const label = example === undefined ? [] : [style(example.isGood ? 'remedy' : 'error', `${example.label}:`)];
      return [...label, ...block.lines].map((line) => (line === '' ? '' : CODE_INDENT + line));
    }
  }
}

/** A table row as a list: the first cell, then each other cell under its column's head. */
function rowLines(head: readonly string[], row: readonly string[], options: PageTextOptions): readonly string[] {
  return row.flatMap((cell, column) =>
    paragraph(column === 0 ? cell : `${head[column] ?? ''}: ${cell}`, column === 0 ? '- ' : '  ', options),
  );
}

/** Wrapped text with a mark before its first line; the other lines are indented. */
function paragraph(text: string, mark: string, { hasColor, width, style }: PageTextOptions): readonly string[] {
  return wrap(text, width - mark.length).map((line, index) => {
    const shown = hasColor ? line.replace(/`([^`]+)`/g, (_, code: string) => style('strong', code)) : line;
    return (index === 0 ? mark : ' '.repeat(mark.length)) + shown;
  });
}
