import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBrokenEntry } from '../../../src/parsers/yaml/broken-entry.ts';
import { readFastPath } from '../../../src/parsers/yaml/fast-path/reader.ts';
import type { RecoveredYaml } from '../../../src/parsers/yaml/library.ts';
import { parseWithRepairs } from '../../../src/parsers/yaml/repairs.ts';
import { TreeBuilder } from '../../../src/parsers/yaml/tree-builder.ts';

/** What is read of the broken key and its neighbors, if that is enough. */
function readAlone(text: string): RecoveredYaml | undefined {
  let stop: number | undefined;
  readFastPath(text, (at) => (stop = at));
  return stop === undefined ? undefined : readBrokenEntry(text, stop, parseWithRepairs);
}

function shown(text: string, { documents, errors }: RecoveredYaml): unknown {
  const trees = documents.map((content) => {
    const builder = new TreeBuilder(
      { path: 'a.yaml', text, directory: '' },
      (scalar) => scalar,
      () => undefined,
    );
    return builder.buildDocument(content);
  });
  return { errors, trees };
}

const TEXT = `# top
services: # all
  a:
    image: a:1
    command: >-
      x
  # About b.
  b:
    image: "b:1"
    ports: [80]
  c:
    image: c:1
volumes:
  data:
`;

test.each([
  ['a key that is being typed', 'image: a:1', 'image: a:1\n    mem_l'],
  ['before brackets', '    ports:', '    mem_l\n    ports:'],
  ['in the last service', 'image: c:1', 'image: c:1\n    mem_l'],
  ['a service that is being typed', '  # About b.', '  web'],
  ['a missing colon', '  b:', '  b'],
  ['a missing blank', 'image: "b:1"', 'image:"b:1"'],
  ['too many blanks', '    ports', '     ports'],
  ['a key of another section', '  data:', '  data:\n  mo\n  more:'],
  ['several lines of text', 'image: a:1', 'image: a\n      more'],
])('%s: the key and its neighbors are enough', (_, marked, typed) => {
  for (const text of [TEXT, TEXT.replaceAll('\n', '\r\n')]) {
    const broken = text.replace(marked, typed);
    const alone = readAlone(broken);
    expect(alone).toBeDefined();
    expect(alone && shown(broken, alone)).toEqual(shown(broken, parseWithRepairs(broken)));
  }
});

test.each([
  ['an open quote', 'image: a:1', 'image: "a:1'],
  ['an open bracket', 'ports: [80]', 'ports: [80\n    user: a'],
  ['an indentation that ends the service', '    ports: [80]', ' ports: [80]'],
  ['an anchor of all', '  a:', '  &a|b\n  a:'],
  ['a key of the first level', 'volumes:', 'volumes'],
  ['one above all others', '  a:', '  web\n  a:'],
  ['two services', /image: [ab]:1/g, 'mem_l'],
  ['the only key', '  data:', '  data'],
])('%s: the whole text is needed', (_, marked, typed) => {
  expect(readAlone(TEXT.replace('"b:1"', 'b:1').replace(marked, typed))).toBeUndefined();
});

test('half-typed lines anywhere are read as in the whole text', () => {
  const folder = join(import.meta.dirname, '../../fixtures/rules');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('compose.yaml'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .filter((text) => readFastPath(text) !== undefined);
  const typed = [
    'mem_limit: 1g',
    '- "80:80"',
    'command: [a, b]',
    'x: |',
    '  web:',
    "y: 'a b'",
    'environment: { A: 1 }',
  ];
  let count = 0;
  for (const [index, text] of texts.entries()) {
    const lines = text.split('\n');
    const line = (index * 7) % lines.length;
    const indent = /^ */.exec(lines[line] ?? '')?.[0] ?? '';
    for (const key of typed) {
      const broken = lines.toSpliced(line, 0, indent + key.slice(0, 1 + ((index + line) % key.length))).join('\n');
      const alone = readAlone(broken);
      if (alone === undefined) continue;
      count += 1;
      expect(shown(broken, alone), broken).toEqual(shown(broken, parseWithRepairs(broken)));
    }
  }
  expect(count).toBeGreaterThan(300);
});
