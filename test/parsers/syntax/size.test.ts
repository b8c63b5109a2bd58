import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSize, parseSizeOrUnlimited, readSize } from '../../../src/parsers/syntax/size.ts';
import { sourceAt, textOf } from './text-of.ts';

const K = 1024;

test.each([
  ['0', 0],
  ['4194304', 4_194_304],
  ['32b', 32],
  ['32B', 32],
  ['8k', 8 * K],
  ['8kb', 8 * K],
  ['8KiB', 8 * K],
  ['512m', 512 * K ** 2],
  ['512 m', 512 * K ** 2],
  ['512M', 512 * K ** 2],
  ['512MB', 512 * K ** 2],
  ['2g', 2 * K ** 3],
  ['1t', K ** 4],
  ['1p', K ** 5],
  ['1.5g', 1.5 * K ** 3],
  ['.5k', 512],
  ['0.3g', 322_122_547],
  ['1e3', 1000],
  ['1_000', 1000],
  ['+5', 5],
  // More than 64 bits can hold.
  ['8191p', 8191 * K ** 5],
  ['8192p', -(2 ** 63)],
  ['', undefined],
  ['m', undefined],
  ['lots', undefined],
  ['512x', undefined],
  ['512mm', undefined],
  ['512bb', undefined],
  ['512mibs', undefined],
  ['-1', undefined],
  ['-5m', undefined],
  ['1  k', undefined],
  ['1k ', undefined],
  ['1.2.3', undefined],
  ['infinity', undefined],
])('a size of %j is %j bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test('-1 is no limit where that is allowed', () => {
  expect(parseSizeOrUnlimited('-1')).toBe(-1);
  expect(parseSizeOrUnlimited('-2')).toBeUndefined();
});

test('every unit is 1024 times the one before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (count) => {
      const sizes = ['b', 'k', 'm', 'g', 't', 'p'].map((unit) => parseSize(`${count}${unit}`));
      expect(sizes).toEqual(sizes.map((_, power) => count * K ** power));
    }),
  );
});

describe('reading', () => {
  test('keeps the place', () => {
    const reading = readSize(textOf('512m'));
    expect(reading).toMatchObject({
      value: { known: true, value: 512 * K ** 2, place: { location: { span: { start: 0, end: 4 } } } },
    });
  });

  test('an unknown size stays unknown', () => {
    expect(readSize(textOf('${MEM}m'))).toMatchObject({
      value: { known: false, pattern: [{ unknown: '${MEM}' }, 'm'] },
    });
  });

  test('a failure marks the text and says what to write', () => {
    const { failure } = readSize(textOf('lots'));
    expect(failure).toMatchObject({
      what: '`lots` is not a size.',
      remedy: 'Write a number with a unit, such as `512m` or `2g`.',
    });
    expect(failure && sourceAt('lots', failure.place)).toBe('lots');
  });

  test('an empty text is called so, and its place is not empty', () => {
    const { failure } = readSize(textOf(''));
    expect(failure).toMatchObject({
      what: 'An empty value is not a size.',
      place: { location: { span: { start: 0, end: 1 } } },
    });
  });
});
