import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageConfigFacts } from '../src/images/facts.ts';
import { IMAGE_TABLE } from '../src/images/table.ts';
import { clonesIn } from './images/clones.ts';
import { deriveImages, keepAbsent } from './images/derive.ts';
import { type DerivedImages, formatDerived } from './images/derived-text.ts';
import { deriveLinuxServer, LINUXSERVER_BASE } from './images/linuxserver.ts';
import { OFFICIAL_IMAGES, officialLibrary } from './images/official.ts';
import { deriveReleases } from './images/releases.ts';
import { DERIVED, readDerived, readRows } from './images/table.ts';

const USAGE = `npm run images:derive -- FOLDER [COMMIT]

Derives what the Docker Official Images bring: user, health check, ports, volumes, entrypoint and command, tag by tag, from ${OFFICIAL_IMAGES} at a commit
(the one of last time where none is given) and each Dockerfile at the commit of its tag. FOLDER has clones of these repositories, each as FOLDER/owner/name,
with or without a work tree. Derives the releases of LinuxServer.io's and other images from their Git tags too. Writes ${Object.values(DERIVED).join(', ')},
the same bytes for the same commits, and prints which tags it could not derive. What isn't at hand stays as it was.`;

const root = join(import.meta.dirname, '..');
const images = join(root, 'src/images');

process.exitCode = main(process.argv[2], process.argv[3]);

function main(folder: string | undefined, given: string | undefined): number {
  if (folder === undefined || !existsSync(folder)) {
    console.error(USAGE);
    return 2;
  }
  const clones = clonesIn(folder);
  const base = IMAGE_TABLE.imageFacts(`${LINUXSERVER_BASE}:3.22`)?.start;
  if (base === undefined) throw new Error(`no row says what ${LINUXSERVER_BASE} needs`);
  const rows = readRows(images).map(({ row }) => row);
  const bases = (name: string): ImageConfigFacts | undefined => IMAGE_TABLE.imageFacts(name)?.config;
  const releases = deriveReleases(rows, clones, bases, readDerived(images, 'releases'));
  writeFileSync(join(root, DERIVED.releases), formatDerived(releases));
  report(releases);
  const names = namesToDerive();
  const linuxServer = keepAbsent(
    readDerived(images, 'linuxserver'),
    deriveLinuxServer(
      names.filter((name) => name.startsWith('linuxserver/')),
      clones,
      base,
      bases,
    ),
  );
  writeFileSync(join(root, DERIVED.linuxserver), formatDerived(linuxServer));
  report(linuxServer);
  const before = readDerived(images);
  const wanted = given ?? before.list.slice(before.list.indexOf('@') + 1);
  const commit = clones.commit(OFFICIAL_IMAGES, wanted);
  if (commit === undefined) {
    console.error(`${OFFICIAL_IMAGES} is not below ${folder} at ${wanted}.`);
    return 2;
  }
  const library = officialLibrary(clones, commit, bases);
  const date = clones.dayOf(OFFICIAL_IMAGES, commit) ?? '';
  const official = names.filter((name) => !name.includes('/'));
  const derived = keepAbsent(before, deriveImages(official, { list: `${OFFICIAL_IMAGES}@${commit}`, date }, library));
  writeFileSync(join(root, DERIVED.official), formatDerived(derived));
  report(derived);
  return 0;
}

function report({ images, missing, date }: DerivedImages): void {
  for (const [name, groups] of Object.entries(missing))
    for (const { repository, why, tags } of groups)
      console.log(`${name}: ${tags.length} tags of ${repository}, ${why}: ${tags.slice(0, 3).join(' ')}`);
  const sources = Object.values(images).flatMap((groups) => groups.flatMap(({ from }) => from));
  const count = (lists: readonly { readonly tags: readonly string[] }[]): number =>
    lists.reduce((sum, { tags }) => sum + tags.length, 0);
  const older = sources.filter((source) => source.date !== date);
  console.log(
    `${count(sources)} tags of ${Object.keys(images).length} names derived (${count(older)} of them as of an earlier day), ${count(Object.values(missing).flat())} not`,
  );
}

/** The derivable images of the table, and additional ones. */
function namesToDerive(): readonly string[] {
  const written = readRows(images).flatMap(({ row }) =>
    row.names.filter((name) => /^(?:linuxserver\/)?[^/]+$/.test(name)),
  );
  const more = readFileSync(join(root, 'data/images/names.txt'), 'utf8').split('\n');
  return [...new Set([...written, ...more].filter((name) => /^\w/.test(name)))];
}
