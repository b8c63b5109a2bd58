/**
 * Lints a directory once completely, and once without each mechanism (shell, hosts, YAML, checks of
 * clients and engine):
 *
 *     npm run ablation -- [DIRECTORY [NAME…]]
 *
 * With names of mechanisms, only these, each with its gains and losses. A row has the lines of a
 * mechanism, and the findings, undecided results and containers gained (+) and lost (-) without it.
 * Each row is a bundle of a copy of the sources in which the mechanism's functions do nothing.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type * as library from '../src/index.ts';
import type { Location } from '../src/text/location.ts';
import { MECHANISMS, type Mechanism, without } from './ablation/mechanisms.ts';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache');

/** The results for a directory, a line each. */
interface Said {
  readonly findings: readonly string[];
  readonly questions: readonly string[];
  readonly containers: readonly string[];
}

const [named = join(ROOT, 'test/fixtures'), ...names] = process.argv.slice(2);
const PARTS = ['findings', 'questions', 'containers'] as const;
const folder = resolve(named);
const unknown = names.filter((name) => !MECHANISMS.some((mechanism) => mechanism.name === name));
if (unknown.length > 0) throw new Error(`no mechanisms: ${unknown.join(', ')}`);
mkdirSync(CACHE, { recursive: true });
const scratch = mkdtempSync(join(CACHE, 'ablation-'));
const SRC = join(scratch, 'src');
try {
  cpSync(join(ROOT, 'src'), SRC, { recursive: true });
  const all = await said('all');
  console.log(
    `${relative(process.cwd(), folder) || '.'}: ${all.findings.length} findings, ${all.questions.length} questions, ${all.containers.length} containers`,
  );
  print('without', 'lines', 'findings', 'questions', 'containers');
  for (const mechanism of MECHANISMS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const off = await said(mechanism.name.replaceAll(' ', '-'), mechanism);
    print(mechanism.name, String(linesOf(mechanism)), ...PARTS.map((part) => change(all[part], off[part])));
    if (names.length > 0) for (const part of PARTS) printChanges(part, all[part], off[part]);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function print(name: string, ...columns: readonly string[]): void {
  console.log([name.padEnd(34), ...columns.map((column) => column.padStart(14))].join(''));
}

function linesOf({ files }: Mechanism): number {
  return files.reduce((sum, file) => sum + readFileSync(join(SRC, file), 'utf8').split('\n').length - 1, 0);
}

function printChanges(part: string, before: readonly string[], after: readonly string[]): void {
  for (const line of without(after, before)) console.log(`+ ${part}: ${line}`);
  for (const line of without(before, after)) console.log(`- ${part}: ${line}`);
}

/** The number of lines only without the mechanism, and only with it. */
function change(before: readonly string[], after: readonly string[]): string {
  const [gained, lost] = [without(after, before).length, without(before, after).length];
  return gained + lost === 0 ? '.' : `+${gained} -${lost}`;
}

async function said(name: string, mechanism?: Mechanism): Promise<Said> {
  const outfile = join(scratch, `${name}.mjs`);
  await build({
    entryPoints: [join(SRC, 'index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'error',
    plugins: mechanism === undefined ? [] : [turnedOff(mechanism)],
  });
  // The bundle has the exports of the sources.
  const { lintFiles } = (await import(pathToFileURL(outfile).href)) as Pick<typeof library, 'lintFiles'>;
  const { inputs } = await lintFiles(folder, { preset: 'all' });
  const line = (rule: string, { path, span }: Location): string => `${rule} ${path}:${span.start}-${span.end}`;
  return {
    findings: inputs.flatMap(({ findings }) => findings.map(({ rule, location }) => line(rule, location))),
    questions: inputs.flatMap(({ undecided }) => undecided.map(({ rule, location }) => line(rule, location))),
    containers: inputs.flatMap(({ subjects }) =>
      subjects.map(({ kind, name, location }) => line(`${kind} ${name}`, location)),
    ),
  };
}

/** Replaces the functions of a mechanism. */
function turnedOff({ off }: Mechanism): Plugin {
  return {
    name: 'turned-off',
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const change = off.filter(({ file }) => path === join(SRC, file));
        const text = change.reduce((before, each) => each.change(before), readFileSync(path, 'utf8'));
        return { contents: text, loader: 'ts' };
      });
    },
  };
}
