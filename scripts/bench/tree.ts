import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countFiles, generateTree } from './corpus.ts';
import { type Command, measure } from './measure.ts';
import type { Section } from './report.ts';
import { type BenchSetting, plimsollArgs } from './setting.ts';

const FILES = 20_000;

/**
 * A tree of many kinds of files: time and memory, against a tenth of it, and with options that
 * speed it up.
 */
export function measureTree(setting: BenchSetting): Section {
  const [whole, tenth, cache] = ['tree', 'tenth', 'cache'].map((name) => join(setting.scratch, name)) as [
    string,
    string,
    string,
  ];
  generateTree(whole, setting.isQuick ? FILES / 10 : FILES);
  generateTree(tenth, setting.isQuick ? FILES / 100 : FILES / 10);
  const count = countFiles(whole);
  const run = (cwd: string, ...args: readonly string[]): Command => ({
    args: plimsollArgs(setting, ...args, '.'),
    cwd,
  });

  const base = 'plimsoll';
  const { commands, missing } = variants(setting, (...args) => run(whole, '--format=text', ...args), cache);
  const all: Readonly<Record<string, Command>> = {
    [base]: run(whole, '--format=text'),
    'plimsoll on a tenth of the tree': run(tenth, '--format=text'),
    '`--format json`': { ...run(whole, '--format=json'), rounds: 1 },
    ...commands,
  };
  const { ratio } = measure(all, { rounds: setting.isQuick ? 2 : 3, scratch: setting.scratch, hasUsage: true });
  return {
    title: 'A large tree',
    about: `${count} generated files in ${count / 10} projects: Compose files, scripts with and without \`docker run\`, and others. Whole runs; memory is the peak that the process held.`,
    columns: ['time, plimsoll = 1', 'processor, plimsoll = 1', 'memory, plimsoll = 1'],
    rows: Object.keys(all).map((what) => ({
      what,
      ratios: [ratio('time', what, base), ratio('work', what, base), ratio('memory', what, base)],
    })),
    notes: missing,
  };
}

/** Runs with the speed options that this build has. */
function variants(
  { help }: BenchSetting,
  run: (...args: readonly string[]) => Command,
  cache: string,
): { readonly commands: Readonly<Record<string, Command>>; readonly missing: readonly string[] } {
  const workers = /--(?:workers|concurrency|jobs)\b/.exec(help)?.[0];
  const hasCache = /--cache\b/.test(help);
  const cached = (prepare: () => void): Command => ({
    ...run('--cache', '--cache-location', join(cache, 'file')),
    prepare,
  });
  const empty = (): void => {
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
  };
  const commands = {
    ...(workers === undefined
      ? {}
      : { [`\`${workers} 1\``]: run(`${workers}=1`), [`\`${workers} 2\``]: run(`${workers}=2`) }),
    // The second uses the first one's cache, in any order.
    ...(hasCache ? { '`--cache`, empty': cached(empty), '`--cache`, filled': cached(() => undefined) } : {}),
  };
  return {
    commands,
    missing: [
      ...(workers === undefined ? ['This build has no option for workers.'] : []),
      ...(hasCache ? [] : ['This build has no cache.']),
    ],
  };
}
