import type { ExampleMark } from './page.ts';

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
  if (page === undefined) throw new Error(`Rule ${JSON.stringify(id)} has no page.`);
  return page;
}

/** Of each block of code in a rule's page whether it is an example. */
export async function readMarks(id: string): Promise<readonly ExampleMark[]> {
  const { MARKS } = await import('./pages.generated.js');
  return MARKS[id] ?? [];
}
