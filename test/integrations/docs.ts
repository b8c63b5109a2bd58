import { parse } from 'yaml';
import { type Block, PAGES } from '../docs/markdown.ts';

const PAGE = 'docs/integrations.md';

export const UNTRUSTED_PAGE = 'docs/untrusted-changes.md';

/** A page's blocks in a language; default: docs/integrations.md. */
export function blocksIn(language: string, page = PAGE): readonly Block[] {
  return PAGES.find(({ path }) => path === page)?.blocks.filter((block) => block.language === language) ?? [];
}

/** A file shown on a page (default: docs/integrations.md). Throws if it is missing. */
export function shown(title: string, page = PAGE): string {
  const block = blocksIn('yaml', page).find((one) => one.title === title);
  if (block === undefined) throw new Error(`${page} has no ${title}`);
  return `${block.lines.join('\n')}\n`;
}

/** The value at a YAML path; `undefined` if missing. */
export function valueAt(yaml: string, ...keys: readonly (string | number)[]): unknown {
  let value: unknown = parse(yaml);
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value;
}
