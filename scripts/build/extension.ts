import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { OTHER_BUILDS } from './other-builds.ts';

const SOURCE = 'editors/vscode';
/**
 * Not used by editors: the cache of compiled code, which depends on the machine, and the library.
 */
const NOT_FOR_EDITORS = ['code-cache', 'index.js', 'index.d.ts', 'library.cjs', ...OTHER_BUILDS];

/**
 * Builds the VS Code extension into `dist` of `folder`, the extension or a copy: the client as one
 * file, with plimsoll's existing build as its server.
 */
export async function buildExtension(folder = SOURCE): Promise<void> {
  if (!existsSync('dist/plimsoll.cjs')) throw new Error('There is no build: npm run build makes it.');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const to = join(folder, 'dist');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  await build({
    entryPoints: [join(SOURCE, 'src/extension.ts')],
    outfile: join(to, 'extension.cjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    // The Node.js of the oldest supported VS Code.
    target: 'node20.19',
    external: ['vscode'],
    define: { PLIMSOLL_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
  cpSync('dist', join(to, 'server'), {
    recursive: true,
    filter: (path) => !NOT_FOR_EDITORS.includes(basename(path)),
  });
  cpSync('schemas/config.schema.json', join(to, 'config.schema.json'));
}
