import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const LOCK = 'package-lock.json';
/** Written by npm after a complete installation. */
const INSTALLED = 'node_modules/.package-lock.json';
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];

/**
 * Rarely needed tools: `scripts/NAME` has a package.json and a lock file per group, installed into
 * `.cache/NAME` on demand, so that `npm ci` stays small. They also find the project's packages.
 */
type Tools = 'bun' | 'mutation' | 'shops' | 'validators' | 'vitepress';

/**
 * The directory of installed tools, with `node_modules`; undefined if they, or this lock's version,
 * are missing.
 */
export function findTools(tools: Tools, variant = ''): string | undefined {
  const folder = folderOf(tools, variant);
  const isInstalled = existsSync(join(folder, INSTALLED)) && textOf(folder) === textOf(lockedIn(tools));
  return isInstalled ? folder : undefined;
}

/**
 * Installs tools unless they are present, without package scripts, and returns their directory.
 * `args` are for npm; `variant` is a suffix for installations with different `args`. Throws if npm
 * fails.
 */
export function installTools(tools: Tools, args: readonly string[] = [], variant = ''): string {
  const found = findTools(tools, variant);
  if (found !== undefined) return found;
  const folder = folderOf(tools, variant);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', LOCK]) copyFileSync(join(lockedIn(tools), file), join(folder, file));
  npm(['ci', '--prefix', folder, '--prefer-offline', ...args]);
  return folder;
}

/**
 * Installs one package, such as `dclint@3.1.0`, into a directory without package.json. Throws if
 * npm fails.
 */
export function installPackage(name: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  npm(['install', '--prefix', folder, '--no-save', name]);
}

function folderOf(tools: Tools, variant: string): string {
  return join(ROOT, '.cache', tools, variant);
}

function lockedIn(tools: Tools): string {
  return join(ROOT, 'scripts', tools);
}

function textOf(folder: string): string {
  return readFileSync(join(folder, LOCK), 'utf8');
}

function npm(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('npm', [...args, ...QUIET], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${error?.message ?? stderr}`);
}
