import { describe, expect, test } from 'vitest';
import { placesInCommand, placesOfText, placesOfValue } from '../../src/sensitive/places.ts';
import { placeAt } from '../../src/text/location.ts';
import { Text } from '../../src/text/text.ts';
import { textOf } from '../parsers/syntax/text-of.ts';

const PLACE = placeAt('file', 0, 1);

/** `$X` with several candidates. */
function oneOf(...sources: readonly string[]): Text {
  return new Text([{ kind: 'unknown', expression: '$X', place: PLACE, candidates: sources.map(textOf) }], PLACE);
}

describe('where the value of a variable is', () => {
  test.each([
    ['A=secret', ['secret']],
    ['A=b=c', ['b=c']],
    ['=secret', ['secret']],
    ['A=', []],
    ['A', []],
    // Values from outside aren't in the file.
    ['A=$B', []],
    ['A=one${B}two', ['one', 'two']],
    ['$A=secret', ['secret']],
    // Names have no colon.
    ['A:secret', ['secret']],
    ['A: b:c', [' b:c']],
    ['A:b=c', ['c']],
    ['$A:secret', []],
    ['$A', []],
  ])('%s: %j', (source, values) => {
    expect(placesOfValue(textOf(source)).map(({ span }) => source.slice(span.start, span.end))).toEqual(values);
  });

  test('in each that it can be', () => {
    expect(placesOfValue(oneOf('A=one', 'B', 'C=two')).map((location) => location.span)).toEqual([
      { start: 2, end: 5 },
      { start: 2, end: 5 },
    ]);
  });
});

test('the parts of a text that are shown as something else are not named', () => {
  const [here, elsewhere] = [placeAt('compose.yaml', 0, 4), { ...placeAt('.env', 0, 9), shown: '${A}' }];
  const parts = [
    { text: 'key-', place: here },
    { text: 'hunter2', place: elsewhere },
  ].map((part) => ({ kind: 'literal' as const, isVerbatim: true, ...part }));
  expect(placesOfText(new Text(parts, here))).toEqual([here.location]);
  expect(placesOfText(oneOf('one', ''))).toEqual([placeAt('file', 0, 3).location]);
});

describe('where a command holds values', () => {
  test.each([
    [
      ['env', 'A=one', 'B=two', 'app'],
      [[], ['one'], ['two'], []],
    ],
    [
      ['app', '-e', 'A=one'],
      [[], [], ['one']],
    ],
    [
      ['sh', '-c', 'A=one app'],
      [[], [], ['one']],
    ],
    [
      ['app', 'name=one'],
      [[], []],
    ],
    [
      ['app', 'x'],
      [[], []],
    ],
    [
      ['env', 'A=$B'],
      [[], []],
    ],
  ])('%j: %j', (words, values) => {
    // Each word at its own place, one after another.
    const sources = words.map((word, index) => ' '.repeat(10 * index) + word);
    const texts = sources.map((source, index) => textOf(source).slice(10 * index));
    const found = placesInCommand(texts);
    expect(found.map(({ span }) => span)).toEqual(
      values.flatMap((each, index) =>
        each.map((value) => ({
          start: (sources[index] ?? '').indexOf(value),
          end: (sources[index] ?? '').indexOf(value) + value.length,
        })),
      ),
    );
  });
});
