import { expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

// V8 can't make a string of this length.
vi.mock('../../src/reporters/html/index.ts', () => ({ reportHtml: (): string => 'x'.repeat(2 ** 30) }));

const TREE = { 'compose.yaml': 'services: { web: { image: nginx } }\n' };

test('a report that is longer than a text can be says which formats are not', async () => {
  const io = createMemoryIo(TREE);
  expect(await main(['--format', 'html=report.html', 'compose.yaml'], io)).toBe(2);
  expect(io.err()).toBe(
    'plimsoll: The html report is too long for a single string. Lint fewer files, or use a streamed format: pretty, text, json, sarif, gitlab.\nFor help, run plimsoll --help.\n',
  );
  expect(io.written.size).toBe(0);
});
