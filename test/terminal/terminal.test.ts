import { describe, expect, test } from 'vitest';
import { alignColumns, columnsOf, cutEnd, cutStart, fit } from '../../src/terminal/columns.ts';
import { createStyle, hyperlink, wrap } from '../../src/terminal/style.ts';

describe('columns', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['🐳', 2],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test.each([
    ['abcde', 5, 'abcde', 'abcde', 'abcde'],
    ['abcde', 4, 'abc…', '…cde', 'abc…'],
    ['abcde', 1, '…', '…', '…'],
    ['abcde', 0, '', '', ''],
    ['ab', 4, 'ab', 'ab', 'ab  '],
    // A wide character that doesn't fit is left out.
    ['日本語', 4, '日…', '…語', '日… '],
  ])('%j in %i columns', (text, width, end, start, fitted) => {
    expect([cutEnd(text, width), cutStart(text, width), fit(text, width)]).toEqual([end, start, fitted]);
  });

  test('align, without blanks at line ends', () => {
    expect(alignColumns([])).toEqual([]);
    expect(
      alignColumns([
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
      ]),
    ).toEqual(['a    bb', 'ccc  d   e']);
  });
});

describe('style', () => {
  test('colors text, and nothing else', () => {
    expect(createStyle(true)('error', 'x')).toBe('\u001B[1;31mx\u001B[0m');
    expect(createStyle(true)('error', '')).toBe('');
    expect(createStyle(false)('error', 'x')).toBe('x');
    expect(hyperlink('https://a.example', 'x')).toBe('\u001B]8;;https://a.example\u001B\\x\u001B]8;;\u001B\\');
  });

  test.each([
    ['', ['']],
    ['a b  c', ['a b c']],
    ['one two three', ['one two', 'three']],
    ['abcdefghij k', ['abcdefghij', 'k']],
    // Code stays together while it fits a line.
    ['ab `c d` e', ['ab `c d`', 'e']],
    ['abcd `e f`', ['abcd', '`e f`']],
    ['a `bcd efgh` i', ['a `bcd', 'efgh` i']],
  ])('wraps %j at 8 columns', (text, lines) => {
    expect(wrap(text, 8)).toEqual(lines);
  });
});
