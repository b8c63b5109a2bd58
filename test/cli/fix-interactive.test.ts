import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryIo } from '../memory-io.ts';

const COMPOSE = `services:
  web:
    image: example/web:1
    pid: host
    ports: ["8080:80"]
  db:
    image: example/db:1
`;

async function run(
  answers: readonly string[],
  options: readonly string[] = [],
): Promise<{ code: number; io: MemoryIo }> {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE }, { answers });
  const given = ['memory=512m', 'cpus=1', 'address=127.0.0.1'].flatMap((value) => ['--set', value]);
  const code = await main(['fix', '--interactive', '--no-config', ...given, ...options], io);
  return { code, io };
}

/** The added and removed lines. */
function changes(io: MemoryIo): readonly string[] {
  const [before, after] = [
    COMPOSE.split('\n'),
    (io.written.get('compose.yaml') ?? COMPOSE).replaceAll(/"(\d+[mg])"/g, '$1').split('\n'),
  ];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line.trim()}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line.trim()}`),
  ];
}

test('shows each fix with what it changes and what may break, and makes those that are wanted', async () => {
  const { code, io } = await run(['y', 'n', 'q'], ['--rule', 'host-pid-namespace', '--rule', 'wildcard-bind-address']);
  expect(io.out()).toBe(`
compose.yaml:4: host-pid-namespace (web): Use a private PID namespace. High risk: Breaks programs that inspect or signal host processes.
--- ./compose.yaml
+++ ./compose.yaml
@@ -1,7 +1,6 @@
 services:
   web:
     image: example/web:1
-    pid: host
     ports: ["8080:80"]
   db:
     image: example/db:1
(1/2) Apply this fix [y,n,a,i,q,?]? y

compose.yaml:5: wildcard-bind-address (web): Publish the port on 127.0.0.1 only. Medium risk: Blocks access to the port through other addresses; the address comes from \`--set address\` or the configuration (\`fix.address\`).
--- ./compose.yaml
+++ ./compose.yaml
@@ -2,6 +2,6 @@
   web:
     image: example/web:1
     pid: host
-    ports: ["8080:80"]
+    ports: ["127.0.0.1:8080:80"]
   db:
     image: example/db:1
(2/2) Apply this fix [y,n,a,i,q,?]? n
`);
  expect(changes(io)).toEqual(['-pid: host']);
  expect(io.err()).toBe('1 fix made in 1 file\n');
  expect(code).toBe(1);
});

describe('an answer', () => {
  const LIMITS = ['--rule', 'unlimited-memory', '--rule', 'unlimited-pids'];
  test.each([
    ['all of a rule', ['a', 'n', 'n'], ['+mem_limit: 512m'], 1],
    [
      'yes to each',
      ['y', 'y', 'y', 'y'],
      ['+mem_limit: 512m', '+pids_limit: 4096', '+mem_limit: 512m', '+pids_limit: 4096'],
      0,
    ],
    ['no more', ['y', 'q'], ['+mem_limit: 512m'], 1],
    ['the end of input', ['y'], ['+mem_limit: 512m'], 1],
    ['something else', ['what', 'y', '', 'q'], ['+mem_limit: 512m'], 1],
  ])('%s', async (_, answers, expected, code) => {
    const result = await run(answers, LIMITS);
    expect(new Set(changes(result.io))).toEqual(new Set(expected));
    expect(result.code).toBe(code);
  });

  test('ignore, with a reason', async () => {
    const { code, io } = await run(
      ['i', '', 'i', 'it is a debugger', 'y'],
      ['--rule', 'host-pid-namespace', '--rule', '5.13'],
    );
    expect(io.out()).toContain('A suppression requires a reason.\n');
    expect(io.written.get('compose.yaml')).toBe(
      COMPOSE.replace('    pid', '    # plimsoll: ignore[host-pid-namespace] -- it is a debugger\n    pid').replace(
        '8080:80',
        '127.0.0.1:8080:80',
      ),
    );
    expect(io.err()).toBe('1 fix made in 1 file; 1 finding suppressed by a comment\n');
    expect(code).toBe(0);
  });
});

test('what is written once is asked once', async () => {
  const text =
    'x-app: &app\n  image: example/web:1\nservices:\n  a: { <<: *app }\n  b: { <<: *app }\n  c: { extends: a }\n';
  const io = createMemoryIo({ 'compose.yaml': text }, { answers: ['y'] });
  expect(await main(['fix', '-i', '--no-config', '--rule', 'unlimited-memory', '--set', 'memory=512m'], io)).toBe(0);
  expect(io.out()).toContain('unlimited-memory (a, b, c): Limit memory to 512m.');
  expect(io.written.get('compose.yaml')).toBe(text.replace('web:1\n', 'web:1\n  mem_limit: 512m\n'));
});

test('asks of no more than the risk that is named', async () => {
  const { io } = await run(['y', 'y', 'y', 'y', 'y', 'y', 'y'], ['--risk', 'low']);
  expect(io.out()).not.toContain('Medium risk');
  expect(io.out()).toContain('Low risk');
});

test.each([
  [['fix', '--interactive'], 'plimsoll: --interactive requires a terminal for standard input and output.'],
  [['fix', '--interactive', '-'], "plimsoll: --interactive and - can't both read standard input."],
])('needs someone to ask: %j', async (argv, message) => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(argv, io)).toBe(2);
  expect(io.err().split('\n')[0]).toBe(message);
});

test('asks for the values that only the user knows, until they are right, and writes what was given', async () => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE }, { answers: ['a lot', '1g', '', 'y'] });
  expect(await main(['fix', '-i', '--no-config', '--rule', 'unlimited-memory'], io)).toBe(0);
  expect(io.out()).toContain('memory limit for web, such as 512m (Enter to skip): a lot\nWrite it like 512m.\n');
  expect(changes(io)).toEqual(['+mem_limit: 1g']);
});
