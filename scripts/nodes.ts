import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest version of Node.js that is supported, and the newest of each line, as npm names them. */
export const SUPPORTED: readonly string[] = ['20.19.0', '22', '24', '26'];

/** The path of a Node.js of this version for this system. Throws where there is none to be had. */
export function installNode(version: string, scratch: string): string {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(scratch, `node-${version}`);
  mkdirSync(folder);
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, `${name}@${version}`],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (status !== 0 || !existsSync(path))
    throw new Error(`Node.js ${version} cannot be had for this system:\n${stderr}`);
  return path;
}
