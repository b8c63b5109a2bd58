import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExtension } from './build/extension.ts';
import { stageExtension } from './build/extension-package.ts';
import { readManifest } from './build/identity.ts';
import { installTools } from './tools.ts';

/**
 * Packs the VS Code extension with dist/ as its server: npm run vsix
 *
 * vsce has some three hundred packages, which checkouts should not install: only the first run
 * needs a registry.
 */
const { version } = JSON.parse(readFileSync('editors/vscode/package.json', 'utf8')) as { version: string };
const file = resolve(`plimsoll-${version}.vsix`);
await buildExtension();
const folder = '.cache/vsix';
const options = stageExtension(folder, readManifest());
const tools = installTools('shops');
execFileSync(process.execPath, [resolve(join(tools, 'node_modules/@vscode/vsce/vsce')), ...options, '--out', file], {
  cwd: folder,
  stdio: 'inherit',
});
