import { expect, test } from 'vitest';
import { isInstalled, requireProgram } from '../integrations/programs.ts';
import { isLong } from '../long.ts';
import { hiddenIn, silentAmong } from './hiding.ts';

/** This many form one repository. */
const COUNT = 200;

test('a privileged container is found, listed or fails, whatever surrounds it', {
  timeout: 120_000,
}, async (context) => {
  requireProgram('git', context);
  expect(isInstalled('bash')).toBe(true);
  const first = isLong ? Date.now() % 1e9 : 1;
  const silent = await silentAmong(Array.from({ length: COUNT }, (_, index) => hiddenIn(first + index)));
  expect(silent).toEqual([]);
});
