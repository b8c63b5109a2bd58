import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Makes dist/: one bundled file for the command line, one for the library, and the rules' pages beside them. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
await build({
  entryPoints: { plimsoll: 'src/bin.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  // Its CommonJS form hides its requires from a bundler.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { PLIMSOLL_VERSION: JSON.stringify(version) },
  // Some dependencies are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import{createRequire as plimsollRequire}from'node:module';const require=plimsollRequire(import.meta.url);" },
  legalComments: 'none',
  logLevel: 'warning',
});
for (const name of readdirSync('src/rules')) if (name.endsWith('.md')) copyFileSync(`src/rules/${name}`, `dist/${name}`);
