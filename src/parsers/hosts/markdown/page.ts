import { type Page, readMarkdown } from './blocks.ts';
import { isRestructuredTextName } from './detect.ts';
import { readRestructuredText } from './restructured-text.ts';

/** The code blocks of a page and the comments outside them, in the syntax of its name. */
export function readPage(path: string, text: string): Page {
  return isRestructuredTextName(path) ? readRestructuredText(text) : readMarkdown(text);
}
