import { describe, expect, test } from 'vitest';
import { starterConfig } from '../../src/cli/commands/init.ts';
import { main } from '../../src/cli/main.ts';
import { ConfigError } from '../../src/config/config-file.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { asText } from '../as-text.ts';
import { growsLinearly } from '../growth.ts';
import {
  createMemoryFiles,
  createMemoryIo,
  type MemoryFile,
  type MemoryIo,
  type MemoryIoOptions,
} from '../memory-io.ts';

const PRIVILEGED = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';

async function run(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>>,
  options: MemoryIoOptions = {},
): Promise<{ code: number; io: MemoryIo }> {
  const io = createMemoryIo(tree, options);
  return { code: await main(options.isTerminal === true ? argv : asText(argv), io), io };
}

/** The severities of a rule's findings in the text report. */
function severities(io: MemoryIo, rule = 'privileged-container'): readonly string[] {
  return [...io.out().matchAll(new RegExp(`: (\\w+) ${rule} `, 'g'))].map(([, severity = '']) => severity);
}

describe('where it is found', () => {
  test.each([
    [
      'beside the file',
      { 'a/.plimsoll.yaml': 'rules: { privileged-container: info }', 'a/b/compose.yaml': PRIVILEGED },
      ['info'],
    ],
    [
      'the nearest one',
      {
        '.plimsoll.yaml': 'rules: { privileged-container: off }',
        'a/.plimsoll.yml': 'rules: { privileged-container: info }',
        'a/compose.yaml': PRIVILEGED,
      },
      ['info'],
    ],
    [
      'as JSON',
      { '.plimsoll.json': '{ "rules": { "privileged-container": "warning" } }', 'compose.yaml': PRIVILEGED },
      ['warning'],
    ],
    [
      'above the working folder, in its repository',
      {
        '/.plimsoll.yaml': 'rules: { privileged-container: info }',
        '/.git/HEAD': 'ref',
        'compose.yaml': PRIVILEGED,
      },
      ['info'],
    ],
    [
      'not above the working folder outside of a repository',
      { '/.plimsoll.yaml': 'rules: { privileged-container: info }', 'compose.yaml': PRIVILEGED },
      ['error'],
    ],
    [
      'not above the root of the repository',
      { '/.plimsoll.yaml': 'rules: { privileged-container: info }', '.git/HEAD': 'ref', 'compose.yaml': PRIVILEGED },
      ['error'],
    ],
  ])('%s', async (_, tree, expected) => {
    expect(severities((await run(['.'], tree)).io)).toEqual(expected);
  });

  test('--config names one for all files, --no-config none', async () => {
    const tree = {
      '.plimsoll.yaml': 'rules: { privileged-container: info }',
      'ci.yaml': 'rules: { privileged-container: warning }',
      'compose.yaml': PRIVILEGED,
    };
    expect(severities((await run(['-c', 'ci.yaml', 'compose.yaml'], tree)).io)).toEqual(['warning']);
    expect(severities((await run(['--no-config', 'compose.yaml'], tree)).io)).toEqual(['error']);
    expect((await run(['--no-config', '-c', 'ci.yaml', 'compose.yaml'], tree)).code).toBe(2);
  });

  test('for unsaved text on standard input, that of its place', async () => {
    const { io } = await run(
      ['-', '--stdin-filename', 'a/compose.yaml'],
      { 'a/.plimsoll.yaml': 'rules: { privileged-container: info }' },
      { stdin: PRIVILEGED },
    );
    expect(severities(io)).toEqual(['info']);
  });
});

describe('what it sets', () => {
  test('the command line has the last word', async () => {
    const tree = { '.plimsoll.yaml': 'rules: { privileged-container: info }', 'compose.yaml': PRIVILEGED };
    expect(severities((await run(['--rule', 'privileged-container=warning', 'compose.yaml'], tree)).io)).toEqual([
      'warning',
    ]);
  });

  test('options are next to the severity', async () => {
    const tree = {
      '.plimsoll.yaml': 'rules:\n  privileged-host-port: { severity: info, allow: [600] }\n',
      'compose.yaml': 'services:\n  a:\n    image: x:1\n    ports: ["600:80", "601:443"]\n',
    };
    const { io } = await run(['compose.yaml'], tree);
    expect(io.out().match(/info privileged-host-port .*\b601\b/g)).toHaveLength(1);
    expect(severities(io, 'privileged-host-port')).toEqual(['info']);
  });

  test('overrides are for files or services', async () => {
    const config = `overrides:
  - files: [dev/**]
    rules: { privileged-container: off }
  - services: ['web*']
    rules: { privileged-container: info }
`;
    const tree = {
      '.plimsoll.yaml': config,
      'dev/compose.yaml': PRIVILEGED.replace('web', 'db'),
      'prod/compose.yaml': PRIVILEGED,
      'other/compose.yaml': PRIVILEGED.replace('web', 'db'),
    };
    expect(severities((await run(['.'], tree)).io)).toEqual(['error', 'info']);
  });

  test('ignores leave files out, and no run passes that looked at nothing', async () => {
    const tree = {
      '.plimsoll.yaml': 'ignores: [vendor]',
      'vendor/a/compose.yaml': PRIVILEGED,
      'compose.yaml': PRIVILEGED,
    };
    expect(severities((await run(['.'], tree)).io)).toEqual(['error']);
    const { code, io } = await run(['vendor/a/compose.yaml'], tree);
    expect(code).toBe(2);
    expect(io.err()).toContain('Nothing to lint: `ignores` in the configuration excludes every file found.');
    const allowed = await run(['--allow-empty', 'vendor/a/compose.yaml'], tree);
    expect(allowed.code).toBe(0);
    expect(allowed.io.err()).toContain('vendor/a/compose.yaml: Skipped: ignored by .plimsoll.yaml.');
  });

  test('a hostile glob is matched in linear time', async () => {
    const name = `${'a'.repeat(200)}.compose.yaml`;
    const config = `ignores: ['*a*a*a*a*a*ab']\nexceptions: [{ rule: privileged-container, service: '*a*a*a*a*b', reason: none }]\noverrides: [{ files: ['*a*a*a*a*a*ab/*a*a*a*a'], services: ['*a*a*a*a*b'], rules: { privileged-container: off } }]\n`;
    expect(
      severities(
        (await run(['.'], { '.plimsoll.yaml': config, [name]: PRIVILEGED.replace('web', 'a'.repeat(200)) })).io,
      ),
    ).toEqual(['error']);
  });

  test('a glob of files that begins with ! is for all others', async () => {
    const tree = {
      '.plimsoll.yaml': 'overrides: [{ files: ["!a"], rules: { privileged-container: info } }]\n',
      'a/compose.yaml': PRIVILEGED,
      'b/compose.yaml': PRIVILEGED,
    };
    expect(severities((await run(['.'], tree)).io)).toEqual(['error', 'info']);
  });

  test('failOn, unless --fail-on says otherwise', async () => {
    const tree = { '.plimsoll.yaml': 'failOn: never', 'compose.yaml': PRIVILEGED };
    expect((await run(['compose.yaml'], tree)).code).toBe(0);
    expect((await run(['--fail-on', 'error', 'compose.yaml'], tree)).code).toBe(1);
  });

  test.each(['"1.6"', '1.6', '1.7', '1.8'])('benchmark: %s shows the numbers of that version', async (edition) => {
    const tree = { '.plimsoll.yaml': `benchmark: ${edition}`, 'compose.yaml': PRIVILEGED };
    expect((await run(['--format', 'pretty', 'compose.yaml'], tree)).io.out()).toContain(
      'privileged-container  CIS 5.5',
    );
  });
});

describe('a rule by its number', () => {
  /** 5.1 and 5.10 are the same number in YAML but two rules. */
  const files = {
    'compose.yaml':
      'services:\n  web:\n    image: nginx:1.27\n    security_opt: [apparmor=unconfined]\n  agent:\n    image: agent:1\n    privileged: true\n',
  };
  const only = [
    'apparmor-disabled',
    'selinux-disabled',
    'unlimited-memory',
    'privileged-container',
    'added-capability',
  ];
  const found = async (config: string, argv: readonly string[] = []): Promise<readonly string[]> => {
    const { io } = await run(['--format', 'text', '--missing', 'each', ...argv, 'compose.yaml'], {
      ...files,
      '.plimsoll.yaml': config,
    });
    expect(io.err()).not.toContain('not valid');
    return only.filter((rule) => severities(io, rule).length > 0);
  };

  test.each([
    ['', [], ['apparmor-disabled', 'unlimited-memory', 'privileged-container', 'added-capability']],
    ['rules: { 5.1: off }', [], ['unlimited-memory', 'privileged-container', 'added-capability']],
    ['rules: { 5.10: off }', [], ['apparmor-disabled', 'privileged-container', 'added-capability']],
    ['rules: { 5.1: off, 5.10: off }', [], ['privileged-container', 'added-capability']],
    ['rules: { "5.10": off }', [], ['apparmor-disabled', 'privileged-container', 'added-capability']],
    ['rules: { 5.4: off }\nbenchmark: 1.7', [], ['apparmor-disabled', 'unlimited-memory', 'privileged-container']],
    ['rules: { 5.4: off }', ['--benchmark', '1.8'], ['apparmor-disabled', 'unlimited-memory', 'privileged-container']],
    [
      'rules: { 5.3: { requireDropAll: false } }',
      [],
      ['apparmor-disabled', 'unlimited-memory', 'privileged-container'],
    ],
    [
      'overrides: [{ files: ["*.yaml"], rules: { 5.10: off } }]',
      [],
      ['apparmor-disabled', 'privileged-container', 'added-capability'],
    ],
    [
      'exceptions: [{ rule: 5.10, reason: small }, { rule: 5.4, reason: agent }]',
      [],
      ['apparmor-disabled', 'added-capability'],
    ],
    [
      'rules: { 5.10: off }',
      ['--rule', '5.10=error', '--rule', '5.4=off'],
      ['apparmor-disabled', 'unlimited-memory', 'added-capability'],
    ],
    ['benchmark: 1.6', ['--rule', '5.4=off'], ['apparmor-disabled', 'unlimited-memory', 'privileged-container']],
    [
      '',
      ['--rule', 'privileged-container=off', '--rule', '5.4=info', '--rule', 'privileged-container=off'],
      ['apparmor-disabled', 'unlimited-memory', 'added-capability'],
    ],
  ])('%j and %j', async (config, argv, rules) => {
    expect(await found(config, argv)).toEqual(rules);
  });

  test.each([
    ['', '5.4', ['error'], []],
    ['# plimsoll: ignore[5.4] -- agent', '5.4', [], []],
    ['# plimsoll: ignore[5.5] -- agent', '1.8', [], []],
    ['# plimsoll: ignore[5.4] -- agent', '1.6', ['error'], ['suppression/unused']],
    ['# plimsoll: ignore[5.99] -- agent', '1.13', ['error'], ['suppression/unknown-rule']],
  ])('in a comment: %j in version %s', async (comment, benchmark, expected, problems) => {
    const tree = { 'compose.yaml': PRIVILEGED.replace('true', `true ${comment}`) };
    const edition = benchmark.startsWith('1') ? ['--benchmark', benchmark] : [];
    const { io } = await run(['--format', 'text', ...edition, 'compose.yaml'], tree);
    expect(severities(io)).toEqual(expected);
    expect([...io.out().matchAll(/suppression\/[\w-]+/g)].map(([id]) => id)).toEqual(problems);
  });
});

describe('exceptions', () => {
  const exception = (more: string): Readonly<Record<string, string>> => ({
    '.plimsoll.yaml': `exceptions:\n  - rule: privileged-container\n    reason: the node agent\n${more}`,
    'compose.yaml': PRIVILEGED,
  });

  test('a finding under one does not count', async () => {
    const { code, io } = await run(['--format', 'json', 'compose.yaml'], exception('    service: web\n'));
    expect(code).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject({ summary: { error: 0, suppressed: 1 } });
    expect(io.out()).toContain('"reason": "the node agent"');
  });

  test('one for another service or file does not hold', async () => {
    expect((await run(['compose.yaml'], exception('    service: db\n'))).code).toBe(1);
    expect((await run(['compose.yaml'], exception('    files: [dev/**]\n'))).code).toBe(1);
  });

  test('after its last day the finding is back and says so', async () => {
    const tree = exception('    expires: 2026-11-23\n');
    expect((await run(['compose.yaml'], tree, { today: '2026-11-23' })).code).toBe(0);
    const { code, io } = await run(['compose.yaml'], tree, { today: '2026-11-24' });
    expect(code).toBe(1);
    expect(io.out()).toContain('Its exception expired on 2026-11-23 (the node agent).');
  });

  test.each([
    ['2026-11-09', 1],
    ['2026-11-08', 0],
    ['2026-11-23', 1],
  ])('from two weeks before its last day a run says so: on %s', async (today, said) => {
    const { code, io } = await run(['compose.yaml'], exception('    expires: 2026-11-23\n'), { today });
    expect(code).toBe(0);
    const text = io.err().replaceAll(/\s+/g, ' ');
    const note = '.plimsoll.yaml: The exception for `privileged-container` (the node agent) expires on 2026-11-23:';
    expect(text.split(note).length - 1).toBe(said);
  });

  test('one that nothing falls under says nothing of its last day', async () => {
    const tree = exception('    service: db\n    expires: 2026-11-23\n');
    expect((await run(['compose.yaml'], tree, { today: '2026-11-20' })).io.err()).not.toContain('expires on');
  });

  test('one that has expired is reported where the container is marked too', async () => {
    const tree = {
      ...exception(''),
      '.plimsoll.yaml':
        'exceptions:\n  - rule: unlimited-memory\n    reason: the node agent\n    expires: 2026-11-23\n',
    };
    const { io } = await run(['--format', 'pretty', 'compose.yaml'], tree, { today: '2026-11-24' });
    expect(io.out().replaceAll(/\s+/g, ' ')).toContain('Its exception expired on 2026-11-23 (the node agent).');
    expect(io.out()).toMatch(/`\w+` is not hardened:/);
  });

  test('--no-ignore counts everything', async () => {
    expect((await run(['--no-ignore', 'compose.yaml'], exception(''))).code).toBe(1);
  });
});

/** Ten anchors, each ten times its predecessor. */
const aliasBomb = `[&a0 [x], ${Array.from({ length: 10 }, (_, level) => `&a${level + 1} [${Array.from({ length: 10 }, () => `*a${level}`).join(', ')}]`).join(', ')}]`;

describe('errors point at the line and name the nearest right word', () => {
  test.each([
    ['rule:\n  privileged-container: off\n', '.plimsoll.yaml:1:1: unknown key `rule`. Did you mean `rules`?'],
    [
      'rules:\n  priviledged-container: off\n',
      '.plimsoll.yaml:2:3: unknown rule `priviledged-container`. Did you mean `privileged-container`?',
    ],
    [
      'rules:\n  privileged-container: warn\n',
      '.plimsoll.yaml:2:25: `privileged-container` must be one of off, info, warning, error.',
    ],
    [
      'rules:\n  privileged-container: { severity: eror }\n',
      '.plimsoll.yaml:2:37: `severity` must be one of off, info, warning, error. Did you mean `error`?',
    ],
    ['rules:\n  privileged-host-port: { alow: [80] }\n', 'unknown key `alow`. Did you mean `allow`?'],
    [
      'extends: recomended\n',
      '.plimsoll.yaml:1:10: No preset or installed package is named `recomended`. Did you mean `recommended`?',
    ],
    ['exceptions:\n  - rule: privileged-container\n', '.plimsoll.yaml:2:5: `reason` is missing.'],
    ['rules: { sensitive-host-mount: { directories: [""] } }\n', 'Item 1 of `directories` must start with `/`.'],
    ['rules: { privileged-host-port: { allow: [80, http] } }\n', ':1:46: Item 2 of `allow` must be a whole number.'],
    ['rules: { syntax/limits: off }\n', 'unknown rule `syntax/limits`. Did you mean `syntax/limit`?'],
    ['rules: { syntax/limit: { depth: 3 } }\n', 'unknown key `depth`. Valid keys: severity.'],
    [
      'exceptions: [{ rule: host-networks, reason: x }]\n',
      ':1:22: Unknown rule `host-networks`. Did you mean `host-network`?',
    ],
    [
      'exceptions: [{ rule: nothing-like-it, reason: x }]\n',
      'Unknown rule `nothing-like-it`. To list all rules, run `plimsoll rules`.',
    ],
    [
      'exceptions: [{ rule: [host-network, 5.99], reason: x }]\n',
      ':1:37: version 1.13 of the benchmark has no rule 5.99.',
    ],
    ['exceptions: [{ rule: [], reason: x }]\n', ':1:22: `rule` must not be empty.'],
    ['exceptions: [{ rule: [exec-user, exec-user], reason: x }]\n', '`rule` has a duplicate item.'],
    ['exceptions: [{ rule: { a: b }, reason: x }]\n', ':1:22: `rule` must be a string, a number or a list.'],
    ['exceptions: [{ rule: exec-user, service: [3], reason: x }]\n', ':1:43: Item 1 of `service` must be a string.'],
    [
      'exceptions: [{ rule: exec-user, service: [web, "@(a)"], reason: x }]\n',
      ".plimsoll.yaml:1:48: Globs don't support `@(`,",
    ],
    ['exceptions: [{ rule: exec-user, files: "", reason: x }]\n', ':1:40: `files` must not be empty.'],
    [
      'exceptions:\n  - { rule: privileged-container, reason: x, expires: soon }\n',
      '`expires` must be a date, such as 2027-01-31.',
    ],
    ['ignores: vendor\n', '.plimsoll.yaml:1:10: `ignores` must be a list.'],
    ['rules: [\n', '.plimsoll.yaml:1:8: A bracket is not closed. Add `]`.'],
    [
      'ignores:\n  - **/vendor\n',
      '.plimsoll.yaml:2:5: Alias `**/vendor` has no preceding anchor. To use a glob, quote it: `"**/vendor"`.',
    ],
    [`x: ${aliasBomb}\n`, 'Following this alias would expand the file to more than '],
    [
      'ignores: [ok, +(a|aa)b]\n',
      ".plimsoll.yaml:1:15: Globs don't support `+(`, only `*`, `**`, `?`, `[…]` and `{a,b}`.",
    ],
    ['overrides: [{ services: ["!(web)"], rules: {} }]\n', ".plimsoll.yaml:1:26: Globs don't support `!(`,"],
    [`ignores: ["${'{a,b}'.repeat(20_000)}"]\n`, '.plimsoll.yaml:1:11: it is longer than 4096 characters.'],
    [
      `exceptions:\n  - { rule: privileged-container, reason: x, files: ['${'{a,b}'.repeat(9)}'], service: '@(a)' }\n`,
      '.plimsoll.yaml:2:54: its braces expand to more than 256 globs.',
    ],
    [
      'rules:\n  exec-user: off\n  exec-user: info\n',
      '.plimsoll.yaml:3:3: Duplicate key `exec-user` in this mapping. Keep one of them.',
    ],
    [
      'rules:\n  exec-user: &o off\n  host-network: { severity: &e eror }\n  host-ipc-namespace: { severity: *e }\n',
      '.plimsoll.yaml:3:32: `severity` must be one of',
    ],
    ['benchmark: 2\n', '.plimsoll.yaml:1:12: `benchmark` must be one of 1.13, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8.\n'],
    [
      'rules: { unpinned-image: true }\n',
      'configuration:\n.plimsoll.yaml:1:26: `unpinned-image` must be off, info, warning or error, or a mapping of options.\nFor help',
    ],
    [`rules: ${'['.repeat(20_000)}\n`, ': This is nested more than 200 levels deep; nothing was read.\nFor help'],
    [
      'failOn: !reset never\n',
      '.plimsoll.yaml:1:1: `failOn` has the tag `!reset`, which only Compose files support. Remove it.',
    ],
    [
      'rules:\n  exec-user: !reset off\n',
      '`exec-user` has the tag `!reset`, which only Compose files support. Remove it.',
    ],
    [
      'failOn: error\n---\nfailOn: never\n',
      '.plimsoll.yaml:3:1: only one document is allowed; a second one starts here.',
    ],
    ...['2027-02-30', '2026-99-99', '2026-00-10', '2027-02-29'].map((day) => [
      `exceptions: [{ rule: exec-user, reason: x, expires: ${day} }]\n`,
      '.plimsoll.yaml:1:53: `expires` must be a date, such as 2027-01-31.',
    ]),
    ['rules:\n  5.32: off\n', '.plimsoll.yaml:2:3: version 1.13 of the benchmark has no rule 5.32.'],
    ['benchmark: "1.6"\nrules:\n  5.1: off\n', '.plimsoll.yaml:3:3: version 1.6 of the benchmark has no rule 5.1.'],
    ['exceptions: [{ rule: 6.1, reason: x }]\n', '.plimsoll.yaml:1:22: version 1.13 of the benchmark has no rule 6.1.'],
    [
      'exceptions: [{ rule: 6, reason: x }]\n',
      '.plimsoll.yaml:1:22: Unknown rule `6`. To list all rules, run `plimsoll rules`.',
    ],
    ['rules: { CIS-5.4: off }\n', 'unknown rule `CIS-5.4`. Did you mean `5.4`?'],
    ['rules: { CIS 5.4: off }\n', 'unknown rule `CIS 5.4`. Did you mean `5.4`?'],
    ['exceptions: [{ rule: exec-usr, reason: x }]\n', 'Did you mean `exec-user`?'],
    [
      'rules:\n  exec-user: off\n  5.23: info\n',
      '.plimsoll.yaml:3:3: Duplicate key `exec-user` in this mapping. Keep one of them.',
    ],
    ['rules:\n  5.8: { maxRnge: 3 }\n', '.plimsoll.yaml:2:10: unknown key `maxRnge`. Did you mean `maxRange`?'],
    ['- a\n', '.plimsoll.yaml:1:3: The configuration must be a mapping.'],
  ])('%j', async (config, message) => {
    const { code, io } = await run(['compose.yaml'], { '.plimsoll.yaml': config, 'compose.yaml': PRIVILEGED });
    expect(code).toBe(2);
    expect(io.err()).toContain(message);
  });

  test('one that is missing or unreadable', async () => {
    expect((await run(['-c', 'none.yaml', 'compose.yaml'], { 'compose.yaml': PRIVILEGED })).code).toBe(2);
    expect(
      (await run(['compose.yaml'], { '.plimsoll.yaml': { failure: 'unreadable' }, 'compose.yaml': PRIVILEGED })).code,
    ).toBe(2);
  });

  test('an empty one is valid', async () => {
    expect(
      severities((await run(['compose.yaml'], { '.plimsoll.yaml': '# nothing yet\n', 'compose.yaml': PRIVILEGED })).io),
    ).toEqual(['error']);
  });
});

test.each([
  ['unknown keys', (index: number) => `key${index}: 1\n`],
  ['unknown rules', (index: number) => (index === 0 ? 'rules:\n' : `  key${index}: 1\n`)],
  ['wrong items', (index: number) => (index === 0 ? 'exceptions:\n' : `  - { rul: x${index}, reason: 1 }\n`)],
])('faults are reported in time that grows with their number: %s', (_, line) => {
  const make = (count: number): string => Array.from({ length: count }, (__, index) => line(index)).join('');
  const read = (text: string): void => {
    expect(() => readConfig('.plimsoll.yaml', createMemoryFiles({ '.plimsoll.yaml': text }))).toThrow(ConfigError);
  };
  expect(growsLinearly(8000, make, read)).toBe(true);
});

describe('init', () => {
  test('writes a configuration that is valid and changes nothing', async () => {
    const { code, io } = await run(['init'], { 'compose.yaml': PRIVILEGED });
    expect(code).toBe(0);
    const config = io.written.get('.plimsoll.yaml') ?? '';
    expect(config).toBe(starterConfig());
    const before = await run(['compose.yaml'], { 'compose.yaml': PRIVILEGED });
    const after = await run(['compose.yaml'], { '.plimsoll.yaml': config, 'compose.yaml': PRIVILEGED });
    expect(after.io.out()).toBe(before.io.out());
  });

  test('every commented line of it is valid when it is taken in', async () => {
    const lines = starterConfig()
      .split('\n')
      .map((line) => (/^ {2}# /.test(line) ? line.replace('# ', '') : line))
      .map((line) => line.replace(/^(\w+): (?:\[\]|\{\})$/, '$1:'));
    const { code, io } = await run(['rules'], { '.plimsoll.yaml': lines.join('\n') });
    expect(io.err()).not.toContain('not valid');
    expect(code).toBe(0);
  });

  test('does not touch one that is there', async () => {
    const { code, io } = await run(['init'], { '.plimsoll.yml': '' });
    expect(code).toBe(2);
    expect(io.written.size).toBe(0);
  });
});
