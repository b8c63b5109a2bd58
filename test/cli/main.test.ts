import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { INPUT_RULES } from '../../src/rules/input/index.ts';
import { asText } from '../as-text.ts';
import { createMemoryIo, type MemoryFile, type MemoryIo, type MemoryIoOptions } from '../memory-io.ts';

const PRIVILEGED = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
const HARDENED = `services:
  web:
    image: nginx:1.27
    read_only: true
    mem_limit: 64m
    cpus: 0.5
    pids_limit: 50
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true]
    healthcheck: { test: [CMD, 'true'] }
`;

async function run(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>> = {},
  options: MemoryIoOptions = {},
): Promise<{ code: number; io: MemoryIo }> {
  const io = createMemoryIo(tree, options);
  return { code: await main(options.isTerminal === true ? argv : asText(argv), io), io };
}

test('of what is wrong with a configuration the first fifty are named', async () => {
  const keys = (count: number): string => Array.from({ length: count }, (_, index) => `a${index}: b\n`).join('');
  const { code, io } = await run(['.'], { '.plimsoll.yaml': keys(128_000), 'compose.yaml': HARDENED });
  expect(code).toBe(2);
  expect(io.err().split('\n')).toHaveLength(54);
  expect(io.err()).toContain('a49');
  expect(io.err()).not.toContain('a50');
  expect(io.err()).toContain('… and 127950 more');
});

describe('exit codes', () => {
  test.each([
    ['an error', ['compose.yaml'], { 'compose.yaml': PRIVILEGED }, 1],
    ['nothing', ['compose.yaml'], { 'compose.yaml': HARDENED }, 0],
    [
      'what nobody has set yet, with --fail-on warning',
      ['--fail-on=warning', '--rule', 'privileged-container=off', 'compose.yaml'],
      { 'compose.yaml': PRIVILEGED },
      0,
    ],
    ['warnings only', ['--rule', 'privileged-container=off', 'compose.yaml'], { 'compose.yaml': PRIVILEGED }, 0],
    [
      'warnings, with --fail-on warning',
      ['--fail-on=warning', '--preset=hardened', '--rule', 'privileged-container=off', 'compose.yaml'],
      { 'compose.yaml': PRIVILEGED },
      1,
    ],
    ['an error, with --fail-on never', ['--fail-on', 'never', 'compose.yaml'], { 'compose.yaml': PRIVILEGED }, 0],
    ['a missing path', ['nowhere.yaml'], {}, 2],
    ['a missing path beside a bad file', ['compose.yaml', 'nowhere.yaml'], { 'compose.yaml': PRIVILEGED }, 2],
    ['an unreadable path', ['compose.yaml'], { 'compose.yaml': { failure: 'unreadable' } as const }, 2],
    ['a folder without anything to lint', ['docs'], { 'docs/a.md': 'text' }, 2],
    ['an unknown option', ['--formt', 'json', 'compose.yaml'], { 'compose.yaml': HARDENED }, 2],
    ['an unknown format', ['--format', 'jsn', 'compose.yaml'], { 'compose.yaml': HARDENED }, 2],
    ['an unknown rule', ['--rule', 'priviledged-container=off', 'compose.yaml'], { 'compose.yaml': HARDENED }, 2],
    ['an unwritable output', ['-o', 'read-only/report.txt', 'compose.yaml'], { 'compose.yaml': HARDENED }, 2],
    ['a named file that is nothing to lint', ['notes.txt'], { 'notes.txt': 'hello' }, 2],
    ['one beside another', ['notes.txt', 'compose.yaml'], { 'notes.txt': 'hello', 'compose.yaml': HARDENED }, 0],
    ['one, where that is allowed', ['--allow-empty', 'notes.txt'], { 'notes.txt': 'hello' }, 0],
  ])('%s', async (_, argv, tree, code) => {
    expect((await run(argv, tree)).code).toBe(code);
  });

  test.each(['pretty', 'text', 'json', 'cis'])('the format %s does not change it', async (format) => {
    expect((await run(['--format', format, 'compose.yaml'], { 'compose.yaml': PRIVILEGED })).code).toBe(1);
  });
});

describe('a command may be after its options', () => {
  test('and is the same as before them', async () => {
    const [behind, before] = [
      await run(['--preset', 'all', 'baseline'], { 'compose.yaml': PRIVILEGED }),
      await run(['baseline', '--preset', 'all'], { 'compose.yaml': PRIVILEGED }),
    ];
    expect(behind.io.out()).toBe(before.io.out());
    expect(behind.io.out()).not.toBe('');
    expect(behind.code).toBe(0);
  });

  test.each([
    ['a file of its name is a file', ['-q', 'baseline'], { baseline: '#!/bin/sh\ndocker run --privileged alpine:3\n' }],
    ['a value of an option is none', ['--output', 'model', 'compose.yaml'], { 'compose.yaml': PRIVILEGED }],
  ])('%s', async (_, argv, tree) => {
    expect((await run(argv, tree)).code).toBe(1);
  });
});

test.each([
  [['rules', '--config', 'a\u001B]0;b.yaml']],
  [['model', 'compose.yaml']],
  [['model', 'missing\u009B2J.yaml']],
  [['baseline', '--baseline', 'c\u202E.json', 'compose.yaml']],
  [['explain', 'x\u001B[31m']],
  [['x\u001B[31m']],
])('%j prints nothing that moves the cursor or turns the line around', async (argv) => {
  const { io } = await run(argv, {
    'compose.yaml': PRIVILEGED.replace('nginx', 'ngi\u202Enx'),
    'a\u001B]0;b.yaml': 'overrides: [{services: [a], rules: {}}]\n',
  });
  expect(io.out() + io.err()).not.toBe('');
  expect(io.out() + io.err()).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
});

describe('nothing from a file, a name or an argument begins a line of its own on standard error', () => {
  const evil = 'a\n::error::pwned';
  const image =
    'services: { web: { image: "x\\n::add-mask::y", ports: ["x\\r\\n::add-mask::y"], "k\\n::add-mask::y": 1 } }\n';
  const calls: readonly (readonly [argv: readonly string[], tree?: Readonly<Record<string, MemoryFile>>])[] = [
    [['--format', 'github'], { [`${evil}.compose.yaml`]: { linkTo: 'nowhere' }, 'compose.yaml': HARDENED }],
    [['model', 'compose.yaml'], { 'compose.yaml': image }],
    [['--format', 'github', 'compose.yaml'], { 'compose.yaml': image }],
    [
      ['compose.yaml'],
      { 'compose.yaml': HARDENED, '.plimsoll.yaml': '"x\\n::error::pwned": 1\nfailOn: "x\\n::error::pwned"\n' },
    ],
    [['compose.yaml'], { 'compose.yaml': HARDENED, '.plimsoll.yaml': 'failOn: *x\u2028::error::pwned\n' }],
    [
      ['--config', '::error::pwned.yaml', 'compose.yaml'],
      { 'compose.yaml': HARDENED, '::error::pwned.yaml': 'failsOn: error\n' },
    ],
    [['--config', evil, 'compose.yaml'], { 'compose.yaml': HARDENED }],
    [['--baseline', evil, 'compose.yaml'], { 'compose.yaml': HARDENED }],
    [['compose.yaml'], { 'compose.yaml': HARDENED, '.plimsoll-baseline.json': '{"version": 2,\n::error::pwned' }],
    [['-o', `read-only/${evil}`, 'compose.yaml'], { 'compose.yaml': HARDENED }],
    [[evil]],
    [[`${evil}.yaml`]],
    [['explain', evil]],
    [['completion', evil]],
    [[`--${evil}`]],
    [['--rule', `${evil}=off`]],
    [['--format', evil]],
    [['baseline', `${evil}.yaml`]],
  ];
  test.each(calls.map(([argv, tree = {}]) => ({ argv, tree })))('$argv', async ({ argv, tree }) => {
    const { io } = await run(argv, tree);
    expect(io.err()).not.toMatch(/^\s*::/m);
    expect(io.err()).not.toBe('');
  });
});

describe('messages on stderr name what is wrong and the nearest right word', () => {
  test.each([
    [['--formt', 'json'], 'Unknown option --formt. Did you mean --format?'],
    [['--format', 'jsn'], 'Unknown format "jsn". Did you mean json?'],
    [
      ['--fail-on', 'warn', 'x'],
      'Invalid value for --fail-on: "warn". Use warning. Valid values: error, warning, info, never.',
    ],
    [['--rule', 'priviledged-container=off'], 'Did you mean privileged-container?'],
    [
      ['--rule', 'privileged-container=loud'],
      'Invalid severity "loud" for --rule privileged-container; use off, info, warning or error.',
    ],
    [['--rule', 'privileged-container=warn'], 'Did you mean warning?'],
    [['-q', 'explain', '5.4'], 'plimsoll explain: Unknown option -q.'],
    [['-'], 'Standard input is empty'],
    [['model', '-'], 'Standard input is empty'],
    [['lnt'], 'Did you mean plimsoll lint?'],
    [['constructor'], 'Unknown command, file or directory "constructor".'],
    [['--constructor', 'compose.yaml'], 'Unknown option --constructor.'],
    [['explain', 'docker-sock-mount'], 'Did you mean docker-socket-mount?'],
    [['explain', '5.32'], 'Unknown rule "5.32". To list all rules, run plimsoll rules.'],
    [['--rule', '5.99=off', 'compose.yaml'], 'Unknown rule "5.99". To list all rules, run plimsoll rules.'],
    [['--rule', '5.32=off', 'compose.yaml'], 'Version 1.13 of the benchmark has no rule 5.32.'],
    [
      ['--benchmark', '1.6', '--rule', '5.1=off', 'compose.yaml'],
      "plimsoll doesn't check recommendation 5.1 of version 1.6",
    ],
    [['--benchmark', '1.9', 'compose.yaml'], 'Invalid value for --benchmark: "1.9".'],
    [['explain'], 'explain requires a rule ID or number, such as plimsoll explain 5.31.'],
    [['explain', '--web', '5.4'], 'The page has no public URL. Run plimsoll explain privileged-container to print it.'],
    [['--stdin-filename', 'a.yaml', 'b.yaml'], '--stdin-filename requires the path -.'],
    [['--output'], '--output requires a value: --output=FILE.'],
    [['--config', 'a.yaml', '-c', 'b.yaml', 'x'], '--config accepts one file, but got two: a.yaml and b.yaml.'],
    [['--baseline', 'a.json', '--baseline', 'b.json'], '--baseline accepts one file, but got two: a.json and b.json.'],
    [['model', '-c', 'a.yaml', '-c', 'b.yaml'], '--config accepts one file, but got two: a.yaml and b.yaml.'],
    [[''], 'Empty path. For the current directory, use a dot.'],
    [['rules', 'x'], 'rules takes no arguments: it lists all rules. To print one page, run plimsoll explain x.'],
    [
      ['--format', 'json=a.json', '--format', 'sarif=./a.json', 'compose.yaml'],
      "Two reports can't use the same file ./a.json.",
    ],
    [
      ['-o', 'b.json', '--format', 'json=b.json', '--format', 'text', 'compose.yaml'],
      "Two reports can't use the same file b.json.",
    ],
    [
      ['-o', '/project/compose.yaml', 'compose.yaml'],
      'Report file /project/compose.yaml would overwrite an input file.',
    ],
    [
      ['--format', 'json=compose.yaml', '--project', 'base.yaml,compose.yaml'],
      'Report file compose.yaml would overwrite an input file.',
    ],
    [
      ['--env-file', 'prod.env', 'compose.yaml'],
      '--env-file is a Node.js option, not a plimsoll option: Node.js would load settings from that file before plimsoll starts. For variable values, use --dotenv FILE. To pass a file with such a name, prefix it with ./.',
    ],
    [['model', '--env-file=prod.env', 'compose.yaml'], 'For variable values, use --dotenv FILE.'],
    [['--version', '--env-file=a.yaml'], '--env-file is a Node.js option, not a plimsoll option'],
    [
      ['compose.yaml', '--env-file-if-exists=a.yaml'],
      '--env-file-if-exists is a Node.js option, not a plimsoll option',
    ],
    [['--', '--experimental-config-file=a.json'], 'To pass a file with such a name, prefix it with ./.'],
    [
      ['compose.yaml', '--', '--experimental-default-config-file'],
      '--experimental-default-config-file is a Node.js option, not a plimsoll option: Node.js would load settings from that file before plimsoll starts.',
    ],
    [['compose.yaml', '!compose.yaml'], '!compose.yaml: It excludes every file you named.'],
    [['-q', '!**', '--', 'compose.yaml'], '!**: It excludes every file you named.'],
    [['--', '*.yaml'], '*.yaml: No such file or directory.'],
    [['--', 'a\uFFFD.yaml'], "Its name is not UTF-8, so it can't be opened: rename it."],
    [['--', '!a.yaml'], '!a.yaml: No such file or directory.'],
    [['--dotenv', 'gone.env', 'compose.yaml'], '--dotenv gone.env: No such file or directory.'],
  ])('%j', async (argv, message) => {
    const { code, io } = await run(argv, { 'compose.yaml': HARDENED });
    expect(code).toBe(2);
    expect(io.err()).toContain(message);
    expect(io.out()).toBe('');
  });
});

describe('a file is linted whatever it is called', () => {
  test.each([
    '!compose.yaml',
    '!**',
    '--config=x.yaml',
    '--quiet',
    '-q.yaml',
    '*.yaml',
    '--env-file=e.yaml',
    '--no-ignore.compose.yaml',
  ])('after --: %s', async (name) => {
    const path = /ya?ml$/.test(name) ? name : `${name}/compose.yaml`;
    const { code, io } = await run(['--format', 'text', '--', 'compose.yaml', name], {
      'compose.yaml': PRIVILEGED,
      [path]: PRIVILEGED,
    });
    expect(code).toBe(1);
    for (const file of ['compose.yaml', path]) expect(io.out()).toContain(`${file}:4:17: error privileged-container`);
  });

  test.each(['!compose.yaml', '!**'])('without --, where it is there: %s', async (name) => {
    const { code, io } = await run(['--format', 'text', 'compose.yaml', name], {
      'compose.yaml': PRIVILEGED,
      [name]: PRIVILEGED,
    });
    expect(code).toBe(1);
    expect(io.out()).toMatch(/^compose\.yaml:4:17: error/m);
  });
});

describe('lint', () => {
  test('is text where the output is no terminal, one line a finding, with the summary on stderr', async () => {
    const { io } = await run(['compose.yaml'], { 'compose.yaml': PRIVILEGED });
    expect(io.out()).toMatch(/^compose\.yaml:4:17: error privileged-container Service `web` runs privileged/m);
    expect(io.err()).toMatch(/^1 file, 1 container: 1 error, /m);
  });

  test('is pretty on a terminal, in colour unless NO_COLOR says otherwise', async () => {
    const tree = { 'compose.yaml': PRIVILEGED };
    expect((await run(['compose.yaml'], tree, { isTerminal: true })).io.out()).toContain('\u001B[');
    const plain = (await run(['compose.yaml'], tree, { isTerminal: true, environment: { NO_COLOR: '1' } })).io.out();
    expect(plain).not.toContain('\u001B[');
    expect(plain).toContain('4 |     privileged: true');
    expect(plain).toContain('  |                 ^^^^');
  });

  test('lints the current directory when no path is given, ignored files left out', async () => {
    const tree = {
      '.gitignore': 'old/\n',
      'app/compose.yaml': PRIVILEGED,
      'old/compose.yaml': PRIVILEGED,
      'node_modules/x/compose.yaml': PRIVILEGED,
    };
    const { io } = await run([], tree);
    expect(io.out()).toContain('app/compose.yaml:4:17');
    expect(io.out()).not.toContain('old/');
    expect(io.out()).not.toContain('node_modules');
  });

  test('reads standard input, under the name that it is given', async () => {
    const { code, io } = await run(['-', '--stdin-filename', 'app/compose.yaml'], {}, { stdin: PRIVILEGED });
    expect(code).toBe(1);
    expect(io.out()).toContain('app/compose.yaml:4:17: error privileged-container');
  });

  test('unsaved text is linted in its place: with its project, its .env and what it extends', async () => {
    const tree = {
      'app/compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n',
      'app/compose.override.yaml': 'services:\n  web:\n    privileged: false\n',
      'app/.env': 'TAG=latest\n',
      'app/base.yaml': 'services:\n  base:\n    image: nginx:1.27\n    pid: host\n',
    };
    const stdin =
      'services:\n  web:\n    image: nginx:${TAG}\n    extends: { file: base.yaml, service: base }\n    privileged: true\n';
    const { io } = await run(['-', '--stdin-filename', 'app/compose.override.yaml'], tree, { stdin });
    expect(io.out()).toContain('app/compose.override.yaml:5:17: error privileged-container');
    expect(io.out()).toContain('app/base.yaml:4:10: error host-pid-namespace');
    expect(io.out()).toContain('unpinned-image');
  });

  test('writes several reports at once', async () => {
    const { io } = await run(['--format', 'text', '--format', 'json=report.json', 'compose.yaml'], {
      'compose.yaml': PRIVILEGED,
    });
    expect(io.out()).toContain('privileged-container');
    expect(JSON.parse(io.written.get('report.json') ?? '')).toMatchObject({ version: 1, summary: { error: 1 } });
  });

  test('a hostile name does not reach the terminal as it is', async () => {
    const { io } = await run(['\u001B[2Jx.txt', 'gone\u001B[31m.yaml'], { '\u001B[2Jx.txt': 'nothing' });
    expect(io.err()).not.toContain('\u001B');
    expect(io.err()).toContain('\\u{1b}');
  });

  test('--quiet leaves out everything but errors', async () => {
    const { io } = await run(['--quiet', 'compose.yaml'], {
      'compose.yaml': 'services:\n  web:\n    image: nginx:${V}\n    privileged: true\n',
    });
    expect(io.out()).toMatch(/^compose\.yaml:4:17: error privileged-container .*\n$/);
    expect(io.err()).toBe('');
  });

  test('an empty file is rejected, as the client does it', async () => {
    const { code, io } = await run(['compose.yaml'], { 'compose.yaml': '' });
    expect(code).toBe(1);
    expect(io.out()).toMatch(/^compose\.yaml:1:1: error syntax\/missing-key The project is empty/);
  });

  test('values of variables come from --dotenv, and from the environment only when asked', async () => {
    const tree = {
      'compose.yaml': 'services:\n  web:\n    image: nginx:${TAG}\n    pid: ${MODE}\n',
      'ci.env': 'TAG=latest\nMODE=host\n',
    };
    const rules = (text: string): boolean => / (?:warning|info) unpinned-image/.test(text);
    expect(rules((await run(['compose.yaml'], tree, { environment: { TAG: 'latest' } })).io.out())).toBe(false);
    expect(rules((await run(['--env', 'compose.yaml'], tree, { environment: { TAG: 'latest' } })).io.out())).toBe(true);
    const { io } = await run(['--dotenv', 'ci.env', 'compose.yaml'], tree);
    expect(rules(io.out())).toBe(true);
    expect(io.out()).toContain('compose.yaml:4:10: error host-pid-namespace');
    expect((await run(['--dotenv', 'gone.env', 'compose.yaml'], tree)).code).toBe(2);
  });
});

test('an env file is read once, as what comes out of a pipe can be', async () => {
  const tree = {
    'compose.yaml': 'services: { web: { image: "nginx:${TAG}" } }\n',
    'b.compose.yaml': 'services: { web: { image: "redis:${TAG}" } }\n',
  };
  const io = createMemoryIo(tree);
  let left = 1;
  const files = {
    ...io.files,
    read: (path: string): ReturnType<typeof io.files.read> =>
      path === '/dev/fd/63' ? { text: left-- > 0 ? 'TAG=latest\n' : '' } : io.files.read(path),
  };
  expect(
    await main(['--format', 'text', '--dotenv', '/dev/fd/63', 'compose.yaml', 'b.compose.yaml'], { ...io, files }),
  ).toBe(0);
  expect(io.out().match(/warning unpinned-image/g)).toHaveLength(2);
});

test('--project merges files as docker compose -f a -f b does', async () => {
  const tree = { 'base.yaml': PRIVILEGED, 'prod.yaml': 'services:\n  web:\n    privileged: false\n    pid: host\n' };
  const { io } = await run(['--project', 'base.yaml,prod.yaml'], tree);
  expect(io.out()).not.toContain('privileged-container');
  expect(io.out()).toContain('prod.yaml:4:10: error host-pid-namespace');
  expect((await run(['--project', 'base.yaml,gone.yaml'], tree)).code).toBe(2);
});

describe('files that a project includes', () => {
  const tree = {
    'compose.yaml': 'include: [db/compose.yaml]\nservices:\n  web:\n    image: nginx:1.27\n',
    'db/compose.yaml': 'services:\n  db:\n    image: postgres:17\n    privileged: true\n',
    'other/compose.yaml': 'services:\n  cache:\n    image: redis:8\n    privileged: true\n',
  };

  test.each([
    [['.'], 3],
    [['compose.yaml'], 2],
    [['db/compose.yaml'], 1],
    [['db/compose.yaml', 'compose.yaml'], 2],
    [['other/compose.yaml'], 1],
  ])('are linted once, as part of it: %j', async (argv, containers) => {
    const { io } = await run(['--format', 'json', ...argv], tree);
    const report = JSON.parse(io.out()) as {
      summary: { containers: number };
      findings: { rule: string; file: string }[];
    };
    expect(report.summary.containers).toBe(containers);
    const privileged = report.findings.filter(({ rule }) => rule === 'privileged-container').map(({ file }) => file);
    expect(privileged).toEqual([...new Set(privileged)]);
  });

  describe('are reported alone where they are named', () => {
    const project = {
      'compose.yaml':
        'include: [app/db.yaml, app/queue.yaml]\nservices:\n  web:\n    image: nginx:1.27\n    privileged: true\n    extends: {file: app/base.yaml, service: base}\n',
      'app/db.yaml': 'services:\n  db:\n    image: postgres:17\n    pid: host\n',
      'app/queue.yaml': 'services:\n  queue:\n    image: redis:8\n    ipc: host\n',
      'app/base.yaml': 'services:\n  base:\n    image: scratch\n    uts: host\n',
    };
    const ofHost = /-namespace|privileged/;

    test.each([
      ['/project', ['app/db.yaml'], ['app/db.yaml host-pid-namespace']],
      [
        '/project',
        ['app/queue.yaml', 'app/db.yaml'],
        ['app/db.yaml host-pid-namespace', 'app/queue.yaml host-ipc-namespace'],
      ],
      ['/project/app', ['db.yaml'], ['db.yaml host-pid-namespace']],
      ['/project/app', ['/project/app/db.yaml'], ['/project/app/db.yaml host-pid-namespace']],
      [
        '/project',
        ['compose.yaml', 'app/db.yaml'],
        [
          'app/base.yaml host-uts-namespace',
          'app/db.yaml host-pid-namespace',
          'app/queue.yaml host-ipc-namespace',
          'compose.yaml privileged-container',
        ],
      ],
    ])('in %s, %j', async (workingDirectory, paths, expected) => {
      const tree = Object.fromEntries(Object.entries(project).map(([path, text]) => [`/project/${path}`, text]));
      const io = createMemoryIo(tree, { workingDirectory });
      await main(['--format', 'json', ...paths], io);
      const { findings, summary } = JSON.parse(io.out()) as {
        findings: { rule: string; file: string }[];
        summary: { containers: number };
      };
      expect(
        findings
          .filter(({ rule }) => ofHost.test(rule))
          .map(({ rule, file }) => `${file} ${rule}`)
          .sort(),
      ).toEqual(expected);
      expect(summary.containers).toBe(paths.includes('compose.yaml') ? 3 : paths.length);
    });

    test.each<[string, readonly string[], Readonly<Record<string, string>>, readonly string[]]>([
      ['by another spelling', ['../app/db.yaml'], {}, ['db.yaml host-pid-namespace']],
      ['by two spellings', ['db.yaml', '/project/app/db.yaml'], {}, ['db.yaml host-pid-namespace']],
      [
        'beside their project by another spelling',
        ['db.yaml', '/project/compose.yaml'],
        {},
        [
          '/project/app/base.yaml host-uts-namespace',
          '/project/app/db.yaml host-pid-namespace',
          '/project/app/queue.yaml host-ipc-namespace',
          '/project/compose.yaml privileged-container',
        ],
      ],
      ['what another container has of it', ['base.yaml'], {}, ['base.yaml host-uts-namespace']],
      [
        'through a file of any name',
        ['db.yaml'],
        {
          'compose.yaml': 'include: [app/stack.yaml]\n',
          'app/stack.yaml':
            'include: [{path: [db.yaml, queue.yaml]}]\nservices:\n  x:\n    image: x:1\n    privileged: true\n',
        },
        ['db.yaml host-pid-namespace'],
      ],
      [
        'past one that speaks of it only',
        ['db.yaml'],
        {
          'app/compose.yaml': '# not db.yaml\ninclude: [other-db.yaml]\n',
          'app/other-db.yaml': 'services:\n  o:\n    image: x:1\n    privileged: true\n',
        },
        ['db.yaml host-pid-namespace'],
      ],
      [
        'with what it includes itself',
        ['stack.yaml'],
        { 'compose.yaml': 'include: [app/stack.yaml]\n', 'app/stack.yaml': 'include: [db.yaml]\n' },
        ['db.yaml host-pid-namespace'],
      ],
      [
        'a file without services',
        ['volumes.yaml'],
        {
          'compose.yaml':
            'include: [app/volumes.yaml]\nservices:\n  web:\n    image: x:1\n    privileged: true\n    volumes: ["etc:/x"]\n',
          'app/volumes.yaml': 'volumes: {etc: {driver_opts: {type: none, o: bind, device: /etc}}}\n',
        },
        ['volumes.yaml sensitive-host-mount'],
      ],
      [
        'but what the configuration ignores',
        ['db.yaml', 'queue.yaml'],
        { '.git/HEAD': 'ref', '.plimsoll.yaml': 'ignores: [app/db.yaml]\n' },
        ['queue.yaml host-ipc-namespace'],
      ],
    ])('%s', async (_name, paths, more, expected) => {
      const tree = Object.fromEntries(
        Object.entries({ ...project, ...more }).map(([path, text]) => [`/project/${path}`, text]),
      );
      const io = createMemoryIo(tree, { workingDirectory: '/project/app' });
      await main(['--format', 'json', '--format', 'junit=report.xml', '--missing', 'each', ...paths], io);
      const { findings, notes } = JSON.parse(io.out()) as {
        findings: { rule: string; file: string }[];
        notes: { path: string; message: string }[];
      };
      const reported = findings
        .filter(({ rule }) => ofHost.test(rule) || rule === 'sensitive-host-mount')
        .map(({ rule, file }) => `${file} ${rule}`);
      expect(reported.sort()).toEqual(expected);
      expect(JSON.stringify(notes)).not.toContain('it is no Compose file');
      for (const { rule } of findings) expect(io.written.get('report.xml')).toContain(rule);
    });

    test('without the project being read for each of them', async () => {
      const count = 40;
      const names = Array.from({ length: count }, (_, index) => `s${index}.yaml`);
      const tree = {
        'compose.yaml': `include: [${names.join(', ')}]\n`,
        ...Object.fromEntries(names.map((name) => [name, 'services: {}\n'])),
      };
      const io = createMemoryIo(tree);
      const reads = new Map<string, number>();
      const files = {
        ...io.files,
        read: (path: string) => {
          reads.set(path, (reads.get(path) ?? 0) + 1);
          return io.files.read(path);
        },
      };
      await main(names, { ...io, files });
      expect(reads.get('compose.yaml')).toBeLessThan(5);
      expect(reads.get('s1.yaml')).toBeLessThan(5);
    });

    test('so that the exit code is theirs', async () => {
      const tree = { ...project, 'app/db.yaml': 'services:\n  db:\n    image: postgres:17\n' };
      expect((await run(['app/db.yaml'], tree)).code).toBe(0);
      expect((await run(['compose.yaml'], tree)).code).toBe(1);
    });
  });

  test('a project that only speaks of the file in a comment is left out', async () => {
    const { io } = await run(['--format', 'json', 'db/compose.yaml'], {
      ...tree,
      'compose.yaml': '# db/compose.yaml is not included\ninclude: []\nservices:\n  web:\n    image: x:1\n',
    });
    expect(JSON.parse(io.out())).toMatchObject({ summary: { containers: 1, files: 1 } });
  });

  test('projects that include each other are reported by the same one, in whatever order they are named', async () => {
    const both = { 'a.compose.yaml': 'include: [b.compose.yaml]\n', 'b.compose.yaml': 'include: [a.compose.yaml]\n' };
    const report = async (...paths: readonly string[]): Promise<readonly string[]> =>
      (await run(['--format', 'text', '--fail-on', 'never', ...paths], both)).io.out().split('\n').sort();
    expect(await report('b.compose.yaml', 'a.compose.yaml')).toEqual(await report('a.compose.yaml', 'b.compose.yaml'));
  });

  test('projects that include each other do not both vanish', async () => {
    const { io } = await run(['--format', 'json', '.'], {
      'a/compose.yaml': 'include: [../b/compose.yaml]\nservices:\n  a:\n    image: x:1\n',
      'b/compose.yaml': 'include: [../a/compose.yaml]\nservices:\n  b:\n    image: x:1\n',
    });
    expect((JSON.parse(io.out()) as { summary: { containers: number } }).summary.containers).toBeGreaterThan(0);
  });
});

test.each([
  [['compose.yaml', '/project/compose.yaml']],
  [['.', '/project/compose.yaml']],
  [['/project', 'compose.yaml']],
  [['--project', 'compose.yaml', '/project/compose.yaml']],
])('a file is linted once, however it is named: %j', async (argv) => {
  expect((await run(argv, { 'compose.yaml': PRIVILEGED })).io.err()).toMatch(/^1 file, 1 container/m);
});

describe('a directory that cannot be read', () => {
  const runWith = async (argv: readonly string[]): Promise<{ code: number; err: string }> => {
    const io = createMemoryIo({
      'compose.yaml': HARDENED,
      'sub/deep/x': '',
      'sub/closed/compose.yaml': PRIVILEGED,
      'scripts/deploy.sh': { failure: 'unreadable' },
    });
    const files = {
      ...io.files,
      list: (path: string): ReturnType<typeof io.files.list> =>
        path.endsWith('closed') ? { failure: 'unreadable' } : io.files.list(path),
    };
    return { code: await main(argv, { ...io, files }), err: io.err() };
  };
  const reported = "plimsoll: sub/closed: It can't be read: permission denied, or not a regular file.\n";

  test.each([
    [['sub/closed']],
    [['--quiet', 'compose.yaml', 'sub/closed']],
    [['sub/closed/*.yaml']],
    [['model', 'sub/closed']],
    [['baseline', 'sub/closed']],
  ])('is an error where it is named: %j', async (argv) => {
    const { code, err } = await runWith(argv);
    expect(code).toBe(2);
    expect(err.startsWith(reported)).toBe(true);
    expect(err).not.toMatch(/Nothing to lint|No file matches/);
  });

  test('is one where a walk meets it as well, and the rest is linted', async () => {
    const { code, err } = await runWith(['.']);
    expect(code).toBe(2);
    expect(err).toContain(reported);
    expect(err).toContain("scripts/deploy.sh: It can't be read: permission denied, or not a regular file.");
  });

  test.each([
    ['sub', reported],
    ['scripts', "plimsoll: scripts/deploy.sh: It can't be read: permission denied, or not a regular file.\n"],
  ])('is reported where nothing else is found in %s', async (folder, message) => {
    expect(await runWith(['--quiet', folder])).toEqual({ code: 2, err: message });
  });
});

describe('progress', () => {
  const tree = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`app-${index}/compose.yaml`, HARDENED]));
  /** A clock that advances 100 ms per call. */
  const slow = (): (() => number) => {
    let time = 0;
    return () => (time += 100);
  };

  test('is counted on a terminal while a big tree is linted, and taken away', async () => {
    const { io } = await run(['.'], tree, { isTerminal: true, now: slow() });
    expect(io.err()).toMatch(/\d+ files linted …/);
    expect(io.err()).toMatch(/\r\u001B\[K$/);
    expect(io.out()).not.toContain('files linted');
  });

  test.each([
    ['elsewhere', ['.'], { now: slow() }],
    ['when it is quick', ['.'], { isTerminal: true }],
    ['with --quiet', ['--quiet', '.'], { isTerminal: true, now: slow() }],
  ])('is not shown %s', async (_, argv, options) => {
    expect((await run(argv, tree, options)).io.err()).not.toContain('files linted');
  });
});

describe('help', () => {
  test.each([[['--version']], [['-V']], [['lint', '--version']], [['--quiet', '--version']]])(
    '%j prints the version and lints nothing',
    async (argv) => {
      const { code, io } = await run(argv, { 'compose.yaml': PRIVILEGED });
      expect([code, io.out(), io.err()]).toEqual([0, 'development\n', '']);
    },
  );

  test.each([[['--help']], [['-h']], [['help']]])(
    '%j shows the commands, the options that people use and examples on one screen',
    async (argv) => {
      const { code, io } = await run(argv);
      expect(code).toBe(0);
      for (const part of ['Commands', '  model ', '  explain ', 'lsp, completion', '--fail-on', 'Examples'])
        expect(io.out()).toContain(part);
      const lines = io.out().trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(31);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test.each(['lint', 'model', 'explain', 'rules', 'baseline', 'init'])('%s --help shows its usage', async (command) => {
    const { code, io } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(io.out()).toMatch(new RegExp(`^Usage: plimsoll .*${command}`));
    expect(io.out()).toMatch(/^Examples\n {2}\S/m);
  });
});

describe('a command that waits for a terminal says so', () => {
  test('lint', async () => {
    const io = createMemoryIo({}, { stdin: PRIVILEGED, isStdinTerminal: true });
    expect(await main(['-'], io)).toBe(1);
    expect(io.err()).toContain('from the terminal. To end it, press Ctrl+D.');
  });

  test.each([
    ['drift', 'docker inspect $(docker ps -q) | plimsoll drift'],
    ['images', 'docker image inspect IMAGE… | plimsoll images'],
  ])('%s', async (command, remedy) => {
    const io = createMemoryIo({ 'compose.yaml': PRIVILEGED }, { isStdinTerminal: true });
    expect(await main([command], io)).toBe(2);
    expect(io.err()).toContain(`Standard input is a terminal. `);
    expect(io.err()).toContain(remedy);
  });
});

describe('recommendation 5.1 of version 1.6, which no rule checks, is listed', () => {
  test.each([
    ['rules', /^5\.1 +level 1 +manual +off +- +not checked +Swarm mode/m],
    ['explain 5.1', /^5\.1 Swarm mode[\s\S]*doesn't check this recommendation/],
    ['-f cis compose.yaml', /^Not checked: 5\.1 Swarm mode/m],
    ['-f markdown compose.yaml', /Not checked: 5\.1 Swarm mode/],
  ])('%s', async (words, text) => {
    const io = createMemoryIo({ 'compose.yaml': PRIVILEGED });
    await main([...words.split(' '), '--benchmark', '1.6'], io);
    expect(io.out()).toMatch(text);
    const older = createMemoryIo({ 'compose.yaml': PRIVILEGED });
    await main([...words.split(' '), '--benchmark', '1.5'], older);
    expect(older.out()).not.toMatch(/swarm mode/i);
  });

  test('--rule', async () => {
    const io = createMemoryIo({ 'compose.yaml': PRIVILEGED });
    expect(await main(['--benchmark', '1.6', '--rule', '5.1=off'], io)).toBe(2);
    expect(io.err()).toContain("plimsoll doesn't check recommendation 5.1 of version 1.6");
  });
});

test.each([
  ['pretty', 'out'],
  ['cis', 'out'],
  ['markdown', 'out'],
  ['html', 'out'],
  ['github', 'err'],
  ['junit', 'err'],
] as const)('a %s report names the version of its numbers once, and how to choose another', async (format, stream) => {
  const io = createMemoryIo({ 'compose.yaml': PRIVILEGED });
  await main(['--format', format, 'compose.yaml'], io);
  expect(io[stream]().match(/ersion 1\.13\b[\s\S]{0,60}?--benchmark/g)).toHaveLength(1);
});

describe('model', () => {
  test.each([
    [['.'], ['db', 'web']],
    [['app/db.yaml'], ['db']],
    [
      ['app/db.yaml', 'compose.yaml'],
      ['db', 'web'],
    ],
  ])('prints a container once, as part of the project that includes it: %j', async (paths, names) => {
    const { io } = await run(['model', ...paths], {
      'compose.yaml': 'name: shop\ninclude: [app/db.yaml]\nservices:\n  web:\n    image: x:1\n',
      'app/db.yaml': 'services:\n  db:\n    image: y:1\n',
    });
    const printed = JSON.parse(io.out()) as { name: string; HostConfig: { NetworkMode: string } }[];
    expect(printed.map(({ name }) => name).sort()).toEqual(names);
    expect(printed.map(({ HostConfig }) => HostConfig.NetworkMode)).toEqual(names.map(() => 'shop_default'));
  });

  test.each([
    [['.'], ['web'], ''],
    [['gen', 'compose.yaml'], ['web'], ''],
    [['gen/compose.yaml', 'compose.yaml'], ['web'], 'gen/compose.yaml: Skipped: ignored by .plimsoll.yaml.'],
    [['--no-config', '.'], ['db', 'web'], ''],
    [['--config', 'other.yaml', '.'], ['db', 'web'], ''],
  ])('prints nothing of what the configuration ignores: %j', async (argv, names, says) => {
    const { io } = await run(['model', ...argv], {
      '.plimsoll.yaml': 'ignores: [gen]\n',
      'other.yaml': 'ignores: []\n',
      'compose.yaml': 'services: {web: {image: "x:1"}}\n',
      'gen/compose.yaml': 'services: {db: {image: "y:1"}}\n',
    });
    expect((JSON.parse(io.out()) as { name: string }[]).map(({ name }) => name).sort()).toEqual(names);
    expect(io.err()).toContain(says);
  });

  test('prints what the engine would be asked to create', async () => {
    const { code, io } = await run(['model', 'compose.yaml'], {
      'compose.yaml': 'name: shop\nservices:\n  web:\n    image: nginx:1.27\n    mem_limit: 1g\n    cpus: ${CPUS}\n',
    });
    expect(code).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject([
      {
        file: 'compose.yaml',
        line: 3,
        kind: 'container',
        origin: 'compose',
        name: 'web',
        Config: { Image: 'nginx:1.27' },
        HostConfig: { Memory: 1073741824 },
        unknown: ['HostConfig.NanoCpus'],
        unresolvedOptions: 0,
      },
    ]);
  });

  test('prints nothing but a list where there is nothing', async () => {
    expect((await run(['model', 'compose.yaml'], { 'compose.yaml': 'services: {}\n' })).io.out()).toBe('[]\n');
  });

  test('prints each container as it is made', async () => {
    const written: string[] = [];
    const io = createMemoryIo({
      'compose.yaml': `services:\n${Array.from({ length: 3 }, (_, at) => `  s${at}: {image: nginx, ports: ["1-65535:1-65535"]}\n`).join('')}`,
    });
    const code = await main(['model', 'compose.yaml'], {
      ...io,
      stdout: { ...io.stdout, write: (text) => written.push(text) },
    });
    expect(code).toBe(0);
    expect(written.length).toBeGreaterThanOrEqual(3);
    const [first] = JSON.parse(written.join('')) as readonly {
      readonly HostConfig: { readonly PortBindings: object };
    }[];
    expect(Object.keys(first?.HostConfig.PortBindings ?? {})).toHaveLength(65_535);
  });

  test('leaves ranges of ports as they are where there are too many', async () => {
    const ports = Array.from({ length: 200 }, (_, at) => `127.0.0.${at}:1-65535:1-65535`);
    const { io } = await run(['model', 'compose.yaml'], {
      'compose.yaml': `services: {a: {image: nginx, ports: ${JSON.stringify(ports)}}}\n`,
    });
    expect(io.out().length).toBeLessThan(50_000_000);
    const [first] = JSON.parse(io.out()) as readonly {
      readonly unknown: readonly string[];
      readonly HostConfig: { readonly PortBindings: Readonly<Record<string, unknown>> };
    }[];
    expect(first?.HostConfig.PortBindings['1-65535/tcp']).toContainEqual({
      HostIp: '127.0.0.199',
      HostPort: '1-65535',
    });
    expect(first?.unknown).toContain('HostConfig.PortBindings[199]');
  });
});

describe('rules and explain', () => {
  test('rules lists the 31 recommendations in order, and then what is about the text itself', async () => {
    const { io } = await run(['rules']);
    const lines = io.out().trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('5.'))).toEqual(lines.slice(0, 31));
    expect(lines[0]).toMatch(/^5\.1 +level 1 +scored +error +apparmor-disabled/);
    expect(lines[30]).toMatch(/^5\.31 +level 1 +scored +error +docker-socket-mount/);
    expect(lines[lines.length - INPUT_RULES.length]).toMatch(
      /^- +- +- +error +syntax\/binary +default +File is not text$/,
    );
  });

  test('rules shows the numbers of the other version, and what is off', async () => {
    const { io } = await run(['rules', '--benchmark', '1.6', '--preset', 'cis-level-1']);
    expect(io.out()).toMatch(/^5\.3 +level 2 +manual +off +selinux-disabled +preset cis-level-1/m);
    expect(io.out()).toMatch(/^5\.9 +level 1 +manual +warning +unneeded-open-ports/m);
    expect(io.out()).toMatch(/^- +- +- +warning +suppression\/unused +default /m);
  });

  test('rules shows what is in force for what is about the text', async () => {
    const { io } = await run(['rules', '--rule', 'syntax/limit=off'], {
      '.plimsoll.yaml': 'rules: { suppression/unused: { severity: error } }\n',
    });
    expect(io.out()).toMatch(/^- .* off +syntax\/limit +--rule /m);
    expect(io.out()).toMatch(/^- .* error +suppression\/unused +\.plimsoll\.yaml /m);
  });

  test.each(INPUT_RULES.map(({ id, title }) => [id, title]))('explain %s prints the page', async (id, title) => {
    const { code, io } = await run(['explain', id]);
    expect([code, io.out()]).toEqual([0, expect.stringContaining(`# ${id}\n\n${title}\n`)]);
  });

  test('rules shows what the version has changed', async () => {
    const { io } = await run(['rules', '--benchmark', '1.2']);
    expect(io.out()).toMatch(/^5\.23 +level 2 +not scored +warning +exec-user +benchmark 1\.2 /m);
  });

  test.each([
    [['docker-socket-mount'], 'docker-socket-mount'],
    [['5.31'], 'docker-socket-mount'],
    [['5.4'], 'privileged-container'],
    [['5.4', '--benchmark', '1.5'], 'privileged-container'],
    [['5.4', '--benchmark', '1.8'], 'added-capability'],
  ])('explain %j prints the page', async (argv, id) => {
    const { code, io } = await run(['explain', ...argv]);
    expect(code).toBe(0);
    expect(io.out()).toMatch(new RegExp(`^# ${id}\n`));
    expect(io.out()).not.toMatch(/^```\w+ (?:bad|good)$/m);
  });

  test('explain goes by the numbers of the configuration, which only a number needs', async () => {
    expect((await run(['explain', '5.4'], { '.plimsoll.yaml': 'benchmark: 1.8\n' })).io.out()).toMatch(
      /^# added-capability\n/,
    );
    expect((await run(['explain', 'exec-user'], { '.plimsoll.yaml': 'nonsense: 1\n' })).code).toBe(0);
  });

  test('explain is laid out for a terminal', async () => {
    const io = createMemoryIo({}, { isTerminal: true, columns: 60 });
    expect(await main(['explain', 'privileged-container'], io)).toBe(0);
    expect(io.out()).toMatch(/^\u001B\[1;4mprivileged-container\u001B\[0m\n/);
    expect(io.out()).toContain('\u001B[1;31mFails (Compose):\u001B[0m\n');
    expect(io.out()).not.toMatch(/^#|```/m);
  });
});

test.each([['-fjson'], ['-f=json'], ['-qfjson'], ['-f', 'json']])(
  'a short option takes its value as %s',
  async (...argv) => {
    const io = createMemoryIo({ 'compose.yaml': 'services: { web: { image: nginx } }\n' });
    await main([...argv, 'compose.yaml'], io);
    expect(io.err()).not.toContain('needs a value');
    expect(JSON.parse(io.out())).toHaveProperty('findings');
  },
);
