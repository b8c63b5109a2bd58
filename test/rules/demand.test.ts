import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ask,
  askAny,
  couldBeEmpty,
  couldEqual,
  demand,
  unknownDoubt,
  variablesIn,
} from '../../src/rules/shared/demand.ts';
import { placeAt, viaHop } from '../../src/text/location.ts';
import { known, type Pattern, type Setting, unknown } from '../../src/text/setting.ts';

const place = placeAt('run.sh', 0, 1);
const onBranch = viaHop(place, { kind: 'branch', location: place.location });
const X = { unknown: '$X' };
const isHost = (mode: string): boolean => mode === 'host';

const SETTINGS: readonly (readonly [string, Setting<string> | undefined, string, string])[] = [
  ['nothing', undefined, 'no', 'absent'],
  ['a good value', known('none', place), 'no', 'met'],
  ['a bad value', known('host', place), 'yes', 'unmet'],
  ['a good value on some code paths', known('none', onBranch), 'no', 'undecided'],
  ['a bad value on some code paths', known('host', onBranch), 'maybe', 'unmet'],
  ['anything', unknown([X], place), 'undecided', 'undecided'],
  ['something else', unknown(['container:', X], place), 'no', 'undecided'],
  ['one of a few, one bad', unknown([X], place, [known('none', place), known('host', place)]), 'maybe', 'undecided'],
  ['one of a few, all good', unknown([X], place, [known('none', place), known('bridge', place)]), 'no', 'met'],
  ['a good value, or anything', unknown([X], place, [known('none', place)], true), 'undecided', 'undecided'],
  ['a bad value, or anything', unknown([X], place, [known('host', place)], true), 'maybe', 'undecided'],
  ['one of a few, all bad', unknown([X], place, [known('host', place)]), 'maybe', 'unmet'],
];

describe('a rule that forbids', () => {
  test.each(SETTINGS)('%s', (_name, setting, answer) => {
    const asked = ask(setting, isHost, (pattern) => couldEqual(pattern, 'host'));
    expect(asked.kind === 'yes' && !asked.isCertain ? 'maybe' : asked.kind).toBe(answer);
  });

  test('takes a bad value among several before one that is unknown', () => {
    expect(askAny([unknown<string>([X], place), known('host', place)], isHost).kind).toBe('yes');
    expect(askAny([known('none', place), unknown<string>([X], place)], isHost).kind).toBe('undecided');
    expect(askAny([], isHost).kind).toBe('no');
  });
});

describe('a rule that demands', () => {
  test.each(SETTINGS)('%s', (_name, setting, _answer, kind) => {
    expect(demand('The mode', setting, (mode) => !isHost(mode)).kind).toBe(kind);
  });
});

test('what a value depends on is named once each', () => {
  expect(
    unknownDoubt('The port', {
      known: false,
      pattern: ['80', X, ':', { unknown: '${Y}' }, X],
      candidates: [],
      place,
    }).reason,
  ).toBe("The port depends on `$X` and `${Y}`, which plimsoll can't resolve.");
});

test.each<[Pattern, readonly string[]]>([
  [
    ['80', { unknown: '$X' }, ':', { unknown: '${Y:-1}' }, { unknown: '${X?}' }],
    ['X', 'Y'],
  ],
  [['known'], []],
  [[{ unknown: '$(cat X)' }, { unknown: '$1' }, { unknown: '${#X}' }, { unknown: '`cat`' }], []],
])('the variables of a value are their names: %j', (pattern, names) => {
  expect(variablesIn(pattern)).toEqual(names);
});

test.each<[Pattern, string, boolean]>([
  [[X], 'latest', true],
  [[X], '', true],
  [['1.', X], 'latest', false],
  [['late', X], 'latest', true],
  [[X, 'est'], 'latest', true],
  [['la', X, 'st'], 'latest', true],
  [['lat', X, 'test'], 'latest', false],
  [[X, 't', X, 't'], 'latest', true],
  [[X, 'tt', X], 'latest', false],
  [['latest'], 'latest', true],
  [['latest', X], 'late', false],
  [['latest'], 'newest', false],
  [['late'], 'latest', false],
  [['at', X], 'latest', false],
  [[X, 'tes'], 'latest', false],
  [['l', X, 't'], 'latest', true],
  [[X, 'st', X, 't'], 'latest', false],
  [[X, 'te', X, 'es', X], 'latest', false],
  [['', X], 'latest', true],
  [[X, ''], 'latest', true],
])('that %j can be %s is %s', (pattern, value, could) => {
  expect(couldEqual(pattern, value)).toBe(could);
});

test('a pattern can be whatever its unknown parts make of it', () => {
  const part = fc.oneof(fc.string(), fc.constant(X));
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.string()), (pattern, values) => {
      const text = pattern.map((one, index) => (typeof one === 'string' ? one : (values[index] ?? ''))).join('');
      return couldEqual(pattern, text) && (text !== '' || couldBeEmpty(pattern));
    }),
  );
});
