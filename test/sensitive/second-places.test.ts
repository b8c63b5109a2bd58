import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { SecretValues } from '../../src/sensitive/secret-values.ts';
import { createMemoryIo } from '../memory-io.ts';

const SECRET = 'S3cr3tValue0815';

/** A secret, and another place where it appears in a different role. */
const INPUTS: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ['an option', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run --memory $P_TOKEN nginx:1.29\n` }],
  ['a network', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run --network $P_TOKEN nginx:1.29\n` }],
  ['a restart policy', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run --restart $P_TOKEN nginx:1.29\n` }],
  ['an image', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run $P_TOKEN\n` }],
  ['a volume', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run -v $P_TOKEN:/x nginx:1.29\n` }],
  ['a name', { 'a.sh': `P_TOKEN=${SECRET}\ndocker run --name $P_TOKEN --privileged nginx:1.29\n` }],
  [
    'an alias',
    {
      'compose.yaml': `services:\n  a:\n    image: nginx\n    environment: {TOKEN: &x ${SECRET}}\n    restart: *x\n    hostname: *x\n    mem_limit: *x\n    network_mode: *x\n`,
    },
  ],
  [
    'the same word',
    {
      'compose.yaml': `services:\n  a: {image: nginx, environment: {A_TOKEN: ${SECRET}}, user: ${SECRET}, volumes: ["${SECRET}:/x"]}\n`,
    },
  ],
  [
    'the arguments of a dev container',
    {
      '.devcontainer/devcontainer.json': `{"image": "nginx", "containerEnv": {"API_TOKEN": "${SECRET}"}, "runArgs": ["--memory", "${SECRET}"]}`,
    },
  ],
  ['the name of an image', { 'compose.yaml': `services:\n  a: {image: "user:${SECRET}@registry.example.com/x:1"}\n` }],
  ['the name of an image in a script', { 'a.sh': `docker run user:${SECRET}@registry.example.com/x:1\n` }],
  ...['image: "user:s3cr3t@reg/x:1"', 'image: "user:s3cr3t@reg/x:$TAG"', 'image: "$USER:s3cr3t@reg/x"'].map(
    (image) =>
      [
        `the name of an image without a domain (${image})`,
        { 'compose.yaml': `services:\n  a: {${image}, privileged: true}\n` },
      ] as const,
  ),
  ...['user:s3cr3t@reg/x', 'user:s3cr3t@reg', 'user:s3cr3t/a@b@reg/x', 'user:s3cr3t@$REG/x', 'user:s3cr3t@h/"$1"'].map(
    (image) =>
      [
        `the name of an image without a domain in a script (${image})`,
        { 'a.sh': `docker run --privileged ${image}\n` },
      ] as const,
  ),
  [
    'a health check in a Dockerfile',
    {
      'compose.yaml': 'services: {a: {build: .}}\n',
      Dockerfile: `FROM redis:7.2\nHEALTHCHECK CMD redis-cli -a ${SECRET} ping\n`,
    },
  ],
  [
    'the users of a proxy',
    {
      'compose.yaml': `services:\n  a:\n    image: nginx\n    labels: ["traefik.http.middlewares.a.basicauth.users=u:{SHA}${SECRET}="]\n    privileged: true\n`,
    },
  ],
  [
    'the users of a proxy, in a mapping',
    {
      'compose.yaml': `services:\n  a:\n    image: nginx\n    labels:\n      traefik.http.middlewares.a.basicauth.users: u:{SHA}${SECRET}=\n    privileged: true\n`,
    },
  ],
  ['a misspelt option', { 'a.sh': `docker run --pasword=${SECRET} nginx\ndocker run nginx app --pasword=${SECRET}\n` }],
  [
    'a misspelt variable',
    { 'compose.yaml': `services: {a: {image: nginx, command: "app --db-passwrod ${SECRET}", privileged: true}}\n` },
  ],
  [
    'what is said of a variable',
    {
      'compose.yaml': `services:\n  a:\n    image: nginx\n    environment: ["DB_PASSWORD=\${DB_PASSWORD:?${SECRET}}"]\n`,
    },
  ],
];

async function output(files: Readonly<Record<string, string>>, argv: readonly string[]): Promise<string> {
  const io = createMemoryIo(files);
  await main(argv, io);
  return io.out() + io.err();
}

describe('a secret that is also', () => {
  test.each(INPUTS)('%s is shown nowhere', async (_, files) => {
    const runs = [
      ...FORMATS.map((format) => ['--format', format]),
      ['--verbose'],
      ['model'],
      ['model', '--facts'],
      ['fix'],
    ];
    for (const argv of runs) {
      const shown = await output(files, [...argv, '.']);
      expect([argv, shown.toLowerCase().includes('s3cr3t')]).toEqual([argv, false]);
      expect(shown).not.toBe('');
    }
  });
});

describe('what is no secret is shown', () => {
  test.each([
    ['the sign in a hint', 'services: {a: {image: nginx, environment: ["PORT = 8581"]}}\n', 'around `=`'],
    ['a port after a space', 'services:\n  a:\n    environment:\n      - PORT = 8581\n', '- PORT = 8581'],
    ['a name before a space', 'services:\n  a:\n    environment:\n      - DB_NAME = x1y2\n', '- DB_NAME = ***'],
    [
      'an image by a name that says so',
      'services: {a: {image: nginx, environment: ["SENTRY_IMAGE=sentry:24"], privileged: yes!}}\n',
      'SENTRY_IMAGE=sentry:24',
    ],
    [
      'why a variable is needed',
      'services:\n  a: {image: nginx, command: "${DB_PASSWORD:?must be set}", privileged: yes!}\n',
      ':?must be set}',
    ],
    [
      'a digest',
      `services:\n  a: {privileged: yes!, image: "nginx:1.29@sha256:${'0f'.repeat(32)}"}\n`,
      'nginx:1.29@sha256:0f0f',
    ],
    [
      'the tag before a digest',
      'services: {a: {image: "nginx:1.29@$DIGEST", privileged: yes!}}\n',
      'nginx:1.29@$DIGEST',
    ],
    [
      'the tag before an invalid digest',
      'services: {a: {image: "nginx:1.29@sha256:0f", privileged: yes!}}\n',
      'nginx:1.29@sha256:0f',
    ],
  ])('%s', async (_, text, shown) => {
    expect(await output({ 'compose.yaml': text }, ['--color', 'never', '.'])).toContain(shown);
  });
});

test('a value that may be somewhere by chance is not looked for', () => {
  const values = new SecretValues(['admin', 'postgres', '12345678', SECRET, `"${SECRET}`]);
  expect(values.masked('admin postgres 12345678')).toBe('admin postgres 12345678');
  expect(values.masked(`a ${SECRET} ${SECRET.toLowerCase()} b S3cr3tValue… S3cr3tValueX`)).toBe(
    'a *** *** b ***… S3cr3tValueX',
  );
});

test('ten thousand secrets are looked for in a long text in a moment', () => {
  const values = new SecretValues(Array.from({ length: 10_000 }, (_, index) => `S3cr3tValue${index}x`));
  const text = 'S3cr3tVal '.repeat(100_000);
  const start = performance.now();
  expect(values.spansIn(text)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
