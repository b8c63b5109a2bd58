import { expect, test } from 'vitest';
import type { SubjectResult } from '../../src/findings/evaluate.ts';
import { lintText } from '../../src/lint/lint.ts';
import { createSharedVerdicts } from '../../src/report/report.ts';

test('subjects with the same verdicts share them, over all inputs, and keep their own where they differ', async () => {
  const inputOf = async (path: string): Promise<readonly SubjectResult[]> =>
    (
      await lintText({
        path,
        text: 'services: { a: { image: nginx }, b: { image: nginx }, c: { image: nginx, privileged: true } }\n',
      })
    ).subjects;
  const share = createSharedVerdicts();
  const [before, other] = [await inputOf('compose.yaml'), await inputOf('other.compose.yaml')];
  const after = [share(before), share(other)];
  expect(after).toEqual([before, other]);
  expect(new Set(after.flat().map(({ verdicts }) => verdicts)).size).toBe(2);
});
