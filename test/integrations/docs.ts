import { parse } from 'yaml';
import { type Block, PAGES } from '../docs/markdown.ts';

const PAGE = 'docs/integrations.md';

/** The page about changes of others. */
export const UNTRUSTED_PAGE = 'docs/untrusted-changes.md';

/** The blocks of a page, by default docs/integrations.md, in a language, in their order. */
export function blocksIn(language: string, page = PAGE): readonly Block[] {
  return PAGES.find(({ path }) => path === page)?.blocks.filter((block) => block.language === language) ?? [];
}

/** The text of a file as a page, by default docs/integrations.md, shows it. Throws where it shows none of that name. */
export function shown(title: string, page = PAGE): string {
  const block = blocksIn('yaml', page).find((one) => one.title === title);
  if (block === undefined) throw new Error(`${page} has no ${title}`);
  return `${block.lines.join('\n')}\n`;
}

/** What stands under keys and indices in YAML; `undefined` where there is nothing. */
export function valueAt(yaml: string, ...keys: readonly (string | number)[]): unknown {
  let value: unknown = parse(yaml);
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value;
}
