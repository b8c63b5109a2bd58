import type { Citation, ImageConfigFacts, WrittenRow } from '../../src/images/facts.ts';
import { placeOf } from './check.ts';
import type { Clones } from './clones.ts';
import { gitReleases } from './releases.ts';

/** The releases at which a row's cited settings exist, of those that can be looked up. */
export interface Held {
  readonly held: readonly string[];
  /** Why not, by version. */
  readonly missing: ReadonlyMap<string, string>;
}

/**
 * Looks each cited line and each variable that it shows up at each release's tag, in the same file
 * or one of its name.
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
  for (const repository of new Set(cites.map(({ place }) => place.repository))) {
    const own = repository === source.repository ? releases : gitReleases(clones, repository);
    tagged.set(repository, new Map(own.map(({ version, commit }) => [version, commit])));
    const paths = new Set(cites.flatMap(({ place }) => (place.repository === repository ? [place.path] : [])));
    clones.preload([...paths].flatMap((path) => own.map(({ commit }) => ({ repository, commit, path }))));
  }
  const lookups = cites.map(({ cite, place }) => {
    const read = clones.readAt(place.repository, place.commit, place.path) ?? '';
    return { cite, place, texts: [cite.has, ...namesIn(row).filter((name) => read.includes(name))] };
  });
  for (const { version } of releases) {
    const applied = lookups.filter(({ cite }) => isFor(cite, version));
    const fault = faultAt(row, version, applied, tagged, clones) ?? portFault(row, configOf(version));
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
  visit([row.auth, row.listens, row.direct, row.check]);
  return [...names];
}
