import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageFacts } from '../src/images/facts.ts';
import { IMAGE_TABLE } from '../src/images/table.ts';
import { append, groupBy } from '../src/util/maps.ts';
import {
  changedSince,
  checkCitation,
  checkLibrary,
  checkRow,
  checkTags,
  filesOf,
  repositoriesOf,
} from './images/check.ts';
import { clonesIn } from './images/clones.ts';
import { BASE_REPOSITORIES, deriveLinuxServer, LINUXSERVER_BASE } from './images/linuxserver.ts';
import { OFFICIAL_IMAGES, officialLibrary } from './images/official.ts';
import { readDerived, readRows } from './images/table.ts';
import { usesIn } from './images/use.ts';

const USAGE = `npm run images:check -- FOLDER [--list]

Compares the table of images with its sources: each row with its Dockerfile, each line that is cited with what it is cited for, and each tag of the Docker
Official Images with the rows. FOLDER has clones of the repositories, each as FOLDER/owner/name, with or without a work tree. Fails where a row or a line
differs from the commit that it names, where a cited text is gone from the newest version, where a tag is outside every row, and where nothing was at hand.
Prints the names without a row that Compose files in these clones use, those of the most repositories first.
--list prints the repositories that are needed, and does nothing else.`;

const images = join(import.meta.dirname, '../src/images');

process.exitCode = main(process.argv.slice(2));

function main([folder, option]: readonly string[]): number {
  const read = readRows(images);
  const rows = read.map(({ row }) => row);
  if (folder === '--list' || option === '--list') {
    const cited = rows.flatMap(({ cites = [] }) => cites.map(({ at }) => at.slice(0, at.indexOf('@'))));
    const named = rows.flatMap(({ sources }) => sources.map(({ repository }) => repository));
    const derived = [readDerived(images), readDerived(images, 'linuxserver')].flatMap(repositoriesOf);
    console.log(
      [...new Set([OFFICIAL_IMAGES, ...BASE_REPOSITORIES, ...named, ...cited, ...derived])].sort().join('\n'),
    );
    return 0;
  }
  if (folder === undefined || !existsSync(folder)) {
    console.error(USAGE);
    return 2;
  }
  const clones = clonesIn(folder);
  const { readAt, commit, dayOf } = clones;
  clones.preload(filesOf(rows));
  const counts = new Map<string, number>();
  const faults: string[] = [];
  const count = (what: string, answer: string): void => {
    counts.set(`${what} ${answer}`, (counts.get(`${what} ${answer}`) ?? 0) + 1);
  };
  for (const { file, row } of read) {
    const { answer, lines } = checkRow(row, readAt);
    count('rows:', answer);
    const name = `${file}: ${nameOf(row)}`;
    if (lines.length > 0) console.log(`${answer}: ${name}\n${lines.map((line) => `  ${line}`).join('\n')}`);
    if (answer === 'differs') faults.push(name);
    const day = dayOf(row.sources[0]?.repository ?? '', row.sources[0]?.commit ?? '');
    if (day !== undefined && day !== row.dated) faults.push(`${name}: dated should be ${day}`);
    for (const citation of row.cites ?? []) {
      const checked = checkCitation(citation, readAt);
      count('cited lines:', checked.answer);
      if (checked.line !== undefined) faults.push(`${name}: ${checked.line}`);
    }
  }
  const derived = readDerived(images);
  const { differing, outside } = checkTags(rows, derived);
  faults.push(...differing);
  if (outside.length > 0) console.log(`not at hand when it was derived, and no row has its user: ${summary(outside)}`);
  const base = rows.find(({ names }) => names.includes(LINUXSERVER_BASE))?.start ?? {};
  const linuxServer = readDerived(images, 'linuxserver');
  const now = deriveLinuxServer(Object.keys(linuxServer.images), clones, base, () => undefined);
  for (const name of changedSince(linuxServer, now))
    faults.push(`${name}: its newest release brings or needs something else: run npm run images:derive`);
  const newest = commit(OFFICIAL_IMAGES, 'HEAD');
  if (newest === undefined) console.log(`${OFFICIAL_IMAGES} is not at hand, so new tags are not known`);
  else {
    const library = officialLibrary(clones, newest, (name) => IMAGE_TABLE.imageFacts(name)?.config);
    const names = [...Object.keys(derived.images), ...Object.keys(derived.missing)];
    clones.preload(names.flatMap((name) => [{ repository: OFFICIAL_IMAGES, commit: newest, path: `library/${name}` }]));
    clones.preload(names.flatMap((name) => library.imagesOf(name) ?? []));
    const byAnswer = groupBy(checkLibrary(rows, derived, library), ([, answer]) => answer);
    for (const [answer, tags] of byAnswer) {
      counts.set(`tags of the Docker Official Images: ${answer}`, tags.length);
      const list = summary(tags.map(([tag]) => tag));
      if (answer === 'outside') faults.push(`new tags, outside of every row: ${list}`);
      if (answer === 'differs') faults.push(`tags that bring something else now: run npm run images:derive: ${list}`);
    }
  }
  const { uses, known, unknown } = usesIn(folder, clones);
  if (uses > 0) {
    const names = unknown
      .slice(0, 60)
      .map((one) => `  ${one.name} (repositories: ${one.repositories}, uses: ${one.uses})`);
    console.log([`names without a row, of ${uses} uses in Compose files, ${known} known:`, ...names].join('\n'));
  }
  console.log(Array.from(counts, ([answer, number]) => `${number} ${answer}`).join('\n'));
  const seen = [...counts].filter(([answer]) => !answer.endsWith('not at hand'));
  if (seen.length === 0) faults.push(`nothing was at hand below ${folder}`);
  for (const fault of faults) console.error(`fault: ${fault}`);
  return faults.length > 0 ? 1 : 0;
}

/** By name, with the number of tags and the first ones. */
function summary(references: readonly string[]): string {
  const byName = new Map<string, string[]>();
  for (const reference of references) append(byName, reference.slice(0, reference.indexOf(':')), reference);
  return Array.from(byName, ([name, all]) => `${name} (${all.length}, such as ${all[0] ?? ''})`).join(', ');
}

function nameOf({ names: [name = ''], covers: { versions = [], tags = [] } }: ImageFacts): string {
  return `${name} ${[...versions, ...tags].join(' ')}`;
}
