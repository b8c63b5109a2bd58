import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const LOCK = 'package-lock.json';
/** Written by npm when all is installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];

/**
 * Tools that few need: `scripts/NAME` has a package.json and a lock file for each group, and they are installed into
 * `.cache/NAME` when they are first needed, so that `npm ci` stays small. Modules that are installed there find the
 * packages of the project as well.
 */
type Tools = 'bun' | 'mutation' | 'shops' | 'validators' | 'vitepress';

/**
 * The folder of some tools, which has their `node_modules`; undefined where they, or those of this lock, are not
 * installed.
 */
export function findTools(tools: Tools, variant = ''): string | undefined {
  const folder = folderOf(tools, variant);
  const isInstalled = existsSync(join(folder, INSTALLED)) && textOf(folder) === textOf(lockedIn(tools));
  return isInstalled ? folder : undefined;
}

/**
 * Installs some tools, unless they are there from before, and gives their folder; no package runs a script. `args` are
 * more for npm, and `variant` names what these make of the folder. Throws where npm fails.
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

/** Installs one package, such as `dclint@3.1.0`, into a folder that needs no package.json. Throws where npm fails. */
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
