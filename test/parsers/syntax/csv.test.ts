import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/parsers/syntax/csv.ts';
import { sourceAt, textOf } from './text-of.ts';

function fields(source: string): readonly string[] | string {
  const reading = readCsv(textOf(source));
  return reading.failure === undefined ? reading.value.map((field) => field.source) : reading.failure.what;
}

test.each([
  ['type=bind,source=/a', ['type=bind', 'source=/a']],
  ['', ['']],
  ['\n', ['']],
  ['a', ['a']],
  ['"a"\r\nb', ['a']],
  ['a,', ['a', '']],
  [',', ['', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a""b",c', ['a"b', 'c']],
  ['""', ['']],
  ['"a"', ['a']],
  ['a\nb', ['a']],
  ['"a\nb",c', ['a\nb', 'c']],
  ['\n\na,b', ['a', 'b']],
  ['type=bind,$REST', ['type=bind', '$REST']],
  ['"$A,b",c', ['$A,b', 'c']],
])('%j has the fields %j', (source, expected) => {
  expect(fields(source)).toEqual(expected);
});

test.each([
  ['a"b', 'a"b', '`a"b` has a quotation mark in the middle.'],
  ['a,b="c"', 'b="c"', '`b="c"` has a quotation mark in the middle.'],
  ['x,"a', '"a', 'Unclosed quotation mark.'],
  ['x,"a"b', '"a"', 'Text follows a closing quotation mark.'],
  ['"a"b,c', '"a"', 'Text follows a closing quotation mark.'],
])('%j is rejected at %j', (source, culprit, what) => {
  const { failure } = readCsv(textOf(source));
  expect(failure?.what).toBe(what);
  expect(failure && sourceAt(source, failure.place)).toBe(culprit);
});

test('a field has the place of its text, without the marks', () => {
  const source = 'x=1,"y=a,b","",z';
  const reading = readCsv(textOf(source));
  const places = reading.failure === undefined ? reading.value.map((field) => sourceAt(source, field.place)) : [];
  expect(places).toEqual(['x=1', 'y=a,b', '""', 'z']);
});

test('what is quoted comes back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '=', ' ', '\n') });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      expect(fields(cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))).toEqual(cells);
    }),
  );
});
