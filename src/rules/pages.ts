import type { Page } from './page.ts';

/** The page of each rule, by id; they are loaded when they are asked for. */
export async function readPages(): Promise<ReadonlyMap<string, Page>> {
  const { PAGES } = await import('./pages.generated.js');
  return new Map(Object.entries(PAGES));
}

/** The Markdown page of a rule. Rejects for an id that no rule has. */
export async function readPage(id: string): Promise<string> {
  const page = (await readPages()).get(id);
  if (page === undefined) throw new Error(`There is no page for the rule ${JSON.stringify(id)}.`);
  return page.markdown;
}
