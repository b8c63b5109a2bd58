import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/**
 * Makes dist/: one bundle that needs no other package, with what only one front end needs in a file of its own beside it; the command
 * line and the library as two doors to it; the library's types in one file; the rules' pages.
 *
 * The bundle is CommonJS, since that is what Node loads the quickest, and since a `require` inside it waits until it is needed.
 */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const BUNDLE = 'bundle.cjs';

/** What is loaded only by those who need it: the names of the files, and what they hold. */
const PARTS: Readonly<Record<string, { readonly holds: string; readonly isImportedAs: RegExp }>> = {
  yaml: { holds: 'yaml', isImportedAs: /^yaml$/ },
  unbash: { holds: 'unbash', isImportedAs: /^unbash$/ },
  // Its CommonJS form hides its requires from a bundler.
  'jsonc-parser': { holds: 'jsonc-parser/lib/esm/main.js', isImportedAs: /^jsonc-parser$/ },
  'compose-validator': { holds: './src/parsers/compose/schema/validator.generated.js', isImportedAs: /\/validator\.generated\.js$/ },
  'config-validator': { holds: './src/config/schema.generated.js', isImportedAs: /\/schema\.generated\.js$/ },
};

const options: BuildOptions = {
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Leaves the parts to their own files. */
const besideBundle: Plugin = {
  name: 'beside-bundle',
  setup: (build) => {
    for (const [name, { isImportedAs }] of Object.entries(PARTS)) {
      build.onResolve({ filter: isImportedAs }, ({ kind }) => (kind === 'entry-point' ? undefined : { path: `./${name}.cjs`, external: true }));
    }
  },
};

/** The library: the names that src/index.ts exports, taken from the bundle in the same way. */
async function libraryModule(): Promise<string> {
  const { metafile } = await build({ ...options, entryPoints: ['src/index.ts'], format: 'esm', packages: 'external', write: false, metafile: true, outdir: 'dist' });
  const [output] = Object.values(metafile.outputs);
  return `import { createRequire } from 'node:module';
export const { ${(output?.exports ?? []).join(', ')} } = createRequire(import.meta.url)('./${BUNDLE}');
`;
}

/** Node's own modules that a run may well do without, and that take long to load. */
const WAITING = ['crypto', 'fs/promises', 'net', 'os', 'tty', 'v8', 'worker_threads'];

/** Leaves these to be loaded at the first use of a name of theirs. */
const waitingModules: Plugin = {
  name: 'waiting-modules',
  setup: (build) => {
    build.onResolve({ filter: new RegExp(`^node:(?:${WAITING.join('|')})$`) }, ({ path, namespace }) => (namespace === 'waiting' ? { path, external: true } : { path, namespace: 'waiting' }));
    build.onLoad({ filter: /./, namespace: 'waiting' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => name !== 'default' && name !== 'module.exports');
      return { contents: `module.exports = { ${names.map((name) => `get ${name}() { return require('${path}').${name}; }`).join(', ')} };` };
    });
  },
};

/** A name for this build, which one of other sources would not have. */
function nameOfBuild(): string {
  const hash = createHash('sha256');
  const sources = ['src', 'schemas'].flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  for (const path of [...sources.sort(), 'package.json', 'package-lock.json', 'scripts/build.ts']) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

const define = { PLIMSOLL_VERSION: JSON.stringify(version), PLIMSOLL_BUILD: JSON.stringify(nameOfBuild()) };

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
await Promise.all([
  build({
    ...options,
    format: 'cjs',
    stdin: { contents: ['index', 'cli/main', 'cli/process-io', 'linters/worker'].map((module) => `export * from './src/${module}.ts';`).join('\n'), resolveDir: '.' },
    outfile: `dist/${BUNDLE}`,
    plugins: [besideBundle, waitingModules],
    // yargs-parser only makes a `require` of the module's name, which may as well be a path.
    define: { ...define, 'import.meta.dirname': '__dirname', 'import.meta.url': '__filename' },
  }),
  ...Object.entries({ plimsoll: 'launch', thread: 'thread' }).map(([name, source]) =>
    build({ ...options, format: 'cjs', entryPoints: [`src/launch/${source}.ts`], outfile: `dist/${name}.cjs`, plugins: [waitingModules], define }),
  ),
  ...Object.entries(PARTS).map(([name, { holds }]) => build({ ...options, format: 'cjs', stdin: { contents: `export * from '${holds}';`, resolveDir: '.' }, outfile: `dist/${name}.cjs` })),
]);
// As a string a text in ASCII is half as large as any other; esbuild escapes all but what tagged templates hold.
for (const file of readdirSync('dist')) if (/[^\0-\x7F]/.test(readFileSync(join('dist', file), 'utf8'))) throw new Error(`dist/${file} is not ASCII`);
chmodSync('dist/plimsoll.cjs', 0o755);
cpSync('src/launch/samples', 'dist/samples', { recursive: true });
writeFileSync('dist/index.js', await libraryModule());
for (const name of readdirSync('src/rules')) if (name.endsWith('.md')) copyFileSync(`src/rules/${name}`, `dist/${name}`);

const types = await rollup({ input: 'src/index.ts', plugins: [dts({ tsconfig: 'tsconfig.json' })] });
await types.write({ file: 'dist/index.d.ts' });
await types.close();

// Whoever builds it here starts it here, or in an image that takes dist/ whole; the package leaves this cache out.
execFileSync(process.execPath, ['dist/plimsoll.cjs', '--version'], { stdio: 'ignore', env: {} });
