import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/util/nearest-word.ts';

describe('the name that was most probably meant', () => {
  it.each([
    ['priviledged', ['privileged', 'pid'], 'privileged'],
    ['enviroment', ['environment', 'env_file'], 'environment'],
    ['memlimit', ['mem_limit', 'mem_reservation'], 'mem_limit'],
    ['prots', ['ports', 'profiles'], 'ports'],
    ['xyz', ['ports', 'image'], undefined],
    ['db', ['web', 'app'], undefined],
    ['IMAGE', ['image'], 'image'],
  ])('%s', (written, names, expected) => {
    expect(nearestWord(written, names)).toBe(expected);
  });
});

/** Insertions, deletions, replacements and swaps, counted naively. */
function distance(a: readonly string[], b: readonly string[]): number {
  const [[firstA, secondA], [firstB, secondB]] = [a, b];
  if (firstA === undefined || firstB === undefined) return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  return Math.min(
    distance(restA, b) + 1,
    distance(a, restB) + 1,
    distance(restA, restB) + (firstA === firstB ? 0 : 1),
    firstA === secondB && secondA === firstB ? distance(a.slice(2), b.slice(2)) + 1 : Infinity,
  );
}

it('is the first of the nearest, if it is near enough', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 4 }), (word, names) => {
      const limit = Math.max(1, Math.floor(word.length / 3));
      const distances = names.map((candidate) => distance(Array.from(word), Array.from(candidate)));
      const least = Math.min(...distances);
      const begun = names.filter((candidate) => word.length >= 3 && candidate.startsWith(word));
      expect(nearestWord(word, names)).toBe(
        least <= limit ? names[distances.indexOf(least)] : begun.length === 1 ? begun[0] : undefined,
      );
    }),
    { numRuns: 500 },
  );
});
