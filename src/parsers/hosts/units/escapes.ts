const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Numeric escapes: form, base and number of letters before the digits. */
const NUMBERS: readonly (readonly [form: RegExp, base: number, letters: number])[] = [
  [/[0-7]{3}/y, 8, 0],
  [/x[\da-fA-F]{2}/y, 16, 1],
  [/u[\da-fA-F]{4}/y, 16, 1],
  [/U[\da-fA-F]{8}/y, 16, 1],
];

/** The escape after a backslash (systemd `src/basic/escape.c`, `cunescape_one`) with its length, or `undefined`. */
export function readEscape(text: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const letter = LETTERS[text.charAt(at)];
  if (letter !== undefined) return { text: letter, length: 1 };
  for (const [form, base, letters] of NUMBERS) {
    form.lastIndex = at;
    const [digits] = form.exec(text) ?? [];
    if (digits === undefined) continue;
    const code = Number.parseInt(digits.slice(letters), base);
    if (code === 0 || code > 0x10ffff || (base === 8 && code > 255)) return undefined;
    return { text: String.fromCodePoint(code), length: digits.length };
  }
  return undefined;
}
