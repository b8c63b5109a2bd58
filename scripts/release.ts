import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from './release/changelog.ts';
import { packRelease } from './release/package.ts';
import { createSbom, readVersion } from './release/sbom.ts';

/**
 * What a release has besides the executables, from the build in dist/: the package as it is published, a list of what
 * is in it, and what the changelog says of it. Run by the workflow of releases, and to see what it would publish: npm
 * run release:files
 */
const FOLDER = 'dist/release';

mkdirSync(FOLDER, { recursive: true });
const root = process.cwd();
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
const repository = server === undefined || name === undefined ? undefined : `${server}/${name}`;
console.log(packRelease(root, FOLDER, repository));
writeFileSync(join(FOLDER, 'plimsoll.cdx.json'), `${JSON.stringify(await createSbom(root), undefined, 2)}\n`);
const changelog = readFileSync('CHANGELOG.md', 'utf8');
writeFileSync(join(FOLDER, 'notes.md'), notesOf(changelog, readVersion(root)));
