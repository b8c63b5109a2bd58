import { callsEngine } from '../../shell/detect.ts';

const NAME = /\.(?:md|mdx|markdown)$/i;
const BLOCK = /^[ \t>]{0,99}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,99})?(?:`{3}|~{3})|^(?: {4}|\t)/m;
const SERVICES = /^[ \t>]*services[ \t]*:/m;

/** True for a name that says that the file is Markdown. */
export function isMarkdownName(path: string): boolean {
  return NAME.test(path);
}

/** True for Markdown whose code blocks may start containers. */
export function isMarkdown(text: string, path: string | undefined): boolean {
  return path !== undefined && isMarkdownName(path) && BLOCK.test(text) && (callsEngine(text) || SERVICES.test(text));
}
