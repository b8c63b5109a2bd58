import { describe, expect, test } from 'vitest';
import { readInspectedImages } from '../../src/images/inspected.ts';
import { formatImageLock, parseImageLock, toImageLock, updateImages } from '../../src/images/lock.ts';
import { JsonFault } from '../../src/parsers/syntax/nesting.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const OTHER = `sha256:${'2'.repeat(64)}`;

const DOCKER = {
  Id: `sha256:${'a'.repeat(64)}`,
  RepoTags: ['postgres:17', 'registry.example:5000/db:1'],
  RepoDigests: [`postgres@${DIGEST}`],
  Config: {
    User: 'app',
    Env: ['PASSWORD=hunter2'],
    Labels: { secret: 'hunter2' },
    Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 1_000_000_000 },
    ExposedPorts: { '5433/udp': {}, '5432/tcp': {} },
    Volumes: { '/data': {} },
    Entrypoint: ['/entry'],
    Cmd: ['serve'],
    StopSignal: 'SIGINT',
  },
  History: [{ created_by: 'hunter2' }],
};

function read(...images: readonly object[]): ReturnType<typeof readInspectedImages>['images'] {
  return readInspectedImages(JSON.stringify(images)).images;
}

function faultOf(action: () => unknown): JsonFault {
  try {
    action();
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
  throw new Error('there is no fault');
}

describe('what an engine prints', () => {
  const facts = {
    user: 'app',
    healthcheck: ['CMD-SHELL', 'true'],
    exposedPorts: ['5432/tcp', '5433/udp'],
    volumes: ['/data'],
    entrypoint: ['/entry'],
    cmd: ['serve'],
    stopSignal: 'SIGINT',
  };

  test("Docker's: each tag is an image, with the digest of its own repository", () => {
    expect(read(DOCKER)).toEqual([
      { reference: 'postgres:17', digest: DIGEST, ...facts },
      { reference: 'registry.example:5000/db:1', ...facts },
    ]);
  });

  test('nothing of variables, labels and history is kept', () => {
    expect(formatImageLock(read(DOCKER))).not.toContain('hunter2');
  });

  test("Podman's: full names, and a health check next to the configuration", () => {
    const { Healthcheck, ...Config } = DOCKER.Config;
    const podman = {
      RepoTags: ['docker.io/library/postgres:17'],
      RepoDigests: [`docker.io/library/postgres@${DIGEST}`, `docker.io/library/postgres@${OTHER}`],
      User: 'app',
      Healthcheck,
      Config: { ...Config, User: undefined },
      NamesHistory: ['x'],
    };
    expect(read(podman)).toEqual([{ reference: 'postgres:17', digest: OTHER, ...facts }]);
  });

  test("nerdctl's: what is empty is left out", () => {
    const nerdctl = { RepoTags: ['alpine:3.22'], RepoDigests: [`alpine@${DIGEST}`], Config: { Cmd: ['/bin/sh'] } };
    expect(read(nerdctl)).toEqual([
      {
        reference: 'alpine:3.22',
        digest: DIGEST,
        user: '',
        healthcheck: 'none',
        exposedPorts: [],
        volumes: [],
        entrypoint: [],
        cmd: ['/bin/sh'],
      },
    ]);
  });

  test('an image that was pulled by its digest has no tag', () => {
    const [image] = read({ RepoTags: [], RepoDigests: [`ghcr.io/a/b@${DIGEST}`], Config: {} });
    expect(image).toMatchObject({ reference: 'ghcr.io/a/b', digest: DIGEST });
  });

  test('an image without a name is counted', () => {
    const { images, nameless } = readInspectedImages(JSON.stringify([{ RepoTags: null, Config: {} }, DOCKER]));
    expect([images.length, nameless]).toEqual([2, 1]);
  });

  test('a disabled health check counts as missing', () => {
    const image = { ...DOCKER, Config: { Healthcheck: { Test: ['NONE'] } } };
    expect(read(image)[0]?.healthcheck).toBe('none');
  });

  test('keys of the prototype are keys', () => {
    const text =
      '[{"RepoTags":["a:1"],"__proto__":{"x":1},"Config":{"ExposedPorts":{"__proto__":{},"80/tcp":{}},"constructor":1}}]';
    expect(readInspectedImages(text).images[0]?.exposedPorts).toEqual(['80/tcp', '__proto__']);
  });

  test.each([
    ['not JSON', '[{', 'not valid JSON', []],
    ['an object', '{}', 'not a list of images from `docker image inspect`', []],
    ['a list of texts', '["a"]', 'not an image', [0]],
    ['a container', '[{"State":{},"Config":{}}]', 'a container, not an image: use `docker image inspect`', [0]],
    [
      'no configuration',
      '[{"RepoTags":["a:1"]}]',
      'an image without `Config`; pass the complete output of `docker image inspect`',
      [0],
    ],
    ['a user that is none', '[{"Config":{"User":7}}]', '`0.Config.User` is not a string', [0, 'Config', 'User']],
    [
      'words that are none',
      '[{"Config":{"Cmd":[1]}}]',
      '`0.Config.Cmd` is not a list of strings',
      [0, 'Config', 'Cmd'],
    ],
    ['deep nesting', '['.repeat(5000), 'nested more than 200 levels deep', []],
  ])('is rejected: %s', (_, text, message, path) => {
    const fault = faultOf(() => readInspectedImages(text));
    expect([fault.message, fault.path]).toEqual([message, path]);
  });

  test('a byte order mark and line ends of Windows are read', () => {
    const text = `\uFEFF${JSON.stringify([DOCKER], undefined, 2).replaceAll('\n', '\r\n')}`;
    expect(readInspectedImages(text).images).toEqual(read(DOCKER));
  });
});

describe('the file', () => {
  const images = read(DOCKER);

  test('is read as it was written', () => {
    expect(parseImageLock(formatImageLock(images))).toEqual(images);
  });

  test('is the same whatever the order, one image a line', () => {
    expect(formatImageLock([...images].reverse())).toBe(formatImageLock(images));
    expect(formatImageLock(images).split('\n')).toHaveLength(images.length + 6);
    expect(formatImageLock([])).toBe('{\n  "version": 1,\n  "images": []\n}\n');
  });

  test('takes the newer of two images of a name, and keeps the others', () => {
    const newer = read({ ...DOCKER, RepoTags: ['docker.io/library/postgres:17'], Config: { User: 'new' } });
    const updated = updateImages(images, newer);
    expect(updated.map(({ reference, user }) => `${reference} ${user ?? ''}`).sort()).toEqual([
      'postgres:17 new',
      'registry.example:5000/db:1 app',
    ]);
  });

  test('keeps two digests of a name without a tag', () => {
    const [one] = read({ RepoDigests: [`a/b@${DIGEST}`], Config: {} });
    const [two] = read({ RepoDigests: [`a/b@${OTHER}`], Config: {} });
    expect(one && two && updateImages([one], [two])).toHaveLength(2);
  });

  test.each([
    ['not JSON', '{"version": 1,', 'not valid JSON', []],
    ['another version', '{"version":2,"images":[]}', 'not a version 1 image lock file', ['version']],
    ['a list', '[]', 'not a version 1 image lock file', []],
    ['no images', '{"version":1}', 'not a version 1 image lock file', []],
    [
      'an image without name',
      '{"version":1,"images":[{"user":""}]}',
      "`images.0` doesn't match the schema",
      ['images', 0],
    ],
    [
      'a digest that is none',
      '{"version":1,"images":[{"reference":"a","digest":"x"}]}',
      "`images.0.digest` doesn't match the schema",
      ['images', 0, 'digest'],
    ],
    [
      'an unknown key',
      '{"version":1,"images":[{"reference":"a","env":[]}]}',
      "`images.0` doesn't match the schema",
      ['images', 0],
    ],
  ])('is rejected: %s', (_, text, message, path) => {
    const fault = faultOf(() => parseImageLock(text));
    expect([fault.message, fault.path]).toEqual([message, path]);
  });
});

describe('an image is found', () => {
  const lock = toImageLock('lock', [
    { reference: 'postgres:17', digest: DIGEST, user: 'tag' },
    { reference: 'ghcr.io/a/b', digest: OTHER, user: 'digest' },
    { reference: 'c', digest: DIGEST },
  ]);

  test.each([
    ['postgres:17', 'tag'],
    ['docker.io/library/postgres:17', 'tag'],
    [`postgres@${DIGEST}`, 'tag'],
    [`postgres:17@${DIGEST}`, 'tag'],
    [`postgres:16@${DIGEST}`, 'tag'],
    [`ghcr.io/a/b:2@${OTHER}`, 'digest'],
    [`postgres:17@${OTHER}`, undefined],
    ['postgres', undefined],
    ['ghcr.io/a/b:2', undefined],
    ['c:latest', undefined],
    ['__proto__', undefined],
  ])('%s', (reference, user) => {
    expect(lock.find(reference)?.user).toBe(user);
  });
});
