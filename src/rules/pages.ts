import { readFile } from 'node:fs/promises';

/** The Markdown page of a rule; it lies beside this module, in the source and in the build alike. */
export async function readPage(id: string): Promise<string> {
  return readFile(new URL(`./${id}.md`, import.meta.url), 'utf8');
}
