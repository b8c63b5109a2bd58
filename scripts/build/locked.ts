import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCK = 'package-lock.json';
/** Written by npm when all is installed. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * Installs what the lock file in a folder names into another folder, for tools that few need, unless it is there from before; no package runs a script.
 * `args` are more for npm. Throws where npm fails.
 */
export function installLocked(locked: string, folder: string, args: readonly string[] = []): void {
  if (existsSync(join(folder, INSTALLED)) && textOf(folder) === textOf(locked)) return;
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', LOCK]) copyFileSync(join(locked, file), join(folder, file));
  const { status, stderr, error } = spawnSync(
    'npm',
    ['ci', '--prefix', folder, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...args],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm ci in ${folder}: ${error?.message ?? stderr}`);
}

function textOf(folder: string): string {
  return readFileSync(join(folder, LOCK), 'utf8');
}
