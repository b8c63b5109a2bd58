import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, measure } from './measure.ts';
import { parseOneScript, writeYamlAlone } from './parse-alone.ts';
import { createRandom } from './random.ts';
import type { Section } from './report.ts';
import { type BenchSetting, plimsollArgs, standaloneCommands } from './setting.ts';
import { composeText, manifestText, plainScriptText, scriptText } from './texts.ts';

/** Complete runs on minimal input, as in hooks and editors. */
export function measureStartUp(setting: BenchSetting): Section {
  const folder = join(setting.scratch, 'start-up');
  mkdirSync(folder, { recursive: true });
  const random = createRandom(1);
  const texts = {
    'compose.yaml': composeText(random),
    'dev.compose.yaml': composeText(random),
    'deploy.sh': scriptText(random),
    'test.sh': plainScriptText(random),
    'deployment.yaml': manifestText(random),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);

  const alone = join(setting.scratch, 'parse-one.cjs');
  const yaml = join(setting.scratch, 'yaml.cjs');
  writeYamlAlone(yaml);
  writeFileSync(alone, parseOneScript(yaml, join(setting.scratch, 'yaml.code')));

  const run = (...args: readonly string[]): Command => ({ args: plimsollArgs(setting, ...args), cwd: folder });
  const commands = {
    'node -e 0': { args: ['-e', '0'], cwd: folder },
    '`yaml` alone, with its compiled code kept: one Compose file parsed': {
      args: [alone, 'compose.yaml'],
      cwd: folder,
    },
    // Alone, as users call it: with other options it takes the normal path.
    '`--version`': { args: [setting.plimsoll, '--version'], cwd: folder },
    'one Compose file': run('compose.yaml'),
    'one script': run('deploy.sh'),
    'one Compose file, `--format json`': run('--format=json', 'compose.yaml'),
    'one Compose file, `--format sarif`': run('--format=sarif', 'compose.yaml'),
    'a hook: five files, `--quiet`': run('--quiet', ...Object.keys(texts)),
    ...standaloneCommands(setting, folder, {
      'one Compose file': ['compose.yaml'],
      'one script': ['deploy.sh'],
      'a hook: five files, `--quiet`': ['--quiet', ...Object.keys(texts)],
    }),
  };
  const options = { rounds: setting.isQuick ? 3 : 15, scratch: setting.scratch };
  const [plain, withUsage] = [measure(commands, options), measure(commands, { ...options, hasUsage: true })];
  return {
    title: 'Start-up',
    about: 'A whole run of plimsoll on one or a few small files. 1 is the time that Node.js takes to do nothing.',
    columns: ['time, `node -e 0` = 1', 'processor, `node -e 0` = 1'],
    rows: Object.keys(commands)
      .slice(1)
      .map((what) => ({
        what,
        ratios: [plain.ratio('time', what, 'node -e 0'), withUsage.ratio('work', what, 'node -e 0')],
      })),
    notes: [],
  };
}
