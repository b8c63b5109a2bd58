import { describe, expect, test } from 'vitest';
import type { Clones } from '../../scripts/images/clones.ts';
import { heldReleases } from '../../scripts/images/held.ts';
import { deriveReleases, gitReleases } from '../../scripts/images/releases.ts';
import { readVersionsOf } from '../../scripts/images/versions.ts';
import type { WrittenRow } from '../../src/images/facts.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';

/** Clones of `a/b` with these files at each Git tag, which is its own commit. */
function clonesOf(tags: Readonly<Record<string, Readonly<Record<string, string>>>>): Clones {
  const all = Object.keys(tags);
  const readAt: Clones['readAt'] = (_, commit, path) => tags[commit]?.[path];
  return {
    readAt,
    preload: () => undefined,
    has: (repository) => repository === 'a/b',
    commit: (_, name) => name,
    dayOf: () => '2026-06-01',
    commits: () => new Set(all),
    history: () => [],
    readMany: (repository, commits, path) => commits.map((commit) => readAt(repository, commit, path) ?? ''),
    releases: () => [],
    tags: () => all.map((tag) => ({ tag, commit: tag })),
    pathsOf: (_, commit, name) => Object.keys(tags[commit] ?? {}).filter((path) => path.endsWith(`/${name}`)),
    releaseOf: (_, commit) => commit,
    branches: () => [],
    finds: () => new Set(),
    grep: () => [],
  };
}

const ROW: WrittenRow = {
  names: ['a/b'],
  covers: { versions: ['1'], tags: ['latest'] },
  checked: '2026-12-02',
  sources: [{ repository: 'a/b', commit: 'v1.2.0', path: 'Dockerfile' }],
  config: { user: '', healthcheck: 'none' },
};
const NOTHING = { list: 'releases', date: '2026-01-01', images: {}, missing: {} };

describe('the releases of an image', () => {
  const DOCKERFILE = 'FROM unknown/base:1\nUSER app\n';
  const groupsOf = (clones: Clones, row = ROW) => {
    const [groups = []] = Object.values(deriveReleases([row], clones, () => undefined, NOTHING).images);
    return groups.map(({ facts, from }) => [facts.config, from.flatMap(({ tags }) => tags)]);
  };

  test('are divided where their Dockerfiles differ', () => {
    const clones = clonesOf({
      'v1.0.0': { Dockerfile: DOCKERFILE },
      'v1.1.0': { Dockerfile: DOCKERFILE },
      'v1.2.0': { Dockerfile: `${DOCKERFILE}HEALTHCHECK CMD /ok\n` },
      'v1.2.1-rc1': { Dockerfile: 'FROM scratch\n' },
    });
    expect(groupsOf(clones)).toEqual([
      [{ user: 'app', healthcheck: ['CMD-SHELL', '/ok'] }, ['latest', '1', '1.2.*']],
      [{ user: 'app' }, ['1.0-1.1.*']],
    ]);
  });

  test('have what the base decides only with the same base, and nothing without a Dockerfile', () => {
    const clones = clonesOf({
      'v1.0.0': { Dockerfile: 'FROM other/base:1\nUSER app\n' },
      'v1.1.0': { Dockerfile: 'FROM unknown/base:0\nUSER app\n' },
      'v1.2.0': { Dockerfile: DOCKERFILE },
      'v1.3.0': {},
    });
    expect(groupsOf(clones)).toEqual([
      [{ user: 'app', healthcheck: 'none' }, ['1.1-1.2.*']],
      [{ user: 'app' }, ['1.0.*']],
    ]);
  });

  test('stay as they were if their repository is not at hand', () => {
    const images = { 'a/b': [{ facts: { config: { user: 'x' } }, from: [] }] };
    const clones = { ...clonesOf({}), has: () => false };
    expect(deriveReleases([ROW], clones, () => undefined, { ...NOTHING, images }).images).toEqual(images);
  });

  test('are named by plain versions, or as the row says', () => {
    const clones = clonesOf({ 'v1.10.0': {}, '1.9': {}, 'REL-9_17': {}, 'v2.0.0-rc1': {}, 'lib/v3.0.0': {} });
    expect(gitReleases(clones, 'a/b').map(({ version }) => version)).toEqual(['1.9', '1.10.0']);
    expect(gitReleases(clones, 'a/b', '^REL-(\\d+_\\d+)$')).toEqual([{ version: '9.17', commit: 'REL-9_17' }]);
  });
});

describe('the lines of a row', () => {
  const row = (more: Partial<WrittenRow> = {}): WrittenRow => ({
    ...ROW,
    config: {},
    cites: [{ at: 'a/b@v1.2.0:src/auth.js#L1', has: 'if (!process.env.A_PASSWORD) return next();', says: 'x' }],
    auth: { unset: 'open', password: [{ env: 'A_PASSWORD' }] },
    ...more,
  });
  const LINE = 'if (!process.env.A_PASSWORD) return next();\n';

  test('are looked up at each tag, in the same file or where it was before', () => {
    const clones = clonesOf({
      'v1.0.0': { 'src/auth.js': 'return next();\n' },
      'v1.1.0': { 'lib/auth.js': LINE },
      'v1.2.0': { 'src/auth.js': LINE },
    });
    const { held, missing } = heldReleases(row(), clones, () => undefined);
    expect(held).toEqual(['1.1.0', '1.2.0']);
    expect([...missing]).toEqual([['1.0.0', 'src/auth.js lacks: if (!process.env.A_PASSWORD) return next();']]);
  });

  test('include each variable that they show', () => {
    const clones = clonesOf({
      'v1.1.0': { 'src/auth.js': LINE },
      'v1.2.0': { 'src/auth.js': `${LINE}read('A_PASSWORD_FILE')\n` },
    });
    const more = row({ auth: { unset: 'open', password: [{ env: 'A_PASSWORD' }, { file: 'A_PASSWORD_FILE' }] } });
    expect(heldReleases(more, clones, () => undefined).held).toEqual(['1.2.0']);
  });

  test('include variables that only other files have', () => {
    const files = { 'src/auth.js': LINE, 'src/more.js': "read('A_PASSWORD_FILE')" };
    const tags = { 'v1.1.0': { 'src/auth.js': LINE }, 'v1.2.0': files };
    const finds: Clones['finds'] = (_, commit, texts) =>
      new Set(texts.filter((text) => commit === 'v1.2.0' && files['src/more.js'].includes(text)));
    const more = row({ auth: { unset: 'open', password: [{ env: 'A_PASSWORD' }, { file: 'A_PASSWORD_FILE' }] } });
    const { held, missing } = heldReleases(more, { ...clonesOf(tags), finds }, () => undefined);
    expect([held, [...missing.values()]]).toEqual([['1.2.0'], ['a/b does not have A_PASSWORD_FILE']]);
  });

  test('are those of a script that builds the image, if there is no Dockerfile', () => {
    const clones = clonesOf({
      'v1.1.0': { 'build.sh': 'config --port 80' },
      'v1.2.0': { 'build.sh': 'config --user app' },
    });
    const built = row({
      sources: [{ repository: 'a/b', commit: 'v1.2.0', path: 'build.sh' }],
      config: { user: 'app' },
      cites: [{ at: 'a/b@v1.2.0:build.sh#L1', has: 'config', says: 'x' }],
      auth: { unset: 'open' },
    });
    expect([...heldReleases(built, clones, () => undefined).missing]).toEqual([['1.1.0', 'build.sh lacks: app']]);
  });

  test('are those of the major version, and a port must be exposed', () => {
    const clones = clonesOf({ 'v1.2.0': { 'src/auth.js': LINE } });
    const [cite] = row().cites ?? [];
    if (cite === undefined) throw new Error('no line');
    expect([
      ...heldReleases(row({ cites: [{ ...cite, of: ['2'] }] }), clones, () => undefined).missing.values(),
    ]).toEqual(['no line is of this version']);
    const listens = [{ port: 80, what: 'x', kind: 'web' as const }];
    const exposed = row({ listens, config: { exposedPorts: ['80/tcp'] } });
    expect([...heldReleases(exposed, clones, () => ({ exposedPorts: [] })).missing.values()]).toEqual([
      'port 80/tcp is not exposed',
    ]);
  });
});

test('a release without its own group of versions is not read into a range', () => {
  const read = ['1.0.0 a', '1.1.0 a', '1.2.0 b', '2.0.0 a', '2.0.1 b'].map((text) => text.split(' '));
  const versions = readVersionsOf(read.map(([tag = '', group = '']) => ({ tag, group })));
  expect(Object.fromEntries(versions)).toEqual({
    a: ['1.0-1.1.*', '2.0.0.*'],
    b: ['1', '1.2.*', '2', '2.0', '2.0.1.*'],
  });
});

test.each([
  ['jaegertracing/all-in-one:1.39', { user: undefined, healthcheck: undefined }],
  ['jaegertracing/all-in-one:1.67.0', { user: '10001', healthcheck: undefined }],
  ['louislam/dockge:1.2.0', { user: '', healthcheck: undefined }],
  ['containrrr/watchtower:1.5.3', { user: '', healthcheck: 'none' }],
  ['containrrr/watchtower:1.7.1', { user: '', healthcheck: ['CMD', '/watchtower', '--health-check'] }],
  ['containrrr/watchtower:1.8.0', { user: undefined, healthcheck: undefined }],
])('%s has the user and the health check of its Dockerfile', (reference, facts) => {
  const { user, healthcheck } = IMAGE_TABLE.imageFacts(reference)?.config ?? {};
  expect({ user, healthcheck }).toEqual(facts);
});
