import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_TABLE } from '../src/images/table.ts';
import { clonesIn } from './images/clones.ts';
import { deriveImages, formatDerived } from './images/derive.ts';
import { OFFICIAL_IMAGES, officialLibrary } from './images/official.ts';
import { DERIVED, readDerived, readRows } from './images/table.ts';

const USAGE = `npm run images:derive -- FOLDER [COMMIT]

Derives what the Docker Official Images bring: user, health check, ports, volumes, entrypoint and command, tag by tag, from ${OFFICIAL_IMAGES} at a commit
(the one of last time where none is given) and each Dockerfile at the commit of its tag. FOLDER has clones of these repositories, each as FOLDER/owner/name,
with or without a work tree. Writes ${DERIVED}, the same bytes for the same commits, and prints which tags it could not derive.`;

const root = join(import.meta.dirname, '..');

process.exitCode = main(process.argv[2], process.argv[3]);

function main(folder: string | undefined, given: string | undefined): number {
  if (folder === undefined || !existsSync(folder)) {
    console.error(USAGE);
    return 2;
  }
  const clones = clonesIn(folder);
  const before = readDerived(join(root, 'src/images'));
  const commit = clones.commit(OFFICIAL_IMAGES, given ?? before.commit);
  if (commit === undefined) {
    console.error(`${OFFICIAL_IMAGES} is not below ${folder} at ${given ?? before.commit}.`);
    return 2;
  }
  const library = officialLibrary(clones.readAt, commit, (name) => IMAGE_TABLE.imageFacts(name)?.config);
  const date = clones.dayOf(OFFICIAL_IMAGES, commit) ?? '';
  const derived = deriveImages(namesToDerive(), { commit, date }, library);
  writeFileSync(join(root, DERIVED), formatDerived(derived));
  const count = (texts: readonly string[]): number => texts.join(' ').split(' ').length;
  for (const [name, tags] of Object.entries(derived.missing))
    for (const [repository, text] of Object.entries(tags))
      console.log(`not at hand: ${name}, ${repository}: ${count([text])} tags`);
  const all = Object.values(derived.images).flatMap((groups) => groups.flatMap(({ from }) => Object.values(from)));
  const absent = Object.values(derived.missing).flatMap((tags) => Object.values(tags));
  console.log(
    `${count(all)} tags of ${Object.keys(derived.images).length} names derived, ${absent.length === 0 ? 0 : count(absent)} not at hand`,
  );
  return 0;
}

/** The official images of the table, and those that are named beside it. */
function namesToDerive(): readonly string[] {
  const written = readRows(join(root, 'src/images')).flatMap(({ row }) =>
    row.names.filter((name) => !name.includes('/')),
  );
  const more = readFileSync(join(root, 'src/images/derived/names.txt'), 'utf8').split('\n');
  return [...new Set([...written, ...more].filter((name) => /^\w/.test(name)))];
}
