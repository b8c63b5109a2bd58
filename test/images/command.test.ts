import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { validate } from '../../src/images/lock-schema.generated.js';
import { createImageLocks } from '../../src/session/image-locks.ts';
import { createSession } from '../../src/session/session.ts';
import { createMemoryFiles, createMemoryIo, type MemoryFile, type MemoryIo } from '../memory-io.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const LOCK = '.plimsoll-images.json';
const COMPOSE = `services:
  db: { image: 'postgres:17' }
  web: { image: nginx }
  app: { image: 'example/app:2' }
  other: { image: 'docker.io/example/app:2' }
  pinned: { image: 'redis:7.4@${DIGEST}' }
  late: { image: 'example/late:\${TAG}' }
  built: { image: 'example/built:1', build: . }
  partly: { image: portainer/portainer-ce }
`;
const DOCKERFILE = 'FROM example/base:3\nUSER me\n';
const TREE = { 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE };

function inspected(reference: string, config: object = {}): string {
  return JSON.stringify([{ RepoTags: [reference], RepoDigests: [], Config: config }]);
}

async function run(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>> = {},
  stdin?: string,
): Promise<{ code: number; io: MemoryIo; lines: readonly string[] }> {
  const io = createMemoryIo(tree, stdin === undefined ? {} : { stdin });
  const code = await main(['images', ...argv], io);
  return { code, io, lines: io.out().trimEnd().split('\n') };
}

describe('plimsoll images', () => {
  test('writes a file that its schema takes, in the working directory', async () => {
    const { code, io } = await run([], TREE, inspected('example/app:2', { User: 'app' }));
    expect(code).toBe(0);
    expect(io.out()).toBe(`${LOCK}: 1 image written, 1 in all\n`);
    expect(validate(JSON.parse(io.written.get(LOCK) ?? ''))).toBe(true);
  });

  test('updates one that is there, next to the configuration', async () => {
    const first = await run([], {}, inspected('example/app:2', { User: 'app' }));
    const { io } = await run(
      ['--config', 'conf/.plimsoll.yaml'],
      { 'conf/.plimsoll.yaml': '{}', [`conf/${LOCK}`]: first.io.written.get(LOCK) ?? '' },
      inspected('example/new:1'),
    );
    expect(io.out()).toBe(`conf/${LOCK}: 1 image written, 2 in all\n`);
    expect(io.written.get(`conf/${LOCK}`)?.match(/example\/\w+/g)).toEqual(['example/app', 'example/new']);
  });

  test('counts an image once', async () => {
    const { io } = await run([], {}, `[${[1, 2].map(() => inspected('a:1').slice(1, -1)).join(',')}]`);
    expect(io.out()).toBe(`${LOCK}: 1 image written, 1 in all\n`);
  });

  const ALL = ['nginx', 'nginx:1', 'nginx:1.27', 'nginx:1.27.3', 'nginx:mainline', 'mirror/nginx:1.27.3'];

  test.each([
    [
      'one that a file uses',
      'postgres:17',
      ['postgres:17', 'postgres:17.6', 'postgres:bookworm'],
      ['postgres:17', 'postgres:17.6'],
    ],
    ['a version that a file uses', 'postgres:17.6', ['postgres:17', 'postgres:17.6'], ['postgres:17.6']],
    ['a moving one, with its version', 'nginx', ALL, ['nginx:1.27.3', 'nginx:latest']],
    ['all if no file uses one', 'alpine:3', ALL, [...ALL.slice(1), 'nginx:latest'].toSorted()],
  ])('of the tags of an image: %s', async (_, image, tags, expected) => {
    const tree = { 'compose.yaml': `services:\n  a: { image: '${image}' }\n` };
    const { io } = await run([], tree, JSON.stringify([{ RepoTags: tags, RepoDigests: [], Config: {} }]));
    expect(Array.from(io.written.get(LOCK)?.matchAll(/"reference":"([^"]+)"/g) ?? [], ([, name]) => name)).toEqual(
      expected,
    );
    const left = tags.length - expected.length;
    expect(io.err()).toBe(
      left === 0
        ? ''
        : `plimsoll: ${left} ${left === 1 ? 'tag' : 'tags'} skipped: the files use other tags of the same images.\n`,
    );
  });

  test('says what has no name', async () => {
    const { code, io } = await run([], {}, `[{"Config":{}},${inspected('a:1').slice(1)}`);
    expect([code, io.err()]).toEqual([
      0,
      'plimsoll: 1 image without a name skipped: plimsoll looks images up by name.\n',
    ]);
  });

  test.each([
    ['nothing', '', 'Standard input is empty.'],
    ['white space', ' \r\n', 'Standard input is empty.'],
    ['no image', '[]', 'Standard input has no named images, so nothing was written.'],
    ['broken JSON', '[\n  {"RepoTags": [x', '<stdin>:2:17: not valid JSON.'],
    ['an object', '{}', '<stdin>:1:1: not a list of images'],
    [
      'a fault behind a byte order mark',
      '\uFEFF[\r\n{"Config":{"User":7}}]',
      '<stdin>:2:19: `0.Config.User` is not a string.',
    ],
    ['a container', '[{"State":{}}]', '<stdin>:1:2: a container, not an image'],
    ['deep nesting', '['.repeat(100_000), '<stdin>:1:201: nested more than 200 levels deep.'],
  ])('rejects %s', async (_, stdin, message) => {
    const { code, io } = await run([], {}, stdin);
    expect(code).toBe(2);
    expect(io.err()).toContain(message);
    expect(io.written.size).toBe(0);
  });

  test('never shows what it rejects', async () => {
    const { io } = await run([], {}, '[{"Config":{"User":["hunter2"],"Env":["A=hunter2"]}}]');
    expect(io.err()).not.toContain('hunter2');
  });

  test('a broken file is an error with its place, and stays', async () => {
    const { code, io } = await run([], { [LOCK]: '{\n  "version": 1,\n  "images": [{}]\n}' }, inspected('a:1'));
    expect(code).toBe(2);
    expect(io.err()).toContain(`${LOCK}:3:14: \`images.0\` doesn't match the schema.`);
    expect(io.written.size).toBe(0);
  });

  test('takes no path, and --unknown only with --list', async () => {
    expect((await run(['compose.yaml'], TREE, '')).io.err()).toContain('plimsoll images --list compose.yaml');
    expect((await run(['--unknown'], TREE, '')).io.err()).toContain('--unknown requires --list.');
  });
});

describe('plimsoll images --explain', () => {
  test('shows a row with the lines it was read from', async () => {
    const { code, lines } = await run(['--explain', 'mongo:7']);
    expect(code).toBe(0);
    expect(lines).toContain('  Who gets in by default: anyone who can connect');
    expect(lines).toContain('  Password: MONGO_INITDB_ROOT_PASSWORD, MONGO_INITDB_ROOT_PASSWORD_FILE');
    expect(
      lines.filter((line) => /^ {4}https:\/\/github\.com\/docker-library\/mongo\/blob\/.*#L\d+/.test(line)),
    ).not.toEqual([]);
  });

  test('shows what is derived of a tag, and from which Dockerfile', async () => {
    const { lines } = await run(['--explain', 'maven:3-eclipse-temurin-21']);
    expect(lines).toContain(
      "  Entrypoint: /usr/local/bin/mvn-entrypoint.sh (from plimsoll's image table, checked 2026-08-21)",
    );
    expect(lines.at(-1)).toMatch(/docker-maven\/blob\/[\da-f]{12}\/eclipse-temurin-21-\w+\/Dockerfile$/);
  });

  test('of a tag that is unknown shows which are, and how they differ', async () => {
    const { lines } = await run(['--explain', 'louislam/uptime-kuma:99']);
    expect(lines.slice(0, 2)).toEqual([
      'louislam/uptime-kuma:99: unknown tag. Known tags:',
      '  2.0-2.5.*, latest, 2; not *rootless*',
    ]);
    expect(lines.slice(lines.indexOf('  2.0-2.5.*, latest, 2') + 1)[0]).toBe('    User: root');
    expect(lines.filter((line) => line.startsWith('    Health check'))).toHaveLength(3);
  });

  test.each(['n8nio/n8n:99', 'openjdk', 'mcr.microsoft.com/mssql/server'])(
    'names the known tags of %s',
    async (image) => {
      const { lines } = await run(['--explain', image]);
      expect(lines[0]).toBe(`${image}: unknown tag. Known tags:`);
      expect(lines.length).toBeGreaterThan(2);
    },
  );

  test('names the tags that have other facts, unless the tag was given', async () => {
    const others = (await run(['--explain', 'mongo'])).lines.filter((line) => line.startsWith('  Other known tags: '));
    expect(others).toEqual([expect.stringContaining('3-6.*')]);
    expect((await run(['--explain', 'mongo:8'])).io.out()).not.toContain('Other known tags');
  });

  test.each([
    [
      'example/app',
      0,
      'example/app: unknown to plimsoll. To add it, run docker image inspect example/app | plimsoll images\n',
      '',
    ],
    ['A:1', 2, '', 'Invalid value for --explain: not an image reference.'],
  ])('%s', async (image, expected, out, error) => {
    const { code, io } = await run(['--explain', image]);
    expect([code, io.out()]).toEqual([expected, out]);
    expect(io.err()).toContain(error);
  });

  test('shows what the lock file says', async () => {
    const { io: written } = await run([], {}, inspected('example/app:2', { User: 'app' }));
    const { lines } = await run(['--explain', 'example/app:2'], { [LOCK]: written.written.get(LOCK) ?? '' });
    expect(lines).toContain(`  User: app (from ${LOCK}, as example/app:2)`);
    expect(lines).not.toContain('  Sources:');
  });

  test('is not for a list', async () => {
    expect((await run(['--explain', 'nginx', '--list'], TREE)).code).toBe(2);
  });
});

describe('plimsoll images --list', () => {
  test('shows each image once, and where its facts are from', async () => {
    const { io: written } = await run(
      [],
      {},
      inspected('postgres:17', {
        User: 'me',
        Entrypoint: ['docker-entrypoint.sh'],
        Healthcheck: { Test: ['CMD', 'x'] },
      }),
    );
    const { code, lines } = await run(['--list'], { ...TREE, [LOCK]: written.written.get(LOCK) ?? '' });
    expect(code).toBe(0);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['example/app:2', '-', 'unknown'],
      ['example/base:3', '-', 'unknown'],
      ['example/late:…', '-', 'unknown: depends on a variable'],
      [
        'nginx:latest',
        expect.stringMatching(/^table of /),
        'user root, nginx switches it to nginx, no health check, 80/tcp',
      ],
      [
        'portainer/portainer-ce:latest',
        expect.stringMatching(/^table of /),
        expect.stringMatching(/^user unknown, health check unknown/),
      ],
      ['postgres:17', 'lock', 'user me, a health check'],
      [`redis:7.4@sha256:${'1'.repeat(12)}…`, expect.stringMatching(/^table of /), expect.stringMatching(/^user root/)],
    ]);
  });

  test('--unknown prints what docker image inspect takes, and nothing else', async () => {
    const { io, code } = await run(['--list', '--unknown'], TREE);
    expect([code, io.out(), io.err()]).toEqual([
      0,
      'example/app:2\nexample/base:3\nportainer/portainer-ce:latest\n',
      '',
    ]);
  });

  test('nothing is left when all of it was inspected', async () => {
    const text = JSON.stringify(
      ['example/app:2', 'example/base:3', 'portainer/portainer-ce:latest'].map((name) => ({
        RepoTags: [name],
        Config: {},
      })),
    );
    const { io: written } = await run([], {}, text);
    const { io, code } = await run(['--list', '--unknown'], { ...TREE, [LOCK]: written.written.get(LOCK) ?? '' });
    expect([code, io.out()]).toEqual([0, '']);
  });

  test('a broken file is an error with its place', async () => {
    const { code, io } = await run(['--list'], { ...TREE, [LOCK]: '{"version": 3}' });
    expect([code, io.out()]).toEqual([2, '']);
    expect(io.err()).toContain(`${LOCK}:1:13: not a version 1 image lock file.`);
  });
});

test('what an image that was inspected starts decides whether there is an SSH server in it', async () => {
  const { io: written } = await run([], {}, inspected('example/app:2', { Cmd: ['/usr/sbin/sshd', '-D'] }));
  const sshd = async (lock: object): Promise<readonly string[]> => {
    const io = createMemoryIo({ 'compose.yaml': "services:\n  app: { image: 'example/app:2' }\n", ...lock });
    await main(['--format=text', '--fail-on=never', 'compose.yaml'], io);
    return io
      .out()
      .split('\n')
      .filter((line) => line.includes('sshd-in-container'));
  };
  expect(await sshd({})).toEqual([]);
  const [line] = await sshd({ [LOCK]: written.written.get(LOCK) });
  expect(line).toContain('which starts an SSH server (`.plimsoll-images.json`)');
});

test('with --untrusted there is no lock file, since what is linted may have brought it', async () => {
  const files = createMemoryFiles({ [LOCK]: 'broken' });
  await expect(createImageLocks(files, false)({ config: undefined })).rejects.toThrow(`${LOCK}:1:1: not valid JSON.`);
  expect(await createImageLocks(files, true)({ config: undefined })).toBeUndefined();
});

describe('the settings of a file', () => {
  const settingsOf = (files: Readonly<Record<string, string>>, untrusted = false) =>
    createSession({ files: createMemoryFiles(files), untrusted }).settings.forFile('a/compose.yaml');
  const lockOf = (user: string): string => JSON.stringify({ version: 1, images: [{ reference: 'app:1', user }] });

  test('have the lock next to the configuration in force', async () => {
    const { ruleOptions } = await settingsOf({
      'a/.plimsoll.yaml': 'extends: all\n',
      [`a/${LOCK}`]: lockOf('1'),
      [LOCK]: lockOf('2'),
    });
    expect(ruleOptions.imageLock?.find('app:1')?.user).toBe('1');
  });

  test('differ where what was inspected differs, and not by how it is written', async () => {
    const keys = await Promise.all(
      [{}, { [LOCK]: lockOf('1') }, { [LOCK]: lockOf('2') }, { [LOCK]: `${lockOf('2')}\n\n` }].map(
        async (files) => (await settingsOf(files)).key,
      ),
    );
    expect(new Set(keys).size).toBe(3);
  });

  test('have none of an untrusted repository', async () => {
    expect((await settingsOf({ [LOCK]: lockOf('1') }, true)).ruleOptions.imageLock).toBeUndefined();
  });

  test('are an error where the file is broken', async () => {
    await expect(settingsOf({ [LOCK]: '{' })).rejects.toThrow(`${LOCK}:1:2: not valid JSON.`);
  });
});
