import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../docs/markdown.ts';
import { blocksIn, shown, UNTRUSTED_PAGE, valueAt } from './docs.ts';
import { copyInstallable } from './package.ts';
import { isInstalled, type Result, requireProgram, run, temporaryFolder } from './programs.ts';

const PRIVILEGED = 'services: {web: {image: "i:1", privileged: true}}\n';
const RUNS = 'require("node:fs").writeFileSync(require("node:path").join(__dirname, "evil-ran"), "");\n';

/**
 * A change with every trick. Each file in `HIDDEN` has a privileged container, or something unread.
 */
const CHANGE: Readonly<Record<string, string>> = {
  '.plimsoll.yaml': 'rules: {privileged-container: off}\nignores: ["**"]\n',
  '.plimsoll-baseline.json': '{}',
  '.plimsollcache': '# plimsoll cache 7: made by plimsoll --cache, and safe to remove.\n',
  '.gitignore': '*\n',
  '.pre-commit-config.yaml': 'repos: []\n',
  '.npmrc': 'registry=http://localhost:1/\nnode-options=--require ./evil.cjs\nscript-shell=./evil.sh\nprefix=.\n',
  'package.json': '{"scripts": {"preinstall": "touch evil-ran"}, "dependencies": {"plimsoll": "file:evil"}}',
  'package-lock.json': '{"lockfileVersion": 3}',
  'bin/plimsoll': '#!/bin/sh\ntouch evil-ran\n',
  'evil.sh': '#!/bin/sh\ntouch evil-ran\n',
  'bunfig.toml': 'preload = ["./evil.cjs"]\n',
  '.node-version': '0.10\n',
  '.plimsoll.json': '{"ignores": ["**"]}',
  '--rulesdir=.': '',
  '--no-ignore': '',
  '-q': '',
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

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly exclude: string;
}

function hooksOf(manifest: string): readonly Hook[] {
  return parse(manifest) as readonly Hook[];
}

/** The real programs, configured as in docs/untrusted-changes.md, on a hostile change. */
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
    start('git', ['init', '--quiet'], change);
    start('git', ['commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'base'], change);
    start('git', ['update-ref', 'refs/remotes/origin/main', 'HEAD'], change);
    commit(change ?? '', { ...CHANGE, ...HIDDEN });
    for (const name of ['node_modules/.bin/plimsoll', 'bin/plimsoll', 'evil.sh'])
      chmodSync(join(change ?? '', name), 0o755);
    // Reading the project's variables must not block on a named pipe.
    start('mkfifo', ['.env'], change);
    start('ln', ['-s', '../trusted', 'linked'], change);
    start('ln', ['-s', '/etc/passwd', 'linked.yaml'], change);
    start('git', ['add', '--force', 'linked', 'linked.yaml'], change);
  });
  afterAll(() => {
    folder.remove();
  });

  const IN_TEXT = (path: string): string => ` *${path}:\\d+:\\d+(?:: error (?:privileged-container|syntax/limit) |  )`;
  const expectAll = (
    { code, stdout, stderr }: Result,
    prefix = '',
    line = IN_TEXT,
    paths = Object.keys(HIDDEN),
  ): void => {
    const said = stdout + stderr;
    for (const path of paths)
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
    const script = String(valueAt(steps, 'jobs', 'lint', 'steps', 3, 'run'));
    expect(script).toContain('plimsoll --untrusted --strict');
    expect(valueAt(steps, 'jobs', 'lint', 'steps', 3, 'working-directory')).toBe('change');
    expectAll(start('bash', ['-e', '-c', `BASE=main; ${script}`], change));
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

  /** plimsoll installed next to the change, at a path from a page or template. */
  const installed = (): string => {
    const program = join(folder.path, 'installed/bin/plimsoll');
    if (existsSync(program)) return program;
    mkdirSync(dirname(program), { recursive: true });
    symlinkSync(join(ROOT, 'dist/plimsoll.cjs'), program);
    return program;
  };

  test('does not pass the component for GitLab with --untrusted', (context) => {
    needs(context);
    const [, job = ''] = readFileSync(join(ROOT, 'templates/plimsoll.yml'), 'utf8').split('\n---\n');
    const script = [0, 1, 2].map((index) => String(valueAt(job, 'plimsoll', 'script', index))).join('\n');
    const npm = join(folder.path, 'npm-bin');
    mkdirSync(npm);
    // The installation is at the root, away from the change.
    writeFileSync(join(npm, 'npm'), `#!/bin/sh\nprintf '%s ' "$PWD" "$@" > '${join(folder.path, 'npm-log')}'\n`, {
      mode: 0o755,
    });
    const result = run('sh', ['-e', '-c', script.replaceAll('/opt/plimsoll/bin/plimsoll', `'${installed()}'`)], {
      cwd: change ?? '',
      env: {
        ...env,
        PATH: `${npm}:${process.env['PATH'] ?? ''}`,
        CI_PROJECT_DIR: change,
        PLIMSOLL_VERSION: '0.1.0',
        PLIMSOLL_PATHS: '.',
        PLIMSOLL_ARGS: '--untrusted',
      },
    });
    expectAll(result);
    expect(readFileSync(join(folder.path, 'npm-log'), 'utf8')).toMatch(
      /^\/ install --global --prefix \/opt\/plimsoll /,
    );
  });

  test.each(['docker run', 'the Compose service'])('does not pass the image with --untrusted, by %s', (how) => {
    if (!isInstalled('git')) return;
    const entrypoint = /^ENTRYPOINT (.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1] ?? '[]';
    const [program = '', ...words] = (JSON.parse(entrypoint) as readonly string[]).map((word) =>
      word === '/opt/plimsoll/plimsoll.cjs' ? join(ROOT, 'dist/plimsoll.cjs') : word,
    );
    const command = blocksIn('bash', 'docs/integrations.md')
      .map(({ lines }) => lines.join(' '))
      .find((text) => text.startsWith('docker run'));
    const given =
      how === 'docker run'
        ? (/ plimsoll:[\d.]+ (.*)$/.exec(command ?? '')?.[1] ?? '').split(' ')
        : (valueAt(shown('compose.lint.yaml'), 'services', 'plimsoll', 'command') as readonly string[]);
    expect(given).toEqual(['--fail-on', 'warning']);
    expectAll(start(program, [...words, ...given, '--format', 'text', '--untrusted'], change));
  });

  test('does not pass the command for any other CI with --untrusted', (context) => {
    needs(context);
    const command = blocksIn('sh', 'docs/integrations.md')
      .flatMap(({ lines }) => lines)
      .find((line) => line.includes('--format junit='));
    expect(command).toMatch(/^npx plimsoll /);
    symlinkSync(join(folder.path, 'overwritten'), join(change ?? '', 'plimsoll.xml'));
    const script = `${(command ?? '').replace('npx plimsoll', `'${installed()}'`)} --untrusted`;
    expectAll(start('bash', ['-e', '-c', script], change));
    expect(existsSync(join(folder.path, 'overwritten'))).toBe(false);
  });

  test.each([
    ['a folder that is a link', 'json=linked/report.json', 'linked', '../trusted'],
    ['a folder below one', 'json=linked/reports/new/report.json', 'linked', '../trusted'],
    ['a link to what is no file', 'json=device.json', 'device.json', '/dev/full'],
  ])('cannot send a report elsewhere: %s', (_, format, name, target) => {
    if (!isInstalled('git')) return;
    const from = join(change ?? '', name);
    if (!existsSync(from)) symlinkSync(target, from);
    const argv = ['--untrusted', `--format=${format}`];
    const { code, stderr } = start(installed(), argv, change);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--untrusted doesn't write through")]);
    expect(readdirSync(trusted ?? '')).not.toContain('report.json');
    // Also from above, and not where only the change's directory is a link.
    const above = start(installed(), ['--untrusted', `--format=${format.replace('=', '=change/')}`, 'change']);
    expect(above.stderr).toContain("--untrusted doesn't write through");
    if (!existsSync(join(folder.path, 'by-link'))) symlinkSync('change', join(folder.path, 'by-link'));
    const outside = start(installed(), ['--untrusted', '--format=json=by-link/own.json', 'by-link']);
    expect(outside.stderr).not.toContain('writes nothing');
  });

  test('does not pass a hook of Git that gives names as docs/integrations.md says', (context) => {
    needs(context);
    const script = `git ls-files -z | sed -z 's|^|./|' | xargs -0 '${installed()}' --untrusted --quiet --`;
    const result = start('bash', ['-e', '-o', 'pipefail', '-c', script], change);
    // The exit code of xargs if its command exits with 1 to 125.
    expect(result.code).toBe(123);
    expectAll({ ...result, code: 1 });
  });

  test.each(hooksOf(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')))(
    'runs nothing by the hook $id, and has no name that ends it or changes what it does',
    ({ entry, args, exclude }) => {
      if (!isInstalled('git')) return;
      const names = start('git', ['ls-files', '-z'], change)
        .stdout.split('\0')
        .filter((name) => name !== '' && !new RegExp(exclude).test(name));
      expect(entry).toBe('plimsoll');
      // The change may define projects; exclusions by its configuration aren't tested here.
      const own = ['--no-config', '--no-ignore'];
      const result = start(installed(), [...own, ...args.filter((word) => word !== '--fix'), ...names], change);
      // Beyond a limit fails only with --untrusted.
      const alone = Object.keys(HIDDEN).filter((path) => !['compose.yaml', 'over/a.yaml', 'deploy.sh'].includes(path));
      expectAll(result, '', IN_TEXT, alone);
    },
  );

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
    // Everything in the change is new, and there is no branch to compare with.
    const script = command.replace('--from-ref origin/main --to-ref HEAD', '--all-files');
    expectAll(start('bash', ['-e', '-c', `cd change && ${script}`]));
  });
});

/** Each documented way to run plimsoll withstands such a change. */
test.each(['pre-commit', 'GitHub Actions', 'GitLab', 'Other CI systems', 'MegaLinter', 'Docker'])(
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
