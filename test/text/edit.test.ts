import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, isOverlapping, type TextEdit } from '../../src/text/edit.ts';

const edit = (start: number, end: number, newText: string): TextEdit => ({ span: { start, end }, newText });

describe('edits are made all at once', () => {
  test.each<[string, string, readonly TextEdit[], string]>([
    ['none', 'a: 1\n', [], 'a: 1\n'],
    ['a replacement', 'privileged: true\n', [edit(12, 16, 'false')], 'privileged: false\n'],
    ['a deletion', 'a: 1\nb: 2\n', [edit(0, 5, '')], 'b: 2\n'],
    ['an insertion at the end', 'a: 1', [edit(4, 4, '\nb: 2')], 'a: 1\nb: 2'],
    ['spans of the text as it was, in any order', 'a b c', [edit(4, 5, 'C'), edit(0, 1, 'AAA')], 'AAA b C'],
    ['insertions at one offset in their order', 'ab', [edit(1, 1, '1'), edit(1, 1, '2')], 'a12b'],
    ['an insertion before what is replaced', 'abc', [edit(1, 2, 'B'), edit(1, 1, '-')], 'a-Bc'],
    ['edits that touch', 'abcd', [edit(0, 2, 'x'), edit(2, 4, 'y')], 'xy'],
    ['line ends are kept', 'a: 1\r\nb: 2\r\n', [edit(3, 4, '3')], 'a: 3\r\nb: 2\r\n'],
  ])('%s', (_, text, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  test.each<[string, readonly TextEdit[]]>([
    ['overlap', [edit(0, 2, ''), edit(1, 3, '')]],
    ['an insertion within a replacement', [edit(0, 3, ''), edit(1, 1, 'x')]],
    ['beyond the end', [edit(3, 5, '')]],
    ['before the start', [edit(-1, 0, '')]],
    ['backwards', [edit(2, 1, '')]],
  ])('rejected: %s', (_, edits) => {
    expect(() => applyEdits('abcd', edits)).toThrow(RangeError);
  });
});

test.each<[string, TextEdit, TextEdit, boolean]>([
  ['the same characters', edit(0, 2, ''), edit(1, 3, ''), true],
  ['one within the other', edit(0, 4, ''), edit(1, 1, 'x'), true],
  ['side by side', edit(0, 2, ''), edit(2, 4, ''), false],
  ['an insertion where a replacement begins', edit(2, 2, 'x'), edit(2, 4, ''), false],
  ['two insertions', edit(2, 2, 'x'), edit(2, 2, 'y'), false],
])('overlapping or not: %s', (_, a, b, expected) => {
  expect([isOverlapping(a, b), isOverlapping(b, a)]).toEqual([expected, expected]);
});

test('an edit changes nothing outside its span', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), (text, one, other, newText) => {
      const [start = 0, end = 0] = [one, other].map((at) => at % (text.length + 1)).sort((a, b) => a - b);
      const result = applyEdits(text, [edit(start, end, newText)]);
      expect(result.slice(0, start)).toBe(text.slice(0, start));
      expect(result.slice(start + newText.length)).toBe(text.slice(end));
    }),
  );
});
