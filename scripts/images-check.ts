import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageConfigFacts, ImageFacts, WrittenRow } from '../src/images/facts.ts';
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
import { type Clones, clonesIn } from './images/clones.ts';
import { evidenceOf, readLine } from './images/evidence.ts';
import { BASE_REPOSITORIES, deriveLinuxServer, LINUXSERVER_BASE } from './images/linuxserver.ts';
import { OFFICIAL_IMAGES, officialLibrary } from './images/official.ts';
import { READ, readDerived, readRecord, readRows } from './images/table.ts';
import { usesIn } from './images/use.ts';

const USAGE = `npm run images:check -- FOLDER [--list] [--offline] [--record]

Compares the table of images with its sources: each row with its Dockerfile, each line that is cited with what it is cited for, and each tag of the Docker
Official Images with the rows. FOLDER has clones of the repositories, each as FOLDER/owner/name, with or without a work tree. Fails where a row or a line
differs from the commit that it names, where a cited text is gone from the newest version, where a tag is outside every row, and where nothing was at hand.
Prints the names without a row that Compose files in these clones use, those of the most repositories first.
A row that is not in ${READ} as it is was changed: each of its facts must be in a cited line, each version that it covers must be read, and a test must have
its case. --record then adds it. A repository that is not at hand is a fault; --offline lists what was skipped instead.
--list prints the repositories that are needed, and does nothing else.`;

const images = join(import.meta.dirname, '../src/images');

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
  const [folder] = words.filter((word) => !word.startsWith('--'));
  const read = readRows(images);
  const rows = read.map(({ row }) => row);
  if (words.includes('--list')) {
    const named = rows.flatMap(repositoriesIn);
    const derived = [readDerived(images), readDerived(images, 'linuxserver')].flatMap(repositoriesOf);
    console.log([...new Set([OFFICIAL_IMAGES, ...BASE_REPOSITORIES, ...named, ...derived])].sort().join('\n'));
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
  const changed = changedRows(rows, clones);
  faults.push(...changed.faults);
  if (words.includes('--record')) writeFileSync(join(images, '../..', READ), changed.record);
  const absent = [...new Set(rows.flatMap(repositoriesIn))].filter((name) => !clones.has(name)).sort();
  if (absent.length > 0 && words.includes('--offline')) console.log(`skipped, not at hand: ${absent.join(' ')}`);
  else if (absent.length > 0)
    faults.push(`${absent.length} repositories are not at hand (--offline skips them): ${absent.join(' ')}`);
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

/**
 * The faults of the rows that were changed since they were read, and the record with those that
 * have none.
 */
function changedRows(rows: readonly WrittenRow[], clones: Clones): { faults: readonly string[]; record: string } {
  const known = readRecord(images);
  const tests = join(images, '../../test/rules');
  const cases = readdirSync(tests)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(tests, name), 'utf8').match(/(?<=image: )[\w./-]+(?::[\w.-]+)?/g) ?? []);
  const faults: string[] = [];
  const lines: string[] = [];
  for (const row of rows) {
    const line = readLine(row);
    const found = known.has(line) ? undefined : evidenceOf(row, clones, cases, configOf(row));
    const isRead = found === undefined || found.faults.length + found.skipped.length === 0;
    if (isRead) lines.push(line);
    if (found === undefined) continue;
    const { skipped } = found;
    const why =
      skipped.length > 0 ? `, and ${skipped.join(' ')} is not at hand` : isRead ? ': record it with --record' : '';
    faults.push(...[`changed since it was read${why}`, ...found.faults].map((fault) => `${nameOf(row)}: ${fault}`));
  }
  return { faults, record: `# Written by npm run images:check -- FOLDER --record.\n${lines.sort().join('\n')}\n` };
}

/** The configuration of a version in the table as it was built. */
function configOf({ names: [name = ''] }: WrittenRow): (version: string) => ImageConfigFacts | undefined {
  return (version) => IMAGE_TABLE.imageFacts(`${name}:${version}`)?.config;
}

function repositoriesIn({ sources, cites = [] }: WrittenRow): readonly string[] {
  return [...sources.map(({ repository }) => repository), ...cites.map(({ at }) => at.slice(0, at.indexOf('@')))];
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
