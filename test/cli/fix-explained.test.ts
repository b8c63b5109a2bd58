import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const TEXT = 'services:\n  web:\n    image: postgres:17\n    ports:\n      - 5432:5432\n    pid: host\n';
const RULES = ['added-capability', 'host-pid-namespace', 'new-privileges-allowed', 'exposed-port'];

async function explained(...options: readonly string[]): Promise<string> {
  const io = createMemoryIo({ 'compose.yaml': TEXT });
  await main(['fix', '--risk', 'high', '--explain', ...options, ...RULES.flatMap((rule) => ['--rule', rule])], io);
  return io.out();
}

test('the diff says of each fix where it is, what it does, and what may break', async () => {
  const diff = await explained();
  expect(diff.slice(0, diff.indexOf('---'))).toBe(
    [
      "# line 2: added-capability: Drop all capabilities except CHOWN, DAC_OVERRIDE, SETGID and SETUID (web). Medium risk: Breaks programs that need any other capability. Without KILL, it also breaks `docker exec … kill` for non-root programs. The image's start-up needs were measured with PostgreSQL 17.12 on a real engine, on first and second start.",
      '# line 2: new-privileges-allowed: Block privilege escalation (web). Low risk: Breaks `sudo`, `su`, `ping` and other setuid programs that raise their privileges.',
      '# line 5: exposed-port: Publish the port on 127.0.0.1 only (web). Medium risk: Blocks access to the port from other machines.',
      '# line 6: host-pid-namespace: Use a private PID namespace (web). High risk: Breaks programs that inspect or signal host processes.',
      '',
    ].join('\n'),
  );
});

test.each([
  ['git apply', 'git', ['apply', 'fix.diff']],
  ['patch', 'patch', ['-s', '-p0', '-i', 'fix.diff']],
] as const)('%s skips what is explained', async (_, program, argv) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-explain-'));
  try {
    writeFileSync(join(folder, 'compose.yaml'), TEXT);
    writeFileSync(join(folder, 'fix.diff'), await explained());
    execFileSync(program, argv, { cwd: folder });
    const io = createMemoryIo({ 'compose.yaml': TEXT });
    await main(['fix', '--risk', 'high', '--write', ...RULES.flatMap((rule) => ['--rule', rule])], io);
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe(io.written.get('compose.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what is not made says in which line, of the file as it is then', async () => {
  const text = 'services:\n  a:\n    image: a:1\n  web:\n    image: b:1\n    pid: "${PID:-host}"\n';
  const fixed = ['fix', '--risk', 'high', '--rule', 'host-pid-namespace', '--rule', 'new-privileges-allowed'];
  const io = createMemoryIo({ 'compose.yaml': text });
  await main(fixed, io);
  expect(io.err()).toContain('compose.yaml:6: host-pid-namespace: skipped “Use a private PID namespace”.');
  const writing = createMemoryIo({ 'compose.yaml': text });
  await main([...fixed, '--write'], writing);
  expect(writing.err()).toContain('compose.yaml:8: host-pid-namespace:');
});

test('fixes in a file that is not valid YAML are one line', async () => {
  const broken = 'services:\n  a:\n    image: nginx:1.29\n    privileged: true\n    pid: host\n    x: "a" b\n';
  const io = createMemoryIo({ 'compose.yaml': broken });
  await main(['fix', '--risk', 'high', 'compose.yaml'], io);
  const skipped = io
    .err()
    .split('\n')
    .filter((line) => line.includes(': skipped'));
  expect(skipped).toEqual([
    expect.stringMatching(/^(?:plimsoll: )?compose\.yaml: skipped \d+ fix(?:es)?\. The file is not valid YAML\.$/),
  ]);
});
