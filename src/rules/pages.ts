import type { ExampleMark } from './page.ts';

/** Each rule's page by ID, as Markdown without the marks of examples. Loaded when needed. */
export async function readPages(): Promise<ReadonlyMap<string, string>> {
  const { PAGES } = await import('./pages.generated.js');
  return new Map(Object.entries(PAGES));
}

/** A rule's Markdown page. Rejects for an unknown ID. */
export async function readPage(id: string): Promise<string> {
  const page = (await readPages()).get(id);
  if (page === undefined) throw new Error(`Rule ${JSON.stringify(id)} has no page.`);
  return page;
}

/** For each code block of a page, its mark. */
export async function readMarks(id: string): Promise<readonly ExampleMark[]> {
  const { MARKS } = await import('./pages.generated.js');
  return MARKS[id] ?? [];
}
