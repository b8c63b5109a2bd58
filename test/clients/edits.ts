import fc from 'fast-check';

/** Text to insert at a value's ends, between its parts, or in its numbers. */
const INSERTS = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    ':',
    '::',
    ',',
    ',,',
    '=',
    '==',
    '/',
    '//',
    '.',
    '..',
    '-',
    '--',
    '+',
    '_',
    '@',
    '#',
    '%',
    '*',
    '~',
    '"',
    "'",
    '`',
    '\\',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '|',
    ';',
    '&',
    '!',
    '?',
    '<',
    '>',
    '^',
    '$',
  ],
  ...[
    '0',
    '00',
    '1',
    '9',
    '0x',
    '0X1f',
    '0b1',
    '0o7',
    '1_0',
    'e3',
    'E-2',
    '.5',
    '65536',
    '18446744073709551616',
    'a',
    'A',
    'b',
    'k',
    'M',
    'g',
    'ib',
    's',
    'm',
    'h',
    'd',
    'r',
    'ro',
    'rw',
    'tcp',
    'all',
    'none',
    'true',
    'é',
    'ſ',
    'K',
    '😀',
    '\u00A0',
    '\u2028',
    '\uFEFF',
  ],
] as const;

type Edit = (text: string) => string;

/** Splits by code points, never inside a character. */
function splice(start: number, count: number, insert: string): Edit {
  return (text) => {
    const characters = Array.from(text);
    return characters.toSpliced(Math.floor(start * (characters.length + 1)), count, insert).join('');
  };
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const insert = fc.constantFrom(...INSERTS);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, insert).map(([at, text]) => splice(at, 0, text)),
  fc.tuple(place, fc.integer({ min: 1, max: 3 })).map(([at, count]) => splice(at, count, '')),
  fc.tuple(place, insert).map(([at, text]) => splice(at, 1, text)),
  insert.map(
    (text): Edit =>
      (value) =>
        value + text,
  ),
  insert.map(
    (text): Edit =>
      (value) =>
        text + value,
  ),
  fc.constantFrom<Edit>(
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text + text,
    (text) => Array.from(text).reverse().join(''),
  ),
  place.map(
    (at): Edit =>
      (text) => {
        const parts = text.split(/([:,=/])/);
        return parts.toSpliced(Math.floor(at * parts.length), 1).join('');
      },
  ),
);

/** A value with one or two changes: sometimes still valid, usually not. */
export function nearly(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(values, edit, fc.option(edit, { nil: undefined, freq: 3 }))
    .map(([value, first, second]) => [first, second].reduce((text, change) => change?.(text) ?? text, value));
}

export function text(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));
}

export function maybe(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(fc.constant(''), value);
}

export function oneOf(...texts: readonly [string, ...string[]]): fc.Arbitrary<string> {
  return fc.constantFrom(...texts);
}

export function several(value: fc.Arbitrary<string>, maxLength: number, separator = ','): fc.Arbitrary<string> {
  return fc.array(value, { minLength: 1, maxLength }).map((values) => values.join(separator));
}
