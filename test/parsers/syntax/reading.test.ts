import { describe, expect, test } from 'vitest';
import { readDuration } from '../../../src/parsers/syntax/duration.ts';
import { readPortBinding } from '../../../src/parsers/syntax/port.ts';
import { failure, quoted, splitKeyValue, toEntry } from '../../../src/parsers/syntax/reading.ts';
import { readSizeOrUnlimited } from '../../../src/parsers/syntax/size.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';
import { textOf } from './text-of.ts';

describe('a text in a sentence', () => {
  test.each([
    ['512m', '`512m`'],
    ['a$NAME', '`a$NAME`'],
    ['', 'An empty value'],
    ['x'.repeat(80), `\`${'x'.repeat(80)}\``],
    ['x'.repeat(81), `\`${'x'.repeat(80)}…\``],
  ])('%j is %s', (source, sentence) => {
    expect(quoted(textOf(source))).toBe(sentence);
  });

  test('keeps what another file says where it is', () => {
    const [here, secret] = [placeAt('compose.yaml', 0, 9), placeAt('.env', 0, 9)];
    const segments = [
      { text: 'key=', place: here },
      { text: 'hunter2', place: secret },
    ].map((part) => ({ kind: 'literal' as const, isVerbatim: true, ...part }));
    expect(quoted(new Text(segments, here))).toBe('`key=…`');
  });
});

test('a failure has no remedy where none was given', () => {
  const place = placeAt('file', 0, 1);
  expect(failure(place, 'It is wrong.')).toEqual({ failure: { what: 'It is wrong.', place } });
  expect(failure(place, 'It is wrong.')).not.toHaveProperty('failure.remedy');
});

test.each([
  ['a=b', '=', 'a', 'b'],
  ['a=b=c', '=', 'a', 'b=c'],
  ['=b', '=', '', 'b'],
  ['a=', '=', 'a', ''],
  ['a', '=', 'a', undefined],
  ['a::b', '::', 'a', 'b'],
])('%j is cut at %j', (source, separator, key, value) => {
  const cut = splitKeyValue(textOf(source), separator);
  expect([cut.key.source, cut.value?.source]).toEqual([key, value]);
});

test.each([
  ['a=b', 'a', 'b'],
  ['a', 'a', ''],
])('%j is an entry', (source, key, value) => {
  expect(toEntry(textOf(source))).toMatchObject({ key: { known: true, value: key }, value: { known: true, value } });
});

test('what cannot be read comes with what to write', () => {
  expect(readDuration(textOf('30')).failure).toMatchObject({
    what: '`30` is not a duration.',
    remedy: 'Write numbers with units, such as `30s` or `1m30s`.',
  });
  expect(readSizeOrUnlimited(textOf('-2')).failure).toMatchObject({
    what: '`-2` is not a size.',
    remedy: 'Write a number with a unit, such as `512m` or `2g`. `-1` means no limit.',
  });
});

test('a variable that holds a host port among its values may hold an address all the same', () => {
  const place = placeAt('run.sh', 0, 5);
  const text = new Text(
    [{ kind: 'unknown', expression: '$PORT', place, candidates: [textOf('8080')] }, ...textOf(':80').segments],
    place,
  );
  const reading = readPortBinding(text);
  const { hostIp, hostPort } = reading.failure === undefined ? reading.value : expect.unreachable();
  expect(hostIp).toMatchObject({ known: false, candidates: [] });
  expect(hostPort).toMatchObject({ known: false, candidates: [{ value: { start: 8080, end: 8080 } }] });
});
