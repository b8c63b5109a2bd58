import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The Markdown page of a rule; it lies in the rule's folder beside this module, in the source and in the build alike. */
export async function readPage(id: string): Promise<string> {
  return readFile(join(import.meta.dirname, id, 'page.md'), 'utf8');
}
