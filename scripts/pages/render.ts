import { Marked, type RendererObject, type Token, type Tokens } from 'marked';
import { escapeMarkup } from '../../src/reporters/shared/markup.ts';
import type { PageBlock, PageExample } from '../../src/rules/page.ts';

const marked = new Marked({ gfm: true });

/** A rule's page in the forms in which it is shown, made from `page.md` when plimsoll is built. */
export interface RenderedPage {
  readonly markdown: string;
  readonly blocks: readonly PageBlock[];
  readonly html: string;
}

/** A rule's page in all forms. Throws for Markdown that our pages do not use, such as HTML in it. */
export function renderPage(text: string): RenderedPage {
  const tokens = marked.lexer(text);
  const [heading, title, ...body] = tokens.filter(({ type }) => type !== 'space');
  if (heading?.type !== 'heading' || title?.type !== 'paragraph')
    throw new Error('a page begins with its heading and its title');
  return {
    markdown: text.replace(/^(```\w+) (?:bad|good)$/gm, '$1'),
    html: html.parser(body),
    blocks: [heading, title, ...body].map(toBlock),
  };
}

const RENDERER: RendererObject = {
  // The report around the page has the first three.
  heading({ tokens, depth }) {
    const name = `h${Math.max(depth + 2, 4)}`;
    return `<${name}>${this.parser.parseInline(tokens)}</${name}>\n`;
  },
  code({ text, lang }) {
    const example = exampleOf(lang);
    const name = example === undefined ? 'plain' : example.isGood ? 'good' : 'bad';
    const caption = example === undefined ? '' : `<figcaption>${escapeMarkup(example.label)}</figcaption>`;
    return `<figure class="${name}">${caption}<pre>${escapeMarkup(text)}</pre></figure>\n`;
  },
  table({ header, rows }) {
    const cells = (name: string, row: readonly Tokens.TableCell[]): string =>
      row.map(({ tokens }) => `<${name}>${this.parser.parseInline(tokens)}</${name.slice(0, 2)}>`).join('');
    const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('');
    return `<div class="scroll"><table><thead><tr>${cells('th scope="col"', header)}</tr></thead><tbody>${body}</tbody></table></div>\n`;
  },
  link({ href, tokens }) {
    if (!href.startsWith('https://')) throw new Error(`a page has a link that is not https: ${href}`);
    return `<a href="${escapeMarkup(href)}" rel="noreferrer">${this.parser.parseInline(tokens)}</a>`;
  },
  html: ({ text }) => unexpected(text),
  image: ({ raw }) => unexpected(raw),
};

const html = new Marked({ gfm: true, renderer: RENDERER });

/** What an example is called by the language of its fence; others are of Compose. */
const LANGUAGES: Readonly<Record<string, string>> = { sh: 'docker run', makefile: 'Makefile' };

/** What the words behind a fence, such as `sh bad`, say of an example. */
function exampleOf(info: string | undefined): PageExample | undefined {
  const [language, kind] = (info ?? '').split(' ');
  if (kind !== 'bad' && kind !== 'good') return undefined;
  const isGood = kind === 'good';
  return { isGood, label: `${isGood ? 'Passes' : 'Fails'} (${LANGUAGES[language ?? ''] ?? 'Compose'})` };
}

function toBlock(token: Token): PageBlock {
  if (isA('heading', token)) return { kind: 'heading', text: inline(token.tokens) };
  if (isA('paragraph', token)) return { kind: 'paragraph', text: inline(token.tokens) };
  if (isA('list', token))
    return { kind: 'list', isOrdered: token.ordered, items: token.items.map(({ tokens }) => itemText(tokens)) };
  if (isA('table', token)) {
    const cells = (row: readonly Tokens.TableCell[]): readonly string[] => row.map(({ tokens }) => inline(tokens));
    return { kind: 'table', head: cells(token.header), rows: token.rows.map(cells) };
  }
  if (isA('code', token)) {
    const example = exampleOf(token.lang);
    return { kind: 'code', ...(example === undefined ? {} : { example }), lines: token.text.split('\n') };
  }
  return unexpected(token.raw);
}

/** The tokens that our pages have, by their types: the library's own union has a member that fits every type. */
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

function isA<K extends keyof Known>(type: K, token: Token): token is Known[K] {
  return token.type === type;
}

/** An item is one paragraph. */
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

function unexpected(markdown: string): never {
  throw new Error(`a page has Markdown that is not used in pages: ${JSON.stringify(markdown)}`);
}
