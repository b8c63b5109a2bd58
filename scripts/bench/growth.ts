import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Command, measure, readNode } from './measure.ts';
import type { Row, Section } from './report.ts';
import { type BenchSetting, plimsollArgs } from './setting.ts';
import { SHAPES } from './shapes.ts';

const SIZES = [10, 100, 1_000, 10_000] as const;

/** One growing file: checks that the time per item stays constant. */
export function measureGrowth(setting: BenchSetting): Section {
  const sizes = setting.isQuick ? SIZES.slice(0, 3) : SIZES;
  const largest = sizes.at(-1) ?? 0;
  const notes: string[] = [];
  const rows = SHAPES.map((shape): Row => {
    const folder = join(setting.scratch, 'growth');
    mkdirSync(folder, { recursive: true });
    const run = (count: number): Command => {
      if ('tree' in shape) {
        const top = join(folder, `${SHAPES.indexOf(shape)}-${count}`);
        writeTree(top, shape.tree(count));
        shape.prepare?.(top);
        return { args: plimsollArgs(setting, '--format=text', ...(shape.args ?? []), '.'), cwd: top };
      }
      const path = join(folder, `${count}.${shape.ending}`);
      writeFileSync(path, shape.text(count));
      return { args: plimsollArgs(setting, '--format=text', path), cwd: folder };
    };
    const commands = Object.fromEntries([
      ['node -e 0', { args: ['-e', '0'], cwd: folder }],
      ...[1, ...sizes].map((count) => [String(count), run(count)] as const),
    ]);
    const { ratio, combined } = measure(commands, {
      rounds: setting.isQuick ? 2 : 3,
      scratch: setting.scratch,
      hasUsage: true,
    });
    const limit = limitMet(commands[largest]);
    if (limit !== undefined) notes.push(`${shape.what}: plimsoll has a limit, which ${largest} meet. ${limit}`);
    // Without the time of a run with a single item.
    const perItem = combined(
      'work',
      (of) => (of(String(largest)) - of('1')) / (of(String(largest / 10)) - of('1')) / 10,
    );
    return {
      what: shape.what,
      ratios: [
        ...sizes.map((size) => ratio('work', String(size), 'node -e 0')),
        limit === undefined ? perItem : 'a limit',
      ],
    };
  });
  const [few, many] = [largest / 10, largest].map((count) => count.toLocaleString('en'));
  return {
    title: 'Growth',
    about:
      "One file or directory that holds so many of these, `--format text`; the processor's time for whole runs. The last column is the time for each of the many over the time for each of the few, start-up taken off: 1 or less is linear growth.",
    columns: [
      ...sizes.map((size) => `${size.toLocaleString('en')}, \`node -e 0\` = 1`),
      `each of ${many ?? ''}, each of ${few ?? ''} = 1`,
    ],
    rows,
    notes,
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
