import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from './tools.ts';

/** The oldest supported Node.js version, and the newest of each line, as npm names them. */
export const SUPPORTED: readonly string[] = ['20.19.0', '22', '24', '26'];

/** The path of this Node.js version for this system. Throws if it is unavailable. */
export function installNode(version: string, scratch: string): string {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(scratch, `node-${version}`);
  installPackage(`${name}@${version}`, folder);
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new Error(`Node.js ${version} cannot be had for this system.`);
  return path;
}
