import { type MarkdownPage, readMarkdown } from './blocks.ts';
import { isRestructuredTextName } from './detect.ts';
import { readRestructuredText } from './restructured-text.ts';

/** The code blocks of a page and the comments outside them, in the syntax of its name. */
export function readMarkdownPage(path: string, text: string): MarkdownPage {
  return isRestructuredTextName(path) ? readRestructuredText(text) : readMarkdown(text);
}
