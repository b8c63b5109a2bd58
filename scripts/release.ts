import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readManifest } from './build/identity.ts';
import { notesOf } from './release/changelog.ts';
import { packRelease } from './release/package.ts';
import { createSbom, readVersion } from './release/sbom.ts';
import { shopFiles } from './release/shops.ts';

/**
 * Makes the release's files except the executables, from dist/: the package, its SBOM, the release
 * notes, and, with executables, files for other package managers. For the release workflow, or a
 * preview: npm run release:files
 */
const FOLDER = 'dist/release';

mkdirSync(FOLDER, { recursive: true });
const root = process.cwd();
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
const repository = server === undefined || name === undefined ? undefined : `${server}/${name}`;
console.log(packRelease(root, FOLDER, repository));
writeFileSync(join(FOLDER, 'plimsoll.cdx.json'), `${JSON.stringify(await createSbom(root), undefined, 2)}\n`);
const sums = join('dist/standalone', 'SHA256SUMS');
if (repository !== undefined && existsSync(sums)) {
  const shop = {
    version: readVersion(root),
    homepage: readManifest().homepage ?? repository,
    repository,
    hooks: readFileSync('.pre-commit-hooks.yaml', 'utf8'),
    trunk: readFileSync('templates/trunk/plugin.yaml', 'utf8'),
    superLinter: readFileSync('templates/super-linter/add-plimsoll.sh', 'utf8'),
    sums: new Map(
      Array.from(readFileSync(sums, 'utf8').matchAll(/^(\S+) {2}(\S+)$/gm), ([, sum = '', file = '']) => [file, sum]),
    ),
  };
  for (const [path, text] of shopFiles(shop)) {
    const file = join(FOLDER, 'package-managers', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
const changelog = readFileSync('CHANGELOG.md', 'utf8');
writeFileSync(join(FOLDER, 'notes.md'), notesOf(changelog, readVersion(root)));
