import type { Citation, ImageConfigFacts, WrittenRow } from '../../src/images/facts.ts';
import { placeOf } from './check.ts';
import type { Clones } from './clones.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';
import { gitReleases } from './releases.ts';

/** The releases at which a row's cited settings exist, of those that can be looked up. */
export interface Held {
  readonly held: readonly string[];
  /** Why not, by version. */
  readonly missing: ReadonlyMap<string, string>;
}

/**
 * Looks each cited line up at each release's tag, in the same file or one of its name, and each
 * variable and flag: those that no cited file shows, anywhere in the repository.
 */
export function heldReleases(
  row: WrittenRow,
  clones: Clones,
  configOf: (version: string) => ImageConfigFacts | undefined,
): Held {
  const [source] = row.sources;
  const held: string[] = [];
  const missing = new Map<string, string>();
  if (source === undefined || row.git === false) return { held, missing };
  const releases = gitReleases(clones, source.repository, row.git?.tags);
  const cites = (row.cites ?? []).flatMap((cite) => {
    const place = placeOf(cite.at);
    return place === undefined ? [] : [{ cite, place }];
  });
  const tagged = new Map<string, ReadonlyMap<string, string>>();
  for (const repository of new Set([source.repository, ...cites.map(({ place }) => place.repository)])) {
    const own = repository === source.repository ? releases : gitReleases(clones, repository);
    tagged.set(repository, new Map(own.map(({ version, commit }) => [version, commit])));
    const paths = new Set(cites.flatMap(({ place }) => (place.repository === repository ? [place.path] : [])));
    clones.preload([...paths].flatMap((path) => own.map(({ commit }) => ({ repository, commit, path }))));
  }
  const lookups = cites.map(({ cite, place }) => {
    const read = clones.readAt(place.repository, place.commit, place.path) ?? '';
    return { cite, place, texts: [cite.has, ...namesIn(row).filter((name) => read.includes(name))] };
  });
  const shown = new Set(lookups.flatMap(({ texts }) => texts.slice(1)));
  const others = namesIn(row).filter((name) => !shown.has(name));
  const faultOfOthers = otherNames(row, others, tagged, clones);
  const faultOfSource = sourceFaults(row, clones);
  for (const { version, commit } of releases) {
    const applied = lookups.filter(({ cite }) => isFor(cite, version));
    const fault =
      faultAt(row, version, applied, tagged, clones) ??
      portFault(row, configOf(version)) ??
      faultOfOthers(version) ??
      faultOfSource(commit);
    if (fault === undefined) held.push(version);
    else missing.set(version, fault);
  }
  return { held, missing };
}

interface Lookup {
  readonly place: { readonly repository: string; readonly path: string };
  readonly texts: readonly string[];
}

function faultAt(
  row: WrittenRow,
  version: string,
  lookups: readonly Lookup[],
  tagged: ReadonlyMap<string, ReadonlyMap<string, string>>,
  clones: Clones,
): string | undefined {
  if (lookups.length === 0) return row.cites === undefined ? undefined : 'no line is of this version';
  // A name that several cited files show must be in one of them.
  const lines: string[] = [];
  const names = new Map<string, boolean>();
  for (const { place, texts } of lookups) {
    const commit = tagged.get(place.repository)?.get(version);
    if (commit === undefined) return `${place.repository} has no such tag`;
    const own = clones.readAt(place.repository, commit, place.path);
    const found = (text: string): boolean =>
      own?.includes(text) === true ||
      (own === undefined &&
        movedTo(place, commit, clones).some(
          (path) => clones.readAt(place.repository, commit, path)?.includes(text) === true,
        ));
    const [has = '', ...rest] = texts;
    if (!found(has)) lines.push(`${place.path} lacks: ${has}`);
    for (const name of rest) names.set(name, names.get(name) === true || found(name));
  }
  return lines[0] ?? [...names].flatMap(([name, isFound]) => (isFound ? [] : [`no cited file has ${name}`]))[0];
}

/** Finds a name that a repository has at the commit of the row, and not at that of a version. */
function otherNames(
  { sources, cites = [] }: WrittenRow,
  names: readonly string[],
  tagged: ReadonlyMap<string, ReadonlyMap<string, string>>,
  { finds }: Clones,
): (version: string) => string | undefined {
  // The code may have a flag's name without its dashes.
  const words = names.map((name) => name.replace(/^-+/, ''));
  const places = [...sources, ...cites.flatMap(({ at }) => placeOf(at) ?? [])];
  const byRepository = new Map(words.length === 0 ? [] : places.map(({ repository, commit }) => [repository, commit]));
  const known = Array.from(byRepository, ([repository, commit]) => ({
    repository,
    words: [...finds(repository, commit, words, '.')],
  }));
  return (version) => {
    for (const { repository, words: all } of known) {
      const commit = all.length === 0 ? undefined : tagged.get(repository)?.get(version);
      const found = commit === undefined ? undefined : finds(repository, commit, all, '.');
      const lost = found && all.find((word) => !found.has(word));
      if (lost !== undefined) return `${repository} does not have ${lost}`;
    }
    return undefined;
  };
}

/**
 * Looks the row's configuration up in a source that is no Dockerfile, such as a script that builds
 * the image: releases can't be derived from it.
 */
function sourceFaults(
  { sources: [source], config, git }: WrittenRow,
  { readAt }: Clones,
): (commit: string) => string | undefined {
  const own = source && readAt(source.repository, source.commit, source.path);
  if (source === undefined || own === undefined) return () => undefined;
  if (readDockerfileConfig(source.path, own, source.target) !== undefined) return () => undefined;
  const { user = '', healthcheck = 'none', exposedPorts = [], volumes = [], entrypoint = [], cmd = [] } = config;
  const check = healthcheck === 'none' ? [] : healthcheck;
  const values = [user, ...check, ...exposedPorts.map((port) => port.split('/')[0] ?? ''), ...volumes];
  const texts = [...values, ...entrypoint, ...cmd].filter((value) => value !== '' && own.includes(value));
  const paths = [source.path, ...(git === undefined || git === false ? [] : (git.paths ?? []))];
  return (commit) => {
    const found = paths.flatMap((path) => readAt(source.repository, commit, path) ?? []);
    const lost = texts.find((text) => found.every((file) => !file.includes(text)));
    return lost === undefined ? undefined : `${source.path} lacks: ${lost}`;
  };
}

/** A file is looked for where at most so many files have its name. */
const MOVED = 3;

/** The paths that a missing file may have had at a commit. */
function movedTo({ repository, path }: Lookup['place'], commit: string, { pathsOf }: Clones): readonly string[] {
  const paths = pathsOf(repository, commit, path.slice(path.lastIndexOf('/') + 1));
  return paths.length > MOVED ? [] : paths;
}

/** A port that the row's configuration exposes, and the release's doesn't. */
function portFault(
  { listens = [], cites, config }: WrittenRow,
  release: ImageConfigFacts | undefined,
): string | undefined {
  if (config.exposedPorts === undefined) return undefined;
  if (release === undefined) return cites === undefined ? 'its Dockerfile is not at hand' : undefined;
  const lost = listens
    .map(({ port, transport = 'tcp' }) => `${port}/${transport}`)
    .find((port) => config.exposedPorts?.includes(port) && release.exposedPorts?.includes(port) === false);
  return lost === undefined ? undefined : `port ${lost} is not exposed`;
}

function isFor({ of: majors }: Citation, version: string): boolean {
  const [major = ''] = version.split('.');
  return majors?.includes(major) !== false;
}

/** The variables and flags of a row. */
export function namesIn(row: WrittenRow): readonly string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && (key === 'env' || key === 'flag' || key === 'file'))
        names.add(item.replace(/\*$/, ''));
      else visit(item);
    }
  };
  visit([row.auth, row.listens, row.direct, row.check, row.start?.unlike]);
  return [...names];
}
