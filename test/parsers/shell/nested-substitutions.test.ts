import type * as unbash from 'unbash';
import { expect, test, vi } from 'vitest';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { parseShell } from '../../../src/parsers/shell/index.ts';

const visited = vi.hoisted(() => ({ characters: 0 }));

vi.mock('unbash', async (load) => {
  const actual = await load<typeof unbash>();
  const forEachChild = (node: unbash.SyntaxNode, callback: (child: unbash.SyntaxNode) => void): void => {
    visited.characters += node.end - node.pos;
    actual.forEachChild(node, callback);
  };
  return { ...actual, forEachChild };
});

test.each([
  ['open substitutions', (count: number) => '$('.repeat(count)],
  ['substitutions in substitutions', (count: number) => `${'$(a '.repeat(count)}${')'.repeat(count)}`],
])('%s are read some times only, however deep they are', (_, nest) => {
  visited.characters = 0;
  const text = `docker run x:1 ${nest(2_000)}\n`;
  parseShell({ path: 'run.sh', text }, { environment: new Map(), files: NO_FILES });
  expect(visited.characters / text.length).toBeLessThan(200);
});
