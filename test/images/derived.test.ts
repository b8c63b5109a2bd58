import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedSince, checkLibrary, checkTags, repositoriesOf } from '../../scripts/images/check.ts';
import type { Clones, Version } from '../../scripts/images/clones.ts';
import { deriveImages } from '../../scripts/images/derive.ts';
import { formatDerived, parseDerived, tagsOf } from '../../scripts/images/derived-text.ts';
import { deriveLinuxServer } from '../../scripts/images/linuxserver.ts';
import { officialLibrary } from '../../scripts/images/official.ts';
import { DERIVED, readDerived, readRows } from '../../scripts/images/table.ts';
import { versionsOf } from '../../scripts/images/versions.ts';
import type { WrittenRow } from '../../src/images/facts.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'src/images');
const rows = readRows(folder).map(({ row }) => row);
const { imageFacts } = IMAGE_TABLE;

const [ONE, TWO] = ['1'.repeat(40), '2'.repeat(40)];

const LIBRARY = `# a comment
GitRepo: https://github.com/a/x.git

Tags: 2.1, 2, latest
Architectures: amd64, arm64v8
GitCommit: ${TWO}
Directory: 2

Tags: 2.1-windows
SharedTags: 2.1-all
Architectures: windows-amd64
GitCommit: ${TWO}
Directory: win

Tags: 1.0, 1
GitCommit: ${ONE}
Directory: .
amd64-File: Dockerfile.amd
`;

/** Clones with these files (`owner/name path`), the same at each commit. */
function clonesOf(
  files: Readonly<Record<string, string>>,
  { commits = [ONE, TWO], versions = [], releases = [] }: Partial<Fake> = {},
): Clones {
  const readAt: Clones['readAt'] = (repository, commit, path) =>
    files[`${repository}@${commit} ${path}`] ?? files[`${repository} ${path}`];
  return {
    readAt,
    preload: () => undefined,
    has: (repository) => Object.keys(files).some((key) => key.startsWith(`${repository} `)),
    commit: (_, name) => (name === 'HEAD' ? TWO : name),
    dayOf: () => '2026-06-01',
    commits: () => new Set(commits),
    history: () => versions,
    readMany: (repository, all, path) => all.map((commit) => readAt(repository, commit, path) ?? ''),
    releases: () => releases,
    tags: () => releases,
    pathsOf: () => [],
    releaseOf: () => undefined,
    branches: () => ['3.21', '3.22'],
    finds: (repository, commit, texts) =>
      new Set(texts.filter((text) => readAt(repository, commit, 'root/run')?.includes(text))),
    grep: () => [],
  };
}

interface Fake {
  readonly commits: readonly string[];
  readonly versions: readonly Version[];
  readonly releases: readonly { readonly tag: string; readonly commit: string }[];
}

const PLAIN: WrittenRow = {
  names: ['x'],
  covers: { versions: ['1'] },
  checked: '2026-11-28',
  sources: [{ repository: 'a/x', commit: ONE, path: 'Dockerfile' }],
  config: {},
};

const FILES = {
  'docker-library/official-images library/x': LIBRARY,
  'a/x 2/Dockerfile': 'FROM x:1\nEXPOSE 80\nHEALTHCHECK CMD /ok\n',
  'a/x Dockerfile.amd': 'FROM scratch\nUSER app\nENTRYPOINT ["/x"]\n',
};

describe('what is derived of the Docker Official Images', () => {
  const derive = (clones: Clones): ReturnType<typeof deriveImages> =>
    deriveImages(
      ['x'],
      { list: 'docker-library/official-images@c', date: '2026-07-01' },
      officialLibrary(clones, 'c', () => undefined),
    );

  test('of each tag is what its Dockerfile and those below it say', () => {
    const { images, missing } = derive(clonesOf(FILES));
    expect(missing).toEqual({});
    const tags = tagsOf(images['x'] ?? []);
    expect([...tags.keys()]).toEqual(['2.1', '2', 'latest', '1.0', '1']);
    expect(tags.get('latest')?.config).toMatchObject({ user: 'app', exposedPorts: ['80/tcp'], entrypoint: ['/x'] });
    expect(tags.get('1')?.config).toMatchObject({ user: 'app', healthcheck: 'none', exposedPorts: [] });
  });

  test('a tag whose Dockerfile is not at hand is said, with why', () => {
    const { 'a/x Dockerfile.amd': _, ...files } = FILES;
    expect(derive(clonesOf(files)).missing).toEqual({
      x: [{ repository: 'a/x', why: 'where Dockerfile.amd is not at hand', tags: ['1.0', '1'] }],
    });
    expect(derive(clonesOf(FILES, { commits: [ONE] })).missing).toEqual({
      x: [{ repository: 'a/x', why: 'whose clone of 2026-06-01 is older', tags: ['2.1', '2', 'latest'] }],
    });
    const { 'docker-library/official-images library/x': library } = FILES;
    expect(derive(clonesOf({ 'docker-library/official-images library/x': library })).missing['x']?.[0]?.why).toBe(
      'which is not at hand',
    );
  });

  test('a tag is what it was on the last day at hand, and a version that came later is unknown', () => {
    const earlier = { date: '2026-05-01', text: LIBRARY.replaceAll('2.1', '2.0').replaceAll(TWO, ONE) };
    const { images, missing } = derive(clonesOf(FILES, { commits: [ONE], versions: [earlier, earlier] }));
    expect(images['x']?.flatMap(({ from }) => from)).toContainEqual({
      at: `a/x@${ONE}:2/Dockerfile`,
      date: '2026-05-01',
      tags: ['2', 'latest'],
    });
    expect(missing['x']?.map(({ tags }) => tags)).toEqual([['2.1']]);
  });

  test('a tag that nothing covers is found, and one that brings something else now', () => {
    const { images, missing } = derive(clonesOf(FILES));
    const check = (files: Readonly<Record<string, string>>, own: readonly WrittenRow[] = []) =>
      Object.fromEntries(
        checkLibrary(
          own,
          { images, missing },
          officialLibrary(clonesOf(files), 'c', () => undefined),
        ),
      );
    expect(check(FILES)).toMatchObject({ 'x:2.1': 'agrees', 'x:1': 'agrees' });
    expect(check({ ...FILES, 'a/x Dockerfile.amd': 'FROM scratch\nUSER web\n' })).toMatchObject({
      'x:1': 'differs',
      'x:2': 'differs',
    });
    const { 'a/x 2/Dockerfile': _, ...gone } = FILES;
    expect(check(gone)).toMatchObject({ 'x:2': 'not at hand', 'x:1': 'agrees' });
    const library = { ...FILES, 'docker-library/official-images library/x': LIBRARY.replaceAll('2.1', '2.2') };
    expect(check(library)).toMatchObject({ 'x:2.2': 'outside', 'x:2': 'agrees' });
    const row = { ...PLAIN, covers: { versions: ['2'] }, config: { user: 'app' } };
    expect(check(library, [row])['x:2.2']).toBe('agrees');
  });

  test('agrees with the rows', () => {
    expect(checkTags(rows, readDerived(folder)).differing).toEqual([]);
  });

  test('is known of tags that no row names, and fills in what a row does not say', () => {
    expect(imageFacts('maven:3-eclipse-temurin-21')).toBeDefined();
    expect(imageFacts('eclipse-temurin:21-jre-alpine')?.kind).toBe('runtime');
    expect(imageFacts('maven:yet-to-come')).toBeUndefined();
    expect(imageFacts('maven')?.config.user).toBe('');
  });
});

describe('what is derived of the images of LinuxServer.io', () => {
  const base = {
    drop: { user: 'abc', by: 's6-setuidgid' },
    capabilities: ['CHOWN', 'KILL'],
    tmpfs: ['/run'],
    user: '911:911',
    breaks: ['init'],
  } as const;
  const derive = (vars: string, more: Readonly<Record<string, string>> = {}, fake: Partial<Fake> = {}) =>
    deriveLinuxServer(
      ['linuxserver/x'],
      clonesOf(
        {
          'linuxserver/docker-baseimage-alpine Dockerfile': 'FROM scratch\nENTRYPOINT ["/init"]\n',
          'linuxserver/docker-x Dockerfile':
            'FROM ghcr.io/linuxserver/baseimage-alpine:3.23\nEXPOSE 80\nVOLUME /config\n',
          'linuxserver/docker-x readme-vars.yml': vars,
          'linuxserver/docker-x root/run': 'exec s6-setuidgid abc x',
          ...more,
        },
        fake,
      ),
      base,
      () => undefined,
    );
  const SUPPORTED = 'readonly_supported: true\nnonroot_supported: true\n';

  test.each([
    [SUPPORTED, { breaks: ['init'], writable: ['/config', '/run'], user: '911:911', drop: base.drop }],
    ['project_name: x\n', { breaks: ['init', 'read-only', 'user'] }],
    [
      `${SUPPORTED}readonly_message: |\n  * \`/tmp\` must be mounted to tmpfs\n`,
      { breaks: ['init'], tmpfs: ['/run', '/tmp'] },
    ],
    [`${SUPPORTED}readonly_message: |\n  * Not supported on first run\n`, { breaks: ['init', 'read-only'] }],
    [
      `${SUPPORTED}cap_add_param_vars:\n  - {cap_add_var: "NET_ADMIN", desc: "x"}\n`,
      { capabilities: ['CHOWN', 'KILL', 'NET_ADMIN'] },
    ],
    [`${SUPPORTED}param_volumes:\n  - {vol_path: "/books"}\n`, { writable: ['/books', '/config', '/run'] }],
    [`${SUPPORTED}custom_params:\n  - {name: "shm-size", value: "1gb"}\n`, { shm: '1g' }],
  ])('%j', (vars, start) => {
    const [group] = derive(vars).images['linuxserver/x'] ?? [];
    expect(group?.facts).toMatchObject({
      config: { user: '', entrypoint: ['/init'], exposedPorts: ['80/tcp'] },
      start,
    });
    expect(group?.from).toEqual([
      { at: `linuxserver/docker-x@${TWO}:Dockerfile`, date: '2026-06-01', tags: ['latest'] },
    ]);
  });

  test('says to whom it changes only where its service does', () => {
    const [group] = derive(SUPPORTED, { 'linuxserver/docker-x root/run': 'exec x' }).images['linuxserver/x'] ?? [];
    expect(Object.keys(group?.facts.start ?? {})).toEqual(['capabilities', 'tmpfs', 'writable', 'breaks']);
    expect(group?.facts.start?.capabilities).toEqual(['CHOWN']);
  });

  test('says what an earlier release brings, and not what it needs', () => {
    const earlier = {
      [`linuxserver/docker-x@${ONE} Dockerfile`]: 'FROM ghcr.io/linuxserver/baseimage-alpine:3.21\nEXPOSE 81\n',
    };
    const releases = [
      { tag: '1.2.1-ls2', commit: TWO },
      { tag: '1.1.0-ls1', commit: ONE },
    ];
    const groups = derive(SUPPORTED, earlier, { releases }).images['linuxserver/x'] ?? [];
    expect(groups.map(({ from }) => from[0]?.tags)).toEqual([['latest', '1.2.*'], ['1.1.*']]);
    expect(Object.keys(groups[1]?.facts ?? {})).toEqual(['config']);
    expect(groups[1]?.facts.config.exposedPorts).toEqual(['81/tcp']);
  });

  test('a change of the newest release is found, and what is not at hand is none', () => {
    const before = derive(SUPPORTED);
    expect(changedSince(before, before)).toEqual([]);
    expect(changedSince(before, derive(`${SUPPORTED}readonly_message: |\n  * Not on first run\n`))).toEqual([
      'linuxserver/x',
    ]);
    expect(changedSince(before, { ...before, images: {} })).toEqual([]);
    expect(repositoriesOf(before)).toEqual(['linuxserver/docker-x']);
  });

  test('says why it knows nothing of an image', () => {
    const missing = (dockerfile: string) =>
      derive(SUPPORTED, { 'linuxserver/docker-x Dockerfile': dockerfile }).missing['linuxserver/x']?.[0]?.why;
    expect(missing('FROM unknown\n')).toBe('whose Dockerfile builds on an image that is not at hand');
  });

  test('is known under each name, and completes the row', () => {
    const facts = imageFacts('lscr.io/linuxserver/sonarr:4.0.14');
    expect(facts).toMatchObject({ config: { user: '' }, start: { breaks: ['init'] }, listens: [{ port: 8989 }] });
    expect(imageFacts('linuxserver/sonarr:latest')?.start).toEqual(facts?.start);
    expect(imageFacts('ghcr.io/linuxserver/thelounge')?.config.exposedPorts).toEqual(['9000/tcp']);
    expect(imageFacts('linuxserver/sonarr:develop')).toBeUndefined();
    expect(imageFacts('example.com/linuxserver/thelounge')).toBeUndefined();
  });

  test.each([
    ['mariadb', ['init', 'read-only'], 'not on first run'],
    ['plex', ['init', 'read-only'], 'the transcode directory'],
    ['nextcloud', ['init', 'read-only', 'user'], 'not supported'],
    ['bookstack', ['init', 'user'], 'with /tmp in memory'],
  ])('%s is as its readme-vars.yml says', (name, breaks) => {
    expect(imageFacts(`linuxserver/${name}`)?.start?.breaks).toEqual(breaks);
  });
});

test.each([
  [['1.2.3-ls1 a', '1.2.4-ls2 a'], { a: ['1.*'] }],
  [['1.2.3-ls1 a', 'v1.3.0-ls2 a', '1.4.0 b'], { a: ['1.2-1.3.*'], b: ['1.4.*'] }],
  [['1.2.3-ls1 a', '1.2.3-ls2 b'], {}],
  [['2024.1.1 a', '2025.1.1 a', '2026.1.1 b'], { a: ['2024-2025.*'], b: ['2026.*'] }],
  [['375eb96f-ls311 a', '81734411-ls2 a', 'version x'], {}],
])('the versions of the releases %j', (releases, versions) => {
  const read = releases.map((text) => text.split(' ')).map(([tag = '', group = '']) => ({ tag, group }));
  expect(Object.fromEntries(versionsOf(read))).toEqual(versions);
});

test.each(Object.entries(DERIVED))('the file %s reads as it was written', (_, path) => {
  const text = readFileSync(join(root, path), 'utf8');
  expect(formatDerived(parseDerived(text))).toBe(text);
});

test('a line of another form is rejected', () => {
  expect(() => parseDerived('# x\na 2026-01-01\nnonsense\n')).toThrow('nonsense');
});
