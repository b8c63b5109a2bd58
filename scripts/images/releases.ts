import { covers } from '../../src/images/coverage.ts';
import type { ImageConfigFacts, WrittenRow } from '../../src/images/facts.ts';
import { getOrInsert, groupBy } from '../../src/util/maps.ts';
import type { Clones } from './clones.ts';
import { grouping } from './derive.ts';
import type { DerivedGroup, DerivedImages } from './derived-text.ts';
import { type BaseOf, readDockerfileFacts } from './dockerfile-config.ts';
import { readVersionsOf } from './versions.ts';

/** A version, and the commit of its Git tag. */
export interface GitRelease {
  readonly version: string;
  readonly commit: string;
}

/** Older releases are left out, unless a newer one has the same facts. */
const SINCE = '2021-01-01';

/** The usual form of a Git tag, with its version. */
export const VERSION = '^v?(\\d+(?:\\.\\d+)+)$';

/**
 * The releases of a repository by its Git tags, the oldest version first. `pattern` has the version
 * in its group.
 */
export function gitReleases({ tags }: Clones, repository: string, pattern = VERSION): readonly GitRelease[] {
  const found = new Map<string, string>();
  for (const { tag, commit } of tags(repository)) {
    const [, version] = new RegExp(pattern).exec(tag) ?? [];
    if (version !== undefined) found.set(version.replaceAll('_', '.'), commit);
  }
  return Array.from(found, ([version, commit]) => ({ version, commit })).sort((one, other) =>
    compareVersions(one.version, other.version),
  );
}

/** Compares versions number by number. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** True if Git tags of the row's first source are versions of its image. */
export function hasReleases({ names: [name = ''], git, sources, config }: WrittenRow): boolean {
  const isDerived = !name.includes('/') || /^(?:[^/]+\/)?linuxserver\//.test(name);
  return !isDerived && git !== false && sources.length > 0 && Object.keys(config).length > 0;
}

/**
 * Derives the configuration of each release from its Dockerfile. A release whose Dockerfile isn't
 * at hand stays as it was `before`.
 */
export function deriveReleases(
  rows: readonly WrittenRow[],
  clones: Clones,
  baseOf: BaseOf,
  before: DerivedImages,
): DerivedImages {
  const images: Record<string, readonly DerivedGroup[]> = {};
  const days: string[] = [];
  const byName = groupBy(rows.filter(hasReleases), ({ names: [name = ''] }) => name);
  for (const [name, own] of [...byName].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const known = before.images[name];
    if (own.every(({ sources: [source] }) => source === undefined || !clones.has(source.repository))) {
      if (known !== undefined) images[name] = known;
      continue;
    }
    const groups = groupsOf(own, clones, baseOf);
    if (groups.length > 0) images[name] = groups;
    for (const { from } of groups) for (const { date } of from) days.push(date);
  }
  return { list: 'releases', date: days.sort().at(-1) ?? before.date, images, missing: {} };
}

interface ReadRelease extends GitRelease {
  readonly at: string;
  readonly date: string;
  readonly config: ImageConfigFacts | undefined;
}

function groupsOf(rows: readonly WrittenRow[], clones: Clones, baseOf: BaseOf): readonly DerivedGroup[] {
  const repositories = new Set(rows.flatMap(({ sources: [source] }) => source?.repository ?? []));
  const read = [...repositories]
    .flatMap((repository) => {
      const own = rows.filter(({ sources: [source] }) => source?.repository === repository);
      const [{ git } = {}] = own;
      const releases = gitReleases(clones, repository, git === false ? undefined : git?.tags);
      const commits = [...releases, ...own.flatMap(({ sources: [source] }) => source ?? [])].map(
        ({ commit }) => commit,
      );
      clones.preload(own.flatMap(pathsOf).flatMap((path) => commits.map((commit) => ({ repository, commit, path }))));
      const known = new Map<string, ImageConfigFacts | undefined>();
      return releases.map((release) =>
        readRelease(release, own, clones, (row, path, text) =>
          getOrInsert(known, `${own.indexOf(row)} ${path} ${text}`, () => configOf(row, path, text, clones, baseOf)),
        ),
      );
    })
    .sort((one, other) => compareVersions(one.version, other.version));
  const groups = grouping();
  const keyOf = ({ config }: ReadRelease): string => (config === undefined ? '' : JSON.stringify(config));
  const versions = readVersionsOf(read.map((release) => ({ tag: release.version, group: keyOf(release) })));
  const newest = read.at(-1);
  const hasLatest = rows.some(({ covers: { tags = [] } }) => tags.includes('latest'));
  for (const [key, all] of groupBy(read.toReversed(), keyOf)) {
    const [first] = all;
    if (first?.config === undefined || first.date < SINCE) continue;
    const tags = [
      ...(hasLatest && newest !== undefined && keyOf(newest) === key ? ['latest'] : []),
      ...(versions.get(key) ?? []),
    ];
    groups.add({ config: first.config }, { at: first.at, date: first.date, tags });
  }
  return groups.groups;
}

function pathsOf({ sources: [source], git }: WrittenRow): readonly string[] {
  return [...(source === undefined ? [] : [source.path]), ...(git === false ? [] : (git?.paths ?? []))];
}

/** Reads the Dockerfile of a release: that of the row for it, else of another one of the name. */
function readRelease(
  release: GitRelease,
  rows: readonly WrittenRow[],
  clones: Clones,
  read: (row: WrittenRow, path: string, text: string) => ImageConfigFacts | undefined,
): ReadRelease {
  const candidates = [
    ...rows.filter((row) => covers(row.covers, release.version)),
    ...rows.filter((row) => !covers(row.covers, release.version)),
  ].filter(({ covers: { suffixes } }) => suffixes === undefined);
  for (const row of candidates) {
    const [source] = row.sources;
    for (const path of source === undefined ? [] : pathsOf(row)) {
      const text = source && clones.readAt(source.repository, release.commit, path);
      if (source === undefined || text === undefined) continue;
      const at = `${source.repository}@${release.commit}:${path}`;
      const date = clones.dayOf(source.repository, release.commit) ?? '';
      return { ...release, at, date, config: read(row, path, text) };
    }
  }
  return { ...release, at: '', date: '', config: undefined };
}

/**
 * The facts of a release's Dockerfile. Facts of its base are as in the row, if its Dockerfile has
 * the same base.
 */
function configOf(
  { sources: [source], config }: WrittenRow,
  path: string,
  text: string,
  { readAt }: Clones,
  baseOf: BaseOf,
): ImageConfigFacts | undefined {
  const release = readDockerfileFacts(path, text, source?.target, baseOf);
  const ownText = source && readAt(source.repository, source.commit, source.path);
  const own =
    ownText === undefined ? undefined : readDockerfileFacts(source?.path ?? '', ownText, source?.target, baseOf);
  if (release === undefined) return undefined;
  const isSameBase = own?.base === release.base;
  const facts: { -readonly [K in keyof ImageConfigFacts]: ImageConfigFacts[K] } = {};
  for (const key of ['user', 'healthcheck', 'entrypoint', 'cmd'] as const) {
    const value = release.config[key] ?? (isSameBase && own.config[key] === undefined ? config[key] : undefined);
    if (value !== undefined) Object.assign(facts, { [key]: value });
  }
  for (const key of ['exposedPorts', 'volumes'] as const) {
    const isSame = isSameBase && JSON.stringify(own.config[key]) === JSON.stringify(release.config[key]);
    const value = release.isWhole ? release.config[key] : isSame ? config[key] : undefined;
    if (value !== undefined) facts[key] = value;
  }
  return facts.user === undefined && facts.healthcheck === undefined ? undefined : facts;
}
