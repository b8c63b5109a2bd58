import { describe, expect, test } from 'vitest';
import { type FactSource, type KnownImage, knownImage } from '../../src/images/known-image.ts';
import { toImageLock } from '../../src/images/lock.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import type { Container } from '../../src/model/container.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { createMemoryFiles } from '../memory-io.ts';

const table = IMAGE_TABLE;
const DIGEST = `sha256:${'1'.repeat(64)}`;

async function known(service: string, dockerfile?: string, lock = toImageLock('lock.json', [])): Promise<KnownImage> {
  const text = `services:\n  web: ${service}\n`;
  const files = createMemoryFiles({
    'compose.yaml': text,
    ...(dockerfile === undefined ? {} : { Dockerfile: dockerfile }),
  });
  const { subjects } = await parseInput('compose', [{ path: 'compose.yaml', text }], {
    files,
    environment: new Map(),
    workingDirectory: files.workingDirectory,
    isOutside: () => false,
  });
  const container = subjects.find((subject): subject is Container => subject.kind === 'container');
  if (container === undefined) throw new Error('no container');
  return knownImage(container, { lock, table });
}

/** The facts with their sources. */
function shown({
  program,
  signs: _signs,
  otherStart: _otherStart,
  ...facts
}: KnownImage): Readonly<Record<string, unknown>> {
  const name = ({ kind }: FactSource): string => kind;
  return {
    ...Object.fromEntries(
      Object.entries(facts).map(([key, { value, source }]) => [key, `${name(source)}: ${JSON.stringify(value)}`]),
    ),
    ...(program === undefined ? {} : { program: program.value.start === undefined ? 'without start' : 'whole' }),
  };
}

const TABLE = {
  user: 'table: ""',
  healthcheck: 'table: "none"',
  exposedPorts: 'table: ["5432/tcp"]',
  volumes: 'table: ["/var/lib/postgresql/data"]',
  entrypoint: 'table: ["docker-entrypoint.sh"]',
  cmd: 'table: ["postgres"]',
  program: 'whole',
};

describe('what is known of an image', () => {
  test('from the table', async () => {
    expect(shown(await known('{ image: "postgres:17" }'))).toEqual(TABLE);
  });

  test('from the lock before the table, field by field; the program is of the table', async () => {
    const lock = toImageLock('lock.json', [{ reference: 'postgres:17', digest: DIGEST, user: 'me', cmd: ['x'] }]);
    expect(shown(await known('{ image: "postgres:17" }', undefined, lock))).toEqual({
      ...TABLE,
      user: 'lock: "me"',
      cmd: 'lock: ["x"]',
      locked: `lock: ${JSON.stringify({ digest: DIGEST, tags: ['17'] })}`,
      program: 'without start',
    });
  });

  test('an image that was inspected and has another entrypoint is not the one of the table', async () => {
    const lock = toImageLock('lock.json', [{ reference: 'postgres:17', entrypoint: ['/other'] }]);
    expect(await known('{ image: "postgres:17" }', undefined, lock)).not.toHaveProperty('program');
  });

  test.each([
    ['a name that nobody knows', '{ image: "a/b:1" }'],
    ['a tag that a variable decides, of which no row is for every one', `{ image: "nginx:\${TAG}" }`],
    ['a name that may go on', `{ image: "postgres\${TAG}" }`],
    ['a registry that a variable decides', `{ image: "\${HOST}/postgres:17" }`],
    ['a name that a variable decides', `{ image: "\${IMAGE}" }`],
    ['a result of a build that has a known name', '{ image: "postgres:17", build: { context: elsewhere } }'],
    ['no image', '{ build: { context: elsewhere } }'],
  ])('nothing of %s', async (_, service) => {
    expect(shown(await known(service))).toEqual({});
  });

  test.each(['postgres:${TAG}', 'postgres:17-${TAG}', 'docker.io/library/postgres:${TAG}', 'postgres:99'])(
    'of %s who gets in is known, and not who it is',
    async (image) => {
      expect(shown(await known(`{ image: "${image}" }`))).toEqual({
        entrypoint: TABLE.entrypoint,
        cmd: TABLE.cmd,
        program: 'without start',
      });
    },
  );

  test('a default of a variable is a name', async () => {
    expect(shown(await known(`{ image: "postgres:\${TAG:-17}" }`))).toEqual(
      shown(await known('{ image: "postgres:17" }')),
    );
  });

  test('the result of a build may be in the lock', async () => {
    const lock = toImageLock('lock.json', [{ reference: 'my/db:1', user: 'me' }]);
    expect(shown(await known('{ image: "my/db:1", build: { context: elsewhere } }', undefined, lock))).toEqual({
      user: 'lock: "me"',
    });
  });

  test('an entrypoint of its own is another program', async () => {
    const { program: _, ...facts } = TABLE;
    expect(shown(await known('{ image: "postgres:17", entrypoint: /x }'))).toEqual(facts);
  });
});

describe('a Dockerfile', () => {
  const build = '{ image: "my/db:1", build: . }';

  test('leaves to its base what it does not say, and adds ports and volumes', async () => {
    expect(
      shown(
        await known(
          build,
          'FROM postgres:17\nEXPOSE 80\nVOLUME /x\nHEALTHCHECK CMD true\nCMD ["postgres", "-p", "1"]\n',
        ),
      ),
    ).toEqual({
      ...TABLE,
      healthcheck: 'dockerfile: ["CMD-SHELL","true"]',
      exposedPorts: 'dockerfile: ["5432/tcp","80/tcp"]',
      volumes: 'dockerfile: ["/var/lib/postgresql/data","/x"]',
      cmd: 'dockerfile: ["postgres","-p","1"]',
    });
  });

  test('with a command of its own starts another program', async () => {
    expect(shown(await known(build, 'FROM postgres:17\nCMD ["/start.sh"]\n'))).toEqual({
      ...TABLE,
      cmd: 'dockerfile: ["/start.sh"]',
      program: 'without start',
    });
  });

  test('with a user starts otherwise, and with an entrypoint another program', async () => {
    expect(shown(await known(build, 'FROM postgres:17\nUSER me\n'))).toEqual({
      ...TABLE,
      user: 'dockerfile: "me"',
      program: 'without start',
    });
    const { program: _, ...facts } = TABLE;
    expect(shown(await known(build, 'FROM postgres:17\nENTRYPOINT ["/e"]\n'))).toEqual({
      ...facts,
      entrypoint: 'dockerfile: ["/e"]',
      cmd: 'dockerfile: []',
    });
  });

  test('whose user is unknown hides that of its base', async () => {
    expect(shown(await known(build, 'ARG ME\nFROM postgres:17\nARG ME\nUSER $ME-x\n'))).not.toHaveProperty('user');
  });

  test('says all of an image from scratch', async () => {
    expect(shown(await known(build, 'FROM scratch\nENTRYPOINT ["/e"]\n'))).toEqual({
      user: 'dockerfile: ""',
      healthcheck: 'dockerfile: "none"',
      exposedPorts: 'dockerfile: []',
      volumes: 'dockerfile: []',
      entrypoint: 'dockerfile: ["/e"]',
      cmd: 'dockerfile: []',
    });
  });

  test('on what nobody knows says what it says, and no list', async () => {
    expect(shown(await known(build, 'FROM a/b\nEXPOSE 80\nUSER me\n'))).toEqual({ user: 'dockerfile: "me"' });
  });

  test('on an image of the lock', async () => {
    const lock = toImageLock('lock.json', [{ reference: 'a/b:1', user: 'me', exposedPorts: ['1/tcp'] }]);
    expect(shown(await known(build, 'FROM a/b:1\nEXPOSE 2\n', lock))).toEqual({
      user: 'lock: "me"',
      exposedPorts: 'dockerfile: ["1/tcp","2/tcp"]',
    });
  });
});
