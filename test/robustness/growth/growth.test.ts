import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { fourTimesTakesFourTimes } from '../../growth.ts';
import { isLong } from '../../long.ts';
import { createMemoryIo } from '../../memory-io.ts';
import type { Tree } from '../project.ts';
import { SHAPES } from './shapes.ts';

/** Shapes that were superlinear before, or nearly, with a count that shows it. */
const ALWAYS: readonly (readonly [name: string, count: number])[] = [
  ['YAML: documents', 8_000],
  ['YAML: ends of documents', 8_000],
  ['YAML: a key of tabs', 16_000],
  ['YAML: lines indented by tabs', 2_000],
  ['YAML: tabs before a key', 16_000],
  ['YAML: quotes one behind the other', 64_000],
  ['YAML: escapes that do not exist', 16_000],
  ['YAML: a flow list of commas', 64_000],
  ['YAML: closing brackets', 64_000],
  ['YAML: anchors of one value', 8_000],
  ['YAML: flow lists', 16_000],
  ['YAML: line separators', 4_000],
  ['Compose: elements of ports: 1', 16_000],
  ['Compose: our comments about nothing', 8_000],
  ['script: lines', 8_000],
  ['script: lines in double quotes', 16_000],
  ['script: a variable and nothing else', 16_000],
  ['script: dollars', 64_000],
  ['script: elements', 16_000],
  ['script: elements with a key', 16_000],
  ['script: elif', 32_000],
  ['script: pipes', 64_000],
  ['script: sudo', 64_000],
  ['script: branches of a case', 4_000],
  ['script: branches of a case that assign different variables', 8_000],
  ['script: calls in calls', 8_000],
  ['script: patterns of a known value', 2_000],
  ['script: a long pattern of a known value', 8_000],
  ['script: functions', 8_000],
  ['workflow: variables and jobs', 1_000],
  ['Quadlet: open variables', 16_000],
  ['Quadlet: our comments', 8_000],
  ['Quadlet: words', 16_000],
  ['Makefile: uses of a variable', 16_000],
  ['Makefile: conditionals in conditionals', 64_000],
  ['Makefile: comments', 64_000],
  ['Markdown: lines', 64_000],
  ['systemd: quoted words', 16_000],
  ['configuration: aliases', 8_000],
  ['configuration: stars of an ignore', 8_000],
  ['configuration: ignores of stars', 2_000],
];

/** All of them take minutes. */
const CHOSEN: readonly (readonly [name: string, count: number])[] = isLong
  ? SHAPES.map(({ name }) => [name, ALWAYS.find(([known]) => known === name)?.[1] ?? 8_000])
  : ALWAYS;

const TREES = new Map(SHAPES.map(({ name, tree }) => [name, tree]));

function lint(tree: Tree): Promise<number> {
  return main(['--format', 'pretty', '--fail-on=never', '.'], createMemoryIo(tree));
}

describe('time grows with the number of', () => {
  test.each(CHOSEN)('%s', { timeout: 120_000 }, async (name, count) => {
    const tree = TREES.get(name);
    if (tree === undefined) throw new Error(`There is no shape "${name}".`);
    expect(await fourTimesTakesFourTimes(count, tree, lint)).toBe(true);
  });
});

describe('what is more than is read is a finding', () => {
  const SERVICE = 'services:\n  web:\n    image: x:1\n';

  async function report(tree: Tree): Promise<{ readonly text: string; readonly notes: string }> {
    const io = createMemoryIo(tree);
    await main(['--format', 'text', '--fail-on=never', '.'], io);
    return { text: io.out(), notes: io.err() };
  }

  test.each<readonly [string, Tree, string]>([
    [
      'a Compose file of too many characters',
      { 'compose.yaml': `${SERVICE}#${'a'.repeat(10_000_000)}` },
      'The file has more than 10000000 characters; nothing was read.',
    ],
    [
      'a Compose file of too many values',
      { 'compose.yaml': `${SERVICE}    labels: [${'a,'.repeat(510_000)}]\n` },
      'The file has more values than any real Compose file or configuration; nothing was read.',
    ],
    [
      'a script of too many characters',
      { 'run.sh': `docker run x\n#${'a'.repeat(1_000_000)}\ndocker run y\n` },
      'The script has more than 1000000 characters; the rest was not read.',
    ],
    [
      'a script with a quote that goes on behind the limit',
      { 'run.sh': `docker run x\necho "${'a\n'.repeat(600_000)}"\n` },
      'The script has more than 1000000 characters; the rest was not read.',
    ],
    [
      'a Makefile of too many characters',
      { Makefile: `t:\n\tdocker run x\n${'# a\n'.repeat(250_000)}ifdef A\nu:\n\tdocker run y\n` },
      'The file has more than 1000000 characters; the rest was not read.',
    ],
    [
      'a script of too many containers',
      { 'run.sh': 'docker run x\n'.repeat(4001) },
      'There are more than 4000 engine commands here; the rest were not checked.',
    ],
    [
      'a line of too many here-documents',
      { 'run.sh': `docker run x\ncat${' <<E'.repeat(1_001)}\n` },
      'This line has more than 1000 here-documents; the rest of the script was not read.',
    ],
  ])('%s', async (_, tree, message) => {
    const { text, notes } = await report({ ...tree, 'other.sh': 'docker run z --privileged\n' });
    expect(text, notes).toContain(message);
    expect(text).toContain('other.sh');
    if ('run.sh' in tree) expect(text).toContain('run.sh:1:');
    expect(text).not.toContain('syntax/invalid-shell');
  });
});

test('what the client rejects before a limit is an error all the same', async () => {
  const io = createMemoryIo({ Makefile: `t:\n\tdocker run --restrat always x:1\n${'# a\n'.repeat(250_000)}ifdef A\n` });
  expect(await main(['--format', 'text', '.'], io)).toBe(1);
  expect(io.out()).toContain('Makefile:2:13: error syntax/unknown-flag');
  expect(io.out()).not.toContain('syntax/invalid-makefile');
});

test('what is after a limit is not shown, and comments there are not called unused', async () => {
  const filler = '# a\n'.repeat(249_990);
  const io = createMemoryIo({
    Makefile: `t:\n\tdocker run x:1\n${filler}${'PASSWORD = hunter2\n'.repeat(20)}`,
    'run.sh': `${'docker run x:1\n'.repeat(4001)}# plimsoll: ignore[privileged-container] -- a\ndocker run --privileged y:1\n`,
  });
  await main(['--format', 'pretty', '--fail-on=never', '.'], io);
  expect(io.out()).toContain('syntax/limit');
  expect(io.out()).not.toContain('hunter2');
  expect(io.out()).not.toContain('suppression/unused');
});

test.each([
  ['name of a variable', `- ${'a'.repeat(9_000_000)}=x`],
  ['binary value', `A: !!binary ${'QUxM'.repeat(2_000_000)}`],
])('a %s of megabytes in a Compose file hides no finding', async (_, entry) => {
  const service = `services:\n  web:\n    image: x:1\n    privileged: true\n    environment:\n      ${entry}\n`;
  const io = createMemoryIo({ 'compose.yaml': service });
  await main(['--format', 'text', '--fail-on=never', '.'], io);
  expect(io.err()).not.toContain('internal error');
  expect(io.out()).toContain('compose.yaml:4:17: error privileged-container');
});
