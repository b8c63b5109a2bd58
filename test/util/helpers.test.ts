import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWhile, indexAtOrBefore } from '../../src/util/binary-search.ts';
import { append, getOrInsert, groupBy } from '../../src/util/maps.ts';
import { defined, present } from '../../src/util/objects.ts';

const sortedNumbers = fc.array(fc.integer({ min: -50, max: 50 })).map((numbers) => numbers.sort((a, b) => a - b));

describe('binary search', () => {
  test('counts as a walk from the start does, with few looks', () => {
    fc.assert(
      fc.property(sortedNumbers, fc.integer({ min: -60, max: 60 }), (numbers, limit) => {
        let looks = 0;
        const found = countWhile(numbers.length, (index) => {
          looks += 1;
          return (numbers[index] ?? limit) < limit;
        });
        expect(found).toBe(numbers.filter((number) => number < limit).length);
        expect(looks).toBeLessThanOrEqual(Math.ceil(Math.log2(numbers.length + 1)));
      }),
    );
  });

  test('finds the last number that is not greater', () => {
    fc.assert(
      fc.property(sortedNumbers, fc.integer({ min: -60, max: 60 }), (numbers, value) => {
        expect(indexAtOrBefore(numbers, value)).toBe(
          Math.max(
            numbers.findLastIndex((number) => number <= value),
            0,
          ),
        );
      }),
    );
  });
});

describe('maps', () => {
  test('make what is not there, once', () => {
    const map = new Map<string, number[]>();
    const first = getOrInsert(map, 'a', () => []);
    expect(getOrInsert(map, 'a', () => [1])).toBe(first);
    expect(map.size).toBe(1);
  });

  test('keep lists by keys, in order', () => {
    const lists = new Map<string, number[]>();
    append(lists, 'b', 1);
    append(lists, 'a', 2);
    append(lists, 'b', 3);
    expect([...lists]).toEqual([
      ['b', [1, 3]],
      ['a', [2]],
    ]);
    expect([...groupBy([3, 1, 2, 4], (number) => number % 2)]).toEqual([
      [1, [3, 1]],
      [0, [2, 4]],
    ]);
  });
});

describe('objects', () => {
  test('without what is undefined, and only that', () => {
    expect(Object.entries(defined({ a: undefined, b: null, c: 0, d: '' }))).toEqual([
      ['b', null],
      ['c', 0],
      ['d', ''],
    ]);
  });

  test('without a list that is empty', () => {
    expect(present('a', [])).toEqual({});
    expect(present('a', [1])).toEqual({ a: [1] });
  });
});
