import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page. */
export interface Block {
  /** The first word behind the fence; empty where there is none. */
  readonly language: string;
  /** What follows it: for a block that is a file, its path. */
  readonly title: string;
  readonly lines: readonly string[];
  /** The line of its first line, counted from 1. */
  readonly line: number;
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

/** A page of the documentation. */
export interface Page {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** The text outside of its blocks, line by line. */
  readonly prose: readonly { readonly text: string; readonly line: number }[];
}

const FENCE = /^( *)```+(\S*) *(.*)$/;

export const ROOT = join(import.meta.dirname, '../..');

/** Every page that people read, without the rules' own, which test/rules holds to account. */
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

/** Reads as much Markdown as our pages use. An open fence ends with its page. */
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

/** The targets of a page's links, without those in blocks. */
export function linksOf({ prose }: Page): readonly Link[] {
  return prose.flatMap(({ text, line }) =>
    [...text.matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)$/g)].map((match) => ({
      target: match[1] ?? match[2] ?? '',
      line,
    })),
  );
}

/** The anchors of a page's headings, as the sites that show Markdown make them. */
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

/** The `code` in a page's prose. */
export function codeOf({ prose }: Page): readonly { readonly text: string; readonly line: number }[] {
  return prose.flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ text: match[1] ?? '', line })),
  );
}
