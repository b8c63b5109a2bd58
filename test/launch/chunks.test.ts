import { expect, test } from 'vitest';
import { createChunkFinder } from '../../scripts/build/chunks.ts';

const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  '/src/lint.ts': ['/src/rules.ts', '/src/yaml.ts'],
  '/src/yaml.ts': ['/src/text.ts'],
  '/src/rules.ts': [],
  '/src/text.ts': [],
  '/src/other.ts': ['/src/text.ts'],
};

const getModuleInfo = (id: string): { readonly importedIds: readonly string[] } => ({ importedIds: IMPORTS[id] ?? [] });

function chunksOf(chunks: Parameters<typeof createChunkFinder>[0]): readonly (string | undefined)[] {
  return Object.keys(IMPORTS).map(createChunkFinder(chunks, Object.keys(IMPORTS), getModuleInfo));
}

test('a chunk has its roots and what they import, and one that waits leaves to others what they import too', () => {
  expect(
    chunksOf([
      { name: 'yaml', roots: [/\/yaml\.ts$/], waits: true },
      { name: 'bundle', roots: [/\/lint\.ts$/, /\/other\.ts$/] },
    ]),
  ).toEqual(['bundle', 'yaml', 'bundle', 'bundle', 'bundle']);
});

test('a pattern that no module has is an error, next to others that have one', () => {
  expect(() => chunksOf([{ name: 'bundle', roots: [/\/lint\.ts$/, /\/moved\.ts$/] }])).toThrow(
    String.raw`The chunk bundle names no module by /\/moved\.ts$/`,
  );
});
