import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installTools } from './tools.ts';

/**
 * `npm test`: builds, checks formatting and types, lints, and runs the tests, in parallel where
 * possible. Only the tests wait, for the build. Each check's output stays together; a failure ends
 * no other check and is in the last line. Arguments are for vitest. The type check is incremental.
 * With `PLIMSOLL_LONG=1`, tools for the long tests are installed first. `PLIMSOLL_INSTALL` is a
 * script that installs clients and other programs; then the recordings are also checked.
 */
const modules = join(import.meta.dirname, '../node_modules');
const CHECKS: readonly Check[] = [
  ['eslint', [join(modules, 'eslint/bin/eslint.js'), '.']],
  ['biome', [join(modules, '@biomejs/biome/bin/biome'), 'check', '.']],
  ['tsc', compilerArguments('.', 'types')],
  ['tsc of the playground', compilerArguments('playground', 'playground-types')],
];
const TESTS: readonly string[] = [join(modules, 'vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];

type Check = readonly [name: string, argv: readonly string[]];

function ownScript(name: string, ...words: readonly string[]): readonly string[] {
  return ['--import', 'tsx', join(import.meta.dirname, name), ...words];
}

function compilerArguments(project: string, kept: string): readonly string[] {
  const file = join(import.meta.dirname, `../.cache/${kept}.tsbuildinfo`);
  return [join(modules, 'typescript/bin/tsc'), '-p', project, '--incremental', '--tsBuildInfoFile', file];
}

/** The output of failed checks besides tests, by name. Its end is repeated where it is seen. */
const failed = new Map<string, string>();
const REPEATED_LINES = 30;
const tests = { passed: 0, failed: 0 };

// Compilers make much short-lived garbage: with more space they collect it rarely, and need up to a
// fifth less processor time.
const NODE_OPTIONS: readonly string[] = ['--max-semi-space-size=64'];

/** True if it passed. */
function check(name: string, argv: readonly string[], program = process.execPath): Promise<boolean> {
  const begin = performance.now();
  const printed: Buffer[] = [];
  const options = program === process.execPath ? NODE_OPTIONS : [];
  const child = spawn(program, [...options, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = Math.round((performance.now() - begin) / 1000);
      process.stdout.write(`${name} ${code === 0 ? 'passed' : 'failed'} (${seconds} s)\n`);
      process.stdout.write(Buffer.concat(printed));
      if (code !== 0) failed.set(name, Buffer.concat(printed).toString());
      resolve(code === 0);
    });
  });
}

/** True if what tests start is installed. The recordings are checked while they run. */
async function install(script: string | undefined): Promise<boolean> {
  if (script === undefined) return true;
  if (!(await check('installation', [script], 'bash'))) return false;
  void check('recordings', ownScript('record.ts', '--check', '--one'));
  return true;
}

function runTests(): void {
  const child = spawn(process.execPath, [...NODE_OPTIONS, ...TESTS], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (message) => {
    if (typeof message !== 'object') return;
    if ('passed' in message) tests.passed = Number(message.passed);
    if ('failed' in message) tests.failed = Number(message.failed);
  });
  child.on('close', (code) => {
    if (code !== 0 && tests.failed === 0) failed.set('vitest', `ended with ${String(code)}`);
  });
}

process.on('exit', () => {
  for (const [name, printed] of failed) {
    const end = printed.trimEnd().split('\n').slice(-REPEATED_LINES);
    process.stdout.write(`\n${name} failed:\n${end.join('\n')}\n`);
  }
  if (failed.size > 0) process.stdout.write(`\nFailed besides tests: ${[...failed.keys()].join(', ')}`);
  const count = tests.failed + failed.size;
  process.stdout.write(`\n${tests.passed} passed, ${count} failed\n`);
  if (count > 0) process.exitCode = 1;
});
if (process.env['PLIMSOLL_LONG'] === '1') installTools('validators');
const ready = Promise.all([
  check('build', ownScript('build.ts', '--generated')),
  install(process.env['PLIMSOLL_INSTALL']),
]);
for (const [name, argv] of CHECKS) void check(name, argv);
if ((await ready).every(Boolean)) runTests();
