const NARROW_ONLY = /^[\u0020-\u007E]*$/;

/** The width of a text without control characters, in columns of a terminal. */
export function columnsOf(text: string): number {
  if (NARROW_ONLY.test(text)) return text.length;
  // Create the expressions here: V8 takes half a millisecond to compile them, and nearly all text
  // is narrow.
  const combining = /[\p{Mn}\p{Me}]/u;
  // Wide characters and emoji take two columns (Unicode UAX #11, UTS #51).
  const wide =
    /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** Cuts a text to `width` columns, with `…` at the end. */
export function cutEnd(text: string, width: number): string {
  return columnsOf(text) <= width ? text : `${take(text, width - 1)}${width > 0 ? '…' : ''}`;
}

/** Cuts a text to `width` columns, with `…` at the start. */
export function cutStart(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  return `${width > 0 ? '…' : ''}${reverse(take(reverse(text), width - 1))}`;
}

/** Cuts or pads a text to exactly `width` columns. */
export function fit(text: string, width: number): string {
  const cut = cutEnd(text, width);
  return cut + ' '.repeat(Math.max(0, width - columnsOf(cut)));
}

/** Aligns the columns of rows by the number of characters. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

function take(text: string, width: number): string {
  let [taken, columns] = ['', 0];
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > width) break;
    taken += character;
  }
  return taken;
}
