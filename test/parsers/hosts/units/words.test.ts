import { describe, expect, test } from 'vitest';
import { expandSpecifiers, expandVariables, wholeVariable } from '../../../../src/parsers/hosts/units/expand.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../../../../src/parsers/hosts/units/unit-name.ts';
import {
  QUADLET_ARGUMENTS,
  QUADLET_LIST,
  SYSTEMD_ARGUMENTS,
  splitWords,
  type WordRules,
} from '../../../../src/parsers/hosts/units/words.ts';
import { placeAt } from '../../../../src/text/location.ts';
import { Text } from '../../../../src/text/text.ts';

function text(written: string): Text {
  return Text.verbatim(written, placeAt('a.service', 0, written.length));
}

describe('the words of a value', () => {
  test.each<[string, WordRules, readonly string[] | undefined]>([
    ['a  b\tc', QUADLET_LIST, ['a', 'b', 'c']],
    [`"a b" 'c "d' e"f"g`, QUADLET_LIST, ['a b', 'c "d', 'efg']],
    ['a\\nb "\\"', QUADLET_LIST, ['a\\nb', '\\']],
    ['a "b', QUADLET_LIST, undefined],
    ['a "b c', QUADLET_ARGUMENTS, ['a', 'b c']],
    ['a "" b', QUADLET_ARGUMENTS, ['a']],
    ['a "" b', SYSTEMD_ARGUMENTS, ['a', '', 'b']],
    ['a\\tb\\x41\\101\\u00e9\\s.', QUADLET_ARGUMENTS, ['a\tbAA\u00e9 .']],
    ['\\U0001f600', QUADLET_ARGUMENTS, ['\u{1f600}']],
    ['\\x4 a', QUADLET_ARGUMENTS, undefined],
    ['\\x00', QUADLET_ARGUMENTS, undefined],
    ['a\\db', QUADLET_ARGUMENTS, undefined],
    ['a\\db', SYSTEMD_ARGUMENTS, ['a\\db']],
    ['a \\', QUADLET_ARGUMENTS, ['a']],
    ['"a', SYSTEMD_ARGUMENTS, undefined],
    ['', SYSTEMD_ARGUMENTS, []],
  ])('%s', (written, rules, words) => {
    expect(splitWords(text(written), rules)?.map(({ value }) => value)).toEqual(words);
  });

  test('are where they were written, the whole with its quotes', () => {
    const written = `run "--name=a b" c\\x20d`;
    const words = splitWords(text(written), QUADLET_ARGUMENTS) ?? [];
    const shown = words.map(({ place, whole }) =>
      [place, whole].map(({ location: { span } }) => written.slice(span.start, span.end)),
    );
    expect(shown).toEqual([
      ['run', 'run'],
      ['--name=a b', '"--name=a b"'],
      ['c\\x20d', 'c\\x20d'],
    ]);
  });
});

describe('the specifiers of a name', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['web', { p: 'web', P: 'web', j: 'web', J: 'web', n: 'web.service', N: 'web', i: '', I: '' }],
    ['a-b-web', { p: 'a-b-web', P: 'a/b/web', j: 'web', J: 'web', n: 'a-b-web.service', N: 'a-b-web', i: '', I: '' }],
    ['a@x', { p: 'a', P: 'a', j: 'a', J: 'a', n: 'a@x.service', N: 'a@x', i: 'x', I: 'x' }],
    ['a@x-y', { p: 'a', P: 'a', j: 'a', J: 'a', n: 'a@x-y.service', N: 'a@x-y', i: 'x-y' }],
    ['a@\\x41', { p: 'a', P: 'a', j: 'a', J: 'a', n: 'a@\\x41.service', N: 'a@\\x41', i: '\\x41' }],
    ['\\x41-b', { p: '\\x41-b', j: 'b', J: 'b', n: '\\x41-b.service', N: '\\x41-b', i: '', I: '' }],
    ['b-\\x41', { p: 'b-\\x41', j: '\\x41', n: 'b-\\x41.service', N: 'b-\\x41', i: '', I: '' }],
    ['a@', { p: 'a', P: 'a', j: 'a', J: 'a' }],
    ['@x', { p: '', P: '', j: '', J: '', n: '@x.service', N: '@x', i: 'x', I: 'x' }],
  ])('%s', (base, expected) => {
    expect(Object.fromEntries(nameSpecifiers(readUnitName(base)))).toEqual(expected);
  });

  test.each([
    ['etc/web.service', 'web'],
    ['etc/a.b.service', 'a.b'],
    ['web', 'web'],
    ['a/.service', '.service'],
  ])('the name of %s', (path, name) => {
    expect(unitBase(path)).toBe(name);
  });
});

describe('what systemd fills in', () => {
  test.each([
    ['%n-%h', 'web.service-\uFFFC'],
    ['50%% of %', '50% of %'],
    ['%Y %D', '%Y \uFFFC'],
    ['%%n', '%n'],
  ])('specifiers in %s', (written, skeleton) => {
    expect(expandSpecifiers(text(written), new Map([['n', 'web.service']])).skeleton).toBe(skeleton);
  });

  test.each([
    ['${A}/${B}', 'x/\uFFFC'],
    ['$A-$$A', '$A-$A'],
    ['${A', '${A'],
  ])('variables in %s', (written, skeleton) => {
    const environment = new Map([['A', Text.derived('x', placeAt('a.service', 90, 91))]]);
    expect(expandVariables(text(written), environment).skeleton).toBe(skeleton);
  });

  test.each([
    ['$OPTIONS', 'OPTIONS'],
    ['${OPTIONS}', undefined],
    ['$$OPTIONS', undefined],
    ['a$OPTIONS', undefined],
    ['$', undefined],
  ])('the variable that %s is', (written, name) => {
    expect(wholeVariable(text(written))).toBe(name);
  });
});
