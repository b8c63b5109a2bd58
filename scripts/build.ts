import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { writeBundle } from './build/bundle.ts';
import type { Chunk } from './build/chunks.ts';
import { forgetBuild, isBuilt, noteBuild } from './build/fresh.ts';
import { buildConstants } from './build/identity.ts';
import { createArrayIndexer, createProgram } from './build/indexed-arrays.ts';
import { OTHER_BUILDS } from './build/other-builds.ts';

/**
 * Builds dist/: the command line, the library and its types, without dependencies; a run only reads
 * the files it needs.
 *
 * The files are CommonJS, which Node.js loads fastest, and in which a `require` can be lazy. Does
 * nothing if dist/ is up to date, since `npm ci` and later commands build too. Generates modules
 * first, unless `--generated` is given.
 */

/**
 * Modules that are loaded together, and modules for few users. Reports and commands have their own
 * files automatically.
 */
const CHUNKS: readonly Chunk[] = [
  {
    name: 'yaml',
    roots: [/\/node_modules\/yaml\//, /\/parsers\/yaml\/(?:broken-entry|documents|library|plain-words|repairs)\.ts$/],
    waits: true,
  },
  { name: 'compose-validator', roots: [/\/compose\/schema\/validator\.generated\.js$/], waits: true },
  { name: 'read-config', roots: [/\/src\/config\/(?:read-config|resolve)\.ts$/], waits: true },
  { name: 'ignore', roots: [/\/node_modules\/ignore\//], waits: true },
  { name: 'shell-quote', roots: [/\/node_modules\/shell-quote\//], waits: true },
  { name: 'dockerfile', roots: [/\/src\/parsers\/dockerfile\/.*\.ts$/], waits: true },
  { name: 'image-table', roots: [/\/images\/table\.generated\.js$/], waits: true },
  { name: 'image-lock', roots: [/\/images\/lock-schema\.generated\.js$/], waits: true },
  // Unneeded in most runs; grouped by purpose.
  {
    name: 'seldom',
    roots: [
      /\/programs\/ansible-parameters\.ts$/,
      /\/cli\/options\/others\.ts$/,
      /\/cli\/output\/(?:replace|rewrite)-file\.ts$/,
      /\/findings\/(?:baseline|baseline-format|coverage|unused-exceptions)\.ts$/,
      /\/images\/lock\.ts$/,
      /\/lint\/file-reads\.ts$/,
      /\/hosts\/gitlab\/(?:included|includes)\.ts$/,
      /\/outcome\/(?:known-unread|parts)\.ts$/,
      /\/parsers\/unsupported\.ts$/,
      /\/projects\/walk\.ts$/,
      /\/src\/config\/(?:extended|project-pattern)\.ts$/,
      /\/src\/files\/(?:glob|similar)\.ts$/,
      /\/src\/git\/(?:commit|counterpart|git-index)\.ts$/,
    ],
    waits: true,
  },
  // What few Compose files have, unlike `seldom` without the parts of reports.
  {
    name: 'uncommon',
    roots: [
      /\/src\/cli\/process-input\.ts$/,
      /\/compose\/related\/services\.ts$/,
      /\/docker-socket-mount\/(?:behind-proxy|programs)\.ts$/,
      /\/files\/(?:confinement|discovery-note)\.ts$/,
      /\/hosts\/units\/(?:drop-ins|unit-name)\.ts$/,
      /\/outcome\/within-script\.ts$/,
      /\/parsers\/jinja-parts\.ts$/,
      /\/parsers\/syntax\/(?:ip-address|platform)\.ts$/,
      /\/projects\/with-deployed\.ts$/,
      /\/shell\/syntax\/detect\.ts$/,
    ],
    waits: true,
  },
  {
    name: 'texts',
    roots: [
      /\/parsers\/syntax\/space\.ts$/,
      /\/parsers\/yaml\/scalar-pieces\.ts$/,
      /\/report\/combined-fix\.ts$/,
      /\/sensitive\/shown-values\.ts$/,
      /\/terminal\/(?:columns|style)\.ts$/,
    ],
    waits: true,
  },
  {
    name: 'projects',
    roots: [
      /\/compose\/checks\/mismatches\.ts$/,
      /\/compose\/files\/problems\.ts$/,
      /\/compose\/project\/(?:canonical|extends|include|merge|merge-forms)\.ts$/,
      /\/compose\/related\/mentions\.ts$/,
      /\/compose\/schema\/(?:mismatch|schema-text\.generated)\.[jt]s$/,
      /\/compose\/values\/printed-value\.ts$/,
      /\/compose\/variables\/(?:dotenv|environment-lines|shown-values)\.ts$/,
      /\/model\/input-fix\.ts$/,
    ],
    waits: true,
  },
  {
    name: 'settings',
    roots: [
      /\/findings\/span-assignment\.ts$/,
      /\/parsers\/contract\/directive\.ts$/,
      /\/parsers\/excess\.ts$/,
      /\/parsers\/programs\/(?:quadlet-keys|unwrap)\.ts$/,
      /\/parsers\/syntax\/device\.ts$/,
      /\/root-user\/settable-user\.ts$/,
      /\/secret-in-environment\/words\.ts$/,
      /\/sensitive-host-mount\/special\.ts$/,
      /\/shared\/host\/devices\.ts$/,
      /\/shared\/remedies\/dialects\.ts$/,
      /\/untrusted-registry\/registries\.ts$/,
    ],
    waits: true,
  },
  { name: 'pages', roots: [/\/src\/rules\/pages\.generated\.js$/] },
  // Compose files are the most common input.
  {
    name: 'bundle',
    roots: [
      /\/src\/launch\/parts\.ts$/,
      /\/src\/cli\/commands\/lint\.ts$/,
      /\/src\/config\/resolve\.ts$/,
      /\/src\/parsers\/compose\/index\.ts$/,
      /\/src\/parsers\/yaml\/comments\.ts$/,
    ],
  },
  // Opening a file takes as long as reading ten times what one of these has.
  {
    name: 'report',
    roots: [
      /\/src\/report\/(?:benchmark|by-rule|fingerprints|groups|subjects|wording)\.ts$/,
      /\/reporters\/shared\/(?:causes|code-frame|first|json-parts|rule-page|uri)\.ts$/,
      /\/rules\/own-page\.ts$/,
    ],
  },
  { name: 'scripts', roots: [/\/parsers\/mentions\/(?:index|scan)\.ts$/, /\/parsers\/shell\/index\.ts$/] },
];

/** Node.js modules that are slow to load and often unneeded. */
const WAITING = [
  'node:crypto',
  'node:fs/promises',
  'node:module',
  'node:net',
  'node:os',
  'node:tty',
  'node:util',
  'node:v8',
  'node:worker_threads',
  'util',
  'module',
];

if (isBuilt()) process.exit();
if (!process.argv.includes('--generated')) await import('./generate.ts');
forgetBuild();

const define = buildConstants();
const ENTRIES = { bundle: 'src/launch/parts.ts', worker: 'src/session/worker.ts', library: 'src/index.ts' };
const LAUNCHER = { plimsoll: 'src/launch/launch.ts' };
const THREAD = { thread: 'src/launch/thread.ts' };
const change = createArrayIndexer(
  createProgram(Object.values({ ...ENTRIES, ...LAUNCHER, ...THREAD }).map((path) => resolve(path))),
);

mkdirSync('dist', { recursive: true });
for (const name of readdirSync('dist'))
  if (!OTHER_BUILDS.includes(name)) rmSync(join('dist', name), { recursive: true });
const exported = await writeBundle('dist', {
  entries: ENTRIES,
  chunks: CHUNKS,
  waiting: WAITING,
  change,
  define,
});
await writeBundle('dist', { entries: LAUNCHER, chunks: [], waiting: WAITING, change, define });
await writeBundle('dist', { entries: THREAD, chunks: [], waiting: WAITING, change, define });
// V8 stores an ASCII string with one byte per character; a single character such as … doubles that.
// esbuild escapes them, except in tagged templates.
for (const file of readdirSync('dist').filter((name) => name.endsWith('.cjs')))
  if (/[^\0-\x7F]/.test(readFileSync(join('dist', file), 'utf8'))) throw new Error(`dist/${file} is not ASCII`);
chmodSync('dist/plimsoll.cjs', 0o755);
cpSync('src/launch/samples', 'dist/samples', { recursive: true });
writeFileSync(
  'dist/index.js',
  `import { createRequire } from 'node:module';
export const { ${(exported.get('library') ?? []).join(', ')} } = createRequire(import.meta.url)('./library.cjs');
`,
);

const types = await rollup({ input: 'src/index.ts', plugins: [dts({ tsconfig: 'tsconfig.json' })] });
await types.write({ file: 'dist/index.d.ts' });
await types.close();

// Fills the cache for use on this machine, or in an image with all of dist/; the package omits it.
execFileSync(process.execPath, ['dist/plimsoll.cjs', '--version'], { stdio: 'ignore', env: {} });
noteBuild();
