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

  test.each(
    [['--help'], ...COMMANDS.map((command) => [command, '--help']), ['fix', '--help'], ['drift', '--help']].flatMap(
      (argv) => [40, 60, 80, 100].map((columns) => [argv, columns] as const),
    ),
  )('for plimsoll %j a terminal of %i is', async (argv, columns) => {
    const lines = await linesOf(argv, { isTerminal: true, columns });
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    const words = (text: readonly string[]): string => text.join(' ').replace(/\s+/g, ' ');
    expect(words(lines)).toBe(words(await linesOf(argv)));
  });

  test('what a terminal has beyond 100 columns is left free, and one without a width has 80', async () => {
    const wide = await linesOf(['lint', '--help'], { isTerminal: true, columns: 200 });
    expect(wide).toEqual(await linesOf(['lint', '--help'], { isTerminal: true, columns: 100 }));
    expect(Math.max(...wide.map((line) => line.length))).toBeGreaterThan(90);
    expect(await linesOf(['--help'], { isTerminal: true, columns: 0 })).toEqual(await linesOf(['--help']));
  });

  test.each([...RULES, ...INPUT_RULES].map(({ id }) => [id]))('for plimsoll explain %s in 60', async (id) => {
    const lines = await linesOf(['explain', id], { isTerminal: true, columns: 60, environment: { NO_COLOR: '1' } });
    // Examples, URLs and words are not broken.
    const isWhole = (line: string): boolean => /^ {4}|^[-\s]*(?:[\d.]+ )?\S+$/.test(line);
    expect(lines.filter((line) => line.length > 60 && !isWhole(line))).toEqual([]);
  });

  test.each([
    [['rules']],
    [['rules', '--preset', 'all']],
    [['explain', '5.4']],
    [['--format', 'cis', 'compose.yaml']],
    [['--statistics', 'compose.yaml']],
  ])('for plimsoll %j on a terminal', async (argv) => {
    const lines = await linesOf(argv, { isTerminal: true, columns: 80, environment: { NO_COLOR: '1' } });
    // Examples and URLs are not broken.
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
