import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExtension } from './build/extension.ts';
import { installTools } from './tools.ts';

/**
 * Packs the extension for VS Code, with the build in dist/ as its server: npm run vsix
 *
 * vsce brings some three hundred packages, which no checkout should have to install: only the first run needs a
 * registry.
 */
const FOLDER = 'editors/vscode';

const { version } = JSON.parse(readFileSync(`${FOLDER}/package.json`, 'utf8')) as { version: string };
const file = resolve(`plimsoll-${version}.vsix`);
await buildExtension();
const tools = installTools('shops');
execFileSync(
  process.execPath,
  [
    join(tools, 'node_modules/@vscode/vsce/vsce'),
    // All that it needs is bundled. Its pages have relative links, which VS Code follows in the extension itself.
    ...['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file],
  ],
  { cwd: FOLDER, stdio: 'inherit' },
);
