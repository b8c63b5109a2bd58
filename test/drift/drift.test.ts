import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const COMPOSE = `name: shop
services:
  web:
    image: nginx:1.29
    environment: { MODE: production }
    ports: ['8080:80']
    mem_limit: 512m
    cap_drop: [ALL]
    volumes: ['data:/data', './conf:/conf:ro']
volumes: { data: {} }
`;

/** Compose's container for `web` as the engine shows it, with changes. */
function web(hostConfig: object = {}, config: object = {}, rest: object = {}): object {
  return {
    Id: '0123456789abcdef',
    Name: '/shop-web-1',
    Image: 'sha256:1',
    Config: {
      Hostname: '0123456789ab',
      AttachStdout: true,
      Image: 'nginx:1.29',
      Env: ['MODE=production'],
      ExposedPorts: { '80/tcp': {} },
      Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
      ...config,
    },
    HostConfig: {
      Binds: ['/project/conf:/conf:ro'],
      Mounts: [{ Type: 'volume', Source: 'shop_data', Target: '/data', VolumeOptions: {} }],
      CapDrop: ['ALL'],
      CgroupnsMode: 'private',
      IpcMode: 'private',
      LogConfig: { Type: 'json-file', Config: {} },
      Memory: 536_870_912,
      MemorySwap: 1_073_741_824,
      NetworkMode: 'shop_default',
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] },
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      Runtime: 'runc',
      ShmSize: 67_108_864,
      MaskedPaths: ['/proc/acpi'],
      ...hostConfig,
    },
    NetworkSettings: { Networks: { shop_default: {} } },
    ...rest,
  };
}

async function drift(
  running: readonly object[],
  {
    files = { 'compose.yaml': COMPOSE },
    argv = [],
  }: {
    readonly files?: Readonly<Record<string, MemoryFile>>;
    readonly argv?: readonly string[];
  } = {},
): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly err: string }> {
  const io = createMemoryIo(files, { stdin: JSON.stringify(running), workingDirectory: '/project' });
  const code = await main(['drift', '--format', 'text', ...argv], io);
  const lines = io.out() === '' ? [] : io.out().trimEnd().split('\n');
  return { code, lines: lines.map((line) => line.replace('web (shop-web-1): ', '')), err: io.err() };
}

test('what Compose made and an engine shows is no drift', async () => {
  expect(await drift([web()])).toEqual({ code: 0, lines: [], err: '' });
});

describe('a container that runs but does not work', () => {
  test.each([
    [
      'restarting',
      { State: { Status: 'restarting', ExitCode: 3 }, RestartCount: 17 },
      'restarting, so far 17 times, after exit code 3',
    ],
    [
      'restarting for the first time',
      { State: { Status: 'restarting', ExitCode: 1 } },
      'restarting, after exit code 1',
    ],
    ['paused', { State: { Status: 'paused', Paused: true } }, 'paused'],
    ['unhealthy', { State: { Status: 'running', Health: { Status: 'unhealthy' } } }, 'its health check fails'],
  ])('%s', async (_, rest, said) => {
    const { code, lines } = await drift([web({}, {}, rest)]);
    expect({ code, lines }).toEqual({ code: 1, lines: [`compose.yaml:3: Not working: ${said}.`] });
    const stray = { ...web({}, { Labels: {} }, rest), Name: '/other' };
    expect((await drift([web(), stray])).lines.join()).toContain(
      `other: Running (${said}) but not defined in any file.`,
    );
  });

  test.each([['healthy'], ['starting']])('not while it is %s', async (status) => {
    const rest = { State: { Status: 'running', Health: { Status: status } } };
    expect(await drift([web({}, {}, rest)])).toMatchObject({ code: 0, lines: [] });
  });
});

describe('an image that was pulled again', () => {
  const image = (id: string, ...tags: readonly string[]): object => ({ Id: id, RepoTags: tags, Config: { Env: [] } });

  test.each([
    [
      'another image has its tag now',
      image('sha256:2', 'nginx:1.29'),
      'Its image `1` is no longer `nginx:1.29 (2)`: recreate the container.',
    ],
    [
      'the same by the full name',
      image('sha256:2', 'docker.io/library/nginx:1.29'),
      'Its image `1` is no longer `nginx:1.29 (2)`: recreate the container.',
    ],
    ['it still has the tag', image('sha256:1', 'nginx:1.29'), undefined],
    ['podman names it without the algorithm', image('1', 'docker.io/library/nginx:1.29'), undefined],
    ['another tag', image('sha256:2', 'nginx:1.30'), undefined],
    ['no tag', image('sha256:2'), undefined],
  ])('%s', async (_, inspected, line) => {
    const { code, lines } = await drift([web(), inspected]);
    expect({ code, lines }).toEqual(
      line === undefined ? { code: 0, lines: [] } : { code: 1, lines: [`compose.yaml:4: ${line}`] },
    );
  });
});

/** A changed field, and the line that reports it. */
const CHANGED: readonly (readonly [name: string, container: object, line: string])[] = [
  [
    'privileged',
    web({ Privileged: true }),
    'compose.yaml:3: error `HostConfig.Privileged` is `true` but not set in the file. [privileged-container]',
  ],
  [
    'a port more',
    web({ PortBindings: { '80/tcp': [{ HostPort: '8080' }], '5432/tcp': [{ HostIp: '0.0.0.0', HostPort: '5432' }] } }),
    'compose.yaml:3: `HostConfig.PortBindings.5432/tcp` is `5432` but not set in the file.',
  ],
  [
    'another address',
    web({ PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] } }),
    'compose.yaml:6: `HostConfig.PortBindings.80/tcp` is `127.0.0.1:8080`; the file has `8080`.',
  ],
  [
    'a capability',
    web({ CapAdd: ['NET_ADMIN'] }),
    "compose.yaml:3: warning `HostConfig.CapAdd` contains `CAP_NET_ADMIN`, which the file doesn't. [added-capability]",
  ],
  [
    'memory',
    web({ Memory: 268_435_456, MemorySwap: 536_870_912 }),
    'compose.yaml:7: `HostConfig.Memory` is `256 MiB`; the file has `512 MiB`.',
  ],
  [
    'another image',
    web({}, { Image: 'nginx:1.28' }),
    'compose.yaml:4: `Config.Image` is `nginx:1.28`; the file has `nginx:1.29`.',
  ],
  [
    'a mount that can be written',
    web({ Binds: ['/project/conf:/conf'] }),
    'compose.yaml:9: `HostConfig.Mounts./conf` is `bind /project/conf`; the file has `bind /project/conf ro`.',
  ],
  [
    'a mount more',
    web({ Binds: ['/project/conf:/conf:ro', '/:/host'] }),
    'compose.yaml:3: error `HostConfig.Mounts./host` is `bind /` but not set in the file. [sensitive-host-mount]',
  ],
  [
    'another value of a variable, which is not shown',
    web({}, { Env: ['MODE=hunter2'] }),
    'compose.yaml:5: `Config.Env.MODE` differs from the file.',
  ],
  ['a variable less', web({}, { Env: null }), 'compose.yaml:5: `Config.Env.MODE` is set only in the file.'],
  [
    'a network more',
    web({}, {}, { NetworkSettings: { Networks: { shop_default: {}, other: {} } } }),
    "compose.yaml:3: `NetworkSettings.Networks` contains `other`, which the file doesn't.",
  ],
];

describe('each field that was changed by hand is one line', () => {
  test.each(CHANGED)('%s', async (_, container, line) => {
    expect(await drift([container])).toEqual({ code: 1, lines: [line], err: '' });
  });
});

test('the worst comes first, and what fails without a value of its own last', async () => {
  const { lines } = await drift([
    web({ CapDrop: null, Privileged: true, Memory: 0, MemorySwap: 0 }, { Image: 'nginx' }),
  ]);
  expect(lines.map((line) => /`([^`]+)`|(fails [^,]+)/.exec(line)?.[0])).toEqual([
    '`HostConfig.Privileged`',
    '`Config.Image`',
    '`HostConfig.Memory`',
    '`HostConfig.CapDrop`',
    expect.stringContaining('fails'),
  ]);
});

describe('a container that is not running', () => {
  const state = (Status: string, ExitCode = 0): object => ({ State: { Status, ExitCode } });
  const STOPPED: readonly (readonly [name: string, rest: object, line: string])[] = [
    ['exited', state('exited', 137), 'Not running: exited with code 137.'],
    ['ended without an error', state('exited'), 'Not running: exited.'],
    ['never started', state('created'), 'Not running: created.'],
    ['dead', state('dead', 1), 'Not running: dead with code 1.'],
  ];

  test.each(STOPPED)('%s is the first line, before what differs', async (_, rest, line) => {
    expect(await drift([web({ Privileged: true }, {}, rest)])).toEqual({
      code: 1,
      lines: [
        `compose.yaml:3: ${line}`,
        'compose.yaml:3: error `HostConfig.Privileged` is `true` but not set in the file. [privileged-container]',
      ],
      err: '',
    });
  });

  test.each(['running'])('%s is none', async (status) => {
    expect(await drift([web({}, {}, state(status))])).toEqual({ code: 0, lines: [], err: '' });
  });

  test('a service that completes may have ended, but not with an error', async () => {
    const compose = `name: shop
services:
  web: { image: 'nginx:1.29' }
  b: { image: 'b:1', depends_on: { web: { condition: service_completed_successfully } } }
`;
    const of = async (code: number): Promise<readonly string[]> => {
      const bare = { Binds: [], Mounts: [], CapDrop: null, Memory: 0, MemorySwap: 0, PortBindings: {} };
      const container = web(bare, { Env: [], ExposedPorts: {} }, state('exited', code));
      return (await drift([container], { files: { 'compose.yaml': compose } })).lines;
    };
    expect(await of(0)).toEqual(['compose.yaml:4: b: Defined in the file but not running.']);
    expect(await of(2)).toEqual([
      'compose.yaml:3: Not running: exited with code 2.',
      'compose.yaml:4: b: Defined in the file but not running.',
    ]);
  });
});

test('times and counts of CPUs are readable', async () => {
  const files = { 'compose.yaml': COMPOSE.replace('mem_limit: 512m', 'mem_limit: 512m\n    cpus: 0.5') };
  const { lines } = await drift([web({ NanoCpus: 1_500_000_000 }, { Healthcheck: { Test: ['CMD', 'x'] } })], { files });
  expect(lines).toEqual(['compose.yaml:8: `HostConfig.NanoCpus` is `1.5 CPUs`; the file has `0.5 CPUs`.']);
  const checked = files['compose.yaml'].replace('cpus: 0.5', 'healthcheck: { test: [CMD, x], interval: 1m30s }');
  const shown = web({}, { Healthcheck: { Test: ['CMD', 'x'], Interval: 500_000_000 } });
  expect((await drift([shown], { files: { 'compose.yaml': checked } })).lines).toEqual([
    'compose.yaml:8: `Config.Healthcheck.Interval` is `500 ms`; the file has `90 s`.',
  ]);
});

test('what the engine does to every container alike is said of none that differs', async () => {
  const [lines] = await Promise.all([drift([web({ Memory: 1_048_576, MemorySwap: 0 }, {}, { AppArmorProfile: '' })])]);
  expect(lines.lines).toEqual(['compose.yaml:7: `HostConfig.Memory` is `1 MiB`; the file has `512 MiB`.']);
});

describe('how many containers', () => {
  const count = async (compose: string, running: number, argv: readonly string[] = []): Promise<readonly string[]> => {
    const containers = Array.from({ length: running }, (_, index) => web({}, {}, { Name: `/shop-web-${index + 1}` }));
    return (await drift(containers, { files: { 'compose.yaml': compose }, argv })).lines;
  };
  const scaled = (text: string): string => COMPOSE.replace('nginx:1.29\n', `nginx:1.29\n    ${text}\n`);

  test.each([
    ['more than the one', COMPOSE, 2, ['compose.yaml:3: web: 2 containers are running, but the file has 1.']],
    ['more', scaled('scale: 2'), 3, ['compose.yaml:3: web: 3 containers are running, but the file has 2.']],
    [
      'fewer',
      scaled('deploy: { replicas: 3 }'),
      1,
      ['compose.yaml:3: web: 1 container is running, but the file has 3.'],
    ],
    ['as many', scaled('scale: 2'), 2, []],
    ['of which nothing is known', scaled('scale: ${N}'), 2, []],
  ])('%s', async (_, compose, running, lines) => {
    expect(await count(compose, running)).toEqual(lines);
  });
});

test('what is severe about a container of no file is said', async () => {
  const stray = {
    Name: '/x',
    Config: { Image: 'a:1' },
    HostConfig: { Privileged: true, Binds: ['/:/host'], NetworkMode: 'bridge' },
  };
  const files = { 'compose.yaml': COMPOSE };
  expect((await drift([web(), stray, { ...stray, Name: '/y', HostConfig: {} }], { files })).lines).toEqual([
    'error x: Running but not defined in any file. [privileged-container, sensitive-host-mount]',
    'y: Running but not defined in any file.',
  ]);
});

describe('podman', () => {
  const script = `podman create --name web --network front --cpus=0.5 --memory 64m \\
  --cap-drop ALL --cap-add NET_BIND_SERVICE,CHOWN --sysctl net.core.somaxconn=1024 --userns host --cgroupns host \\
  --device-cgroup-rule 'c 1:3 r' --log-opt max-size=10m --tmpfs /run:size=1m -v /data -p 127.0.0.1::80 -p 8080:8080 \\
  -e MODE=production --security-opt no-new-privileges:true --ulimit nofile=100:200 \\
  --health-cmd '["curl","-f","localhost"]' --entrypoint '["/bin/sh","-c"]' nginx:1.29 'sleep 30'
`;
  const shown = readFileSync(join(import.meta.dirname, '../fixtures/inspect/podman-created.json'), 'utf8');
  const driftOf = async (text: string): Promise<readonly string[]> => {
    const containers: unknown = JSON.parse(text);
    return (await drift(Array.isArray(containers) ? containers : [], { files: { 'run.sh': script } })).lines;
  };

  test('what it shows of what a command made is no drift', async () => {
    expect(await driftOf(shown)).toEqual([]);
  });

  test.each([
    ['CPUs', '"NanoCpus": 500000000', '"NanoCpus": 700000000', 'HostConfig.NanoCpus'],
    ['an option of a tmpfs', 'size=1m,', 'size=1m,exec,', 'HostConfig.Tmpfs./run'],
    ['a port', '"HostPort": "8080"', '"HostPort": "9090"', 'HostConfig.PortBindings.8080/tcp'],
    ['a limit of processes', '"PidsLimit": 2048', '"PidsLimit": 99', 'HostConfig.PidsLimit'],
    ['the namespace of processes', '"PidMode": "private"', '"PidMode": "host"', 'HostConfig.PidMode'],
    ['the size of shared memory', '"ShmSize": 65536000', '"ShmSize": 9999999', 'HostConfig.ShmSize'],
    ['the size of a log', '"Size": "10MB"', '"Size": "0B"', 'HostConfig.LogConfig.Config.max-size'],
  ])('%s that differs is one line', async (_name, from, to, field) => {
    expect(shown).toContain(from);
    const lines = await driftOf(shown.replace(from, to));
    expect(lines.map((line) => /`([^`]+)`/.exec(line)?.[1])).toEqual([field]);
  });
});

describe("podman's API for Docker's clients", () => {
  /** How `CapDrop: [ALL]` and default requests differ from podman 5.4's own defaults. */
  const DEFAULTS = 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';
  const shown = (CapAdd: string, CapDrop: string): object =>
    web(
      {
        ...{ CapAdd: CapAdd.split(' ').filter(Boolean), CapDrop: CapDrop.split(' ').filter(Boolean) },
        ...{ CgroupnsMode: '', IpcMode: 'shareable', PidMode: 'private', UTSMode: 'private', Runtime: 'oci' },
        ...{ ShmSize: 65_536_000, MemorySwappiness: -1, PidsLimit: 2048, MaskedPaths: null },
      },
      { Env: ['MODE=production', 'container=podman'], StopSignal: '15', StopTimeout: 10, WorkingDir: '/' },
    );
  const without = (...names: readonly string[]): string =>
    DEFAULTS.split(' ')
      .filter((name) => !names.includes(name))
      .join(' ');
  const differing = async (asked: string, container: object): Promise<readonly string[]> =>
    (await drift([container], { files: { 'compose.yaml': COMPOSE.replace('cap_drop: [ALL]', asked) } })).lines.map(
      (line) => /`HostConfig.*/.exec(line)?.[0] ?? line,
    );

  test.each([
    ['cap_drop: [ALL]', '', DEFAULTS],
    ['cap_drop: [ALL]', '', `${DEFAULTS} AUDIT_WRITE MKNOD NET_RAW`],
    ['{cap_drop: [ALL], cap_add: [NET_ADMIN, CHOWN]}', 'NET_ADMIN', without('CHOWN')],
    ['cap_add: [CHOWN]', '', ''],
    ['cap_drop: [MKNOD]', '', ''],
    ['cap_drop: [KILL]', '', 'KILL'],
  ])('%s is no drift', async (asked, added, dropped) => {
    const keys = asked.startsWith('{') ? asked.slice(1, -1).replace('], ', ']\n    ') : asked;
    expect(await differing(keys, shown(added, dropped))).toEqual([]);
  });

  test.each([
    [
      'cap_drop: [ALL]',
      'NET_ADMIN',
      DEFAULTS,
      ["`HostConfig.CapAdd` contains `CAP_NET_ADMIN`, which the file doesn't."],
    ],
    ['cap_drop: [ALL]', '', without('CHOWN'), ["`HostConfig.CapAdd` contains `CAP_CHOWN`, which the file doesn't."]],
    ['cap_drop: [ALL]', '', '', ['`HostConfig.CapDrop` lacks `ALL` from the file.']],
    ['cap_drop: [KILL]', '', '', ['`HostConfig.CapDrop` lacks `CAP_KILL` from the file.']],
    ['cap_add: [CHOWN]', '', 'CHOWN', ['`HostConfig.CapAdd` lacks `CAP_CHOWN` from the file.']],
    ['init: false', '', 'KILL', ["`HostConfig.CapDrop` contains `CAP_KILL`, which the file doesn't."]],
  ])('%s with other capabilities differs by these', async (asked, added, dropped, lines) => {
    const found = await differing(asked, shown(added, dropped));
    expect(found.filter((line) => line.startsWith('`')).map((line) => line.replace(/ \[.*/, ''))).toEqual(lines);
  });

  test('rules say nothing of capabilities that are the same in other words', async () => {
    const files = { 'compose.yaml': COMPOSE.replace('512m', '256m') };
    expect((await drift([shown('', DEFAULTS)], { files })).lines).toEqual([
      'compose.yaml:7: `HostConfig.Memory` is `512 MiB`; the file has `256 MiB`.',
    ]);
  });
});

describe('which container is which', () => {
  const other = (labels: object, name = '/x'): object => web({}, { Labels: labels }, { Name: name });

  test('a container of no file, and a service that does not run', async () => {
    expect(await drift([other({})])).toEqual({
      code: 1,
      lines: ['compose.yaml:3: web: Defined in the file but not running.', 'x: Running but not defined in any file.'],
      err: '',
    });
  });

  test('what another project, or a swarm, runs is no drift', async () => {
    const { lines } = await drift([
      web(),
      other({ 'com.docker.compose.project': 'blog', 'com.docker.compose.service': 'web' }),
      other({ 'com.docker.swarm.service.id': '1' }),
    ]);
    expect(lines).toEqual([]);
  });

  test('a service that the project no longer has is', async () => {
    const { lines } = await drift([
      web(),
      other({ 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'old' }),
    ]);
    expect(lines).toEqual(['x: Running but not defined in any file.']);
  });

  test('a project that was given another name is known by its files', async () => {
    const labels = {
      'com.docker.compose.project': 'test',
      'com.docker.compose.service': 'web',
      'com.docker.compose.project.config_files': '/project/compose.yaml',
    };
    const { lines } = await drift([
      web({ Mounts: [] }, { Labels: labels }, { Name: '/test-web-1', NetworkSettings: { Networks: {} } }),
    ]);
    expect(lines).toEqual([expect.stringContaining('Mounts./data'), expect.stringContaining('lacks `shop_default`')]);
  });

  test('a container that the user names for a service', async () => {
    expect((await drift([other({})], { argv: ['--map', 'web=x'] })).lines).toEqual([]);
  });

  test('of several files that are one project by name those count that the labels name', async () => {
    const files = { 'compose.yaml': COMPOSE, 'compose.dev.yaml': COMPOSE.replace('nginx:1.29', 'nginx:dev') };
    const labels = {
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.project.config_files': '/project/compose.yaml',
    };
    const { lines } = await drift([web({}, { Labels: labels })], {
      files,
      argv: ['compose.yaml', 'compose.dev.yaml'],
    });
    expect(lines).toEqual([]);
  });

  test('what docker compose run made is left out', async () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.oneoff': 'True' };
    expect((await drift([web(), other(labels)])).lines).toEqual([]);
  });

  test('services with profiles, without containers, and that complete need not run', async () => {
    const compose = `name: shop
services:
  a: { image: 'a:1', profiles: [x] }
  b: { image: 'b:1', scale: 0 }
  c: { image: 'c:1', deploy: { replicas: 0 } }
  d: { image: 'd:1' }
  web: { image: 'nginx:1.29', depends_on: { d: { condition: service_completed_successfully } } }
`;
    const { lines } = await drift([other({})], { files: { 'compose.yaml': compose } });
    expect(lines).toEqual([
      'compose.yaml:7: web: Defined in the file but not running.',
      'x: Running but not defined in any file.',
    ]);
  });

  test('a script starts a container under a name; its options are compared, and it need not run', async () => {
    const files = { 'run.sh': 'docker run -d --name x -m 1g nginx:1.29\ndocker run -d --name y nginx:1.29\n' };
    const running = {
      Name: '/x',
      Config: { Image: 'nginx:1.29' },
      HostConfig: { Memory: 7_000_000, NetworkMode: 'bridge' },
      NetworkSettings: { Networks: { bridge: {} } },
    };
    expect((await drift([running], { files })).lines).toEqual([
      'run.sh:1: x: `HostConfig.Memory` is `7000000 bytes`; the file has `1 GiB`.',
    ]);
  });
});

describe('what is unknown is not compared', () => {
  const files = { 'compose.yaml': COMPOSE.replace('mem_limit: 512m', 'mem_limit: ${MEMORY}') };

  test('a variable without a value', async () => {
    expect((await drift([web({ Memory: 7_000_000, MemorySwap: 14_000_000 })], { files })).lines).toEqual([]);
  });

  test('a variable that the user gives', async () => {
    const given = { files: { ...files, 'prod.env': 'MEMORY=512m\n' }, argv: ['--dotenv', 'prod.env'] };
    expect((await drift([web()], given)).lines).toEqual([]);
    expect((await drift([web({ Memory: 7_000_000, MemorySwap: 14_000_000 })], given)).lines).toHaveLength(1);
  });

  test('what comes from an env file is compared and not shown, in names and paths either', async () => {
    const compose = `name: shop
services:
  web:
    image: nginx:1.29
    labels: { "\${KEY}": a }
    volumes: ["data:/srv/\${KEY}"]
    sysctls: { "net.\${KEY}": "1" }
    command: ["serve", "--name=\${KEY}"]
volumes: { data: {} }
`;
    const changed = web(
      { Binds: ['/etc:/srv/hunter2secret'], Mounts: null, Memory: 0, PortBindings: null, CapDrop: null, Sysctls: null },
      { Cmd: ['serve', '--name=hunter2secret', 'x'], Env: null, ExposedPorts: null },
    );
    const io = createMemoryIo(
      { 'compose.yaml': compose, '.env': 'KEY=hunter2secret\n' },
      { stdin: JSON.stringify([changed]), workingDirectory: '/project' },
    );
    for (const format of ['text', 'pretty', 'json']) expect(await main(['drift', '--format', format], io)).toBe(1);
    expect(io.out()).toContain('HostConfig.Mounts');
    expect(io.out() + io.err()).not.toContain('hunter2secret');
  });

  test('what an image may have brought, unless the image is there too', async () => {
    const container = web({}, { Env: ['MODE=production', 'PATH=/bin', 'EXTRA=1'], User: 'app' });
    expect((await drift([container])).lines).toEqual([]);
    const image = { Id: 'sha256:1', RepoTags: ['nginx:1.29'], Config: { Env: ['PATH=/bin'], User: 'app' } };
    expect((await drift([container, image])).lines).toEqual([
      'compose.yaml:3: `Config.Env.EXTRA` is set only in the container.',
    ]);
  });

  test('a field that is ignored, with all below it', async () => {
    const container = web({ LogConfig: { Type: 'local', Config: { 'max-size': '1m' } } });
    expect((await drift([container])).lines).toHaveLength(2);
    expect((await drift([container], { argv: ['--ignore', 'HostConfig.LogConfig'] })).lines).toEqual([]);
  });
});

test('the summary counts what could not be compared', async () => {
  const io = createMemoryIo(
    { 'compose.yaml': COMPOSE.replace('mem_limit: 512m', 'mem_limit: ${MEMORY}') },
    { stdin: JSON.stringify([web({ Privileged: true }, { User: 'app' })]), workingDirectory: '/project' },
  );
  expect(await main(['drift'], io)).toBe(1);
  expect(io.out()).toBe(`web (shop-web-1)  compose.yaml:3
  \`HostConfig.Privileged\` is \`true\` but not set in the file. [privileged-container]

1 container compared, 1 differs in 1 value.
1 value could not be compared because of unresolved variables. To set it, use --dotenv or --env.
1 value may come from images. To compare it, pass docker image inspect output too.
`);
});

test('json has both values, the place and the rules', async () => {
  const io = createMemoryIo(
    { 'compose.yaml': COMPOSE },
    { stdin: JSON.stringify([web({ Privileged: true })]), workingDirectory: '/project' },
  );
  await main(['drift', '--format', 'json'], io);
  expect(JSON.parse(io.out())).toMatchObject({
    containers: [
      {
        file: 'compose.yaml',
        line: 3,
        name: 'web',
        container: 'shop-web-1',
        differences: [
          {
            file: 'compose.yaml',
            line: 3,
            field: 'HostConfig.Privileged',
            running: 'true',
            rules: [{ rule: 'privileged-container', severity: 'error' }],
          },
        ],
      },
    ],
    notRunning: [],
    inNoFile: [],
    ofOthers: [],
  });
});

describe('mistakes', () => {
  test.each<[name: string, argv: readonly string[], stdin: string, message: RegExp]>([
    [
      'nothing on standard input',
      [],
      '',
      /Standard input is empty\. To compare running containers, run docker inspect/,
    ],
    ['something else there', [], 'services: {}', /Standard input is not docker inspect output/],
    ['JSON that is cut off', [], '[{"Name":"/x","HostConfig":{}', /<stdin>: The JSON is truncated/],
    ['a path that is standard input', ['-'], '[]', /Standard input holds running containers/],
    ['a file that is not there', ['--running', 'x.json'], '', /--running x\.json: No such file or directory/],
    ['a map without a container', ['--map', 'web'], '[]', /--map "web" must be SERVICE=CONTAINER/],
  ])('%s', async (_, argv, stdin, message) => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE }, { stdin, workingDirectory: '/project' });
    expect(await main(['drift', ...argv], io)).toBe(2);
    expect(io.err()).toMatch(message);
  });
});
