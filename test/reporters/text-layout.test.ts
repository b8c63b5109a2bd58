import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, cutEnd, cutStart, fit } from '../../src/terminal/columns.ts';
import { createStyle, wrap } from '../../src/terminal/style.ts';
import { LineIndex } from '../../src/text/line-index.ts';
import { printable, printableJson } from '../../src/text/printable.ts';
import { anyCharacters } from '../any-characters.ts';
import { growsLinearly } from '../growth.ts';

describe('columnsOf', () => {
  it.each([
    ['', 0],
    ['plain text', 10],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['🐳', 2],
    ['…', 1],
    ['a日b', 4],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('cutting', () => {
  it.each([
    ['abcdef', 6, 'abcdef', 'abcdef'],
    ['abcdef', 4, 'abc…', '…def'],
    ['日本語', 6, '日本語', '日本語'],
    ['日本語', 5, '日本…', '…本語'],
    ['日本語', 4, '日…', '…語'],
    ['🐳🐳', 3, '🐳…', '…🐳'],
    ['ab', 1, '…', '…'],
    ['ab', 0, '', ''],
    ['', 0, '', ''],
  ])('%j to %i columns', (text, width, end, start) => {
    expect(cutEnd(text, width)).toBe(end);
    expect(cutStart(text, width)).toBe(start);
  });

  it('never takes more columns than there are, and fills up exactly', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '日', '🐳', 'e\u0301', 'é') }),
        fc.nat(20),
        (text, width) => {
          expect(columnsOf(cutEnd(text, width))).toBeLessThanOrEqual(width);
          expect(columnsOf(cutStart(text, width))).toBeLessThanOrEqual(width);
          expect(columnsOf(fit(text, width))).toBe(width);
        },
      ),
    );
  });
});

describe('printable', () => {
  it.each([
    ['plain 日本 🐳 é', 'plain 日本 🐳 é'],
    ['a\tb\r\nc\nd\re', 'a b c d e'],
    ['\u001B[31mred', '\\u{1b}[31mred'],
    ['\u009B2J', '\\u{9b}2J'],
    ['\u0000\u0007\u007F', '\\u{0}\\u{7}\\u{7f}'],
    ['\u202Eevil\u202C \u2066x\u2069', '\\u{202e}evil\\u{202c} \\u{2066}x\\u{2069}'],
    ['zero\u200Bwidth\uFEFF\u00AD', 'zero\\u{200b}width\\u{feff}\\u{ad}'],
    ['tag\u{E0041}', 'tag\\u{e0041}'],
    ['half \uD83D pair', 'half \\u{d83d} pair'],
    ['line\u2028paragraph\u2029', 'line\\u{2028}paragraph\\u{2029}'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves nothing that a terminal obeys or that hides', () => {
    fc.assert(
      fc.property(anyCharacters(), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });

  it('keeps the value of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyCharacters(), (value, text) => {
        const json = printableJson(JSON.stringify({ value, text }, undefined, 2));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});

describe('wrap', () => {
  it.each([
    ['words at spaces', 'one two three', 7, ['one two', 'three']],
    ['a word that is too long alone', 'a incomprehensible b', 6, ['a', 'incomprehensible', 'b']],
    ['code as a whole', 'write `--tmpfs /tmp` here', 14, ['write', '`--tmpfs /tmp`', 'here']],
    [
      'code that has no room on a line of its own',
      'a `docker image inspect x` b',
      16,
      ['a `docker image', 'inspect x` b'],
    ],
    [
      'long code, and not what stands between two',
      `\`${'long '.repeat(14)}code\` then some words and \`x\``,
      80,
      [`\`${'long '.repeat(14)}code\``, 'then some words and `x`'],
    ],
    ['code with a sign after it', 'see (`a b`), then', 12, ['see (`a b`),', 'then']],
    ['a mark that is alone', 'a ` b c', 3, ['a `', 'b c']],
    ['wide characters by their columns', '日本 日本 日本', 9, ['日本 日本', '日本']],
    ['nothing', '', 10, ['']],
  ])('breaks %s', (_name, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  it('has no line that is wider than it must be', () => {
    const word = fc.stringMatching(/^[a-z`(,]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 12, max: 80 }), (words, width) => {
        const text = words.join(' ');
        const lines = wrap(text, width);
        expect(lines.join(' ')).toBe(text);
        for (const line of lines) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('is quick about a long text without spaces or of marks alone', () => {
    for (const sign of ['`', 'x'])
      expect(
        growsLinearly(
          200_000,
          (size) => sign.repeat(size),
          (text) => wrap(text, 80),
        ),
      ).toBe(true);
  });
});

describe('createStyle', () => {
  it('colours a text and ends the colour, or leaves it as it is', () => {
    expect(createStyle(true)('error', 'x')).toBe('\u001B[1;31mx\u001B[0m');
    expect(createStyle(true)('error', '')).toBe('');
    expect(createStyle(false)('error', 'x')).toBe('x');
  });
});

describe('LineIndex', () => {
  it.each([
    [
      'LF',
      'ab\ncd\n',
      [
        [0, 1, 1],
        [2, 1, 3],
        [3, 2, 1],
        [5, 2, 3],
        [6, 3, 1],
      ],
    ],
    [
      'CRLF',
      'ab\r\ncd',
      [
        [2, 1, 3],
        [3, 1, 4],
        [4, 2, 1],
        [6, 2, 3],
      ],
    ],
    [
      'CR',
      'ab\rcd',
      [
        [2, 1, 3],
        [3, 2, 1],
      ],
    ],
    [
      'a mix',
      'a\r\r\nb\n\nc',
      [
        [1, 1, 2],
        [2, 2, 1],
        [4, 3, 1],
        [6, 4, 1],
        [7, 5, 1],
      ],
    ],
    [
      'a character of two units',
      '🐳x',
      [
        [0, 1, 1],
        [2, 1, 3],
      ],
    ],
    ['an offset past the end', 'ab', [[9, 1, 3]]],
    ['nothing', '', [[0, 1, 1]]],
  ])('counts lines and columns with %s', (_name, text, expected) => {
    const index = new LineIndex(text);
    for (const [offset = 0, line, column] of expected) expect(index.positionOf(offset)).toEqual({ line, column });
  });

  it.each([
    ['ab\r\ncd\n', 1, 'ab'],
    ['ab\r\ncd\n', 2, 'cd'],
    ['ab\r\ncd\n', 3, ''],
    ['ab\r\ncd\n', 9, ''],
    ['\n\nx', 2, ''],
    ['x', 1, 'x'],
  ])('gives a line without its end: %j, line %i', (text, line, expected) => {
    const { start, end } = new LineIndex(text).spanOf(line);
    expect(text.slice(start, end)).toBe(expected);
  });

  it('agrees with splitting the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '🐳') }), fc.nat(), (text, seed) => {
        const offset = seed % (text.length + 1);
        const lines = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
        const { line, column } = new LineIndex(text).positionOf(offset);
        // The line doesn't end between CR and LF.
        const isInside = text.charAt(offset - 1) === '\r' && text.charAt(offset) === '\n';
        if (!isInside)
          expect({ line, column }).toEqual({ line: lines.length, column: (lines.at(-1) ?? '').length + 1 });
      }),
    );
  });
});

// A pattern with a choice per character would overflow the stack.
it('wrap takes a word of ten megabytes', () => {
  const word = 'a'.repeat(10_000_000);
  expect(wrap(`short ${word} \`code of one\` \` end`, 20)).toEqual(['short', word, '`code of one` ` end']);
});
