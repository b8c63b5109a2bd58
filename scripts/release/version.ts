import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cutChangelog } from './changelog.ts';

/**
 * The version step of `npm version`, between the new version in package.json and the commit: cuts
 * the changelog, and writes the version in other files. npm adds the files to the tagged commit.
 */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const before = spawnSync('git', ['show', 'HEAD:package.json'], { encoding: 'utf8' });
const { version: old } = JSON.parse(before.stdout) as { readonly version: string };

/** Commands and examples that contain the version. */
const PLACES = [
  'README.md',
  'templates/plimsoll.yml',
  'templates/azure/plimsoll.yml',
  'templates/trunk/plugin.yaml',
  'templates/super-linter/add-plimsoll.sh',
  'mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml',
  'docs/editors.md',
  'docs/integrations.md',
  'docs/untrusted-changes.md',
  'docs/adopting.md',
  'docs/many-repositories.md',
];
const OTHER_MANIFESTS = ['editors/vscode/package.json'].filter((path) => existsSync(path));

const day = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
writeFileSync('CHANGELOG.md', cutChangelog(readFileSync('CHANGELOG.md', 'utf8'), version, day));
const named = new RegExp(
  `(?<=plimsoll[-:@]v?|[@/]v|rev: v|default: |known_good_version: )${old.replaceAll('.', '\\.')}(?![\\w.]*\\d)`,
  'g',
);
for (const path of PLACES) writeFileSync(path, readFileSync(path, 'utf8').replace(named, version));
for (const path of OTHER_MANIFESTS)
  writeFileSync(path, readFileSync(path, 'utf8').replace(`"version": "${old}"`, `"version": "${version}"`));
const { status, stderr } = spawnSync('git', ['add', 'CHANGELOG.md', ...PLACES, ...OTHER_MANIFESTS], {
  encoding: 'utf8',
});
if (status !== 0) throw new Error(stderr);
