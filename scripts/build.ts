import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/**
 * The command line, as src/bin.ts has it. It requires the bundle rather than imports it, because Node looks through all of a CommonJS
 * file's text for the names that an import could take. From 22.8 on Node can keep what it compiled for the next run.
 */
const COMMAND = `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
const { createProcessIo, main } = module.createRequire(import.meta.url)('./${BUNDLE}');
process.exitCode = await main(process.argv.slice(2), createProcessIo(process));
`;

/** The library: the names that src/index.ts exports, taken from the bundle in the same way. */
async function libraryModule(): Promise<string> {
  const { metafile } = await build({ ...options, entryPoints: ['src/index.ts'], format: 'esm', packages: 'external', write: false, metafile: true, outdir: 'dist' });
  const [output] = Object.values(metafile.outputs);
  return `import { createRequire } from 'node:module';
export const { ${(output?.exports ?? []).join(', ')} } = createRequire(import.meta.url)('./${BUNDLE}');
`;
}

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
await Promise.all([
  build({
    ...options,
    format: 'cjs',
    stdin: { contents: ['index', 'cli/main', 'cli/process-io'].map((module) => `export * from './src/${module}.ts';`).join('\n'), resolveDir: '.' },
    outfile: `dist/${BUNDLE}`,
    plugins: [besideBundle],
    define: { PLIMSOLL_VERSION: JSON.stringify(version), 'import.meta.url': 'plimsollUrl' },
    banner: { js: "const plimsollUrl=require('node:url').pathToFileURL(__filename).href;" },
  }),
  ...Object.entries(PARTS).map(([name, { holds }]) => build({ ...options, format: 'cjs', stdin: { contents: `export * from '${holds}';`, resolveDir: '.' }, outfile: `dist/${name}.cjs` })),
]);
writeFileSync('dist/plimsoll.js', COMMAND, { mode: 0o755 });
writeFileSync('dist/index.js', await libraryModule());
for (const name of readdirSync('src/rules')) if (name.endsWith('.md')) copyFileSync(`src/rules/${name}`, `dist/${name}`);

const types = await rollup({ input: 'src/index.ts', plugins: [dts({ tsconfig: 'tsconfig.json' })] });
await types.write({ file: 'dist/index.d.ts' });
await types.close();
