import type { PageBlock } from '../../rules/page.ts';
import { type Paint, wrap } from '../../terminal/style.ts';

export interface PageTextOptions {
  readonly hasColor: boolean;
  /** The width of text in columns. */
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

/** A row as its first cell, with each other cell below it under its column's head. */
function rowLines(head: readonly string[], row: readonly string[], options: PageTextOptions): readonly string[] {
  return row.flatMap((cell, column) =>
    paragraph(column === 0 ? cell : `${head[column] ?? ''}: ${cell}`, column === 0 ? '- ' : '  ', options),
  );
}

/** Wrapped text with a mark before its first line, and indentation before the others. */
function paragraph(text: string, mark: string, { hasColor, width, style }: PageTextOptions): readonly string[] {
  return wrap(text, width - mark.length).map((line, index) => {
    const shown = hasColor ? line.replace(/`([^`]+)`/g, (_, code: string) => style('strong', code)) : line;
    return (index === 0 ? mark : ' '.repeat(mark.length)) + shown;
  });
}
