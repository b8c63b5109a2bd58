import { expect, test } from 'vitest';
import { type Quote, scalarText } from '../../../../src/parsers/compose/writer/style.ts';

/** A value, its neighbors' quotes, and its written form. */
const CASES: readonly (readonly [value: string | number | boolean, quote: Quote, text: string])[] = [
  ['no-new-privileges:true', '', 'no-new-privileges:true'],
  ['on-failure:5', '', 'on-failure:5'],
  ['/run:noexec,size=1m', '', '"/run:noexec,size=1m"'],
  ['/run', '', '/run'],
  ['./data:/data', '', './data:/data'],
  ['../data', '', '../data'],
  ['.env', '', '.env'],
  ['~/data:/data', '', '~/data:/data'],
  ['.5', '', '".5"'],
  ['.inf', '', '".inf"'],
  ['...', '', '"..."'],
  ['512m', '', '512m'],
  ['yes', '', '"yes"'],
  ['Off', '', '"Off"'],
  ['yesterday', '', 'yesterday'],
  ['eyes', '', 'eyes'],
  ['12:30:45', '', '"12:30:45"'],
  ['5', '', '"5"'],
  ['55', '', '"55"'],
  ['a:', '', '"a:"'],
  ['a b', '', 'a b'],
  ['a: b', '', '"a: b"'],
  ['a #b', '', '"a #b"'],
  ['a  b', '', '"a  b"'],
  [' a', '', '" a"'],
  ['', '', '""'],
  ['true', '', '"true"'],
  ['~', '', '"~"'],
  ["it's", "'", '"it\'s"'],
  ['5', "'", "'5'"],
  ['a"b', '"', "'a\"b'"],
  ['a"b', '', "'a\"b'"],
  [`a"'b`, '', '"a\\"\'b"'],
  [5, '"', '5'],
  [true, "'", 'true'],
];

test.each(CASES)('%j in %j is %s', (value, quote, text) => {
  expect(scalarText(value, { quote, neededQuote: '"' })).toBe(text);
});
