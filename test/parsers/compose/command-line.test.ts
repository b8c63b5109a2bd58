import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../src/parsers/compose/service/command-line.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';
import { nearestWord } from '../../../src/util/nearest-word.ts';

function words(line: string): readonly string[] | undefined {
  return splitWords(Text.verbatim(line, placeAt('a', 0, Math.max(line.length, 1))))?.map(({ source }) => source);
}

describe('a command line as Compose splits it', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    ['a "b c" \'d e\'', ['a', 'b c', 'd e']],
    ['a"b"c', ['abc']],
    ['""', ['']],
    ['a ""', ['a', '']],
    ['"it\'s"', ["it's"]],
    [String.raw`a\ b "c\"d" 'e\f'`, ['a b', 'c"d', String.raw`e\f`]],
    ['$(a b) `c d`', ['$(a b)', '`c d`']],
    ['a && b', ['a']],
    ['a; b', ['a']],
    ['a > b', ['a']],
    ['a 2> b', ['a']],
    ['"a; b"', ['a; b']],
    ['a "b', undefined],
    ["a 'b", undefined],
    ['a \\', undefined],
    ['a (b)', undefined],
    ['$(a', undefined],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('gives each word its place', () => {
    const line = 'sh -c "a b"';
    const places = splitWords(Text.verbatim(line, placeAt('a', 0, line.length)))?.map(({ place }) =>
      line.slice(place.location.span.start, place.location.span.end),
    );
    expect(places).toEqual(['sh', '-c', 'a b']);
  });
});

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
