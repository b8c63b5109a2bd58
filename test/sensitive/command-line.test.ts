import { expect, test } from 'vitest';
import { secretsInCommand } from '../../src/sensitive/command-line.ts';
import { growsLinearly } from '../growth.ts';

test.each<readonly [string, (size: number) => readonly string[]]>([
  ['variables before a command', (size) => Array.from({ length: size }, () => 'A=1')],
  ['commands in a string', (size) => ['sh', '-c', 'A=1 app; '.repeat(size)]],
  ['strings in a string', (size) => ['sh', '-c', '"\' A=1 '.repeat(size)]],
])('%s take time that grows with their number', (_, make) => {
  expect(growsLinearly(16_000, make, secretsInCommand)).toBe(true);
});

test.each([
  ['tool --password=a -p b', ['a', 'b']],
  ['tool -p b --password a', ['b', 'a']],
  ['tool -p 8080:80 --password a', ['a']],
  ['tool -p $X --password a', ['a']],
  ['tool -p b', []],
  ['tool -p b --verbose=a', []],
])('what is after -p may be a password where another option is for one: %s', (line, secrets) => {
  const words = line.split(' ');
  const found = secretsInCommand(words).map((spans, index) =>
    spans.map(({ start, end }) => words[index]?.slice(start, end)),
  );
  expect([...new Set(found.flat())]).toEqual(secrets);
});
