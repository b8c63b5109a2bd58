import { createHash } from 'node:crypto';
import { covers } from '../../src/images/coverage.ts';
import type { AuthFacts, ImageConfigFacts, WrittenRow } from '../../src/images/facts.ts';
import { toFullReference } from '../../src/images/reference.ts';
import { placeOf } from './check.ts';
import type { Clones } from './clones.ts';
import { heldReleases, namesIn } from './held.ts';
import { VERSION } from './releases.ts';

/** The line of a row in `data/images/read.txt`: equal only for equal rows. */
export function readLine(row: WrittenRow): string {
  const digest = createHash('sha256').update(JSON.stringify(row)).digest('hex');
  return `${row.names[0] ?? ''} ${digest.slice(0, 12)}`;
}

/**
 * What a row that was changed must show, line by line; `skipped` names the repositories that are
 * not at hand. `configOf` is the configuration of a version, as derived.
 */
export function evidenceOf(
  row: WrittenRow,
  clones: Clones,
  cases: readonly string[],
  configOf: (version: string) => ImageConfigFacts | undefined,
): { readonly faults: readonly string[]; readonly skipped: readonly string[] } {
  const cited = (row.cites ?? []).flatMap(({ at }) => placeOf(at) ?? []);
  const needed = new Set([...row.sources, ...cited].map(({ repository }) => repository));
  const skipped = [...needed].filter((repository) => !clones.has(repository));
  const hasCase = cases.some((reference) => isCovered(row, reference));
  return {
    skipped,
    faults: [
      ...(hasCase ? [] : ['no case in test/rules has a tag that it covers']),
      ...majorFaults(row, clones),
      ...(skipped.length > 0 ? [] : [...shownFaults(row, clones), ...versionFaults(row, clones, configOf)]),
    ],
  };
}

function isCovered({ names, covers: coverage }: WrittenRow, reference: string): boolean {
  const { name, tag } = toFullReference(reference) ?? {};
  return names.some((own) => toFullReference(own)?.name === name) && covers(coverage, tag);
}

/** Citations at a commit of another major version than those of the row, or of the citation. */
function majorFaults(
  { cites = [], covers: { versions = [], tags = [] }, git, sources: [source] }: WrittenRow,
  clones: Clones,
): readonly string[] {
  const own = new Set(versions.flatMap(majorsOf));
  return cites.flatMap(({ at, of: majors = [...own] }) => {
    const place = placeOf(at);
    const isOwn = place?.repository === source?.repository;
    // The tags of an image's repository may number something else.
    if (place === undefined || (isOwn && git === false)) return [];
    const release = clones.releaseOf(place.repository, place.commit);
    const pattern = isOwn && git !== false ? git?.tags : undefined;
    const [, version] = new RegExp(pattern ?? VERSION).exec(release ?? '') ?? [];
    const major = version?.split(/[._]/)[0];
    if (major === undefined || majors.length === 0 || majors.includes(major)) return [];
    // The newest commit stands for `latest`.
    return tags.includes('latest') && own.has(major)
      ? []
      : [`${at} is ${release ?? ''}, not of ${majors.join(' or ')}`];
  });
}

/** `8` and `9` for `8.4-9`. */
function majorsOf(range: string): readonly string[] {
  const [from = 0, to = from] = range.split('-').map((bound) => Number.parseInt(bound, 10));
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** Versions that the row covers, and at whose Git tag a cited setting is missing. */
function versionFaults(
  row: WrittenRow,
  clones: Clones,
  configOf: (version: string) => ImageConfigFacts | undefined,
): readonly string[] {
  const { held, missing } = heldReleases(row, clones, configOf);
  if (held.length === 0 && missing.size === 0) return [];
  const wrong = [...missing].filter(([version]) => covers({ ...row.covers, tags: [] }, version));
  const [first] = wrong;
  return first === undefined
    ? []
    : [`it covers ${wrong.length} versions that lack a line, such as ${first[0]}: ${first[1]}`];
}

/** Facts that neither a cited line nor the Dockerfile nor its entrypoint shows. */
function shownFaults(row: WrittenRow, clones: Clones): readonly string[] {
  const files = row.sources.flatMap(({ repository, commit, path, entrypoint }) =>
    [path, entrypoint].flatMap((each) => (each === undefined ? [] : [clones.readAt(repository, commit, each) ?? ''])),
  );
  const lines = (row.cites ?? []).flatMap(({ at, says }) => {
    const place = placeOf(at);
    const text = place && clones.readAt(place.repository, place.commit, place.path);
    if (place === undefined || text === undefined) return [];
    return [
      text
        .split('\n')
        .slice(place.from - 1, place.to)
        .join('\n'),
      says,
    ];
  });
  const text = [...files, ...lines].join('\n');
  const conclusions = (row.cites ?? []).map(({ says }) => says).join('\n');
  const missing = (what: string, values: readonly string[], isShown = (value: string) => text.includes(value)) =>
    values.filter((value) => !isShown(value)).map((value) => `no cited line shows the ${what} ${value}`);
  const logins = [row.auth, row.direct?.auth, ...(row.listens ?? []).map(({ login }) => login)].flatMap((login) =>
    login === undefined || login === 'none' ? [] : [login],
  );
  const { capabilities = [], writable = [], tmpfs = [], exec = [], drop } = row.start ?? {};
  return [
    ...missing('variable or flag', namesIn(row)),
    ...missing(
      'password',
      logins.flatMap(({ login }) => login?.password ?? []),
    ),
    ...missing(
      'user',
      logins.flatMap(({ login }) => login?.user ?? []),
    ),
    ...missing('program or user', [
      ...(drop === undefined ? [] : [drop.user, drop.by]),
      ...(row.direct?.programs ?? []),
    ]),
    ...missing(
      'port',
      (row.listens ?? []).map(({ port }) => String(port)),
      (port) => new RegExp(`\\b${port}\\b`).test(text),
    ),
    ...missing('path', [
      ...new Set([...writable, ...tmpfs, ...exec, ...logins.flatMap(({ configs = [] }) => configs)]),
    ]),
    ...missing('capability', capabilities, (name) => text.includes(name) || WHY[name]?.test(text) === true),
    ...missing(
      'health check',
      (row.check?.probes ?? []).map(({ command }) => command),
    ),
    ...logins.flatMap(({ unset }) =>
      SAYS[unset].test(conclusions) ? [] : [`no citation concludes that access is ${unset}`],
    ),
  ];
}

/** What needs a capability, in a script. */
const WHY: Readonly<Record<string, RegExp>> = {
  CHOWN: /chown|install -o/,
  DAC_OVERRIDE: /find |chown|mkdir/,
  FOWNER: /chmod/,
  SETGID: /gosu|su-exec|setpriv|setuidgid|\bsu\b|runuser/,
  SETUID: /gosu|su-exec|setpriv|setuidgid|\bsu\b|runuser/,
};

/** Words of a conclusion about who gets in. */
const SAYS: Readonly<Record<AuthFacts['unset'], RegExp>> = {
  open: /\b(?:everybody|anyone|nobody is asked|no login|a login only|no password|without|off unless|asks nobody|listeners)\b/,
  loopback: /\b(?:container only|localhost|loopback|127\.0\.0\.1)\b/,
  refuses: /\b(?:refuse|does not start|must|required|exits?)/,
  generated: /\b(?:random|generated?)\b/,
  default: /\b(?:default password|password that it has otherwise|known)\b/,
  'first-visit': /\b(?:first|sign up|while there is no user|set.?up)\b/,
  closed: /\b(?:nobody|401|no user|asks)\b/,
  elsewhere: /\b(?:elsewhere|server|service|database|accounts?)\b/,
};
