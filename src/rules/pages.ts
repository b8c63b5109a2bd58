import type { PageBlock } from './page.ts';

/**
 * The page of each rule, by id, as Markdown without the marks of examples that only tests read; they are loaded when
 * they are asked for.
 */
export async function readPages(): Promise<ReadonlyMap<string, string>> {
  const { PAGES } = await import('./pages.generated.js');
  return new Map(Object.entries(PAGES));
}

/** The Markdown page of a rule. Rejects for an id that no rule has. */
export async function readPage(id: string): Promise<string> {
  const page = (await readPages()).get(id);
  if (page === undefined) throw new Error(`There is no page for the rule ${JSON.stringify(id)}.`);
  return page;
}

/** What a terminal shows of each page, by id, from its heading on. */
export async function readPageBlocks(): Promise<ReadonlyMap<string, readonly PageBlock[]>> {
  const { PAGE_BLOCKS } = await import('./page-blocks.generated.js');
  return new Map(Object.entries(PAGE_BLOCKS));
}
