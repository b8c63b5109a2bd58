import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOfBuild } from './identity.ts';
import { OTHER_BUILDS } from './other-builds.ts';

/** Records the sources of a build. */
const NOTE = '.cache/build.json';

/** True if dist/ was built from the current sources, with this Node.js version. */
export function isBuilt(): boolean {
  return existsSync(NOTE) && readFileSync(NOTE, 'utf8') === currentNote();
}

/** Deletes the record while dist/ is being written. */
export function forgetBuild(): void {
  rmSync(NOTE, { force: true });
}

/** Records that dist/ is up to date. */
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
