import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const COMPOSE = `services:
  web:
    image: nginx:1.29
    privileged: true
    pid: host
    ipc: host
`;

interface Ran {
  readonly code: number;
  readonly found: readonly string[];
  readonly out: string;
  readonly err: string;
}

async function run(
  files: Readonly<Record<string, MemoryFile>>,
  argv: readonly string[] = ['--format', 'text'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const io = createMemoryIo({ '.git/HEAD': '', 'compose.yaml': COMPOSE, ...files }, { environment });
  const code = await main(argv, io);
  const found = [...io.out().matchAll(/^\S+:\d+:\d+: ((?:error|warning) \S+)/gm)].map(([, each = '']) => each);
  return { code, found, out: io.out(), err: io.err() };
}

const ALL = ['error privileged-container', 'error host-pid-namespace', 'error host-ipc-namespace'];

describe('extends', () => {
  test('a file, over which its own rules count', async () => {
    const { found } = await run({
      '.plimsoll.yaml': 'extends: ./conf/base.yaml\nrules: {host-pid-namespace: warning}\n',
      'conf/base.yaml': 'rules: {privileged-container: off, host-pid-namespace: off}\n',
    });
    expect(found).toEqual(['error host-ipc-namespace', 'warning host-pid-namespace']);
  });

  test('presets, files and packages in their order, each with what it extends itself', async () => {
    const { found } = await run({
      '.plimsoll.yaml': 'extends: [none, "@acme/policy", ./own.yaml]\n',
      'node_modules/@acme/policy/.plimsoll.yaml': 'extends: ./rules.yaml\nrules: {host-pid-namespace: warning}\n',
      'node_modules/@acme/policy/rules.yaml': 'rules: {privileged-container: error, host-ipc-namespace: error}\n',
      'own.yaml': 'rules: {host-ipc-namespace: off}\n',
    });
    expect(found).toEqual(['error privileged-container', 'warning host-pid-namespace']);
  });

  test('a file of a package, in a directory above', async () => {
    const { found } = await run(
      {
        'app/compose.yaml': COMPOSE,
        'app/.plimsoll.yaml': 'extends: acme/strict.yaml\n',
        'node_modules/acme/strict.yaml': 'extends: none\n',
      },
      ['--format', 'text', 'app'],
    );
    expect(found).toEqual([]);
  });

  test('options of a rule are merged, lists are put together, relative to the directory of the one that extends', async () => {
    const { found } = await run({
      '.plimsoll.yaml': 'extends: ./conf/base.yaml\nignores: [b]\nexceptions: [{rule: 5.15, reason: x}]\n',
      'conf/base.yaml': 'ignores: [a]\nexceptions: [{rule: 5.4, reason: y, files: compose.yaml}]\n',
      'a/compose.yaml': COMPOSE,
      'b/compose.yaml': COMPOSE,
    });
    expect(found).toEqual(['error host-ipc-namespace']);
  });

  test('failOn and benchmark come from below where they are not set', async () => {
    const files = { 'base.yaml': 'failOn: never\n' };
    expect((await run({ ...files, '.plimsoll.yaml': 'extends: ./base.yaml\n' })).code).toBe(0);
    expect((await run({ ...files, '.plimsoll.yaml': 'extends: ./base.yaml\nfailOn: error\n' })).code).toBe(1);
  });

  test('plimsoll rules says which file set a rule', async () => {
    const files = {
      '.plimsoll.yaml': 'extends: ./base.yaml\nrules: {host-pid-namespace: off}\n',
      'base.yaml': 'rules: {privileged-container: warning}\n',
    };
    const { out } = await run(files, ['rules']);
    expect(out).toMatch(/privileged-container +base\.yaml/);
    expect(out).toMatch(/host-pid-namespace +\.plimsoll\.yaml/);
  });

  test.each<[name: string, files: Readonly<Record<string, string>>, message: string]>([
    [
      'a name that nothing has',
      { '.plimsoll.yaml': 'extends:\n  - none\n  - hardend\n' },
      '.plimsoll.yaml:3:5: No preset or installed package is named `hardend`. Did you mean `hardened`?',
    ],
    [
      'a file that is not there',
      { '.plimsoll.yaml': 'extends: ./base.yaml\n' },
      ".plimsoll.yaml:1:10: File `./base.yaml` doesn't exist in this directory.",
    ],
    [
      'a file outside of the repository',
      { '.plimsoll.yaml': 'extends: ../base.yaml\n', '../base.yaml': '{}\n' },
      '.plimsoll.yaml:1:10: `../base.yaml` is outside the repository.',
    ],
    [
      'itself',
      { '.plimsoll.yaml': 'extends: ./.plimsoll.yaml\n' },
      '.plimsoll.yaml:1:10: `./.plimsoll.yaml` extends this configuration in a cycle.',
    ],
    [
      'one that extends it',
      { '.plimsoll.yaml': 'extends: ./a.yaml\n', 'a.yaml': 'extends: [./b.yaml]\n', 'b.yaml': 'extends: ./a.yaml\n' },
      'b.yaml:1:10: `./a.yaml` extends this configuration in a cycle, through other files.',
    ],
    [
      'a fault in what it extends',
      { '.plimsoll.yaml': 'extends: ./a.yaml\n', 'a.yaml': 'rules: {nothing: off}\n' },
      'a.yaml:1:9: unknown rule `nothing`.',
    ],
    [
      'what only a policy says',
      { '.plimsoll.yaml': 'locked: [5.4]\nexceptions: {maxDays: 3}\n' },
      '.plimsoll.yaml:1:1: `locked` must be set by a policy, which --policy specifies.',
    ],
  ])('%s is an error with its place', async (_, files, message) => {
    const { code, err } = await run(files);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

const POLICY = `extends: none
failOn: warning
rules: {privileged-container: error, host-pid-namespace: warning}
locked: [privileged-container, 5.15]
exceptions: {maxDays: 90, requireTicket: true}
comments: false
baseline: false
`;

describe('a policy is a floor', () => {
  const withPolicy = (files: Readonly<Record<string, string>>, argv: readonly string[] = []): Promise<Ran> =>
    run({ ...files, 'policy.yaml': POLICY }, ['--policy', 'policy.yaml', '--format', 'text', ...argv]);

  test('a comment that it does not take is not suggested', async () => {
    const policy = ['--policy', 'policy.yaml'];
    expect((await run({}, [])).out).toContain('To suppress');
    expect((await run({ 'policy.yaml': POLICY }, policy)).out).not.toContain('To suppress');
  });

  test('its rules count where the repository says nothing', async () => {
    expect(await withPolicy({})).toMatchObject({
      code: 1,
      found: ['error privileged-container', 'warning host-pid-namespace'],
    });
  });

  test('a configuration adds to it, and its preset takes nothing away', async () => {
    const { found } = await withPolicy({
      '.plimsoll.yaml': 'extends: none\nrules: {host-ipc-namespace: warning, host-pid-namespace: error}\n',
    });
    expect(found).toEqual(['error privileged-container', 'error host-pid-namespace', 'warning host-ipc-namespace']);
  });

  test.each<[name: string, config: string, message: string]>([
    [
      'a locked rule that is off',
      'rules:\n  5.4: off\n',
      '.plimsoll.yaml:2:8: `privileged-container` is locked: its severity must be at least error. (policy policy.yaml)',
    ],
    [
      'one that is less severe for some files',
      'overrides:\n  - files: [a]\n    rules: {host-pid-namespace: info}\n',
      '.plimsoll.yaml:3:33: `host-pid-namespace` is locked: its severity must be at least warning. (policy policy.yaml)',
    ],
    ['a run that fails for less', 'failOn: error\n', '.plimsoll.yaml:1:9: `failOn` must be warning or lower.'],
    [
      'an exception for ever',
      'exceptions: [{rule: host-ipc-namespace, reason: x, ticket: A-1}]\n',
      'The exception for `host-ipc-namespace` must expire on or before ',
    ],
    [
      'an exception for too long',
      'exceptions: [{rule: host-ipc-namespace, reason: x, ticket: A-1, expires: 2999-01-01}]\n',
      'The exception for `host-ipc-namespace` must expire on or before ',
    ],
    [
      'an exception without a ticket',
      'exceptions: [{rule: host-ipc-namespace, reason: x, expires: 2020-01-01}]\n',
      'The exception for `host-ipc-namespace` requires a `ticket`.',
    ],
  ])('%s is an error that names both', async (_, config, message) => {
    const { code, err } = await withPolicy({ '.plimsoll.yaml': config });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test.each([
    [
      ['--rule', '5.4=off'],
      '--rule privileged-container=off: the rule is locked, and its severity must be at least error (policy policy.yaml).',
    ],
    [['--fail-on', 'never'], '--fail-on must be warning or lower (policy policy.yaml).'],
    [['--baseline', 'b.json'], "--baseline b.json: policy policy.yaml doesn't allow baselines."],
  ])('so is the option %j', async (argv, message) => {
    const { code, err } = await withPolicy({ 'b.json': '{"version":2,"findings":[]}' }, argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('comments and a baseline accept nothing', async () => {
    const files = {
      'compose.yaml': COMPOSE.replace('true', 'true # plimsoll: ignore[privileged-container] -- why not'),
    };
    const before = await run(files, ['baseline']);
    expect(before.code).toBe(0);
    expect((await withPolicy(files)).found).toContain('error privileged-container');
  });

  test('a package, from the environment', async () => {
    const { found } = await run(
      { 'node_modules/@acme/policy/.plimsoll.yaml': 'extends: none\n' },
      ['--format', 'text'],
      { PLIMSOLL_POLICY: '@acme/policy' },
    );
    expect(found).toEqual([]);
  });

  test('one that is not there, and one that is not valid', async () => {
    expect((await run({}, ['--policy', 'acme'])).err).toContain('--policy acme: no such file or installed package.');
    expect((await run({ 'p.yaml': 'locked: [nothing]\n' }, ['--policy', 'p.yaml'])).err).toContain(
      'p.yaml:1:10: Unknown rule `nothing`.',
    );
  });

  test('plimsoll rules says what is locked', async () => {
    const { out } = await run({ 'policy.yaml': POLICY }, ['rules', '--policy', 'policy.yaml']);
    expect(out).toMatch(/error +privileged-container +policy policy\.yaml/);
  });

  test('without one nothing is lost', async () => {
    expect((await run({})).found).toEqual(ALL);
  });
});
