import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A name that identifies a build's sources. */
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

/** The values that a build sets for declarations in the sources (`src/version.ts`). */
export function buildConstants(): Readonly<Record<string, string>> {
  const { version, homepage = '' } = readManifest();
  return {
    PLIMSOLL_VERSION: JSON.stringify(version),
    PLIMSOLL_HOMEPAGE: JSON.stringify(homepage),
    PLIMSOLL_BUILD: JSON.stringify(nameOfBuild()),
  };
}

/** The fields of package.json that builds need. */
export interface Manifest {
  readonly version: string;
  /** The site's URL, if it has one. */
  readonly homepage?: string;
  /** The public source, if any. */
  readonly repository?: { readonly url: string };
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
}
