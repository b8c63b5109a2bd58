import { callsEngine } from '../../shell/syntax/detect.ts';

const NAME = /\.(?:md|mdx|markdown|rst)$/i;
const RESTRUCTURED = /\.rst$/i;
const BLOCK = /^[ \t>]{0,99}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,99})?(?:`{3}|~{3})|^(?: {4}|\t)/m;
const MARK = /::/;
const SERVICES = /^[ \t>]*services[ \t]*:/m;

export function isMarkdownName(path: string): boolean {
  return NAME.test(path);
}

export function isRestructuredTextName(path: string): boolean {
  return RESTRUCTURED.test(path);
}

/** True for a page whose code blocks may start containers. */
export function isMarkdown(text: string, path: string | undefined): boolean {
  if (path === undefined || !isMarkdownName(path)) return false;
  return (isRestructuredTextName(path) ? MARK : BLOCK).test(text) && (callsEngine(text) || SERVICES.test(text));
}
