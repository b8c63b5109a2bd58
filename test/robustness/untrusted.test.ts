import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { rewriteFile } from '../../src/cli/output/rewrite-file.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { isInstalled, requireProgram, run } from '../integrations/programs.ts';
import { createMemoryIo } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const PRIVILEGED = 'services: {web: {image: "i:1", privileged: true}}\n';
const NOT_PRIVILEGED = 'services: {web: {privileged: false}}\n';
const CLEAN = 'services: {web: {image: "i:1"}}\n';
/** The error in one of these files that fails the run. */
const FOUND = /: error (?:privileged-container|syntax\/limit) /;

let root = '';
beforeEach((context) => {
  requireProgram('git', context);
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-untrusted-')));
});
afterEach(() => {
  if (isInstalled('git')) rmSync(root, { recursive: true, force: true });
});

/** Makes a repository that tracks all of this; a text that starts with `-> ` is a link. */
function commit(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    const at = join(root, folder, path);
    mkdirSync(dirname(at), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), at);
    else writeFileSync(at, text);
  }
  const env = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  for (const argv of [
    ['init', '--quiet'],
    ['add', '--force', '--all'],
  ])
    run('git', argv, { cwd: join(root, folder), env });
}

async function lint(folder: string, ...argv: readonly string[]): Promise<{ code: number; said: string }> {
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, folder)) };
  const code = await main(['--format', 'text', ...argv], io);
  return { code, said: io.out() + io.err() };
}

/** The message of a run with exit code 2. */
async function refusal(result: ReturnType<typeof lint>): Promise<string> {
  const { code, said } = await result;
  expect(code).toBe(2);
  return said;
}

test('ten thousand services are cut at a number of them, and what is before it is linted', async () => {
  const services = Array.from({ length: 4001 }, (_, at) => `  s${at}: {image: i}\n`).join('');
  commit('many', { 'compose.yaml': `services:\n  a: {image: i, privileged: true}\n${services}` });
  const { code, said } = await lint('many', '--untrusted', '--strict', '.');
  expect(code).toBe(1);
  expect(said).toMatch(/compose.yaml:2:\d+: error privileged-container/);
  expect(said).toContain('compose.yaml:4002:3: error syntax/limit There are more than 4000 containers here');
  expect(said).not.toMatch(/compose.yaml:400[23]:.* missing-hardening/);
});

test('what is beyond a limit fails with --untrusted, and is said without it', async () => {
  commit('', { 'deploy.sh': `docker pull i:1\n${'sudo '.repeat(21)}docker run --privileged i:1\n` });
  const trusted = await lint('', '--fail-on', 'warning', '.');
  expect([trusted.code, trusted.said]).toEqual([0, expect.stringContaining('info syntax/limit A command inside')]);
  expect((await lint('', '--untrusted', '.')).code).toBe(1);
});

describe('a change that hides what it adds is found by --untrusted', () => {
  test.each<[what: string, tree: Tree]>([
    ['in what .gitignore names', { '.gitignore': 'stack.yaml\n', 'stack.yaml': PRIVILEGED }],
    ['in a folder that .gitignore names', { '.gitignore': 'out\n', 'out/compose.yaml': PRIVILEGED }],
    ['in a folder that is not searched otherwise', { 'node_modules/x/compose.yaml': PRIVILEGED }],
    ['among the modules of Go', { 'vendor/modules.txt': '', 'vendor/x/compose.yaml': PRIVILEGED }],
    ['by a configuration', { '.plimsoll.yaml': 'rules: {privileged-container: off}\n', 'compose.yaml': PRIVILEGED }],
    ['by a configuration that ignores it', { '.plimsoll.json': '{"ignores": ["*"]}', 'a/compose.yaml': PRIVILEGED }],
    ['by a broken configuration', { '.plimsoll.yaml': '{', 'compose.yaml': PRIVILEGED }],
    ['by a comment', { 'compose.yaml': `# plimsoll: ignore-file[privileged-container] -- no\n${PRIVILEGED}` }],
    ['by an override', { 'compose.yaml': PRIVILEGED, 'compose.override.yaml': NOT_PRIVILEGED }],
    [
      'by COMPOSE_FILE',
      { '.env': 'COMPOSE_FILE=compose.yaml:b.yaml\n', 'compose.yaml': PRIVILEGED, 'b.yaml': NOT_PRIVILEGED },
    ],
    [
      'in the second file of a project',
      {
        '.env': 'COMPOSE_FILE=a.yaml:b.yaml:c.yaml\n',
        'a.yaml': CLEAN,
        'b.yaml': 'services: {web: {privileged: true}}\n',
        'c.yaml': NOT_PRIVILEGED,
      },
    ],
    [
      'by a file that includes it and an override',
      {
        'prod/stack.yaml': PRIVILEGED,
        'compose.yaml': 'include: [prod/stack.yaml]\n',
        'compose.override.yaml': NOT_PRIVILEGED,
      },
    ],
    [
      'by a service that extends it',
      {
        'base.yaml': PRIVILEGED,
        'compose.yaml': 'services: {web: {extends: {file: base.yaml, service: web}, privileged: false}}\n',
      },
    ],
    [
      'by the value of a variable in .env',
      { '.env': 'P=false\n', 'compose.yaml': 'services: {web: {image: "i:1", privileged: "${P:-true}"}}\n' },
    ],
    ['by .env', { '.env': 'P=true\n', 'compose.yaml': 'services: {web: {image: "i:1", privileged: "$P"}}\n' }],
    ['behind twenty programs', { 'deploy.sh': `${'sudo '.repeat(21)}docker run --privileged i:1\n` }],
    ['in a key that is indented', { 'stack.yaml': PRIVILEGED.replace(/^/gm, ' ') }],
    ['in braces', { 'stack.yaml': `{${PRIVILEGED.trim()}}\n` }],
    ['in an explicit key', { 'stack.yaml': '? services\n: {web: {image: "i:1", privileged: true}}\n' }],
    ['in a key with escapes', { 'stack.yaml': PRIVILEGED.replace('services', '"s\\x65rvices"') }],
    ['in JSON in one line', { 'compose.json': '{"services":{"web":{"image":"i:1","privileged":true}}}' }],
    ['in names that look like options and patterns', { '!compose.yaml': PRIVILEGED, '--config=x.yaml': '' }],
    ['in a folder that excludes everything by its name', { '!**/compose.yaml': PRIVILEGED }],
  ])('%s', async (_, tree) => {
    commit('change', tree);
    for (const [from, ...paths] of [
      ['change', '.'],
      ['change'],
      ['.', 'change'],
      ['change', '--', ...Object.keys(tree).filter((path) => !path.startsWith('.'))],
    ] as const) {
      const { code, said } = await lint(from, '--untrusted', ...paths);
      expect([paths, said]).toEqual([paths, expect.stringMatching(FOUND)]);
      expect(code).toBe(1);
    }
  });

  test('by a baseline, and by a cache', async () => {
    commit('change', { 'compose.yaml': PRIVILEGED });
    const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, 'change')) };
    expect(await main(['baseline'], io)).toBe(0);
    expect(await main(['--cache'], io)).toBe(1);
    expect([...io.written.keys()]).toEqual(['.plimsoll-baseline.json', '.plimsollcache']);
    commit('change', Object.fromEntries(io.written));
    expect((await lint('change')).code).toBe(0);
    expect((await lint('change', '--untrusted')).said).toMatch(FOUND);
    expect(await refusal(lint('change', '--untrusted', '--cache'))).toContain("--untrusted can't use a cache");
  });

  test('by a policy in what is linted, tracked or installed there', async () => {
    commit('change', { 'compose.yaml': PRIVILEGED, 'policy.yaml': 'extends: none\n' });
    const installed = join(root, 'change/node_modules/acme/.plimsoll.yaml');
    mkdirSync(dirname(installed), { recursive: true });
    writeFileSync(installed, 'extends: none\n');
    writeFileSync(join(root, 'outside.yaml'), 'locked: [5.4]\n');
    symlinkSync('policy.yaml', join(root, 'change/link.yaml'));
    for (const policy of ['policy.yaml', 'acme', 'link.yaml'])
      expect(await refusal(lint('change', '--untrusted', '--policy', policy))).toContain(
        `--untrusted lints the directory that contains policy ${policy}`,
      );
    const io = {
      ...createMemoryIo({}, { environment: { PLIMSOLL_POLICY: 'policy.yaml' } }),
      files: createNodeFileSystem(join(root, 'change')),
    };
    expect(await main(['--untrusted'], io)).toBe(2);
    const { code, said } = await lint('change', '--untrusted', '--policy', '../outside.yaml');
    expect([code, said]).toEqual([1, expect.stringMatching(FOUND)]);
  });

  test.each(['config', 'baseline', 'dotenv'])('by a file that --%s names, or by a link there', async (option) => {
    commit('change', { 'compose.yaml': PRIVILEGED, 'x.yaml': 'rules: {privileged-container: off}\n' });
    commit('link', { 'compose.yaml': PRIVILEGED, 'x.yaml': '-> ../change/x.yaml' });
    for (const [from, path, operand] of [
      ['change', 'x.yaml', '.'],
      ['.', 'change/x.yaml', 'change'],
      ['link', 'x.yaml', '.'],
    ] as const)
      expect(await refusal(lint(from, '--untrusted', `--${option}=${path}`, operand))).toContain(
        `--untrusted lints ${path}, so --${option} can't use it`,
      );
  });
});

describe('--untrusted', () => {
  test('takes a configuration from elsewhere, with its exceptions', async () => {
    const config = 'exceptions: [{rule: privileged-container, service: web, reason: known}]\n';
    commit('trusted', { '.plimsoll.yaml': config });
    commit('change', { 'compose.yaml': `# plimsoll: ignore-file[unlimited-memory] -- no\n${PRIVILEGED}` });
    for (const [from, path, operand] of [
      ['change', '../trusted/.plimsoll.yaml', '.'],
      ['trusted', '.plimsoll.yaml', '../change'],
    ] as const) {
      const { code, said } = await lint(from, '--untrusted', '--missing', 'each', '--config', path, operand);
      expect(said).not.toMatch(FOUND);
      expect(said).toContain('unlimited-memory');
      expect(code).toBe(0);
    }
  });

  test('lints nothing that is not tracked, and says so where nothing is', async () => {
    commit('change', { 'compose.yaml': CLEAN });
    writeFileSync(join(root, 'change', 'stack.yaml'), PRIVILEGED);
    expect((await lint('change', '--untrusted')).code).toBe(0);
    expect(await refusal(lint('.', '--untrusted'))).toContain('.: `--untrusted` requires a Git repository');
  });

  test.each([
    ['names an engine', '\x7fELF\0/usr/bin/docker\0', 2, 'it is an executable program that names a container engine'],
    ['names none', '\x7fELF\0', 0, 'it is an executable program.'],
  ])('lists a binary that %s', async (_, text, code, said) => {
    commit('binary', { 'compose.yaml': CLEAN, tool: text });
    chmodSync(join(root, 'binary/tool'), 0o755);
    run('git', ['add', 'tool'], { cwd: join(root, 'binary'), env: { GIT_DIR: undefined } });
    const result = await lint('binary', '--untrusted', '--strict', '.');
    expect([result.code, result.said]).toEqual([code, expect.stringContaining(`tool: Not read: ${said}`)]);
  });

  test('reports what a file says once, and of a part nothing that it lacks', async () => {
    commit('change', { 'compose.yaml': PRIVILEGED, 'compose.override.yaml': 'services: {web: {pid: host}}\n' });
    const { said } = await lint('change', '--untrusted');
    const lines = said.split('\n').filter((line) => line.includes(': error ') || line.includes(': warning '));
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('compose.override.yaml:'))).toEqual([
      expect.stringContaining('compose.override.yaml:1:23: error host-pid-namespace'),
    ]);
  });

  test('reads nothing outside, and a link that leads there is an error', async () => {
    commit('trusted', { 'secret.yaml': 'services: {f0reign: {image: "i:1", privileged: true}}\n' });
    commit('change', {
      'a/compose.yaml': '-> ../../trusted/secret.yaml',
      'compose.yaml': 'include: [../trusted/secret.yaml, .git/config]\n',
    });
    for (const from of ['change', 'trusted']) {
      const { code, said } = await lint(from, '--untrusted', `../change`);
      expect(said).toContain('a/compose.yaml: It is outside the repository, so not read.');
      expect(said).toContain(
        'The included file `../trusted/secret.yaml` is outside the repository, so it was not read.',
      );
      expect(said).toContain('The included file `.git/config` is outside the repository, so it was not read.');
      expect(said).not.toMatch(/f0reign|\[core\]|privileged-container/);
      expect(code).toBe(2);
    }
  });
});

describe('fix --untrusted', () => {
  const MISTAKE = 'services:\n  web:\n    image: "i:1"\n    read_onyl: true\n';
  const FIXED = MISTAKE.replace('read_onyl', 'read_only');
  const fix = async (folder: string, ...argv: readonly string[]): Promise<{ code: number; said: string }> => {
    const memory = createMemoryIo({});
    const io = {
      ...memory,
      files: createNodeFileSystem(join(root, folder)),
      writer: {
        ...memory.writer,
        rewriteFile: (path: string, before: string | undefined, after: string) =>
          rewriteFile(resolve(root, folder, path), before, after),
      },
    };
    const code = await main(['fix', '--untrusted', '--write', ...argv], io);
    return { code, said: io.out() + io.err() };
  };
  const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

  test('fixes what Git tracks, whatever configuration, comment or baseline speaks for it', async () => {
    commit('change', {
      '.plimsoll.yaml': 'ignores: ["**"]\nrules: {syntax/unknown-key: off}\n',
      'compose.yaml': `# plimsoll: ignore-file[syntax/unknown-key] -- no\n${MISTAKE}`,
      'node_modules/x/stack.yaml': MISTAKE,
    });
    writeFileSync(join(root, 'change/other.yaml'), MISTAKE);
    expect((await fix('change')).code).toBe(0);
    expect(textOf('change/compose.yaml')).toContain(FIXED);
    expect(textOf('change/node_modules/x/stack.yaml')).toBe(FIXED);
    expect(textOf('change/other.yaml')).toBe(MISTAKE);
  });

  test('changes nothing that a link or a path leads to outside of the repository', async () => {
    commit('trusted', { 'stack/compose.yaml': MISTAKE, 'base.yaml': MISTAKE });
    commit('change', {
      'compose.yaml': '-> ../trusted/stack/compose.yaml',
      out: '-> ../trusted/stack',
      'app/compose.yaml': 'include: [../../trusted/base.yaml]\n',
    });
    expect((await fix('change')).said).toContain('compose.yaml: It is outside the repository, so not read.');
    for (const path of ['compose.yaml', 'out', 'out/compose.yaml', 'app/compose.yaml']) {
      await fix('change', path);
      for (const other of ['trusted/stack/compose.yaml', 'trusted/base.yaml']) expect(textOf(other)).toBe(MISTAKE);
    }
  });

  test('takes no configuration of the change, and no baseline', async () => {
    commit('change', { 'compose.yaml': MISTAKE, 'x.yaml': 'rules: {}\n' });
    for (const option of ['--config', '--baseline', '--dotenv'])
      expect(await refusal(fix('change', `${option}=x.yaml`))).toContain('--untrusted lints x.yaml');
    expect(textOf('change/compose.yaml')).toBe(MISTAKE);
  });
});
