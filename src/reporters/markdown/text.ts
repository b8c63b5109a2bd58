import { printable } from '../../text/printable.ts';

/** A message with `code`; everything else is escaped. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeText(part)))
    .join('');
}

/** Code from a file. Uses an element with entities if backticks can't quote it. */
export function code(text: string): string {
  return /^[^\s`|\\<>&](?:[^`|\\<>&]*[^\s`|\\<>&])?$/.test(text) && printable(text) === text
    ? `\`${text}\``
    : `<code>${escapeText(text)}</code>`;
}

/**
 * Escapes text with entities, which are never markup (CommonMark 0.31, 2.5) and don't end table
 * cells.
 */
export function escapeText(text: string): string {
  return printable(text).replace(MARKS, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Characters that can start or end markup; `_` only outside words, `:` and `.` only in possible
 * links.
 */
const MARKS = /[\\`*~[\]<>&|!#@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./g;

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
