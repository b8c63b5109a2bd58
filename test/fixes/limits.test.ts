import { describe, expect, test } from 'vitest';
import type { FixValueSet } from '../../src/model/change.ts';
import { fixCompose, fixFiles } from './fix-text.ts';

function service(...lines: readonly string[]): string {
  return `services:\n  s:\n    image: example/app:1\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

const MEBIBYTE = 1024 ** 2;

test.each<[string, readonly string[]]>([
  ['a smaller reservation', ['mem_reservation: 64m']],
  ['less shared memory', ['shm_size: 256mb']],
  ['a smaller heap', ['command: java -Xmx64m -jar app.jar']],
])('the supplied memory limit is written next to %s', async (_, lines) => {
  expect(await fixCompose(service(...lines), 'unlimited-memory')).toBe(service(...lines, 'mem_limit: 512m'));
});

test.each<[string, readonly string[]]>([
  ['Its reservation is unknown, and the limit must not be lower.', ['mem_reservation: ${R:?}']],
  ['The given limit, 512m, is less than it reserves.', ['mem_reservation: 1g']],
  [
    'The given limit, 512m, is less than it reserves.',
    ['deploy:', '  resources:', '    reservations:', '      memory: 1g'],
  ],
  ['The given limit, 512m, is less than its shared memory.', ['shm_size: 2gb']],
  ['The given limit, 512m, is less than `-Xmx` gives its program.', ['command: java -Xmx1g -jar app.jar']],
  ['The given limit, 512m, is less than `-Xmx` gives its program.', ['environment: [JAVA_OPTS=-Xmx2048m]']],
  [
    'The given limit, 512m, is less than `--max-old-space-size` gives its program.',
    ['command: node --max-old-space-size=4096 app.js'],
  ],
  ['The given limit, 512m, is less than `--maxmemory` gives its program.', ['command: redis-server --maxmemory 2gb']],
  ['The given limit, 512m, is less than `MEMORY` gives its program.', ['environment: {MEMORY: 4G}']],
  ['The memory that `-Xmx` gives its program is unknown.', ['command: java -Xmx${HEAP:?} -jar app.jar']],
  ["A GPU program's memory needs are unknown.", ['gpus: all']],
  ['Its memory-plus-swap limit may be lower, which the engine rejects.', ['memswap_limit: 256m']],
])('the supplied memory limit is not written: %s', async (why, lines) => {
  const { made, withdrawn, hidden } = await fixFiles(
    { 'compose.yaml': service(...lines) },
    { rules: ['unlimited-memory'] },
  );
  expect([made, withdrawn.map(({ withdrawal: { message } }) => message)]).toEqual([[], [why]]);
  expect(hidden.size).toBe(0);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['none', [], ['cpus: 1']],
  ['default shares', ['cpu_shares: 1024'], ['cpu_shares: 1024', 'cpus: 1']],
  // The engine rejects `cpus` next to a period.
  ['a period', ['cpu_period: 50000'], ['cpu_period: 50000']],
])('the supplied CPU limit of a service with %s', async (_, before, after) => {
  const text = service(...before);
  const { files } = await fixFiles({ 'compose.yaml': text }, { rules: ['default-cpu-priority'] });
  expect(files[0]?.after ?? text).toBe(service(...after));
});

describe('a process limit', () => {
  test.each<[string, readonly string[], FixValueSet, readonly string[]]>([
    ['is written', [], [], ['pids_limit: 4096']],
    ['is not written where containers may run inside', ['privileged: true'], [], ['privileged: true']],
    [
      'is written there with a given number',
      ['privileged: true'],
      [{ values: { pids: 99 } }],
      ['privileged: true', 'pids_limit: 99'],
    ],
    [
      'is written where a privileged program needs no privileges',
      ['image: nginx:1.27', 'privileged: true'],
      [],
      ['image: nginx:1.27', 'privileged: true', 'pids_limit: 4096'],
    ],
    ['does not replace a chosen one at low risk', ['pids_limit: -1'], [], ['pids_limit: -1']],
  ])('%s', async (_, before, values, after) => {
    const withImage = (lines: readonly string[]): string =>
      lines.some((line) => line.startsWith('image:'))
        ? service(...lines).replace('    image: example/app:1\n', '')
        : service(...lines);
    const text = withImage(before);
    const { files } = await fixFiles({ 'compose.yaml': text }, { rules: ['unlimited-pids'], risk: 'low', values });
    expect(files[0]?.after ?? text).toBe(withImage(after));
  });
});

test('privileges that the file allows are not blocked at low risk', async () => {
  const text = service('security_opt: ["no-new-privileges:false"]');
  const [low, medium] = await Promise.all(
    (['low', 'medium'] as const).map((risk) =>
      fixFiles({ 'compose.yaml': text }, { rules: ['new-privileges-allowed'], risk }),
    ),
  );
  expect([low?.files.length, medium?.files[0]?.after]).toEqual([
    0,
    text.replace('new-privileges:false', 'new-privileges:true'),
  ]);
});

describe('a value that nobody supplied', () => {
  const text = `${service('restart: always', 'ports: [8080:80, 53:53/udp]', 'ulimits: {memlock: -1}')}  t:\n    image: example/app:1\n`;

  test('is not written, and named for each container', async () => {
    const { files, valueless, withdrawn } = await fixFiles({ 'compose.yaml': text }, { risk: 'medium', values: [] });
    expect(files[0]?.after).not.toMatch(/mem_limit|cpus|127\.0\.0\.1|on-failure/);
    expect(files[0]?.after).toContain('memlock: -1');
    expect(withdrawn).toEqual([]);
    expect(valueless).toEqual(
      new Map([
        ['memory', new Set(['s', 't'])],
        ['cpus', new Set(['s', 't'])],
        ['address', new Set(['s'])],
      ]),
    );
  });

  test('is not asked for where its fix is too risky', async () => {
    const { valueless } = await fixFiles({ 'compose.yaml': text }, { risk: 'low', values: [] });
    expect(valueless.size).toBe(0);
  });

  test.each<[string, string, readonly string[]]>([
    ['for all', 'fix: {memory: 256m}', ['s 256m', 't 256m']],
    ['for one', 'fix: {set: {t: {memory: 1g}}}', ['t 1g']],
    ['for one over that for all', 'fix: {memory: 256m, set: {"t*": {memory: 1g}}}', ['s 256m', 't 1g']],
  ])('comes from the configuration %s', async (_, config, expected) => {
    const files = { 'compose.yaml': text, '.plimsoll.yaml': config };
    const { made } = await fixFiles(files, { rules: ['unlimited-memory'], values: [] });
    const written = made.map(({ finding, fix }) => `${finding.subjects[0]?.name} ${fix.title.split(' ').at(-1)}`);
    expect(written).toEqual(expected);
  });

  test('is the same for all, unless the command line has one for one', async () => {
    const values = [
      { values: { memory: 256 * MEBIBYTE } },
      { isForName: (name: string) => name === 't', values: { memory: 1024 * MEBIBYTE } },
    ];
    const { files } = await fixFiles({ 'compose.yaml': text }, { rules: ['unlimited-memory'], values });
    expect(files[0]?.after.match(/mem_limit: \S+/g)).toEqual(['mem_limit: 256m', 'mem_limit: 1g']);
  });

  test('of a database is loopback, and the address where one is given', async () => {
    const db = 'services:\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n';
    const fixed = async (values: FixValueSet): Promise<string | undefined> =>
      (await fixFiles({ 'compose.yaml': db }, { rules: ['exposed-port', 'open-service'], values })).files[0]?.after;
    expect(await fixed([])).toContain('"127.0.0.1:5432:5432"');
    expect(await fixed([{ values: { address: '10.0.0.1' } }])).toContain('"10.0.0.1:5432:5432"');
  });
});

describe('in a file that a swarm may read too', () => {
  const shared = (version: string): string =>
    `${version}${service('build: .', 'deploy:', '  mode: global')}  t:\n    image: example/app:2\n`;
  const limits = (key: string): string => `      resources:\n        limits:\n          ${key}\n`;

  test('limits go where both clients read them', async () => {
    const [own, other] = [limits('pids: 4096'), `    deploy:\n${limits('pids: 4096')}`];
    expect(await fixCompose(shared(''), 'unlimited-pids')).toBe(
      `${shared('').replace('mode: global\n', `mode: global\n${own}`)}${other}`,
    );
  });

  test('no process limit is written in a format version without it', async () => {
    const text = shared('version: "3.7"\n');
    const { made } = await fixFiles({ 'compose.yaml': text }, { rules: ['unlimited-pids'] });
    expect(made).toEqual([]);
  });
});
