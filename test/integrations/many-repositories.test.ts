import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { parse } from 'yaml';
import { PAGES, ROOT } from '../docs/markdown.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt, stringAt } from '../engine/json.ts';
import { pack } from './package.ts';
import { type Result, requireProgram, run, temporaryFolder } from './programs.ts';

/** The example of docs/many-repositories.md, with its files and commands as shown. */
const folder = temporaryFolder('many-repositories');
const [work, home, bin, temp] = ['work', 'home', 'bin', 'temp'].map((name) => join(folder.path, name)) as [
  string,
  string,
  string,
  string,
];
const [policy, shop] = [join(work, 'policy'), join(work, 'shop')];
const blocks = PAGES.find(({ path }) => path === 'docs/many-repositories.md')?.blocks ?? [];
const COMMANDS = blocks.filter(({ language }) => language === 'bash').map(({ lines }) => lines.join('\n'));

let tarball = '';
/** Replaces unpublished packages and URLs with local copies. */
const local = (text: string): string =>
  text
    .replaceAll('https://git.acme.example/policy.git', `file://${policy}`)
    .replaceAll(/(?<= )plimsoll@\d[\w.]*/g, tarball)
    .replaceAll('@acme/plimsoll-policy@1.0.0', join(policy, 'acme-plimsoll-policy-1.0.0.tgz'));

const env = {
  HOME: home,
  PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  PLIMSOLL_POLICY: undefined,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Somebody',
  GIT_AUTHOR_EMAIL: 'somebody@example.com',
  GIT_COMMITTER_NAME: 'Somebody',
  GIT_COMMITTER_EMAIL: 'somebody@example.com',
  PRE_COMMIT_HOME: join(folder.path, 'pre-commit'),
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};
const sh = (script: string, cwd = work, more: Readonly<Record<string, string>> = {}): Result =>
  run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', local(script)], {
    cwd,
    env: { ...env, ...more },
    timeout: 170_000,
  });
const passes = (script: string, cwd = work): string => {
  const { code, stdout, stderr } = sh(script, cwd);
  expect({ script, code, stderr: code === 0 ? '' : stdout + stderr }).toEqual({ script, code: 0, stderr: '' });
  return stdout;
};
const commandWith = (text: string): string => {
  const found = COMMANDS.find((each) => each.includes(text));
  if (found === undefined) throw new Error(`The page has no command with ${text}`);
  return found;
};
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
};
const results = (): readonly JsonObject[] => {
  const log: unknown = JSON.parse(readFileSync(join(shop, 'plimsoll.sarif'), 'utf8'));
  return objectsAt(objectsAt(isJsonObject(log) ? log : {}, 'runs')[0] ?? {}, 'results');
};

const SHOP = `services:
  agent:
    image: nginx:1.27
    labels: { com.acme.owner: core }
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
  old:
    image: nginx:1.27
    labels: { com.acme.owner: core }
    pid: host
`;

beforeAll(() => {
  for (const path of [work, home, bin, temp]) mkdirSync(path, { recursive: true });
  ({ tarball } = pack(folder.path));
  for (const { title, lines } of blocks)
    if (/^(?:policy|shop)\/\S+$/.test(title))
      write(title, `${lines.join('\n').replace('"plimsoll": ">=0.1"', `"plimsoll": "file:${tarball}"`)}\n`);
  write('shop/package.json', '{ "name": "shop", "private": true }\n');
  write('shop/.gitignore', 'node_modules\nplimsoll.sarif\n');
  write('shop/compose.yaml', SHOP);
  writeFileSync(
    join(bin, 'plimsoll'),
    `#!/bin/sh\nexec node '${join(policy, 'node_modules/plimsoll/dist/plimsoll.cjs')}' "$@"\n`,
    { mode: 0o755 },
  );
  passes(commandWith('npm pack'));
  for (const [path, after] of [
    [policy, 'git tag v1.0.0'],
    [shop, 'git update-ref refs/remotes/origin/main HEAD'],
  ] as const) {
    if (path === shop) passes(commandWith('--save-dev'));
    passes(
      `git init --quiet --initial-branch main; printf 'node_modules\\n' > .git/info/exclude; git add --all; git commit --quiet --message first; ${after}`,
      path,
    );
  }
}, 180_000);
afterAll(() => {
  folder.remove();
});

test('each command of the page is one that these tests run', () => {
  expect(COMMANDS).toHaveLength(5);
});

test('the custom rule keeps its test, and the package has what others need', () => {
  expect(passes('npm test --silent', policy)).toContain('1 rule, 1 file, 1 expectation: all as expected');
  expect(passes('tar -tzf acme-plimsoll-policy-1.0.0.tgz', policy).trim().split('\n').sort()).toEqual([
    'package/.plimsoll.yaml',
    'package/floor.yaml',
    'package/package.json',
  ]);
});

test('the exception of a repository is one that the floor accepts, and only with a ticket', () => {
  const { code, stdout } = sh('npx --no -- plimsoll --format text --policy=@acme/plimsoll-policy/floor.yaml', shop);
  expect(stdout).toContain('host-pid-namespace');
  expect(stdout).not.toContain('docker-socket-mount');
  expect(code).toBe(1);
  const config = readFileSync(join(shop, '.plimsoll.yaml'), 'utf8');
  writeFileSync(join(shop, '.plimsoll.yaml'), config.replace('    ticket: OPS-12\n', ''));
  expect(sh('npx --no -- plimsoll --policy=@acme/plimsoll-policy/floor.yaml', shop)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ticket') as string,
  });
  writeFileSync(join(shop, '.plimsoll.yaml'), `${config}rules: { privileged-container: off }\n`);
  expect(sh('npx --no -- plimsoll --policy=@acme/plimsoll-policy/floor.yaml', shop)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('privileged-container') as string,
  });
  writeFileSync(join(shop, '.plimsoll.yaml'), config);
});

test('the hook stops what the floor forbids', (context: TestContext) => {
  requireProgram('pre-commit', context);
  const commit = (text: string): Result => {
    write('shop/compose.yaml', text);
    return sh('git add compose.yaml && pre-commit run', shop);
  };
  expect(commit(SHOP.replace('    pid: host\n', '    privileged: true\n'))).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('privileged-container') as string,
  });
  expect(commit(SHOP.replace('    pid: host\n', ''))).toMatchObject({ code: 0 });
  write('shop/compose.yaml', SHOP);
  passes('git reset --quiet', shop);
});

test('the workflow counts what a pull request adds, and uploads no more', () => {
  const workflow = blocks.find(({ title }) => title === 'shop/.github/workflows/plimsoll.yml')?.lines.join('\n') ?? '';
  const parsed: unknown = parse(workflow);
  const steps = objectsAt(objectAt(objectAt(isJsonObject(parsed) ? parsed : {}, 'jobs'), 'lint'), 'steps');
  const contexts: Readonly<Record<string, string>> = { 'runner.temp': temp, 'github.base_ref': 'main' };
  const expand = (text: string): string =>
    text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => contexts[name] ?? '');
  write(
    'shop/compose.yaml',
    `${SHOP}  new:\n    image: nginx:1.27\n    labels: { com.acme.owner: core }\n    ipc: host\n`,
  );
  for (const step of steps) {
    if (stringAt(step, 'run') === '') continue;
    passes(stringAt(step, 'run'), expand(stringAt(step, 'working-directory')) || shop);
  }
  const given = objectAt(steps.at(-1) ?? {}, 'with');
  const action: unknown = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  const lint =
    objectsAt(objectAt(isJsonObject(action) ? action : {}, 'runs'), 'steps').find(({ id }) => id === 'lint') ?? {};
  const inputs = objectAt(isJsonObject(action) ? action : {}, 'inputs');
  const ownEnv = Object.fromEntries(
    Object.entries(objectAt(lint, 'env')).map(([key, value]) => {
      const [, input] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(String(value)) ?? [];
      if (input === undefined) return [key, join(policy, 'node_modules/plimsoll/dist/plimsoll.cjs')];
      return [key, expand(String(given[input] ?? objectAt(inputs, input)['default']))];
    }),
  );
  const files = { GITHUB_STEP_SUMMARY: join(temp, 'summary'), GITHUB_OUTPUT: join(temp, 'output') };
  const github = { GITHUB_WORKSPACE: shop, RUNNER_TEMP: temp, ...files };
  const { code, stdout } = sh(stringAt(lint, 'run'), shop, { ...github, ...ownEnv });
  expect(stdout).toContain('title=host-ipc-namespace');
  expect(stdout).not.toContain('title=host-pid-namespace');
  expect(code).toBe(1);
  expect(readFileSync(files.GITHUB_OUTPUT, 'utf8')).toBe('exit-code=1\n');
  const rules = results().map((result) => stringAt(result, 'ruleId'));
  expect(rules).toContain('host-ipc-namespace');
  expect(rules).not.toContain('host-pid-namespace');
  expect(rules).not.toContain('docker-socket-mount');
  expect(stringAt(given, 'upload') || String(given['upload'])).toBe('true');
  write('shop/compose.yaml', SHOP);
});

test('a repository without Node.js needs no configuration', () => {
  passes('git rm --quiet .plimsoll.yaml && git commit --quiet --message other', shop);
  passes('git update-ref refs/remotes/origin/main HEAD', shop);
  write('shop/compose.yaml', `${SHOP}  new:\n    image: nginx:1.27\n`);
  const { code, stdout, stderr } = sh(commandWith('git clone'));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('acme/owner-label');
  expect(stdout).not.toContain('host-pid-namespace');
  const [image = ''] = /plimsoll:\d\S* .*/.exec(commandWith('docker run')) ?? [];
  const program = image.replace(/^\S+/, 'plimsoll --format text').replace('/policy/', `${home}/plimsoll-policy/`);
  expect(sh(program, shop).stdout).toContain('docker-socket-mount');
  expect(sh(commandWith('--format html')).code).toBe(1);
  expect(readFileSync(join(work, 'report.html'), 'utf8')).toContain('docker-socket-mount');
});
