import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORMATS } from '../src/reporters/index.ts';
import { installNode, SUPPORTED } from './nodes.ts';
import { packRelease } from './release/package.ts';

const USAGE = `npm run node-versions -- [--tests] [VERSION]…

Runs the build in dist/ on several versions of Node.js, which are taken from the npm registry, and compares what they print, byte for byte: each report of the
examples, the other commands, the library by import and by require, and \`npx plimsoll\` from the packed file in an empty folder. With --tests the whole of the tests runs on each as well. Default: ${SUPPORTED.join(' ')}.`;

const ROOT = join(import.meta.dirname, '..');
const EXAMPLES = join(ROOT, 'test/fixtures/examples');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help) console.log(USAGE);
else process.exitCode = compare(positionals.length === 0 ? SUPPORTED : positionals);

interface Run {
  readonly name: string;
  readonly args: readonly string[];
}

function compare(versions: readonly string[]): number {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-node-versions-'));
  try {
    const runs = prepareRuns(scratch);
    const nodes = versions.map((version) => installNode(version, scratch));
    const tarball = packRelease(ROOT, join(scratch, 'packed'));
    const outputs = nodes.map(
      (node) =>
        new Map([
          ...runs.map(({ name, args }) => [name, outputOf(node, args)] as const),
          ['npx', npxOn(node, tarball)],
        ]),
    );
    let failed = 0;
    for (const [index, node] of nodes.entries()) {
      const own = [...(outputs[index] ?? [])];
      const differing = own.filter(([name, output]) => output !== outputs[0]?.get(name)).map(([name]) => name);
      const broken = own.filter(([, output]) => !/^[012]\n/.test(output)).map(([name]) => name);
      const tests = values.tests ? testsOn(node) : undefined;
      if (differing.length > 0 || broken.length > 0 || tests?.isPassed === false) failed += 1;
      const verdict =
        [
          ...differing.map((name) => `${name} differs from the first`),
          ...broken.map((name) => `${name} is broken`),
        ].join(', ') || `${own.length} outputs are as those of the first`;
      console.log(
        `${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}: ${verdict}${tests === undefined ? '' : `; ${tests.summary}`}`,
      );
    }
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The runs for each version, including modules that use the library in a separate project. */
function prepareRuns(scratch: string): readonly Run[] {
  const installed = join(scratch, 'node_modules/plimsoll');
  mkdirSync(installed, { recursive: true });
  for (const part of ['dist', 'schemas', 'package.json'])
    cpSync(join(ROOT, part), join(installed, part), { recursive: true });
  const use = `(async () => { const report = await lintFiles(['.']); for (const format of ['json', 'sarif', 'html']) console.log(await writeReport(format, report)); })();\n`;
  writeFileSync(join(scratch, 'import.mjs'), `import { lintFiles, writeReport } from 'plimsoll';\n${use}`);
  writeFileSync(join(scratch, 'require.cjs'), `const { lintFiles, writeReport } = require('plimsoll');\n${use}`);
  const command = join(installed, 'dist/plimsoll.cjs');
  const commands = [
    ...FORMATS.map((format) => ['--format', format]),
    ['model'],
    ['rules'],
    ['explain', 'docker-socket-mount'],
    ['completion', 'bash'],
    ['--help'],
    ['--version'],
    ['--formt', 'json'],
    ['nowhere.yaml'],
  ];
  return [
    ...commands.map((args) => ({ name: args.join(' '), args: [command, ...args] })),
    { name: 'import', args: [join(scratch, 'import.mjs')] },
    { name: 'require', args: [join(scratch, 'require.cjs')] },
  ];
}

/** The exit code on a separate line, then the output. */
function outputOf(node: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: EXAMPLES, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return `${status ?? 'none'}\n${stdout}\n${stderr}`;
}

/** The output of `npx` with an empty cache, in a directory with one file. */
function npxOn(node: string, tarball: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-npx-'));
  try {
    writeFileSync(join(folder, 'compose.yaml'), 'services: { web: { image: nginx:1.27, privileged: true } }\n');
    const root = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' }).stdout.trim();
    const { status, stdout } = spawnSync(
      node,
      [join(root, 'npm/bin/npx-cli.js'), '--yes', `--package=${tarball}`, 'plimsoll', '--format', 'text'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: [dirname(node), process.env['PATH']].join(delimiter),
          npm_config_cache: join(folder, 'cache'),
        },
      },
    );
    return `${stdout.includes('privileged-container') ? (status ?? 'none') : 'nothing found'}\n${stdout}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All tests on a version, which started programs also find first. */
function testsOn(node: string): { readonly isPassed: boolean; readonly summary: string } {
  const { status, stdout } = spawnSync(node, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: ROOT,
    env: { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { isPassed: status === 0, summary: /^\d+ passed, \d+ failed/m.exec(stdout)?.[0] ?? 'the tests did not end' };
}
