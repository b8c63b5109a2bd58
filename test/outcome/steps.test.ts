import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COUNT_STEPS, REPORT_STEPS, RUN_STEPS } from '../../src/outcome/steps.ts';
import { ROOT } from '../docs/markdown.ts';

test('the page lists the steps in their order', () => {
  const page = readFileSync(join(ROOT, 'src/outcome/README.md'), 'utf8');
  const [, table = ''] = /\| Step \|[^\n]*\n[^\n]*\n([\s\S]*?)\n\n/.exec(page) ?? [];
  const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual([...RUN_STEPS, ...COUNT_STEPS, ...REPORT_STEPS].map(({ name }) => name));
});
