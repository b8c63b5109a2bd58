import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { RULES } from '../../src/rules/index.ts';
import { INPUT_RULES } from '../../src/rules/input/index.ts';
import { createMemoryIo, type MemoryIoOptions } from '../memory-io.ts';

async function linesOf(argv: readonly string[], options: MemoryIoOptions = {}): Promise<readonly string[]> {
  const io = createMemoryIo({ 'compose.yaml': 'services: { web: { image: nginx } }\n' }, options);
  await main(argv, io);
  return io.out().trimEnd().split('\n');
}

const COMMANDS = ['lint', 'model', 'baseline', 'explain', 'rules', 'init', 'completion'];

describe('80 columns are enough', () => {
  test.each([['--help'], ...COMMANDS.map((command) => [command, '--help'])].map((argv) => [argv]))(
    'for plimsoll %j',
    async (argv) => {
      const lines = await linesOf(argv);
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test.each([
    [['rules']],
    [['rules', '--preset', 'all']],
    [['explain', '5.4']],
    [['--format', 'cis', 'compose.yaml']],
    [['--statistics', 'compose.yaml']],
  ])('for plimsoll %j on a terminal', async (argv) => {
    const lines = await linesOf(argv, { isTerminal: true, columns: 80, environment: { NO_COLOR: '1' } });
    // Examples and addresses are not broken.
    const isExample = (line: string): boolean => /^ {4}| *https:\S*$/.test(line);
    expect(lines.filter((line) => line.length > 80 && !isExample(line))).toEqual([]);
  });
});

test('a wide terminal shows all columns of the rules, and whatever is no terminal does', async () => {
  expect(await linesOf(['rules'], { isTerminal: true, columns: 200 })).toEqual(await linesOf(['rules']));
});

test('the rules are a list in JSON', async () => {
  const list = JSON.parse((await linesOf(['rules', '--format', 'json', '--rule', '5.4=off'])).join('\n')) as readonly {
    readonly id: string;
  }[];
  expect(list.map(({ id }) => id)).toEqual([...RULES, ...INPUT_RULES].map(({ id }) => id));
  expect(list.find(({ id }) => id === 'privileged-container')).toEqual({
    id: 'privileged-container',
    number: '5.4',
    level: 1,
    assessment: 'scored',
    severity: 'off',
    setBy: '--rule',
    title: 'Container runs privileged',
  });
  expect(list.find(({ id }) => id === 'syntax/limit')).toMatchObject({ number: null, level: null, assessment: null });
});
