import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Clones } from '../../scripts/images/clones.ts';
import { evidenceOf, readLine } from '../../scripts/images/evidence.ts';
import { readRecord, readRows } from '../../scripts/images/table.ts';
import type { WrittenRow } from '../../src/images/facts.ts';

const folder = join(import.meta.dirname, '../../src/images');
const HEAD = '0'.repeat(40);
const FILES: Readonly<Record<string, string>> = {
  Dockerfile: 'FROM alpine\nEXPOSE 3000\nVOLUME /data\nENTRYPOINT ["/run.sh"]\n',
  'run.sh': 'chown -R app /data\nexec su-exec app server\n',
  'auth.js': "const password = env.A_PASSWORD ?? 'hunter2';\n",
};

/** A repository with the tags 1.0.0, which has no login, and 1.1.0. */
const CLONES: Clones = {
  readAt: (_, commit, path) => (commit === '1.0.0' && path === 'auth.js' ? '' : FILES[path]),
  preload: () => undefined,
  has: (repository) => repository === 'a/b',
  commit: (_, name) => name,
  dayOf: () => '2026-06-01',
  commits: () => new Set(),
  history: () => [],
  readMany: () => [],
  releases: () => [],
  tags: () => ['1.0.0', '1.1.0'].map((tag) => ({ tag, commit: tag })),
  pathsOf: () => [],
  releaseOf: (_, commit) => (commit === HEAD ? 'v1.1.0' : 'v2.0.0'),
  branches: () => [],
  finds: () => new Set(),
  grep: () => [],
};

const CITE = { at: `a/b@${HEAD}:auth.js#L1`, has: 'env.A_PASSWORD', says: 'the default password' };
const ROW: WrittenRow = {
  names: ['a/b'],
  covers: { versions: ['1.1'] },
  checked: '2026-12-02',
  sources: [{ repository: 'a/b', commit: HEAD, path: 'Dockerfile', entrypoint: 'run.sh' }],
  config: {},
  start: { capabilities: ['CHOWN', 'SETGID', 'SETUID'], writable: ['/data'] },
  cites: [CITE],
  auth: { unset: 'default', login: { password: 'hunter2' }, password: [{ env: 'A_PASSWORD' }] },
  listens: [{ port: 3000, what: 'x', kind: 'web' }],
};
const CASES = ['a/b:1.1.0'];

function evidence(row: WrittenRow, cases = CASES, clones = CLONES): ReturnType<typeof evidenceOf> {
  return evidenceOf(row, clones, cases, () => undefined);
}

test('a row whose facts are all in cited lines has no fault', () => {
  expect(evidence(ROW)).toEqual({ faults: [], skipped: [] });
});

const LOGIN = ROW.auth ?? { unset: 'default' };

test.each<[string, Partial<WrittenRow>, string]>([
  ['who gets in', { auth: { unset: 'first-visit' } }, 'no citation concludes that access is first-visit'],
  ['another one who gets in', { auth: { unset: 'closed' } }, 'no citation concludes that access is closed'],
  ['a password', { auth: { ...LOGIN, login: { password: 'admin' } } }, 'no cited line shows the password admin'],
  [
    'a variable',
    { auth: { ...LOGIN, password: [{ env: 'A_PASS' + 'WD' }] } },
    'no cited line shows the variable or flag A_PASSWD',
  ],
  [
    'a file variable',
    { auth: { ...LOGIN, password: [{ file: 'A_PASSWORD_FILE' }] } },
    'the variable or flag A_PASSWORD_FILE',
  ],
  ['a flag', { auth: { ...LOGIN, opens: [{ flag: '--open' }] } }, 'the variable or flag --open'],
  ['a configuration', { auth: { ...LOGIN, configs: ['/etc/a'] } }, 'no cited line shows the path /etc/a'],
  ['a capability', { start: { capabilities: ['NET_ADMIN'] } }, 'no cited line shows the capability NET_ADMIN'],
  ['a writable path', { start: { writable: ['/var/lib/a'] } }, 'no cited line shows the path /var/lib/a'],
  ['a port', { listens: [{ port: 3001, what: 'x', kind: 'web' }] }, 'no cited line shows the port 3001'],
  ['a part of a port', { listens: [{ port: 300, what: 'x', kind: 'web' }] }, 'no cited line shows the port 300'],
  [
    'a setting with which the start does more',
    { start: { unlike: [{ env: 'A_SSO', does: 'writes /b' }] } },
    'no cited line shows the variable or flag A_SSO',
  ],
  ['a user to drop to', { start: { drop: { user: 'b', by: 'gosu' } } }, 'no cited line shows the program or user gosu'],
  ['a directory of programs', { start: { exec: ['/var/run/a'] } }, 'no cited line shows the path /var/run/a'],
  ['a program', { direct: { programs: ['aserver'] } }, 'no cited line shows the program or user aserver'],
  [
    'a login',
    { auth: { ...LOGIN, login: { user: 'root', password: 'hunter2' } } },
    'no cited line shows the user root',
  ],
  ['a text of a line', { cites: [{ ...CITE, has: 'env.B' }] }, 'auth.js lacks: env.B'],
  ['a line', { cites: [{ ...CITE, at: CITE.at.replace('#L1', '#L9') }] }, 'no cited line shows the variable'],
  ['an entrypoint', { sources: [{ repository: 'a/b', commit: HEAD, path: 'Dockerfile' }] }, 'the capability CHOWN'],
  [
    'a setting of a listener',
    { listens: [{ port: 3000, what: 'x', kind: 'web', only: [{ env: 'A_TLS' }] }] },
    'no cited line shows the variable or flag A_TLS',
  ],
  [
    'the login of a port',
    { listens: [{ port: 3000, what: 'x', kind: 'web', login: { unset: 'default', login: { password: 'b' } } }] },
    'no cited line shows the password b',
  ],
  ['a probe', { check: { probes: [{ command: 'server ping' }] } }, 'no cited line shows the health check server ping'],
  [
    'a version',
    { covers: { versions: ['1.0-1.1'] } },
    'it covers 1 versions that lack a line, such as 1.0.0: auth.js lacks',
  ],
  ['all versions', { covers: { versions: ['1'] } }, 'it covers 1 versions that lack a line'],
  ['another major version', { covers: { versions: ['2.0'] } }, `${CITE.at} is v1.1.0, not of 2`],
  ['the major version of a line', { cites: [{ ...CITE, of: ['2'] }] }, `${CITE.at} is v1.1.0, not of 2`],
  ['the commit of a line', { cites: [{ ...CITE, at: CITE.at.replaceAll('0', '1') }] }, 'is v2.0.0, not of 1'],
])('a row that was changed is found: %s', (_, change, fault) => {
  const cases = [...CASES, 'a/b:2.0'];
  expect(evidence({ ...ROW, ...change }, cases).faults.join('\n')).toContain(fault);
});

test('a row without a case, and one whose repository is not at hand, are found', () => {
  expect(evidence(ROW, ['a/b:9', 'c/d:1.1']).faults).toEqual(['no case in test/rules has a tag that it covers']);
  expect(evidence(ROW, CASES, { ...CLONES, has: () => false }).skipped).toEqual(['a/b']);
});

const rows = readRows(folder).map(({ row }) => row);
const record = readRecord(folder);

test('each row is as it was when it was recorded: npm run images:check -- FOLDER --record', () => {
  expect(rows.map(readLine).filter((line) => !record.has(line))).toEqual([]);
});

test('each single change of a recorded row is found', () => {
  const missed = rows.flatMap((row) => {
    const changes: readonly WrittenRow[] = [
      { ...row, covers: { ...row.covers, tags: [...(row.covers.tags ?? []), 'x'] } },
      { ...row, config: { ...row.config, user: 'x' } },
      { ...row, listens: [...(row.listens ?? []), { port: 1, what: 'x', kind: 'other' }] },
    ];
    return changes.filter((change) => record.has(readLine(change))).map(({ names }) => names[0]);
  });
  expect(missed).toEqual([]);
});
