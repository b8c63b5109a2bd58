import { lineEnd, lineStart, nextLine } from './lines.ts';
import type { Span } from './location.ts';

/** The maximum number of lines before and after the first one. */
const MAX_LINES = 100;

const GOES_ON = /[\\`^,([{|&+=:.]$/;
const CONTINUES =
  /^(?:[-)\]}|&.,+]|<(?:arg|param|string|item|value)|["']?(?:args?|arguments?|argv|parameters)["']?\s{0,9}[:=])/i;

/**
 * The statement around a span, on one line. Includes lines that are connected by a backslash, an
 * open bracket, or items of a list. Identifies a command even if its lines move.
 */
export function statementAt(text: string, { start, end }: Span): string {
  let first = lineStart(text, start);
  for (let count = 0; count < MAX_LINES && /\\\r?\n$/.test(text.slice(Math.max(0, first - 3), first)); count += 1)
    first = lineStart(text, first - 1);
  let next = nextLine(text, Math.max(start, end - 1));
  let line = text.slice(first, next).trimEnd();
  let open = openBrackets(line);
  for (let count = 0; count < MAX_LINES; count += 1) {
    const following = text.slice(next, lineEnd(text, next)).trim();
    if (following === '' || !(open > 0 || GOES_ON.test(line) || CONTINUES.test(following))) break;
    next = nextLine(text, next);
    line = following;
    open += openBrackets(line);
  }
  return text.slice(first, next).trim().replaceAll(/\s+/g, ' ');
}

function openBrackets(text: string): number {
  let open = 0;
  for (const character of text)
    if ('([{'.includes(character)) open += 1;
    else if (')]}'.includes(character)) open -= 1;
  return open;
}
