import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A name for a build, which one of other sources would not have. */
export function nameOfBuild(): string {
  const hash = createHash('sha256');
  const sources = ['src', 'schemas', 'scripts/build', 'scripts/images', 'scripts/pages', 'scripts/schema'].flatMap(
    (folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const path of [
    ...sources.sort(),
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'scripts/build.ts',
    'scripts/generate.ts',
  ])
    hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

/** The expressions that a build puts in for what the sources declare of it (`src/version.ts`). */
export function buildConstants(): Readonly<Record<string, string>> {
  const { version, homepage = '' } = readManifest();
  return {
    PLIMSOLL_VERSION: JSON.stringify(version),
    PLIMSOLL_HOMEPAGE: JSON.stringify(homepage),
    PLIMSOLL_BUILD: JSON.stringify(nameOfBuild()),
  };
}

/** What builds need of package.json. */
export interface Manifest {
  readonly version: string;
  /** The address of the site, if it has one. */
  readonly homepage?: string;
  /** Where the source is, if that is public. */
  readonly repository?: { readonly url: string };
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
}
