import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * What `npm test` does: builds, checks layout and types, lints, and runs the tests, next to each other. The tests wait for the build alone: eslint takes half
 * as long as they do, and has one thread. What a check prints comes in one piece; one that fails ends none of the others. Arguments are for vitest.
 * The compiler keeps what it knows of each file: the second time it takes a quarter as long.
 */
const modules = join(import.meta.dirname, '../node_modules');
const BUILD: Check = ['build', ['--import', 'tsx', join(import.meta.dirname, 'build.ts')]];
const CHECKS: readonly Check[] = [
  ['eslint', [join(modules, 'eslint/bin/eslint.js'), '.']],
  ['biome', [join(modules, '@biomejs/biome/bin/biome'), 'check', '.']],
  ['tsc', compilerArguments('.', 'types')],
  ['tsc of the playground', compilerArguments('playground', 'playground-types')],
];
const TESTS: readonly string[] = [join(modules, 'vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];

type Check = readonly [name: string, argv: readonly string[]];

function compilerArguments(project: string, kept: string): readonly string[] {
  const file = join(import.meta.dirname, `../.cache/${kept}.tsbuildinfo`);
  return [join(modules, 'typescript/bin/tsc'), '-p', project, '--incremental', '--tsBuildInfoFile', file];
}

function start(
  argv: readonly string[],
  stdio: 'inherit' | 'pipe',
  onClose: (code: number | null) => void,
): ChildProcess {
  // Compilers make much that they soon drop: with more room they collect it seldom, and take up to a fifth less processor time.
  const child = spawn(process.execPath, ['--max-semi-space-size=64', ...argv], { stdio: ['ignore', stdio, stdio] });
  child.on('close', (code) => {
    if (code !== 0) process.exitCode = 1;
    onClose(code);
  });
  return child;
}

function check([name, argv]: Check, onPassed?: () => void): void {
  const begin = performance.now();
  const printed: Buffer[] = [];
  const child = start(argv, 'pipe', (code) => {
    const seconds = Math.round((performance.now() - begin) / 1000);
    process.stdout.write(`${name} ${code === 0 ? 'passed' : 'failed'} (${seconds} s)\n`);
    process.stdout.write(Buffer.concat(printed));
    if (code === 0) onPassed?.();
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
}

check(BUILD, () => start(TESTS, 'inherit', () => undefined));
for (const each of CHECKS) check(each);
