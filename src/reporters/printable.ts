/**
 * Text from a file, safe to print on one line of a terminal: control characters, which could move the cursor or change colours, and
 * the marks that reorder a line's characters are shown as `\u{…}`; a tab and a line end become a space.
 */
export function printable(text: string): string {
  return text.replace(/\r\n|[\r\n\t]/g, ' ').replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const UNSAFE = /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;
