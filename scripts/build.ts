import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/**
 * Makes dist/: everything in one bundle that needs no other package, the command line and the library as two doors to it, the library's
 * types in one file, and the rules' pages.
 */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const BUNDLE = './bundle.js';

const options: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Leaves what an entry point imports to the bundle. */
const fromBundle: Plugin = {
  name: 'from-bundle',
  setup: (build) => {
    build.onResolve({ filter: /^\./ }, ({ kind }) => (kind === 'entry-point' ? undefined : { path: BUNDLE, external: true }));
  },
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
await build({
  ...options,
  stdin: { contents: ['index', 'cli/main', 'cli/process-io'].map((module) => `export * from './src/${module}.ts';`).join('\n'), resolveDir: '.' },
  outfile: `dist/${BUNDLE}`,
  // Its CommonJS form hides its requires from a bundler.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { PLIMSOLL_VERSION: JSON.stringify(version) },
  // Some dependencies are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import{createRequire as plimsollRequire}from'node:module';const require=plimsollRequire(import.meta.url);" },
});
await build({ ...options, entryPoints: { plimsoll: 'src/bin.ts', index: 'src/index.ts' }, outdir: 'dist', plugins: [fromBundle] });
for (const name of readdirSync('src/rules')) if (name.endsWith('.md')) copyFileSync(`src/rules/${name}`, `dist/${name}`);

const types = await rollup({ input: 'src/index.ts', plugins: [dts({ tsconfig: 'tsconfig.json' })] });
await types.write({ file: 'dist/index.d.ts' });
await types.close();
