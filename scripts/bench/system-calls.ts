import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchSetting, plimsollArgs } from './setting.ts';

const DIRECTORIES = 1_000;

/**
 * The number of filesystem calls, without those of Node.js, for directories with one Compose file
 * each.
 */
export function systemCalls(setting: BenchSetting): string {
  const folder = join(setting.scratch, 'directories');
  for (let index = 0; index < DIRECTORIES; index += 1) {
    mkdirSync(join(folder, `project${index}`), { recursive: true });
    writeFileSync(join(folder, `project${index}/compose.yaml`), 'services: { web: { image: "nginx:1.27" } }\n');
  }
  const calls = (args: readonly string[]): ReadonlyMap<string, number> => {
    const { status, stderr } = spawnSync(
      'strace',
      ['-f', '-c', '-U', 'calls,name', '-e', 'trace=%file,getdents64,read', process.execPath, ...args],
      { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
    );
    if (status !== 0) return new Map();
    const rows = stderr.matchAll(/^ *(\d+) +(\w+)$/gm);
    return new Map(Array.from(rows, ([, count, name = '']) => [name, Number(count)]));
  };
  const [nothing, all] = [calls(['-e', '0']), calls(plimsollArgs(setting, '--format=text', '--concurrency=1', '.'))];
  if (all.size === 0) return 'strace is not installed, so system calls were not counted.';
  const counts = Array.from(all, ([name, count]) => ({ name, count: count - (nothing.get(name) ?? 0) }))
    .filter(({ name, count }) => name !== 'total' && count >= DIRECTORIES / 10)
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${count} ${name}`);
  return `System calls for ${DIRECTORIES} directories of one Compose file each: ${counts.join(', ')}.`;
}
