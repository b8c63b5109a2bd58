import { printable } from '../../text/printable.ts';

/** A message: its `code` as such, the rest as text. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeText(part)))
    .join('');
}

/** A word of a file. Where backticks would not hold it, it is an element all of whose marks are entities. */
export function code(text: string): string {
  return /^[^\s`|\\<>&](?:[^`|\\<>&]*[^\s`|\\<>&])?$/.test(text) && printable(text) === text
    ? `\`${text}\``
    : `<code>${escapeText(text)}</code>`;
}

/** Text that Markdown never takes for markup: an entity is none (CommonMark 0.31, 2.5), and ends no cell. */
export function escapeText(text: string): string {
  return printable(text).replace(MARKS, (character) => `&#${character.charCodeAt(0)};`);
}

/** Whatever can open or close markup; a `_` within a word cannot, and a `:` or `.` only in what would become a link. */
const MARKS = /[\\`*~[\]<>&|!#@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./g;

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
