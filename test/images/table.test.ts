import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkCitation, checkRow } from '../../scripts/images/check.ts';
import { imageTable, readDerived, readRows, toShipped } from '../../scripts/images/table.ts';
import { covers } from '../../src/images/coverage.ts';
import type { ImageCoverage, WrittenRow } from '../../src/images/facts.ts';
import { toFullReference } from '../../src/images/reference.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';

const folder = join(import.meta.dirname, '../../src/images');
const rows = readRows(folder);
const releases = readDerived(folder, 'releases');
const { imageFacts } = IMAGE_TABLE;

/** A minimal valid row. */
const PLAIN = {
  names: ['a/b'],
  covers: { versions: ['1'] },
  checked: '2026-11-28',
  sources: [{ repository: 'a/b', commit: '0'.repeat(40), path: 'Dockerfile' }],
  config: {},
};

const CITES = [{ at: `a/b@${'0'.repeat(40)}:x.sh#L2`, has: 'two', says: 'x' }];

/**
 * Rows over several major versions, read at one commit of a repository too large to clone. Don't
 * add rows here: cite a line per major version, or cover only one.
 */
const READ_AT_ONE_COMMIT: readonly string[] = [
  'bitnami/postgresql 16 17',
  'bitnami/redis 7 8',
  'clickhouse/clickhouse-server 18 19 20 21 22 23 25',
  'grafana/grafana 11 12 13',
  'sonarqube 25 26',
];

describe('every row', () => {
  test('there are rows for at least 110 images', () => {
    expect(new Set(rows.map(({ row }) => row.names[0])).size).toBeGreaterThanOrEqual(110);
  });

  test('is found by each tag that it names, and no other row is for it', () => {
    // A row for unknown tags may cover versions of an earlier row too.
    const isOfEarlier = (row: WrittenRow, name: string, tag: string): boolean =>
      row.covers.tags?.includes('*') === true &&
      rows.find((other) => other.row.names.includes(name) && covers(other.row.covers, tag))?.row !== row;
    const wrong = rows.flatMap(({ file, row }) =>
      row.names.flatMap((name) =>
        tagsOf(row.covers)
          .filter((tag) => !isOfEarlier(row, name, tag))
          .filter((tag) => {
            const { config, start, released, ...facts } = imageFacts(`${name}:${tag}`) ?? { config: {} };
            const { config: written, start: own = start, ...other } = toShipped(row);
            if (!isDeepStrictEqual(facts, other)) return true;
            // The releases have their own configuration.
            return (
              released === undefined &&
              (!isDeepStrictEqual(own, start) || !isDeepStrictEqual({ ...config, ...written }, config))
            );
          })
          .map((tag) => `${file}: ${name}:${tag}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('for every tag says of the login what the newest rows say, and nothing of the user and the health check', () => {
    const wrong = rows.flatMap(({ file, row }) =>
      row.covers.tags?.includes('*') === true
        ? row.names.flatMap((name) => {
            const { unset, opens, password } = row.auth ?? {};
            const { auth, listens = [] } = imageFacts(`${name}:latest`) ?? row;
            const isSame = isDeepStrictEqual(
              { unset, opens, password },
              { unset: auth?.unset, opens: auth?.opens, password: auth?.password },
            );
            const isAdded =
              row.listens?.some((one) => !listens.some((other) => isDeepStrictEqual(one, other))) === true;
            const { user, healthcheck } = row.config;
            return isSame && !isAdded && user === undefined && healthcheck === undefined ? [] : [`${file}: ${name}`];
          })
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('needs nothing that contradicts itself', () => {
    const wrong = rows.flatMap(({ file, row: { names, config, start } }) => {
      const { writable = [], tmpfs = [], drop, capabilities = [] } = start ?? {};
      const isRoot = ['', 'root', '0', '0:0'].includes(config.user ?? '');
      return [
        ...tmpfs.filter((path) => !writable.includes(path)).map((path) => `the tmpfs ${path} need not be writable`),
        ...(drop !== undefined && !isRoot ? ['it gives up what it does not have'] : []),
        ...(drop !== undefined && !capabilities.includes('SETUID') ? ['it drops to a user without SETUID'] : []),
        ...(!isRoot && capabilities.includes('SETUID') ? ['a user needs SETUID'] : []),
      ].map((fault) => `${file}: ${names[0] ?? ''}: ${fault}`);
    });
    expect(wrong).toEqual([]);
  });

  test('has lines of its own, unless the other one is of the same major version', () => {
    const majors = ({ covers: { versions = [] } }: WrittenRow): readonly number[] => versions.flatMap(majorsOf);
    const shared = rows.flatMap(({ file, row }, index) =>
      rows
        .slice(index + 1)
        .filter(({ row: other }) => row.auth !== undefined && other.names.some((name) => row.names.includes(name)))
        .filter(({ row: other }) => {
          const [mine, theirs] = [majors(row), majors(other)];
          return mine.length > 0 && theirs.length > 0 && !mine.some((major) => theirs.includes(major));
        })
        .filter(({ row: other }) => isDeepStrictEqual(row.cites, other.cites))
        .map(() => `${file}: ${row.names[0] ?? ''} ${String(majors(row))}`),
    );
    expect(shared).toEqual([]);
  });

  test('has a line of each major version that it covers', () => {
    const missing = rows.flatMap(({ row }) => {
      const { names, covers: coverage, auth, listens = [], direct, cites = [] } = row;
      const majors = new Set((coverage.versions ?? []).flatMap(majorsOf));
      const hasLogin =
        auth !== undefined || direct?.auth !== undefined || listens.some(({ login }) => login !== undefined);
      // Their lines were looked up at each Git tag.
      if (releases.images[names[0] ?? ''] !== undefined) return [];
      if (!hasLogin || majors.size < 2) return [];
      const without = [...majors].filter((major) => !cites.some(({ of = [] }) => of.includes(String(major))));
      return without.length === 0 ? [] : [`${names[0] ?? ''} ${without.join(' ')}`];
    });
    expect(missing.sort()).toEqual(READ_AT_ONE_COMMIT);
  });

  test('names no major version for a line that no row of the image covers', () => {
    const wrong = rows.flatMap(({ row: { names, cites = [] } }) => {
      const all = rows.flatMap(({ row }) => (row.names.some((name) => names.includes(name)) ? [row.covers] : []));
      const majors = all.flatMap(({ versions = [] }) => versions.flatMap(majorsOf)).map(String);
      return cites
        .flatMap(({ of = [] }) => of)
        .filter((major) => !majors.includes(major))
        .map((major) => `${names[0] ?? ''} ${major}`);
    });
    expect(wrong).toEqual([]);
  });

  test('has no key that a reader of YAML 1.1 takes for a boolean', () => {
    const keys = new Set<string>();
    JSON.stringify(
      rows.map(({ row }) => row),
      (key, value: unknown) => {
        keys.add(key);
        return value;
      },
    );
    expect([...keys].filter((key) => /^(?:y|n|yes|no|on|off|true|false)$/i.test(key))).toEqual([]);
  });

  test('is the same for a reader of YAML 1.1', () => {
    const files = readdirSync(join(folder, 'table'));
    const texts = files.map((file) => readFileSync(join(folder, 'table', file), 'utf8'));
    const read = (version: '1.1' | '1.2'): readonly unknown[] =>
      texts.map((text): unknown => parse(text, { version, merge: true }));
    expect(read('1.1')).toEqual(read('1.2'));
  });

  test('was compared on a day that there is', () => {
    expect(rows.filter(({ row: { checked } }) => new Date(checked).toISOString().slice(0, 10) !== checked)).toEqual([]);
  });
});

describe('the form of a row', () => {
  const schema: unknown = JSON.parse(readFileSync(join(folder, 'rows.schema.json'), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
  const isRows = new Ajv().compile(schema);

  test.each([
    ['the least of it', {}],
    ['a login with its line', { auth: { unset: 'open' }, cites: CITES }],
    ['a port whose login nobody knows', { listens: [{ port: 80, what: 'x', kind: 'web' }] }],
  ])('accepts %s', (_, change) => {
    expect(isRows([{ ...PLAIN, ...change }])).toBe(true);
  });

  test.each([
    ['an unknown key', { note: 'x' }],
    ['a name with a tag', { names: ['a/b:1'] }],
    ['no tag at all', { covers: { except: ['*'] } }],
    ['a version that is none', { covers: { versions: ['1.x'] } }],
    ['a short commit', { sources: [{ repository: 'a/b', commit: 'abc', path: 'Dockerfile' }] }],
    ['no source', { sources: [] }],
    ['a port without protocol', { config: { exposedPorts: ['80'] } }],
    ['a default password that is not named', { auth: { unset: 'default' }, cites: CITES }],
    ['a known password where none is set', { auth: { unset: 'open', login: { password: 'x' } }, cites: CITES }],
    ['a login without a line', { auth: { unset: 'open' } }],
    ['a login with words for a line', { auth: { unset: 'open', source: 'docs/Auth.md' }, cites: CITES }],
    ['a login without lines', { auth: { unset: 'open' }, cites: [] }],
    [
      'a line without its number',
      { auth: { unset: 'open' }, cites: [{ ...CITES[0], at: `a/b@${'0'.repeat(40)}:x.sh` }] },
    ],
    ['a login of a port without a line', { listens: [{ port: 80, what: 'x', kind: 'web', login: 'none' }] }],
    ['a login of a program without a line', { direct: { programs: ['x'], auth: { unset: 'open' } } }],
    ['a switch that is both', { auth: { unset: 'open', opens: [{ env: 'A', flag: '-a' }] }, cites: CITES }],
    ['a capability that is none', { start: { capabilities: ['CAP_CHOWN'] } }],
    ['a start of which nothing is known', { start: {} }],
    ['a measurement without its date', { start: { capabilities: [], measured: { program: 'x 1.0' } } }],
    ['a folder that is relative', { start: { writable: ['data'] } }],
    ['a port that is none', { listens: [{ port: 70_000, what: 'x', kind: 'web' }] }],
  ])('rejects %s', (_, change) => {
    expect(isRows([{ ...PLAIN, ...change }])).toBe(false);
  });
});

describe('imageFacts', () => {
  test.each([
    'postgres:17',
    'postgres:17.4',
    'library/postgres:17',
    'docker.io/postgres:17-bookworm',
    'docker.io/library/postgres:17',
    'index.docker.io/library/postgres:17',
    'registry-1.docker.io/library/postgres:17',
    'mirror.gcr.io/library/postgres:17',
    'public.ecr.aws/docker/library/postgres:17',
    `postgres:17@sha256:${'a'.repeat(64)}`,
  ])('knows %s', (reference) => {
    expect(imageFacts(reference)?.config).toMatchObject({
      user: '',
      healthcheck: 'none',
      volumes: ['/var/lib/postgresql/data'],
    });
  });

  test('without a tag it is the tag latest', () => {
    expect(imageFacts('postgres')).toBe(imageFacts('postgres:latest'));
    expect(imageFacts('postgres')?.config.volumes).toEqual(['/var/lib/postgresql']);
  });

  test('a variant has a row of its own', () => {
    expect(imageFacts('postgres:17-alpine')?.start?.user).toBe('70:70');
    expect(imageFacts('rabbitmq:4.1-management-alpine')?.config.exposedPorts).toContain('15672/tcp');
    expect(imageFacts('rabbitmq:4.1-alpine')?.config.exposedPorts).not.toContain('15672/tcp');
  });

  test.each(['postgres:99', 'postgres:', `postgres@sha256:${'a'.repeat(64)}`, 'valkey/valkey:7'])(
    'knows of %s who gets in, and nothing of its user',
    (reference) => {
      const { auth, config, start } = imageFacts(reference) ?? {};
      expect(auth).toBeDefined();
      expect([config?.user, config?.healthcheck, start]).toEqual([undefined, undefined, undefined]);
    },
  );

  test('the login of a version is that of its day', () => {
    expect(imageFacts('postgres:9.6')?.auth?.unset).toBe('refuses');
    expect(imageFacts('postgres:9.6-alpine')?.auth?.unset).toBe('refuses');
    expect(imageFacts('postgres:9.6.2')?.auth?.unset).toBe('open');
    expect(imageFacts('elasticsearch:7.17.15')?.auth?.unset).toBe('open');
    expect(imageFacts('elasticsearch:8.11.2')?.auth?.unset).toBe('generated');
  });

  test.each([
    ['a version that is not covered', 'wordpress:5.7'],
    ['another registry', 'registry.example/postgres:17'],
    ["another's image of the name", 'someone/postgres:17'],
    ['a digest without a tag', `nginx@sha256:${'a'.repeat(64)}`],
    ['a tag that is not known', 'nginx:'],
    ['an identifier', 'a'.repeat(64)],
    ['what is no name', 'Postgres:17'],
    ['an image for Windows', 'golang:1.27-windowsservercore'],
    ['a name of the prototype', 'constructor'],
    ['another one', '__proto__'],
    ['nothing', ''],
  ])('does not know %s', (_, reference) => {
    expect(imageFacts(reference)).toBeUndefined();
  });
});

describe('toFullReference', () => {
  test.each([
    ['nginx', { name: 'docker.io/library/nginx', tag: 'latest' }],
    ['localhost:5000/a/b:c', { name: 'localhost:5000/a/b', tag: 'c' }],
    ['GHCR.io/a/b', { name: 'ghcr.io/a/b', tag: 'latest' }],
    [`a/b@sha256:${'0'.repeat(64)}`, { name: 'docker.io/a/b', digest: `sha256:${'0'.repeat(64)}` }],
  ])('%s', (reference, expected) => {
    expect(toFullReference(reference)).toEqual(expected);
  });
});

describe('the check of a row against its Dockerfile', () => {
  const row = {
    ...PLAIN,
    config: { user: 'app', exposedPorts: ['80/tcp'], entrypoint: ['/run'] },
  } satisfies WrittenRow;
  const dockerfile = 'FROM alpine\nEXPOSE 80\nUSER app\nENTRYPOINT ["/run"]\n';

  test.each([
    ['agrees', dockerfile, dockerfile],
    ['moved', dockerfile, `${dockerfile}LABEL a=b\n`],
    ['moved', dockerfile, undefined],
    ['differs', dockerfile.replace('USER app', 'USER web'), dockerfile],
    ['differs', dockerfile.replace('EXPOSE 80', 'EXPOSE 80 81'), dockerfile],
    ['not at hand', undefined, dockerfile],
    ['to be read by a person', 'FROM {{ base }}\nRUN', '{% if x %}'],
  ])('%s', (answer, then, now) => {
    const readAt = (_: string, commit: string): string | undefined => (commit === 'HEAD' ? now : then);
    const text = answer === 'to be read by a person' ? '{% if x %}\n' : then;
    expect(checkRow(row, (repository, commit) => (commit === 'HEAD' ? readAt(repository, commit) : text)).answer).toBe(
      answer,
    );
  });
});

describe('the check of a line', () => {
  const at = `a/b@${'0'.repeat(40)}:x.sh#L2-L3`;

  test.each([
    ['agrees', 'one\ntwo\nthree\n', 'two\n', undefined],
    ['wrong', 'one\n\n\ntwo\n', 'two\n', undefined],
    ['moved', 'one\ntwo\n', 'three\n', undefined],
    ['moved', 'one\ntwo\n', undefined, undefined],
    ['agrees', 'one\ntwo\n', undefined, true],
    ['not at hand', undefined, 'two\n', undefined],
  ] as const)('%s: %j, now %j', (answer, then, now, past) => {
    const citation = { at, has: 'two', says: 'x', ...(past === undefined ? {} : { past }) };
    expect(checkCitation(citation, (_, commit) => (commit === 'HEAD' ? now : then)).answer).toBe(answer);
  });
});

test('the module of the table is what the files say', () => {
  expect(imageTable(folder)).toBe(readFileSync(join(folder, 'table.generated.js'), 'utf8'));
});

/** The major versions of a range: `8` and `9` for `8.4-9`. */
function majorsOf(range: string): readonly number[] {
  const [from = 0, to = from] = range.split('-').map((bound) => Number.parseInt(bound, 10));
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Some tags that a row covers by its own definition. */
function tagsOf({ versions = [], suffixes = ['*'], tags = [] }: ImageCoverage): readonly string[] {
  const bounds = versions.flatMap((range) => range.split('-'));
  const ends = suffixes.map((glob) => (glob === '*' || glob === '' ? '' : `-${glob.replaceAll('*', '')}`));
  return [
    ...bounds.flatMap((version) => ends.map((end) => `${version}${end}`)),
    ...tags.map((glob) => (glob === '*' ? 'yet-to-come' : glob.replaceAll('*', '9'))),
  ];
}
