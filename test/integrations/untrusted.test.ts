import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { blocksIn, shown, UNTRUSTED_PAGE, valueAt } from './docs.ts';
import { copyInstallable } from './package.ts';
import { isInstalled, type Result, requireProgram, run, temporaryFolder } from './programs.ts';

const PRIVILEGED = 'services: {web: {image: "i:1", privileged: true}}\n';
const RUNS = 'require("node:fs").writeFileSync(require("node:path").join(__dirname, "evil-ran"), "");\n';

/** A change that tries everything; each of `HIDDEN` holds a container that runs privileged, or what is not read. */
const CHANGE: Readonly<Record<string, string>> = {
  '.plimsoll.yaml': 'rules: {privileged-container: off}\nignores: ["**"]\n',
  '.plimsoll-baseline.json': '{}',
  '.plimsollcache': '# plimsoll cache 7: made by plimsoll --cache, and safe to remove.\n',
  '.gitignore': '*\n',
  '.pre-commit-config.yaml': 'repos: []\n',
  '.npmrc': 'registry=http://localhost:1/\n',
  'package.json': '{"scripts": {"preinstall": "touch evil-ran"}, "dependencies": {"plimsoll": "file:evil"}}',
  'node_modules/.bin/plimsoll': '#!/bin/sh\ntouch evil-ran\n',
  'evil.cjs': RUNS,
  '--env-file=e.yaml': 'NODE_OPTIONS="--require ./evil.cjs"\n',
  'e.yaml': 'NODE_OPTIONS="--require ./evil.cjs"\n',
  '--config=x.yaml': 'rules: {privileged-container: off}\n',
  'x.yaml': 'rules: {privileged-container: off}\n',
  '--experimental-config-file=c.json': '{}\n',
  'c.json': '{"nodeOptions": {"require": ["./evil.cjs"]}}\n',
  '!**.yaml': 'services: {}\n',
  'outside/compose.yaml': 'include: [../../trusted/secret.yaml, /etc/passwd]\n',
  'compose.override.yaml': 'services: {web: {privileged: false}}\n',
  'over/.env': 'COMPOSE_FILE=a.yaml:b.yaml\n',
  'over/b.yaml': 'services: {web: {privileged: false}}\n',
};
const HIDDEN: Readonly<Record<string, string>> = {
  'compose.yaml': `# plimsoll: ignore-file[privileged-container] -- no\n${PRIVILEGED}`,
  'over/a.yaml': PRIVILEGED,
  'indented.yaml': ` ${PRIVILEGED}`,
  'braces.yaml': `{${PRIVILEGED.trim()}}\n`,
  'explicit.yaml': '? services\n: {web: {image: "i:1", privileged: true}}\n',
  'escaped.yaml': PRIVILEGED.replace('services', '"s\\x65rvices"'),
  'compose.json': '{"services":{"web":{"image":"i:1","privileged":true}}}',
  '!compose.yaml': PRIVILEGED,
  'deploy.sh': `#!/bin/sh\n${'sudo '.repeat(21)}docker run --privileged i:1\n`,
};
const SECRET = 'services: {f0reign: {image: "i:1", privileged: true}}\n';

/** The real programs, as docs/untrusted-changes.md has each of them, on a change that tries to pass. */
describe('a hostile change', () => {
  const folder = temporaryFolder('untrusted');
  const [source, trusted, change] = ['plimsoll', 'trusted', 'change'].map((name) => join(folder.path, name));
  const env = {
    ...{ GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: 'Somebody', GIT_AUTHOR_EMAIL: 'somebody@example.com' },
    ...{ GIT_COMMITTER_NAME: 'Somebody', GIT_COMMITTER_EMAIL: 'somebody@example.com' },
    PRE_COMMIT_HOME: join(folder.path, 'home'),
    npm_config_prefer_offline: 'true',
  };
  const start = (program: string, argv: readonly string[], cwd = folder.path): Result =>
    run(program, argv, { cwd, env, timeout: 280_000 });
  const commit = (where: string, files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(where, name)), { recursive: true });
      writeFileSync(join(where, name), text);
    }
    start('git', ['init', '--quiet'], where);
    start('git', ['add', '--force', '--all'], where);
    start('git', ['commit', '--quiet', '--no-verify', '-m', 'all'], where);
  };
  const needs = (context: TestContext, ...programs: readonly string[]): void => {
    for (const program of ['git', ...programs]) requireProgram(program, context);
  };

  beforeAll(() => {
    if (!isInstalled('git')) return;
    mkdirSync(trusted ?? '', { recursive: true });
    mkdirSync(change ?? '', { recursive: true });
    commit(trusted ?? '', { '.plimsoll.yaml': 'rules: {unpinned-image: off}\n', 'secret.yaml': SECRET });
    commit(change ?? '', { ...CHANGE, ...HIDDEN });
    chmodSync(join(change ?? '', 'node_modules/.bin/plimsoll'), 0o755);
  });
  afterAll(() => {
    folder.remove();
  });

  const IN_TEXT = (path: string): string => `${path}:\\d+:\\d+: error (?:privileged-container|syntax/limit) `;
  const expectAll = ({ code, stdout, stderr }: Result, prefix = '', line = IN_TEXT): void => {
    const said = stdout + stderr;
    for (const path of Object.keys(HIDDEN))
      expect(said).toMatch(new RegExp(`^${line((prefix + path).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))}`, 'm'));
    expect(said).not.toMatch(/f0reign|root:/);
    expect(code === 1 || code === 2).toBe(true);
    for (const place of [change ?? '', trusted ?? '', folder.path])
      expect(readdirSync(place)).not.toContain('evil-ran');
  };

  test('does not pass the workflow', (context) => {
    needs(context);
    const bin = join(trusted ?? '', 'node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    if (!existsSync(join(bin, 'plimsoll'))) symlinkSync(join(ROOT, 'dist/plimsoll.cjs'), join(bin, 'plimsoll'));
    const steps = shown('.github/workflows/changes.yml', UNTRUSTED_PAGE);
    const script = String(valueAt(steps, 'jobs', 'lint', 'steps', 2, 'run')).replace(/^npm ci$/m, ':');
    expect(script).toContain('plimsoll --untrusted');
    expectAll(start('bash', ['-e', '-c', script]), '../change/');
  });

  test('does not pass the action', (context) => {
    needs(context);
    const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');
    const step = shown('.github/workflows/changes.yml, with the action', UNTRUSTED_PAGE);
    const at = (yaml: string, ...keys: readonly (string | number)[]): ReadonlyMap<string, unknown> =>
      new Map(Object.entries(valueAt(yaml, ...keys) ?? {}));
    const [given, inputs] = [at(step, 0, 'with'), at(action, 'inputs')];
    const env = [...at(action, 'runs', 'steps', 1, 'env')].map(([name, value]) => {
      const input = /inputs\.([\w-]+)/.exec(String(value))?.[1] ?? '';
      const text = given.get(input) ?? valueAt(action, 'inputs', input, 'default');
      return [name, String(text).replace('${{ runner.temp }}', folder.path)] as const;
    });
    expect([...given.keys()].filter((name) => !inputs.has(name))).toEqual([]);
    const program = join(ROOT, 'dist/plimsoll.cjs');
    symlinkSync(join(folder.path, 'overwritten'), join(change ?? '', 'plimsoll.sarif'));
    const result = run('bash', ['-eo', 'pipefail', '-c', String(valueAt(action, 'runs', 'steps', 1, 'run'))], {
      cwd: folder.path,
      env: {
        ...Object.fromEntries(env),
        PLIMSOLL_PROGRAM: program,
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_STEP_SUMMARY: join(folder.path, 'summary'),
        GITHUB_OUTPUT: join(folder.path, 'output'),
        RUNNER_TEMP: folder.path,
      },
    });
    expectAll(
      result,
      'change/',
      (path) => `::error file=${path},line=\\d+,.*title=(?:privileged-container|syntax/limit)[ :]`,
    );
    expect(existsSync(join(folder.path, 'plimsoll.sarif'))).toBe(true);
    expect(existsSync(join(folder.path, 'overwritten'))).toBe(false);
  });

  test('does not pass the hook for pre-commit', { timeout: 300_000 }, (context) => {
    needs(context, 'pre-commit');
    copyInstallable(source ?? '');
    commit(source ?? '', {});
    const rev = start('git', ['rev-parse', 'HEAD'], source).stdout.trim();
    const name = '.pre-commit-config.untrusted.yaml';
    const config = shown(name, UNTRUSTED_PAGE)
      .replace(/(?<=repo: ).*/, source ?? '')
      .replace(/(?<=rev: ).*/, rev);
    writeFileSync(join(trusted ?? '', name), config);
    const [command = ''] = blocksIn('bash', UNTRUSTED_PAGE).flatMap(({ lines }) =>
      lines.filter((line) => line.startsWith('pre-commit ')),
    );
    expect(command).toContain(`--config ../trusted/${name} --from-ref origin/main --to-ref HEAD`);
    // All that the change has is new, and there is no other branch to compare it with.
    const script = command.replace('--from-ref origin/main --to-ref HEAD', '--all-files');
    expectAll(start('bash', ['-e', '-c', `cd change && ${script}`]));
  });
});

/** Each way to run plimsoll that a page shows says whether it holds against such a change. */
test.each(['pre-commit', 'GitHub', 'GitLab', 'Any other CI', 'Docker'])(
  'the section %s of docs/integrations.md names the page about changes of others',
  (title) => {
    const text = readFileSync(join(ROOT, 'docs/integrations.md'), 'utf8');
    const section = text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${title}\n`));
    expect(section).toMatch(/\]\(untrusted-changes\.md/);
  },
);

test('so does the README, after its hook', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(text.slice(text.indexOf('- id: plimsoll'), text.indexOf('## Use'))).toContain('(docs/untrusted-changes.md)');
});
