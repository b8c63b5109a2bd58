import { Marked, type RendererObject, type Tokens } from 'marked';
import { blocksOf, isA, unexpected } from '../../src/cli/output/page-blocks.ts';
import { escapeMarkup } from '../../src/reporters/shared/markup.ts';
import { type ExampleMark, exampleOf } from '../../src/rules/page.ts';

const marked = new Marked({ gfm: true });

/** A rule's page in all output forms, made from `page.md` by the build. */
export interface RenderedPage {
  readonly markdown: string;
  /** Of each code block. */
  readonly marks: readonly ExampleMark[];
  readonly html: string;
}

/** Renders a rule's page. Throws for Markdown that rule pages don't use, such as HTML. */
export function renderPage(text: string): RenderedPage {
  const tokens = marked.lexer(text);
  const [heading, title, ...body] = tokens.filter(({ type }) => type !== 'space');
  if (heading?.type !== 'heading' || title?.type !== 'paragraph')
    throw new Error('a page begins with its heading and its title');
  const page = {
    markdown: text.replace(FENCE, '$1'),
    html: html.parser(body),
    marks: tokens.flatMap((token) => (isA('code', token) ? [infoOf(token.lang ?? '').mark] : [])),
  };
  blocksOf(page.markdown, page.marks);
  return page;
}

const FENCE = /^(```\w+) (?:bad|good)$/gm;

/** The words after a fence, such as `sh bad`. */
function infoOf(info: string): { readonly language: string | undefined; readonly mark: ExampleMark } {
  const [language, mark] = info.split(' ');
  return { language, mark: mark === 'bad' || mark === 'good' ? mark : '' };
}

const RENDERER: RendererObject = {
  // The report around the page has the first three levels.
  heading({ tokens, depth }) {
    const name = `h${Math.max(depth + 2, 4)}`;
    return `<${name}>${this.parser.parseInline(tokens)}</${name}>\n`;
  },
  code({ text, lang }) {
    const { language, mark } = infoOf(lang ?? '');
    const example = exampleOf(language, mark);
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
