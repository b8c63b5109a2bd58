import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOfBuild } from './identity.ts';
import { OTHER_BUILDS } from './other-builds.ts';

/** Where a build notes what it was made from. */
const NOTE = '.cache/build.json';

/** True if dist/ was made from the sources as they are, by this version of Node.js. */
export function isBuilt(): boolean {
  return existsSync(NOTE) && readFileSync(NOTE, 'utf8') === currentNote();
}

/** Forgets what dist/ was made from, while it is being written. */
export function forgetBuild(): void {
  rmSync(NOTE, { force: true });
}

/** Notes that dist/ is made from the sources as they are. */
export function noteBuild(): void {
  mkdirSync('.cache', { recursive: true });
  writeFileSync(NOTE, currentNote());
}

function currentNote(): string {
  const files = existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [];
  const isOurs = (path: string): boolean => ![...OTHER_BUILDS, 'code-cache'].some((name) => isIn(path, name));
  return JSON.stringify({ name: nameOfBuild(), node: process.version, files: files.filter(isOurs).sort() });
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'));
}
