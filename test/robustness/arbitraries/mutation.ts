import fc from 'fast-check';

type Edit = (text: string) => string;

const HOSTILE = [
  '\u0000',
  '\uD800',
  '\uDFFF',
  '\uFEFF',
  '\t',
  '\r',
  '\r\n',
  '\n',
  '\u0085',
  '\u2028',
  '\u202E',
  '\u001B[2J',
  '"',
  "'",
  '`',
  '$',
  '${',
  '$(',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ': ',
  '-',
  '- ',
  '&a ',
  '*a',
  '<<: *a',
  '!reset ',
  '|',
  '>',
  '#',
  ',',
  '=',
  '%',
  '@',
  '?',
  '---\n',
  '...\n',
  '<<EOF\n',
  '&&',
  ';;',
  'EOF\n',
  '# plimsoll: ignore[all]',
  'services:',
  '\uFFFD',
  'é',
] as const;

/** A position as a fraction of the text's length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

function at(text: string, fraction: number): number {
  return Math.min(Math.floor(fraction * (text.length + 1)), text.length);
}

function onLines(
  change: (lines: string[], first: number, second: number) => readonly string[],
): (first: number, second: number) => Edit {
  return (first, second) => (text) => {
    const lines = text.split('\n');
    const index = (fraction: number): number => Math.min(Math.floor(fraction * lines.length), lines.length - 1);
    return change(lines, index(first), index(second)).join('\n');
  };
}

const repeatLine = onLines((lines, first, second) => lines.toSpliced(second, 0, lines[first] ?? ''));
const swapLines = onLines((lines, first, second) =>
  lines.with(first, lines[second] ?? '').with(second, lines[first] ?? ''),
);
const dropLine = onLines((lines, first) => lines.toSpliced(first, 1));
const indentLine = onLines((lines, first, second) =>
  lines.with(first, `${' '.repeat(second % 7)}${lines[first]?.trimStart() ?? ''}`),
);
const joinLines = onLines((lines, first) =>
  lines.toSpliced(first, 2, `${lines[first] ?? ''} ${lines[first + 1] ?? ''}`),
);

/** Flips bits of a byte; invalid UTF-8 is decoded as usual. */
function flip(fraction: number, bits: number): Edit {
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    const index = Math.min(Math.floor(fraction * bytes.length), bytes.length - 1);
    if (index >= 0) bytes[index] = (bytes[index] ?? 0) ^ bits;
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  };
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...HOSTILE)).map(
    ([where, insert]): Edit =>
      (text) =>
        text.slice(0, at(text, where)) + insert + text.slice(at(text, where)),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      (text) =>
        text.slice(0, at(text, Math.min(from, to))) + text.slice(at(text, Math.max(from, to))),
  ),
  fc.tuple(place, place).map(
    ([from, length]): Edit =>
      (text) =>
        text.slice(0, at(text, from)) + text.slice(at(text, from) + Math.ceil(length * 8)),
  ),
  place.map(
    (end): Edit =>
      (text) =>
        text.slice(0, at(text, end)),
  ),
  place.map(
    (start): Edit =>
      (text) =>
        text.slice(at(text, start)),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([where, bits]) => flip(where, bits)),
  fc
    .tuple(place, place, fc.constantFrom(repeatLine, swapLines, dropLine, indentLine, joinLines))
    .map(([first, second, change]) => change(first, second)),
  fc
    .tuple(
      place,
      fc.constantFrom(
        '{',
        '[',
        '(',
        '$(',
        '"$(',
        '- ',
        '? ',
        ': ',
        "sh -c '",
        '${X:-',
        '{a: ',
        '((',
        'if :; then ',
        '\t',
      ),
      fc.integer({ min: 2, max: 300 }),
    )
    .map(
      ([where, open, times]): Edit =>
        (text) =>
          text.slice(0, at(text, where)) + open.repeat(times) + text.slice(at(text, where)),
    ),
  fc.constantFrom<Edit>(
    (text) => text.replaceAll(/\r?\n/g, '\r\n'),
    (text) => text.replaceAll('\n', '\r'),
    (text) => `\uFEFF${text}`,
    (text) => text.replaceAll('  ', '\t'),
    (text) => text + text,
    (text) => text.trimEnd(),
    (text) => text.replaceAll('\n', ''),
  ),
);

export const mutation: fc.Arbitrary<Edit> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) => (text: string) => edits.reduce((result, change) => change(result), text));
