import { parse } from 'yaml';
import type { ImageConfigFacts, StartFacts } from '../../src/images/facts.ts';
import type { Clones } from './clones.ts';
import { grouping } from './derive.ts';
import type { DerivedGroup, DerivedImages, MissingTags, SameFacts } from './derived-text.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';
import { versionsOf } from './versions.ts';

/**
 * The owner of these images: the repository of `linuxserver/sonarr` is `linuxserver/docker-sonarr`.
 */
export const LINUXSERVER = 'linuxserver';

/** The common base image in the hand-written table. */
export const LINUXSERVER_BASE = 'ghcr.io/linuxserver/baseimage-alpine';

/** The repositories of base images. */
export const BASE_REPOSITORIES: readonly string[] = ['alpine', 'alpine-nginx', 'debian', 'selkies', 'ubuntu'].map(
  (name) => `linuxserver/docker-baseimage-${name}`,
);

/** A base image: its name, and its repository's branch. */
const BASE = /^(?:ghcr\.io|lscr\.io)\/linuxserver\/baseimage-([\w-]+):([\w.-]+)$/;

/**
 * The number of release groups to keep, the newest first. Only the first has start facts, which
 * were read there.
 */
const GROUPS = 3;

/**
 * Derives the facts of LinuxServer.io images from each release's Dockerfile and readme-vars.yml.
 * `base` has the common base's needs.
 */
export function deriveLinuxServer(
  names: readonly string[],
  clones: Clones,
  base: StartFacts,
  fallback: BaseOf,
): DerivedImages {
  const images: Record<string, readonly DerivedGroup[]> = {};
  const missing: Record<string, readonly MissingTags[]> = {};
  const baseOf = basesIn(clones, fallback);
  const days: string[] = [];
  for (const name of [...names].sort()) {
    const repository = name.replace('/', '/docker-');
    const head = clones.commit(repository, 'HEAD');
    const day = head === undefined ? undefined : clones.dayOf(repository, head);
    if (head === undefined || day === undefined) {
      missing[name] = [{ repository, why: 'which is not at hand', tags: ['latest'] }];
      continue;
    }
    days.push(day);
    const releases = clones.releases(repository);
    const commits = [head, ...releases.map(({ commit }) => commit)];
    const dockerfiles = clones.readMany(repository, commits, 'Dockerfile');
    const settings = clones.readMany(repository, commits, 'readme-vars.yml');
    const seen = new Map<string, SameFacts | undefined>();
    const facts = commits.map((_, index) => {
      const [dockerfile = '', vars = ''] = [dockerfiles[index], settings[index]];
      const key = `${dockerfile}\n\0${vars}`;
      if (!seen.has(key)) seen.set(key, factsOf(dockerfile, vars, baseOf, base));
      return seen.get(key);
    });
    const newestKey = JSON.stringify(facts[0]);
    const keys = facts.map((each) => {
      const key = JSON.stringify(each);
      return key === newestKey ? key : JSON.stringify(each && { config: each.config });
    });
    const newest = [...new Set(keys)].filter((key) => facts[keys.indexOf(key)] !== undefined).slice(0, GROUPS);
    const versions = versionsOf(releases.map(({ tag }, index) => ({ tag, group: keys[index + 1] ?? '' })));
    const { add, groups } = grouping();
    for (const key of newest) {
      const first = keys.indexOf(key);
      const last = keys.lastIndexOf(key);
      const [one, own] = [facts[first], commits[first]];
      const tags = [...(first === 0 ? ['latest'] : []), ...(versions.get(key) ?? [])];
      if (one === undefined || own === undefined || tags.length === 0) continue;
      const drops = [own, commits[last] ?? own].map(
        (at) => clones.finds(repository, at, ['s6-setuidgid abc'], 'root').size > 0,
      );
      const at = `${repository}@${own}:Dockerfile`;
      add(first === 0 ? withDrop(one, drops.every(Boolean)) : { config: one.config }, {
        at,
        date: clones.dayOf(repository, own) ?? day,
        tags,
      });
    }
    if (groups.length > 0) images[name] = groups;
    if (facts[0] === undefined)
      missing[name] = [
        { repository, why: 'whose Dockerfile builds on an image that is not at hand', tags: ['latest'] },
      ];
  }
  return { list: LINUXSERVER, date: days.sort().at(-1) ?? '', images, missing };
}

/**
 * Without the user to which the base's own scripts change, and the right to signal it, where its
 * service does not.
 */
function withDrop({ config, start }: SameFacts, isDropped: boolean): SameFacts {
  if (start === undefined || isDropped) return start === undefined ? { config } : { config, start };
  const { drop: _, user: __, capabilities, ...rest } = start;
  const needed = capabilities?.filter((name) => name !== 'KILL');
  return { config, start: { ...(needed === undefined ? {} : { capabilities: needed }), ...rest } };
}

type BaseOf = (reference: string) => ImageConfigFacts | undefined;

/** The facts of base images: of the branch, or, if it is missing, those that all share. */
function basesIn(clones: Clones, fallback: BaseOf): BaseOf {
  const known = new Map<string, ImageConfigFacts | undefined>();
  const baseOf = (reference: string): ImageConfigFacts | undefined => {
    const [, name, tag = ''] = BASE.exec(reference) ?? [];
    if (name === undefined) return fallback(reference);
    const repository = `linuxserver/docker-baseimage-${name}`;
    const read = (branch: string): ImageConfigFacts | undefined => {
      const key = `${name}:${branch}`;
      if (!known.has(key)) {
        const text = clones.readAt(repository, `refs/heads/${branch}`, 'Dockerfile');
        known.set(key, text === undefined ? undefined : readDockerfileConfig('Dockerfile', text, undefined, baseOf));
      }
      return known.get(key);
    };
    const own = read(tag);
    if (own !== undefined) return own;
    const all = clones.branches(repository).map(read);
    const [first] = all;
    return all.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : undefined;
  };
  return baseOf;
}

function factsOf(dockerfile: string, vars: string, baseOf: BaseOf, base: StartFacts): SameFacts | undefined {
  const config = readDockerfileConfig('Dockerfile', dockerfile, undefined, baseOf);
  if (config?.user === undefined) return undefined;
  const settings = readVars(vars);
  const isBased = config.entrypoint?.[0] === '/init';
  return isBased && settings !== undefined ? { config, start: startOf(config, settings, base) } : { config };
}

type Vars = Readonly<Record<string, unknown>>;

function startOf(config: ImageConfigFacts, vars: Vars, base: StartFacts): StartFacts {
  const limits = bulletsOf(vars['readonly_message']);
  const isReadOnly = vars['readonly_supported'] === true && limits.every((limit) => TMP.test(limit));
  const own = [...valuesOf(vars, 'param_volumes', 'vol_path'), ...(config.volumes ?? [])];
  const inMemory = [...(base.tmpfs ?? []), ...(limits.some((limit) => TMP.test(limit)) ? ['/tmp'] : [])];
  const added = valuesOf(vars, 'cap_add_param_vars', 'cap_add_var');
  const [shm] = rowsOf(vars, 'custom_params').flatMap(({ name, value }) =>
    name === 'shm-size' && typeof value === 'string' ? [value.replace(/(?<=[kmg])b$/, '')] : [],
  );
  const { breaks = [], user, ...rest } = base;
  const canSetUser = vars['nonroot_supported'] === true;
  return {
    ...rest,
    capabilities: [...new Set([...(base.capabilities ?? []), ...added])].sort(),
    writable: [...new Set([...own, ...inMemory])].filter((path) => path.startsWith('/')).sort(),
    tmpfs: inMemory,
    ...(shm === undefined ? {} : { shm }),
    ...(canSetUser && user !== undefined ? { user } : {}),
    breaks: [...breaks, ...(isReadOnly ? [] : (['read-only'] as const)), ...(canSetUser ? [] : (['user'] as const))],
  };
}

/** A remark in readme-vars.yml that `/tmp` must be in memory, which restricts nothing. */
const TMP = /^`\/tmp` must (?:also )?be mounted to tmpfs/;

function bulletsOf(message: unknown): readonly string[] {
  return typeof message === 'string'
    ? message
        .split('\n')
        .map((line) => line.replace(/^\s*\*?\s*/, ''))
        .filter((line) => line !== '')
    : [];
}

function valuesOf(vars: Vars, list: string, key: string): readonly string[] {
  return rowsOf(vars, list).flatMap((row) => (typeof row[key] === 'string' ? [row[key]] : []));
}

function rowsOf(vars: Vars, list: string): readonly Vars[] {
  const rows = vars[list];
  return Array.isArray(rows) ? rows.filter(isVars) : [];
}

function readVars(text: string): Vars | undefined {
  try {
    const vars: unknown = parse(text, { logLevel: 'silent' });
    return isVars(vars) ? vars : undefined;
  } catch {
    return undefined;
  }
}

function isVars(value: unknown): value is Vars {
  return typeof value === 'object' && value !== null;
}
