import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import type { Finding } from '../../src/model/finding.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/rules');

/** Units with missing settings. */
const units = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\/bad[^/]*\.container$/.test(name),
);

/** The line that a remedy adds. */
function addition({ message: { remedy = '' } }: Finding): string | undefined {
  return /^Add `([^`]*)` under `\[Container\]`/.exec(remedy)?.[1];
}

test.each(units)('a key that is to be added to %s makes its finding go', async (name) => {
  const text = readFileSync(join(FIXTURES, name), 'utf8');
  const lint = async (unit: string): Promise<readonly Finding[]> =>
    (await lintText({ path: 'web.container', text: unit }, { preset: 'all' })).findings;
  const before = await lint(text);
  const added = before.filter((finding) => addition(finding)?.endsWith('=') === false);
  expect(added.length).toBeGreaterThan(1);
  for (const { rule, ...finding } of added) {
    const line = addition({ rule, ...finding }) ?? '';
    const value = line.replace('=TYPE', '=web_t').replace('=LEVEL', '=s0:c1');
    const after = await lint(`${text}\n[Container]\n${value}\n`);
    expect(after.filter(({ rule: id }) => id === rule || id.startsWith('syntax/'))).toEqual(
      before.filter(({ rule: id, message }) => id === rule && message.what !== finding.message.what),
    );
  }
});
