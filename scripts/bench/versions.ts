import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installNode, SUPPORTED } from '../nodes.ts';
import { copyCorpus, generateCorpus } from './corpus.ts';
import { type Command, measure, readProgram } from './measure.ts';
import { parseAloneModule } from './parse-alone.ts';
import { createRandom } from './random.ts';
import type { Row, Section } from './report.ts';
import { type BenchSetting, plimsollArgs, standaloneCommands } from './setting.ts';
import { composeText } from './texts.ts';

const FILES = 500;

/** One Compose file and many, on each supported Node.js version and in the executable. */
export function measureVersions(setting: BenchSetting, given: string | undefined): Section {
  const [single, many, nodes] = ['single', 'many', 'nodes'].map((name) => join(setting.scratch, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [single, nodes]) mkdirSync(folder);
  writeFileSync(join(single, 'compose.yaml'), composeText(createRandom(1)));
  const { files } =
    given === undefined ? generateCorpus(many, setting.isQuick ? FILES / 10 : FILES) : copyCorpus(given, many);
  const [list, alone] = [join(setting.scratch, 'many.json'), join(setting.scratch, 'parse-many.mjs')];
  writeFileSync(list, JSON.stringify(files));
  writeFileSync(alone, parseAloneModule(list));

  const versions = SUPPORTED.map((version) => {
    const node = installNode(version, nodes);
    return { node, name: `Node.js ${readProgram(node, ['--version'], single).trim().slice(1)}` };
  });
  const commands: Record<string, Command> = {};
  for (const { node, name } of versions) {
    const program = { node };
    commands[`${name}: nothing`] = { program, args: ['-e', '0'], cwd: single };
    commands[`${name}: one`] = { program, args: plimsollArgs(setting, 'compose.yaml'), cwd: single };
    commands[`${name}: yaml`] = { program, args: [alone], cwd: many };
    commands[`${name}: many`] = { program, args: plimsollArgs(setting, '--format=text', '.'), cwd: many };
  }
  Object.assign(
    commands,
    standaloneCommands(setting, single, { one: ['compose.yaml'] }),
    standaloneCommands(setting, many, { many: ['--format=text', '.'] }),
  );
  const { ratio } = measure(commands, { rounds: setting.isQuick ? 2 : 9, scratch: setting.scratch, hasUsage: true });

  const first = versions[0]?.name ?? '';
  const row = (what: string, base: string): Row => ({
    what,
    ratios: [
      ratio('work', `${what}: one`, `${base}: nothing`),
      ratio('time', `${what}: many`, `${base}: yaml`),
      ratio('work', `${what}: many`, `${base}: yaml`),
      ratio('work', `${what}: many`, `${first}: many`),
    ],
  });
  const executable = 'the executable';
  const newest = versions.at(-1)?.name ?? '';
  return {
    title: 'Versions of Node.js',
    about: `Whole runs on one Compose file, and on ${files.length} ${given === undefined ? 'generated ' : ''}ones. \`node -e 0\` and \`yaml\` alone are run with the same version${setting.standalone === undefined ? '' : `, for the executable with ${newest}`}.`,
    columns: [
      'one file, processor, `node -e 0` = 1',
      `${files.length} files, time, \`yaml\` alone = 1`,
      `${files.length} files, processor, \`yaml\` alone = 1`,
      `${files.length} files, processor, ${first} = 1`,
    ],
    rows: [
      ...versions.map(({ name }) => row(name, name)),
      ...(setting.standalone === undefined ? [] : [row(executable, newest)]),
    ],
    notes: [],
  };
}
