import { type Markup, markup, trusted } from '../markup.ts';

/**
 * The Markdown of our own pages as HTML: headings, paragraphs, lists, tables, fenced code, and in a line `code`, **bold** and https
 * links. Anything else stays text.
 */
export function renderMarkdown(page: string): Markup {
  const reader = new LineReader(page.split('\n'));
  const blocks: Markup[] = [];
  while (!reader.isAtEnd()) {
    const block = readBlock(reader);
    if (block !== undefined) blocks.push(block, trusted('\n'));
  }
  return markup`${blocks}`;
}

class LineReader {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  isAtEnd(): boolean {
    return this.at >= this.lines.length;
  }

  next(): string {
    this.at += 1;
    return this.lines[this.at - 1] ?? '';
  }

  /** The next lines as long as they fulfil a condition. */
  takeWhile(isIn: (line: string) => boolean): readonly string[] {
    const taken: string[] = [];
    for (let line = this.lines[this.at]; line !== undefined && isIn(line); line = this.lines[this.at])
      taken.push(this.next());
    return taken;
  }
}

const ITEM = /^(?:- |\d+\. )/;

function readBlock(reader: LineReader): Markup | undefined {
  const line = reader.next();
  if (line.trim() === '') return undefined;
  const heading = /^(#{1,4}) (.*)$/.exec(line);
  if (heading !== null) return headingOf(heading[1]?.length ?? 1, heading[2] ?? '');
  if (line.startsWith('```')) {
    const code = reader.takeWhile((other) => !other.startsWith('```'));
    reader.next();
    return fence(line.slice(3), code);
  }
  if (ITEM.test(line)) {
    const items = [line, ...reader.takeWhile((other) => ITEM.test(other) || /^ +\S/.test(other))];
    return list(items, /^\d/.test(line));
  }
  if (line.startsWith('| ')) return table([line, ...reader.takeWhile((other) => other.startsWith('| '))]);
  const paragraph = [
    line,
    ...reader.takeWhile((other) => other.trim() !== '' && !other.startsWith('```') && !other.startsWith('#')),
  ];
  return markup`<p>${inline(paragraph.join(' '))}</p>`;
}

/** Two steps down: the page around it has the first two. */
function headingOf(level: number, text: string): Markup {
  return level === 1 ? markup`<h3>${inline(text)}</h3>` : markup`<h4>${inline(text)}</h4>`;
}

function fence(info: string, code: readonly string[]): Markup {
  const [language, kind] = info.trim().split(' ');
  const caption =
    kind === 'bad' || kind === 'good'
      ? markup`<figcaption>${kind === 'bad' ? 'Fails' : 'Passes'} (${language === 'sh' ? 'docker run' : 'Compose'})</figcaption>`
      : undefined;
  return markup`<figure class="${caption === undefined ? 'plain' : (kind ?? '')}">${caption}<pre>${code.join('\n')}</pre></figure>`;
}

function list(lines: readonly string[], isOrdered: boolean): Markup {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  const elements = items.map((item) => markup`<li>${inline(item)}</li>`);
  return isOrdered ? markup`<ol>${elements}</ol>` : markup`<ul>${elements}</ul>`;
}

function table(lines: readonly string[]): Markup {
  const [head = [], , ...rows] = lines.map((line) => line.replace(/^\| | \|$/g, '').split(' | '));
  return markup`<div class="scroll"><table><thead><tr>${head.map((cell) => markup`<th scope="col">${inline(cell)}</th>`)}</tr></thead><tbody>${rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^[\]]+)\]\((https:\/\/[^\s]+)\)/g;

/** The marks within a line of a page. */
function inline(text: string): Markup {
  const parts: Markup[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, bold, label, url] = match;
    parts.push(markup`${text.slice(end, match.index)}`);
    if (code !== undefined) parts.push(markup`<code>${code}</code>`);
    else if (bold !== undefined) parts.push(markup`<b>${bold}</b>`);
    else parts.push(markup`<a href="${url}" rel="noreferrer">${label}</a>`);
    end = match.index + whole.length;
  }
  return markup`${parts}${text.slice(end)}`;
}

/** A message, whose only marks are those of `code`: it may hold text of a file. */
export function renderMessage(text: string): Markup {
  return markup`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))}`;
}
