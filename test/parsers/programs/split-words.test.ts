import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitComposeWords, splitShellCommands, splitShellWords } from '../../../src/parsers/programs/split-words.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';

function words(line: string): readonly string[] | undefined {
  return splitComposeWords(Text.verbatim(line, placeAt('a', 0, Math.max(line.length, 1))))?.map(({ source }) => source);
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
    const places = splitComposeWords(Text.verbatim(line, placeAt('a', 0, line.length)))?.map(({ place }) =>
      line.slice(place.location.span.start, place.location.span.end),
    );
    expect(places).toEqual(['sh', '-c', 'a b']);
  });
});

describe('the commands of a script', () => {
  it.each<readonly [string, readonly (readonly string[])[]]>([
    ['', []],
    ['a b\tc', [['a', 'b', 'c']]],
    ['a; b && c | d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['a\nb', [['a'], ['b']]],
    ['(a; $(b))', [['a'], ['$'], ['b']]],
    ['a "b c" \'d e\' f\\ g', [['a', 'b c', 'd e', 'f g']]],
    ['a "b\nc" d', [['a', 'b\nc', 'd']]],
    ["a $'it\\'s' b", [['a', "it's", 'b']]],
    ['a \\\n b', [['a', 'b']]],
    ['a >b <c 2>d 2>&1 >& e &> f >| g h', [['a', 'h']]],
    ['a 1 2 >b', [['a', '1', '2']]],
    ['a >\nb', [['a'], ['b']]],
    ["a # don't; b\nc#d", [['a'], ['c#d']]],
    ['a $B "${C}" *.d', [['a', '$B', '$C', '*.d']]],
    ['a ${b', [['a', '${b']]],
    ['a "b', [['a', 'b']]],
  ])('%j', (script, expected) => {
    expect(splitShellCommands(script)).toEqual(expected);
  });

  it('begins with the words that stand in it, in order and as they stand', () => {
    const pieces = fc.constantFrom('a', ' ', '\n', '"', "'", '\\', '$', '#', '&', '>', '<', ';', '(', '`');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const script = parts.join('');
        let before = 0;
        for (const { text, start, end } of splitShellWords(script)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(script.slice(start, end)).toBe(text);
          before = end;
        }
      }),
    );
  });

  it('has the words of comments apart', () => {
    const words = splitShellWords('a # A=b c\nd');
    expect(words.map(({ text, isFirst, isComment }) => [text, isFirst, isComment])).toEqual([
      ['a', true, false],
      ['A=b', true, true],
      ['c', false, true],
      ['d', true, false],
    ]);
  });

  it('knows what reads the output of the command before', () => {
    const words = splitShellWords('a b | c d |& e || f\n| g | # h\ni; j 2>&1 &> k');
    expect(words.filter(({ isPiped }) => isPiped).map(({ text }) => text)).toEqual(['c', 'e', 'g', 'i']);
    expect(words.map(({ text }) => text)).toEqual('a b c d e f g h i j 2>&1 &> k'.split(' '));
  });
});
