import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { digestOf } from '../../src/lint/file-reads.ts';
import { createMemoryIo, type MemoryFile, type MemoryIoOptions } from '../memory-io.ts';

const CACHE = '.plimsollcache';
type Tree = Readonly<Record<string, MemoryFile>>;

const COMPOSE =
  'services:\n  web:\n    extends: { file: base.yaml, service: web }\n    env_file: [absent.env]\n    ports: ["${PORT}:80"]\n';
const BASE = 'services:\n  web:\n    image: nginx\n    privileged: true\n';

const TREE: Tree = {
  'compose.yaml': COMPOSE,
  'base.yaml': BASE,
  '.env': 'PORT=8080\nPASSWORD=hunter2\n',
  'deploy.sh': '#!/bin/sh\ndocker run --privileged nginx\n',
};

interface Run {
  readonly code: number;
  readonly out: string;
  /** The written cache, if any. */
  readonly cache: string | undefined;
}

async function lint(tree: Tree, argv: readonly string[] = [], options: MemoryIoOptions = {}): Promise<Run> {
  const io = createMemoryIo(tree, options);
  const code = await main(['--format', 'json', ...argv], io);
  return { code, out: io.out() + io.err(), cache: io.written.get(CACHE) };
}

/** The tree with a cache whose findings are marked, so that they differ from new ones. */
async function remembered(tree: Tree, argv: readonly string[] = [], options: MemoryIoOptions = {}): Promise<Tree> {
  const { cache } = await lint(tree, ['--cache', ...argv], options);
  const lines = (cache ?? '').split('\n').map((line) => {
    const [key = '', digest = '', sum, json] = line.split('\t');
    if (sum === undefined || json === undefined) return line;
    const marked = json.replaceAll(/ (?:is|runs) privileged/g, ' is REMEMBERED');
    return [key, digest, digestOf([marked]), marked].join('\t');
  });
  return { ...tree, [CACHE]: lines.join('\n') };
}

const REMEMBERED = 'REMEMBERED';

describe('what has not changed', () => {
  test('is as it was without a cache', async () => {
    const plain = await lint(TREE);
    const first = await lint(TREE, ['--cache']);
    expect(first).toMatchObject({ code: plain.code, out: plain.out });
    expect(await lint({ ...TREE, [CACHE]: first.cache ?? '' }, ['--cache'])).toEqual({ ...plain, cache: undefined });
  });

  test('is not linted again', async () => {
    const { out } = await lint(await remembered(TREE), ['--cache']);
    expect(out.split(REMEMBERED).length).toBeGreaterThan(2);
  });

  test('is linted again where no cache is asked for', async () => {
    expect((await lint(await remembered(TREE))).out).not.toContain(REMEMBERED);
  });

  test('may be remembered elsewhere', async () => {
    const io = createMemoryIo(TREE);
    await main(['--cache-location', 'elsewhere', '.'], io);
    expect([...io.written.keys()]).toEqual(['elsewhere']);
  });
});

describe('an input is linted again', () => {
  const changes: readonly (readonly [
    change: string,
    tree: Tree,
    argv?: readonly string[],
    options?: MemoryIoOptions,
  ])[] = [
    ['when its text has changed', { 'compose.yaml': `${COMPOSE}    # more\n` }],
    ['when a file that it extends has changed', { 'base.yaml': `${BASE}    pid: host\n` }],
    ['when a file that it extends is gone', { 'base.yaml': { failure: 'unreadable' } }],
    ['when a variable has another value', { '.env': 'PORT=80\n' }],
    ['when a file that was missing is there', { 'absent.env': 'A=1\n' }],
    ['when it has got a configuration', { '.plimsoll.yaml': 'rules: { privileged-container: warning }\n' }],
    ['when a rule is asked for in another way', {}, ['--rule', 'privileged-container=warning']],
    ['when another preset is asked for', {}, ['--preset', 'all']],
    ['when suppressions are to be passed over', {}, ['--no-ignore']],
    ['when it gets values from the environment', {}, ['--env'], { environment: { PORT: '80' } }],
    ['when its variables come from another file', { 'other.env': 'PORT=80\n' }, ['--dotenv', 'other.env']],
    ['when an override file has come', { 'compose.override.yaml': 'services: { web: { pid: host } }\n' }],
  ];
  test.each(changes.map(([name, tree, argv = [], options = {}]) => ({ name, tree, argv, options })))(
    '$name',
    async ({ tree: change, argv, options }) => {
      const tree = { ...(await remembered(TREE, ['compose.yaml'])), ...change };
      const { out, cache } = await lint(tree, ['--cache', ...argv, 'compose.yaml'], options);
      expect(out).not.toContain(REMEMBERED);
      expect(out).toBe((await lint(tree, [...argv, 'compose.yaml'], options)).out);
      expect(cache).toBeDefined();
    },
  );

  test('when it is looked at for the sake of another of its files, for which other parts of it count', async () => {
    const tree: Tree = {
      'compose.yaml': 'include: [web/web.yaml, db/db.yaml]\n',
      'web/web.yaml': 'services: { web: { image: nginx, privileged: true } }\n',
      'db/db.yaml': 'services: { db: { image: postgres, privileged: true } }\n',
    };
    const known = await remembered(tree, ['web/web.yaml']);
    expect((await lint(known, ['--cache', 'web/web.yaml'])).out).toContain(REMEMBERED);
    for (const path of ['db/db.yaml', 'compose.yaml']) {
      const { out } = await lint(known, ['--cache', path]);
      expect(out).not.toContain(REMEMBERED);
      expect(out).toBe((await lint(tree, [path])).out);
    }
  });

  test('when a file has come that it includes by a wildcard', async () => {
    const pipeline = { '.gitlab-ci.yml': "include: 'ci/*.yml'\nx:\n  script: [docker run --privileged a:1]\n" };
    const tree = await remembered({ ...pipeline, 'ci/a.yml': 'a: {}\n' });
    expect((await lint(tree, ['--cache'])).out).toContain(REMEMBERED);
    const changed = { ...tree, 'ci/b.yml': 'b:\n  script: [docker run --pid=host a:1]\n' };
    expect((await lint(changed, ['--cache'])).out).not.toContain(REMEMBERED);
  });

  test('on the day on which an exception of its configuration may have ended', async () => {
    const exception = '{ rule: privileged-container, reason: known, expires: 2026-11-24 }';
    const tree = await remembered({ ...TREE, '.plimsoll.yaml': `exceptions: [${exception}]\n` });
    expect((await lint(tree, ['--cache'])).out).toContain(REMEMBERED);
    expect((await lint(tree, ['--cache'], { today: '2026-11-25' })).out).not.toContain(REMEMBERED);
  });

  test('each by itself', async () => {
    const { out } = await lint({ ...(await remembered(TREE)), 'deploy.sh': 'docker run --privileged redis\n' }, [
      '--cache',
    ]);
    expect(out).toContain(REMEMBERED);
    expect(out).toContain('deploy.sh');
  });
});

describe('the cache', () => {
  test('has no text of the files: they may hold what should not be kept in a second place', async () => {
    const { cache } = await lint(TREE, ['--cache']);
    expect(cache).toContain('"compose.yaml"');
    expect(cache).not.toContain('hunter2');
    expect(cache).not.toContain('env_file');
  });

  test.each(['pretty', 'html', 'sarif', 'json'])('shows no text of an env file later either, in %s', async (format) => {
    const tree = { ...TREE, '.env': 'PORT=8080\nPASS WORD=hunter2\n' };
    const first = createMemoryIo(tree);
    await main(['--cache', '--format', format], first);
    const second = createMemoryIo({ ...tree, [CACHE]: first.written.get(CACHE) ?? '' });
    await main(['--cache', '--format', format], second);
    expect(first.out()).toContain('.env');
    expect(second.out()).toBe(first.out());
    expect(second.out()).not.toContain('hunter2');
  });

  test('keeps what was not asked about, and forgets what is no longer there', async () => {
    const tree = await remembered(TREE);
    expect((await lint({ ...tree, 'deploy.sh': 'docker run redis\n' }, ['--cache', 'deploy.sh'])).cache).toContain(
      '"compose.yaml"',
    );
    const without = Object.fromEntries(Object.entries(tree).filter(([path]) => path !== 'deploy.sh'));
    expect((await lint(without, ['--cache'])).cache).not.toContain('"deploy.sh"');
  });

  test.each([
    ['is empty', (): string => ''],
    ['is cut off', (text: string): string => text.slice(0, text.length / 2)],
    ['was edited', (text: string): string => text.replaceAll('"findings":[', '"findings":[{},')],
    ['has entries of another form', (text: string): string => text.replace(/\{.*/g, '{}')],
    ['has lines that are no entries', (text: string): string => text.replace(/\n/g, '\nx\n\t\n"a"\tb\n"a"\tb\t{\n')],
  ])('that %s does no harm', async (_, damage) => {
    const { cache = '' } = await lint(TREE, ['--cache']);
    const { code, out } = await lint(TREE);
    expect(await lint({ ...TREE, [CACHE]: damage(cache) }, ['--cache'])).toMatchObject({ code, out });
  });

  test('that cannot be written is reported, and changes nothing else', async () => {
    const { code, out } = await lint(TREE);
    const run = await lint(TREE, ['--cache-location', 'read-only/cache']);
    expect(run.code).toBe(code);
    expect(run.out).toBe(out.replace(/(?=^\d+ file)/m, "plimsoll: read-only/cache: can't write the cache (EACCES).\n"));
  });

  test('is not used for standard input', async () => {
    const io = createMemoryIo(TREE, { stdin: 'services: {}\n' });
    await main(['--cache', '--stdin-filename', 'compose.yaml', '-'], io);
    expect(io.written.size).toBe(0);
  });
});
