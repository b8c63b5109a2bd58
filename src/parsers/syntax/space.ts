/** Go's white space (`unicode.IsSpace`), which differs from JavaScript's in two characters. */
const SPACES =
  '\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000';

export function isSpace(character: string): boolean {
  return character !== '' && SPACES.includes(character);
}

/**
 * Removes white space at both ends (Go's `strings.TrimSpace`), or other characters
 * (`strings.Trim`).
 */
export function trimSpace(text: string, spaces = SPACES): string {
  return trimEndSpace(trimStartSpace(text, spaces), spaces);
}

export function trimStartSpace(text: string, spaces = SPACES): string {
  let start = 0;
  while (start < text.length && spaces.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

export function trimEndSpace(text: string, spaces = SPACES): string {
  let end = text.length;
  while (end > 0 && spaces.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
