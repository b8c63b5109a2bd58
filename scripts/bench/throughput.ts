import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyCorpus, generateCorpus } from './corpus.ts';
import { installDclint } from './dclint.ts';
import { type Command, measure } from './measure.ts';
import { parseAloneModule } from './parse-alone.ts';
import type { Section } from './report.ts';
import { type BenchSetting, plimsollArgs, standaloneCommands } from './setting.ts';

const FILES = 1_100;

/** Finds compose-lint, a Python tool that is not installed automatically. */
function findComposeLint(): { readonly version: string } | { readonly why: string } {
  const { status, stdout } = spawnSync('compose-lint', ['--version'], { encoding: 'utf8' });
  return status === 0
    ? { version: stdout.trim() }
    : { why: 'compose-lint is not installed (`pip install compose-lint`), so it was not measured.' };
}

/**
 * Many Compose files, from a user's directory or generated: plimsoll, the YAML parser alone, and
 * other linters.
 */
export function measureThroughput(setting: BenchSetting, given: string | undefined): Section {
  const folder = join(setting.scratch, 'corpus');
  const { files, size } =
    given === undefined ? generateCorpus(folder, setting.isQuick ? FILES / 10 : FILES) : copyCorpus(given, folder);
  const [list, alone] = [join(setting.scratch, 'files.json'), join(setting.scratch, 'parse-alone.mjs')];
  writeFileSync(list, JSON.stringify(files));
  writeFileSync(alone, parseAloneModule(list));

  const run = (...args: readonly string[]): Command => ({ args: plimsollArgs(setting, ...args, '.'), cwd: folder });
  const dclint = installDclint();
  const composeLint = findComposeLint();
  const yaml = '`yaml` alone: `parseDocument` for each file';
  const commands: Readonly<Record<string, Command>> = {
    [yaml]: { args: [alone], cwd: folder },
    plimsoll: run('--format=text'),
    'plimsoll, `--format json`': run('--format=json'),
    'plimsoll, `--format sarif`': run('--format=sarif'),
    ...standaloneCommands(setting, folder, { plimsoll: ['--format=text', '.'] }),
    ...('why' in dclint
      ? {}
      : { dclint: { args: [dclint.command, '--recursive', '--quiet', '.'], cwd: folder, rounds: 1 } }),
    ...Object.fromEntries(
      ('why' in composeLint ? [] : ['text', 'sarif']).map((format) => [
        `compose-lint, \`--format ${format}\``,
        { program: 'compose-lint', args: ['check', '--format', format, ...files], cwd: folder },
      ]),
    ),
  };
  const { ratio } = measure(commands, { rounds: setting.isQuick ? 2 : 5, scratch: setting.scratch, hasUsage: true });
  return {
    title: 'Many Compose files',
    about: `${files.length} ${given === undefined ? 'generated ' : ''}Compose files, ${Math.round(size / files.length)} characters each on average; whole runs; dclint is run once, and given \`--recursive --quiet\`.`,
    columns: ['time, `yaml` alone = 1', 'processor, `yaml` alone = 1', 'time, plimsoll = 1'],
    rows: Object.keys(commands).map((what) => ({
      what,
      ratios: [ratio('time', what, yaml), ratio('work', what, yaml), ratio('time', what, 'plimsoll')],
    })),
    notes: [dclint, composeLint].flatMap((tool) => ('why' in tool ? [tool.why] : [])),
  };
}
