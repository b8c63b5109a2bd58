import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseComposeDuration, parseDuration } from '../../../src/parsers/syntax/duration.ts';
import { canonicalIpAddress, isIpAddress } from '../../../src/parsers/syntax/ip-address.ts';
import { isOtherNumber, parseNanoCpus } from '../../../src/parsers/syntax/nano-cpus.ts';
import {
  INT,
  parseBoolean,
  parseFloatingPoint,
  parseGoInteger,
  parseInteger,
  UINT16,
  UINT64,
} from '../../../src/parsers/syntax/number.ts';

const SECOND = 1_000_000_000;

test.each([
  ['30s', 30 * SECOND],
  ['1m30s', 90 * SECOND],
  ['1h1m1s', 3661 * SECOND],
  ['1.5s', 1.5 * SECOND],
  ['.5s', 0.5 * SECOND],
  ['1.s', SECOND],
  ['250ms', SECOND / 4],
  ['1500us', 1_500_000],
  ['1500µs', 1_500_000], // the micro sign
  ['1500μs', 1_500_000], // the Greek letter
  ['10ns', 10],
  ['0', 0],
  ['-5s', -5 * SECOND],
  ['+5s', 5 * SECOND],
  ['', undefined],
  ['30', undefined],
  ['s', undefined],
  ['.s', undefined],
  ['1d', undefined],
  ['1 s', undefined],
  ['1s ', undefined],
  ['1m30', undefined],
  ['--1s', undefined],
  ['1s-1s', undefined],
  ['9223372036854775808ns', undefined],
  ['9999999h', undefined],
])('Go reads the duration %j as %j', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  ['1d', 86_400 * SECOND],
  ['1w2d', 9 * 86_400 * SECOND],
  ['1m30s', 90 * SECOND],
  ['1y', undefined],
])('Compose reads the duration %j as %j', (text, nanoseconds) => {
  expect(parseComposeDuration(text)).toBe(nanoseconds);
});

test.each([
  ['0', 0],
  ['512', 512],
  ['-1', -1],
  ['+1', 1],
  ['0x200', 512],
  ['0X1f', 31],
  ['0b101', 5],
  ['0o17', 15],
  ['0100', 64],
  ['0_7', 7],
  ['1_000', 1000],
  ['', undefined],
  ['1.5', undefined],
  ['08', undefined],
  ['1__0', undefined],
  ['_1', undefined],
  ['1_', undefined],
  ['0x', undefined],
  ['many', undefined],
  ['9223372036854775808', undefined],
])('pflag reads the integer %j as %j', (text, value) => {
  expect(parseGoInteger(text)).toBe(value);
});

test.each([
  ['0x10', 16],
  ['+1', undefined],
  ['-1', undefined],
  ['0xFFFFFFFFFFFFFFFF', 2 ** 64],
])('pflag reads the integer %j without a sign as %j', (text, value) => {
  expect(parseGoInteger(text, UINT64)).toBe(value);
});

test.each([
  ['65535', UINT16, 65_535],
  ['65536', UINT16, undefined],
  ['-1', UINT64, undefined],
  ['+1', UINT64, undefined],
  ['+1', INT, 1],
  ['1+1', INT, undefined],
  ['-9223372036854775808', INT, -(2 ** 63)],
  ['-9223372036854775809', INT, undefined],
  ['18446744073709551615', UINT64, 2 ** 64],
  ['18446744073709551616', UINT64, undefined],
  ['0x10', INT, undefined],
  ['010', INT, 10],
])('the decimal integer %j of %j is %j', (text, type, value) => {
  expect(parseInteger(text, type)).toBe(value);
});

test.each([
  ['12', 12],
  ['-1.5', -1.5],
  ['+.5', 0.5],
  ['1.', 1],
  ['12.34', 12.34],
  ['.25', 0.25],
  ['1_2.3_4e1_0', 123_400_000_000],
  ['25e-1', 2.5],
  ['1e10', 10_000_000_000],
  ['.1_2', 0.12],
  ['', undefined],
  ['.', undefined],
  ['x1', undefined],
  ['1x', undefined],
  ['1.2x', undefined],
  ['1_x', undefined],
  ['1._2', undefined],
  ['1.2_x', undefined],
  ['.1_x', undefined],
  ['1e', undefined],
  ['1ex2', undefined],
  ['1e2_x', undefined],
  ['1e400', undefined],
])('the floating-point number %j is %j', (text, value) => {
  expect(parseFloatingPoint(text)).toBe(value);
});

test('whole numbers come back as they were', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(parseInteger(String(value))).toBe(value);
      expect(parseGoInteger(String(value))).toBe(value);
    }),
  );
});

test.each([
  ['2', 2_000_000_000],
  ['.5', 500_000_000],
  ['1.', 1_000_000_000],
  ['010', 10_000_000_000],
  ['0.000000001', 1],
  ['0.1000000000', 100_000_000],
  ['-1', -1_000_000_000],
  ['', undefined],
  ['.', undefined],
  ['all', undefined],
  ['0.0000000001', undefined],
])('%j CPUs are %j nano CPUs', (text, value) => {
  expect(parseNanoCpus(text)).toBe(value);
  expect(isOtherNumber(text)).toBe(false);
});

test.each(['1/4', '0x10/010', '5e-1', '1E1', '0x1p-1', '0b1.1', '1_0'])('%j CPUs are another notation', (text) => {
  expect(parseNanoCpus(text)).toBeUndefined();
  expect(isOtherNumber(text)).toBe(true);
});

test.each(['1', 't', 'T', 'true', 'TRUE', 'True'])('%j is true', (text) => {
  expect(parseBoolean(text)).toBe(true);
});

test.each(['0', 'f', 'F', 'false', 'FALSE', 'False'])('%j is false', (text) => {
  expect(parseBoolean(text)).toBe(false);
});

test.each(['', 'yes', 'no', 'on', 'tRUE', '2'])('%j is no boolean', (text) => {
  expect(parseBoolean(text)).toBeUndefined();
});

test.each(['127.0.0.1', '0.0.0.0', '255.1.2.255', '::', '::1', '2001:db8::5', '::ffff:1.2.3.4'])(
  '%j is an address',
  (text) => {
    expect(isIpAddress(text)).toBe(true);
  },
);

test.each([
  '',
  'localhost',
  '300.0.0.1',
  '1.2.3.256',
  '-1.2.3.4',
  '1.2.3',
  '01.2.3.4',
  '[::1]',
  'fe80::1%eth0',
  '1.2.3.4:80',
])('%j is no address', (text) => {
  expect(isIpAddress(text)).toBe(false);
});

test('addresses are those of Node, but for zones', () => {
  const token = fc.constantFrom(
    ':',
    ':',
    ':',
    '::',
    '.',
    '0',
    '1',
    '12',
    '255',
    '256',
    'ffff',
    'ABCD',
    '00001',
    'g',
    ']',
    '/',
    '\n',
    '\t',
    ' ',
    '@',
    '?',
    '#',
  );
  const groups = fc.array(fc.constantFrom('0', '1', 'ffff', 'a0', '', '1.2.3.4', '01.2.3.4'), { maxLength: 10 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV6(),
        fc.ipV4Extended(),
        fc.array(token, { maxLength: 18 }).map((parts) => parts.join('')),
        groups.map((parts) => parts.join(':')),
      ),
      (text) => {
        expect([text, isIpAddress(text)]).toEqual([text, isIP(text) !== 0]);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['8.8.8.8', '8.8.8.8'],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::ffff:102:304', '1.2.3.4'],
  ['::ffff:1:2:3', '::ffff:1:2:3'],
  ['2001:db8::ffff:1:2', '2001:db8::ffff:1:2'],
  ['resolver', undefined],
])('the canonical form of %j is %j', (text, canonical) => {
  expect(canonicalIpAddress(text)).toBe(canonical);
});
