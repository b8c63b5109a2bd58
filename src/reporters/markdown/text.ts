import { printable } from '../../text/printable.ts';

/** A message with its `code`; the rest is escaped. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeText(part)))
    .join('');
}

/** Code from a file. If backticks can't quote it, an element with entities. */
export function code(text: string): string {
  return /^[^\s`|\\<>&](?:[^`|\\<>&]*[^\s`|\\<>&])?$/.test(text) && printable(text) === text
    ? `\`${text}\``
    : `<code>${escapeText(text)}</code>`;
}

/**
 * Text without Markdown markup: entities are no markup (CommonMark 0.31, 2.5), and end no table
 * cell.
 */
export function escapeText(text: string): string {
  return printable(text).replace(MARKS, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Characters that can open or close markup; `_` only outside words, `:` and `.` only in possible
 * links.
 */
const MARKS = /[\\`*~[\]<>&|!#@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./g;

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
