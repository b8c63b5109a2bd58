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
