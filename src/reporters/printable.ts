const PLAIN = /^[ -~]*$/;

/**
 * Text from a file, safe to print on one line of a terminal: control characters, which could move the cursor or change colours, and
 * invisible ones, such as the marks that reorder a line, are shown as `\u{…}`; a tab and a line end become a space.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  // Controls, formats (bidi marks, zero widths, tags), halves of surrogate pairs, line and paragraph separators. An expression with classes of
  // Unicode takes long to make and is hardly ever needed: it is made where it is used.
  const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
  return text.replace(/\r\n|[\r\n\t]/g, ' ').replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON with the same characters as escapes of its own: the same value, safe to print. */
export function printableJson(json: string): string {
  if (/^[\n -~]*$/.test(json)) return json;
  // JSON itself has line ends, and escapes the other C0 controls and lone surrogates.
  const unsafe = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;
  return json.replace(unsafe, (character) => [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''));
}
