import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usesIn } from '../../scripts/images/use.ts';

test('images of Compose files are counted, and names without a row are sorted by their repositories', () => {
  const folder = mkdtempSync(join(tmpdir(), 'use-'));
  for (const name of ['a+x/repo', 'b/y']) mkdirSync(join(folder, name), { recursive: true });
  const lines: Readonly<Record<string, readonly string[]>> = {
    'a/x': [
      '    image: postgres:17',
      '    image: "nobody/often:1"',
      "    image: 'nobody/often:1' # again",
      '  image: nobody/both',
    ],
    'b/y': ['  image: nobody/both:2', '  image: ${IMAGE}', '  image: your/image', '  image: postgres:17'],
  };
  expect(usesIn(folder, { grep: (repository) => lines[repository] ?? [] })).toEqual({
    uses: 6,
    known: 2,
    unknown: [
      { name: 'nobody/both', repositories: 2, uses: 2 },
      { name: 'nobody/often', repositories: 1, uses: 2 },
    ],
  });
});
