import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block. */
export interface Block {
  /** The first word after the fence; may be empty. */
  readonly language: string;
  /** The rest: a path if the block is a file. */
  readonly title: string;
  readonly lines: readonly string[];
  /** The number of its first line. */
  readonly line: number;
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

export interface Page {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** The lines outside of blocks. */
  readonly prose: readonly { readonly text: string; readonly line: number }[];
}

const FENCE = /^( *)```+(\S*) *(.*)$/;

export const ROOT = join(import.meta.dirname, '../..');

/** Every page for readers, except rule pages, which test/rules checks. */
export const PAGES: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'editors/vscode/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
].map((path) => parsePage(path, readFileSync(join(ROOT, path), 'utf8')));

/** Parses the Markdown that our pages use. An open fence ends with its page. */
export function parsePage(path: string, text: string): Page {
  const lines = text.replace(/\n$/, '').split('\n');
  const blocks: Block[] = [];
  const prose: { text: string; line: number }[] = [];
  let open: { language: string; title: string; lines: string[]; line: number; indent: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = FENCE.exec(line);
    if (open === undefined) {
      if (fence === null) prose.push({ text: line, line: index + 1 });
      else
        open = {
          language: fence[2] ?? '',
          title: fence[3] ?? '',
          lines: [],
          line: index + 2,
          indent: fence[1]?.length ?? 0,
        };
    } else if (fence === null) {
      open.lines.push(line.slice(open.indent));
    } else {
      blocks.push(open);
      open = undefined;
    }
  }
  return { path, lines, blocks, prose };
}

/** Link targets outside of blocks. */
export function linksOf({ prose }: Page): readonly Link[] {
  return prose.flatMap(({ text, line }) =>
    [...text.matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)$/g)].map((match) => ({
      target: match[1] ?? match[2] ?? '',
      line,
    })),
  );
}

/** The headings' anchors, as Markdown sites generate them. */
export function anchorsOf({ prose }: Page): readonly string[] {
  return prose.flatMap(({ text }) => {
    const heading = /^#+ (.*)$/.exec(text)?.[1];
    if (heading === undefined) return [];
    return [
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/ /g, '-'),
    ];
  });
}

export function codeOf({ prose }: Page): readonly { readonly text: string; readonly line: number }[] {
  return prose.flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ text: match[1] ?? '', line })),
  );
}
