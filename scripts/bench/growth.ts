import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Command, measure, readNode } from './measure.ts';
import type { Row, Section } from './report.ts';
import { type BenchSetting, plimsollArgs } from './setting.ts';
import { SHAPES } from './shapes.ts';
import { systemCalls } from './system-calls.ts';

const SIZES = [250, 500, 1_000, 2_000] as const;
const [, , HALF, LARGEST] = SIZES;

/** One growing file or directory: checks that twice as much takes twice the time. */
export function measureGrowth(setting: BenchSetting): Section {
  const notes: string[] = [];
  const rows = SHAPES.map((shape): Row => {
    const folder = join(setting.scratch, 'growth');
    mkdirSync(folder, { recursive: true });
    const { scale = 1 } = shape;
    // Long runs need no rounds.
    const rounds = scale > 1 ? { rounds: 1 } : {};
    const run = (size: number): Command => {
      const count = Math.ceil(size * scale);
      if ('tree' in shape) {
        const top = join(folder, `${SHAPES.indexOf(shape)}-${count}`);
        writeTree(top, shape.tree(count));
        shape.prepare?.(top);
        return { args: plimsollArgs(setting, '--format=text', ...(shape.args ?? []), '.'), cwd: top, ...rounds };
      }
      const path = join(folder, `${count}.${shape.ending}`);
      writeFileSync(path, shape.text(count));
      return { args: plimsollArgs(setting, '--format=text', path), cwd: folder, ...rounds };
    };
    const commands = Object.fromEntries([
      ['node -e 0', { args: ['-e', '0'], cwd: folder }],
      ...[1, ...SIZES].map((size) => [String(size), run(size)] as const),
    ]);
    const { ratio, combined } = measure(commands, {
      rounds: setting.isQuick ? 1 : 3,
      scratch: setting.scratch,
      hasUsage: true,
    });
    const limit = limitMet(commands[LARGEST]);
    if (limit !== undefined) notes.push(`${shape.what}: plimsoll has a limit, which ${LARGEST * scale} meet. ${limit}`);
    // Without the time of a run with a single item.
    const doubling = combined('work', (of) => (of(String(LARGEST)) - of('1')) / (of(String(HALF)) - of('1')));
    return {
      what: scale === 1 ? shape.what : `${shape.what}, ${scale} times as many`,
      ratios: [
        ...SIZES.map((size) => ratio('work', String(size), 'node -e 0')),
        limit === undefined ? doubling : 'a limit',
      ],
    };
  });
  return {
    title: 'Growth',
    about:
      "One file or directory that holds so many of these, `--format text`; the processor's time for whole runs. The last column is the growth from the last doubling, start-up taken off: 2 is linear.",
    columns: [
      ...SIZES.map((size) => `${size.toLocaleString('en')}, \`node -e 0\` = 1`),
      `${LARGEST.toLocaleString('en')} ÷ ${HALF.toLocaleString('en')}`,
    ],
    rows,
    notes: [...notes, systemCalls(setting)],
  };
}

function writeTree(top: string, tree: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
}

/** plimsoll's message about a limit, if it was reached. */
function limitMet(command: Command | undefined): string | undefined {
  if (command === undefined) return undefined;
  return /: error syntax\/limit (.*)$/m.exec(readNode(command.args, command.cwd))?.[1];
}
