import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27.0\n    privileged: true\n';
/** The message for an unknown image. */
const BY_NAME =
  '2 fixes are applied only if you name the rule, because they often break a service, or it is not a long-running one (jobs, tests, CI, documentation, backups): --rule added-capability --rule writable-root-filesystem';
/** The message for values that the user must supply. */
const VALUELESS = [
  'Not fixed: 1 container without a memory limit. Use --set memory=512m for all containers, or --set NAME.memory=… for one',
  'Not fixed: 1 container without a CPU limit. Use --set cpus=1.5 for all containers, or --set NAME.cpus=… for one',
].join('\n');
const FIXED = 'services:\n  web:\n    image: nginx:1.27.0\n';

test('prints a diff and writes nothing', async () => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container'], io)).toBe(1);
  expect(io.out()).toBe(
    [
      '--- ./compose.yaml',
      '+++ ./compose.yaml',
      '@@ -1,4 +1,3 @@',
      ' services:',
      '   web:',
      '     image: nginx:1.27.0',
      '-    privileged: true',
      '',
    ].join('\n'),
  );
  expect(io.err()).toBe('1 fix to apply in 1 file (with --write)\n');
  expect(io.written).toEqual(new Map());
});

test('counts what it leaves out because it is too risky', async () => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['fix', '--rule', '5.4'], io)).toBe(0);
  expect(io.out()).toBe('');
  expect(io.err()).toBe('0 fixes to apply in 0 files (with --write); 1 more with --risk high\n');
});

test('says at each risk that files of tests need the rule', async () => {
  const io = createMemoryIo({ 'tests/compose.yaml': 'services: { web: { image: "o/web:1" } }\n' });
  await main(['fix', '--risk', 'low', 'tests'], io);
  expect(io.err()).toMatch(
    /^0 fixes .*\n2 fixes are applied only if you name the rule, .*: --rule new-privileges-allowed --rule unlimited-pids\n$/,
  );
});

test.each([
  [[], '0 fixes to apply in 0 files (with --write); 2 more with --risk low, 3 with --risk high'],
  [['--risk', 'low'], '2 fixes to apply in 1 file (with --write); 1 more with --risk high'],
  [['--risk', 'medium'], `2 fixes to apply in 1 file (with --write); 1 more with --risk high\n${VALUELESS}`],
  [['--risk', 'high'], `3 fixes to apply in 1 file (with --write)\n${VALUELESS}\n${BY_NAME}`],
  [['--unsafe'], `3 fixes to apply in 1 file (with --write)\n${VALUELESS}\n${BY_NAME}`],
  [
    ['--risk', 'medium', '--set', 'memory=1g', '--set', 'w*.cpus=2', '--set', 'db.memory=1g'],
    '4 fixes to apply in 1 file (with --write); 1 more with --risk high',
  ],
])('counts how many more each step would make: %j', async (risk, line) => {
  const io = createMemoryIo({ 'compose.yaml': 'services: { web: { image: "o/web:1", pid: host } }\n' });
  await main(['fix', '--preset', 'cis-level-1', '--min-severity', 'info', ...risk], io);
  expect(io.err()).toBe(`${line}\n`);
});

test('rejects two risks', async () => {
  const io = createMemoryIo({});
  expect(await main(['fix', '--unsafe', '--risk', 'low'], io)).toBe(2);
  expect(io.err()).toContain('--unsafe means --risk high, but --risk low is set too.');
});

test('writes, and has nothing to do then', async () => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['fix', '--write', '--unsafe', '--rule', 'privileged-container', 'compose.yaml'], io)).toBe(0);
  expect(io.written).toEqual(new Map([['compose.yaml', FIXED]]));
  const again = createMemoryIo({ 'compose.yaml': FIXED });
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container'], again)).toBe(0);
  expect(again.out()).toBe('');
});

test('says what could not be written', async () => {
  const io = createMemoryIo({ 'read-only/compose.yaml': COMPOSE });
  expect(await main(['fix', '--write', '--unsafe', '--rule', 'privileged-container', '-q'], io)).toBe(2);
  expect(io.err()).toBe("plimsoll: read-only/compose.yaml: Can't write the file (EACCES).\n");
});

test('counts as made only what is written', async () => {
  const io = createMemoryIo({ 'read-only/compose.yaml': COMPOSE, 'web/compose.yaml': COMPOSE });
  expect(await main(['fix', '--write', '--unsafe', '--rule', 'privileged-container'], io)).toBe(2);
  expect(io.err()).toBe(
    "plimsoll: read-only/compose.yaml: Can't write the file (EACCES).\n1 fix made in 1 file; 1 skipped\n",
  );
});

test('takes standard input, as a diff and as the fixed text', async () => {
  const io = createMemoryIo({}, { stdin: COMPOSE });
  const rule = ['--unsafe', '--rule', 'privileged-container'];
  expect(await main(['fix', ...rule, '--stdin-filename', 'a/compose.yaml', '-'], io)).toBe(1);
  expect(io.out()).toContain('--- ./a/compose.yaml\n');
  const text = createMemoryIo({}, { stdin: COMPOSE });
  expect(await main(['fix', ...rule, '--write', '-'], text)).toBe(0);
  expect(text.out()).toBe(FIXED);
});

test('prints no fixed text of standard input that is not in UTF-8', async () => {
  const io = createMemoryIo({}, { stdin: COMPOSE, stdinIsUtf8: false });
  expect(await main(['fix', '--write', '-'], io)).toBe(2);
  expect(io.out()).toBe('');
  expect(io.err()).toContain("Standard input is not UTF-8, so plimsoll can't write it back unchanged.");
});

test('leaves what a comment, an exception or the baseline speaks for', async () => {
  const config = 'exceptions:\n  - { rule: privileged-container, service: db, reason: x }\n';
  const files = {
    '.plimsoll.yaml': config,
    'compose.yaml': [
      'services:',
      '  web:',
      '    image: nginx:1.27.0',
      '    privileged: true # plimsoll: ignore[privileged-container] -- x',
      '  db:',
      '    image: b:1.2.3',
      '    privileged: true',
      '',
    ].join('\n'),
  };
  const io = createMemoryIo(files);
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container'], io)).toBe(0);
  const baseline = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['baseline'], baseline)).toBe(0);
  const known = createMemoryIo({ 'compose.yaml': COMPOSE, ...Object.fromEntries(baseline.written) });
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container'], known)).toBe(0);
});

test('lint --fix makes the safe fixes, then lints', async () => {
  const text = 'services:\n  web:\n    image: nginx:1.27.0\n    memlimit: 1g\n';
  const io = createMemoryIo({ 'compose.yaml': text });
  await main(['lint', '--fix', 'compose.yaml'], io);
  expect(io.written).toEqual(new Map([['compose.yaml', text.replace('memlimit', 'mem_limit')]]));
  const stdin = createMemoryIo({}, { stdin: text });
  expect(await main(['lint', '--fix', '-'], stdin)).toBe(2);
});

test('takes values from the configuration', async () => {
  const io = createMemoryIo({
    '.plimsoll.yaml': 'fix: { memory: 2g, cpus: 0.7, pids: 50 }\n',
    'compose.yaml': 'services:\n  web:\n    image: nginx:1.27.0\n',
  });
  const rules = ['unlimited-memory', 'default-cpu-priority', 'unlimited-pids'].flatMap((id) => ['--rule', id]);
  expect(await main(['fix', '--write', '--unsafe', ...rules], io)).toBe(0);
  expect(io.written.get('compose.yaml')).toBe(
    'services:\n  web:\n    image: nginx:1.27.0\n    mem_limit: 2g\n    cpus: 0.7\n    pids_limit: 50\n',
  );
  const wrong = createMemoryIo({ '.plimsoll.yaml': 'fix: { memory: much }\n', 'compose.yaml': COMPOSE });
  expect(await main(['fix'], wrong)).toBe(2);
});

test('changes no file that was not found or named', async () => {
  const files = {
    'base/compose.yaml': COMPOSE,
    'compose.yaml': 'services:\n  web:\n    extends: { file: base/compose.yaml, service: web }\n',
  };
  const io = createMemoryIo(files);
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container', 'compose.yaml'], io)).toBe(1);
  expect(io.out()).toBe('');
  expect(io.err()).toContain(
    'It would change `base/compose.yaml`, which is not selected or is outside the repository.',
  );
  const all = createMemoryIo(files);
  expect(await main(['fix', '--unsafe', '--rule', 'privileged-container', '.'], all)).toBe(1);
  expect(all.out()).toContain('+++ ./base/compose.yaml');
});

test('rejects a rule that does not exist', async () => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['fix', '--rule', 'privileged-containr'], io)).toBe(2);
  expect(io.err()).toContain('Did you mean privileged-container?');
});

/** Name, directory of the file, and its text. */
const PATCHED = [
  ['a file in a folder', 'deploy/a b/compose.yaml', COMPOSE],
  ['CRLF', 'compose.yaml', COMPOSE.replaceAll('\n', '\r\n')],
  ['no line end at the end', 'deploy/compose.yaml', COMPOSE.trimEnd()],
] as const;

test.each(PATCHED)('makes a patch that git apply and patch -p0 take: %s', async (_, path, text) => {
  const io = createMemoryIo({ [path]: text });
  await main(['fix', '--unsafe', '--rule', 'privileged-container', '--rule', 'new-privileges-allowed'], io);
  const written = createMemoryIo({ [path]: text });
  await main(
    ['fix', '--unsafe', '--write', '--rule', 'privileged-container', '--rule', 'new-privileges-allowed'],
    written,
  );
  for (const [command, ...args] of [
    ['git', 'apply', '-'],
    ['patch', '--binary', '-s', '-p0'],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fix-'));
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      execFileSync(command, args, { cwd: folder, input: io.out() });
      expect(readFileSync(join(folder, path), 'utf8')).toBe(written.written.get(path));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

test('fixes what a script deploys as the project that it is, in the files that are asked for', async () => {
  const tree = {
    'base.yaml': 'services:\n  web:\n    image: nginx:1.27.0\n    privileged: true\n',
    'base.prod.yaml': 'services:\n  web:\n    user: app\n    pid: host\n',
    'limits.yaml': 'services:\n  web:\n    mem_limit: 1g\n',
    'deploy.sh': '#!/bin/sh\ndocker compose -f base.yaml -f base.prod.yaml -f limits.yaml up -d\n',
  };
  // No file gets another file's limit.
  const rules = ['host-pid-namespace', 'privileged-container', 'unlimited-memory'].flatMap((rule) => ['--rule', rule]);
  const io = createMemoryIo(tree);
  expect(await main(['fix', '--write', '--unsafe', ...rules], io)).toBe(0);
  const prod = ['base.prod.yaml', 'services:\n  web:\n    user: app\n'] as const;
  expect(io.written).toEqual(new Map([['base.yaml', 'services:\n  web:\n    image: nginx:1.27.0\n'], prod]));
  const named = createMemoryIo(tree);
  expect(await main(['fix', '--write', '--unsafe', ...rules, 'base.prod.yaml', 'deploy.sh'], named)).toBe(0);
  expect(named.written).toEqual(new Map([prod]));
});

test.each([
  ['memory', '--set requires NAME=VALUE'],
  ['memry=1g', 'Did you mean memory?'],
  ['memory=6m', undefined],
  ['memory=512', 'Write it like memory=512m.'],
  ['memory=lots', 'Invalid value for --set memory. Write it like memory=512m.'],
  ['cpus=0', 'Invalid value for --set cpus'],
  ['pids=1.5', 'Invalid value for --set pids'],
  ['a.b.address=localhost', 'Invalid value for --set address'],
])('--set %s', async (value, error) => {
  const io = createMemoryIo({ 'compose.yaml': FIXED });
  const code = await main(['fix', '--no-config', '--set', value], io);
  expect([code, io.err()]).toEqual(error === undefined ? [0, expect.any(String)] : [2, expect.stringContaining(error)]);
});

test('turns on a rule that is named', async () => {
  const io = createMemoryIo({ 'compose.yaml': 'services:\n  db:\n    image: postgres:17.2\n' });
  expect(await main(['fix', '--no-config', '--risk', 'medium', '--rule', 'root-user'], io)).toBe(1);
  expect(io.out()).toContain('+    user: ');
});
