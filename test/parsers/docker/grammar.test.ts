import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { patternText, valueOf } from '../../../src/text/setting.ts';
import { parseLine } from './command-line.ts';

/** The request without the client's own defaults. */
function sent(line: string): unknown {
  const { subjects } = parseLine(line);
  return subjects.map((subject) => {
    const { Config, HostConfig } = toEngineJson(subject, { workingDirectory: '/srv' });
    const { AttachStdout, AttachStderr, ...config } = Config;
    const { MemorySwappiness, NetworkMode, RestartPolicy, ...host } = HostConfig;
    expect([AttachStdout, AttachStderr, MemorySwappiness, NetworkMode, RestartPolicy]).toBeDefined();
    return { ...config, ...host };
  });
}

describe('flags are read as pflag does', () => {
  test.each([
    ['docker run --memory 512m alpine', { Memory: 536_870_912 }],
    ['docker run --memory=512m alpine', { Memory: 536_870_912 }],
    ['docker run -m 512m alpine', { Memory: 536_870_912 }],
    ['docker run -m512m alpine', { Memory: 536_870_912 }],
    ['docker run -m=512m alpine', { Memory: 536_870_912 }],
    ['docker run -u=0 -u0 -u 0 alpine', { User: '0' }],
    ['docker run --privileged alpine', { Privileged: true }],
    ['docker run --privileged=true alpine', { Privileged: true }],
    ['docker run --privileged=false alpine', {}],
    ['docker run --privileged --privileged=0 alpine', {}],
    ['docker run -it=false alpine', { AttachStdin: true, OpenStdin: true, StdinOnce: true }],
    ['docker run -itv/:/x alpine', { AttachStdin: true, OpenStdin: true, StdinOnce: true, Tty: true, Binds: ['/:/x'] }],
    ['docker run --label=a=b=c alpine', { Labels: { a: 'b=c' } }],
    ['docker run --hostname= alpine', {}],
    ['docker run --hostname "" alpine', {}],
    // A flag's value may look like a flag.
    ['docker run --name --privileged alpine', {}],
    ['docker run --hostname -- alpine', { Hostname: '--' }],
    ['docker run --pids-limit -1 alpine', { PidsLimit: -1 }],
  ])('%s', (line, expected) => {
    expect(sent(line)).toEqual([{ Image: 'alpine', ...expected }]);
  });

  test.each([
    ['docker run alpine --privileged', { Image: 'alpine', Cmd: ['--privileged'] }],
    ['docker run --privileged false alpine', { Image: 'false', Cmd: ['alpine'], Privileged: true }],
    ['docker run -- alpine -x', { Image: 'alpine', Cmd: ['-x'] }],
    ['docker run alpine -- ls', { Image: 'alpine', Cmd: ['--', 'ls'] }],
    ['docker container run --read-only alpine', { Image: 'alpine', ReadonlyRootfs: true }],
    ['docker -D -l warn --config /tmp run -d alpine', { Image: 'alpine' }],
    ['docker --host=ssh://x -H y --context z create alpine', { Image: 'alpine' }],
  ])('%s', (line, expected) => {
    expect(sent(line)).toEqual([expected]);
  });

  test.each([
    'docker',
    'docker --version',
    'docker -v run alpine',
    'docker --help',
    'docker ps -a',
    'docker container ls',
    'docker compose up',
    'docker $COMMAND alpine',
    'docker "$COMMAND" alpine',
    'docker --help=true run alpine',
    'docker compose --version run web',
    'docker-compose --help run web',
    'docker-compose',
    'docker volume run x',
    'docker container build .',
    'docker container volume create x',
    'docker compose create web',
    'docker "" run',
    'docker run --help',
    'docker run --privileged --help alpine',
    'docker exec -h',
    'docker compose run --help',
    'docker help run',
  ])('%s sends nothing', (line) => {
    expect(parseLine(line)).toMatchObject({ subjects: [], volumes: [], problems: [] });
  });
});

describe('execs', () => {
  test.each([
    ['docker exec web ls', 'docker exec', { AttachStderr: true, AttachStdout: true, Cmd: ['ls'] }],
    [
      'docker exec -itu root web sh',
      'docker exec',
      { AttachStderr: true, AttachStdin: true, AttachStdout: true, Cmd: ['sh'], Tty: true, User: 'root' },
    ],
    ['docker exec -d web ls', 'docker exec', { Cmd: ['ls'] }],
    [
      'docker exec web ls --privileged -u root',
      'docker exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['ls', '--privileged', '-u', 'root'] },
    ],
    [
      'docker exec -e A=1 -e A=2 web env',
      'docker exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['env'], Env: ['A=1', 'A=2'] },
    ],
    [
      'docker compose -f x.yaml exec --privileged web sh',
      'docker compose exec',
      { AttachStderr: true, AttachStdin: true, AttachStdout: true, Cmd: ['sh'], Privileged: true },
    ],
    [
      'docker --help=false --version=false exec web ls',
      'docker exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['ls'] },
    ],
    [
      'docker exec --interactive=false -t web ls',
      'docker exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['ls'], Tty: true },
    ],
    [
      'docker compose exec --interactive=false web sh',
      'docker compose exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['sh'] },
    ],
    ['docker compose exec -d web sh', 'docker compose exec', { Cmd: ['sh'] }],
    [
      'docker compose exec -e A=1 -e A=2 web env',
      'docker compose exec',
      { AttachStderr: true, AttachStdin: true, AttachStdout: true, Cmd: ['env'], Env: ['A=1', 'A=2'] },
    ],
    [
      'docker-compose --verbose exec -T web sh',
      'docker compose exec',
      { AttachStderr: true, AttachStdin: true, AttachStdout: true, Cmd: ['sh'] },
    ],
    [
      'podman exec --no-session -u0 web sh',
      'podman exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['sh'], User: '0' },
    ],
  ])('%s', (line, origin, body) => {
    const [subject] = parseLine(line).subjects;
    expect(subject).toMatchObject({ kind: 'exec', name: 'web', origin, unresolvedOptions: [] });
    expect(subject && toEngineJson(subject, { workingDirectory: '/srv' }).Config).toEqual(body);
  });
});

describe('a service is run with what the flags add', () => {
  test.each([
    ['-u root -w /srv --name job', { Config: { User: 'root', WorkingDir: '/srv' } }],
    [
      '--rm --cap-add NET_ADMIN --cap-drop=CHOWN -l a=1',
      {
        Config: { Labels: { a: '1' } },
        HostConfig: { AutoRemove: true, CapAdd: ['CAP_NET_ADMIN'], CapDrop: ['CAP_CHOWN'] },
      },
    ],
    ['-e A=1 -e B=2 -e A=3', { Config: { Env: ['B=2', 'A=3'] } }],
    ['--env-from-file vars -e A=1', { Config: { Env: ['vars', 'A=1'] }, unknown: ['Config.Image', 'Config.Env[0]'] }],
    [
      '-p 8080:80 -p 53/udp',
      {
        Config: { ExposedPorts: { '80/tcp': {}, '53/udp': {} } },
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }], '53/udp': [{}] } },
      },
    ],
    ['-v ./data:/data', { HostConfig: { Binds: ['/srv/data:/data:rw'] } }],
    ['-v ./data:/data:ro,z', { HostConfig: { Binds: ['/srv/data:/data:ro,z'] } }],
    [
      '-v /a:/b:z,rw,rshared',
      {
        HostConfig: {
          Mounts: [
            {
              Type: 'bind',
              Source: '/a',
              Target: '/b',
              BindOptions: { Propagation: 'rshared', CreateMountpoint: true },
            },
          ],
        },
      },
    ],
    ['-v "$DIR":/b', { HostConfig: { Binds: ['$DIR:/b'] }, unknown: ['Config.Image', 'HostConfig.Binds[0]'] }],
    ['-v /a:"$DIR"', { HostConfig: { Binds: ['/a:$DIR'] }, unknown: ['Config.Image', 'HostConfig.Binds[0]'] }],
    ['-v /a:/b:"$MODE"', { HostConfig: { Binds: ['/a:/b:$MODE'] }, unknown: ['Config.Image', 'HostConfig.Binds[0]'] }],
    ['-v cache:/cache', { HostConfig: { Mounts: [{ Type: 'volume', Source: 'cache', Target: '/cache' }] } }],
    [
      '-v cache:/cache:ro,nocopy',
      {
        HostConfig: {
          Mounts: [
            { Type: 'volume', Source: 'cache', Target: '/cache', ReadOnly: true, VolumeOptions: { NoCopy: true } },
          ],
        },
      },
    ],
    ['-v /anonymous', { Config: { Volumes: { '/anonymous': {} } } }],
    ['--entrypoint sh', { Config: { Entrypoint: ['sh'] } }],
    ['--entrypoint ""', {}],
    // Compose splits it into words.
    [
      '--entrypoint "sh -c"',
      { Config: { Entrypoint: ['--entrypoint'] }, unknown: ['Config.Image', 'Config.Entrypoint[0]'] },
    ],
    [
      '--entrypoint "-- sh"',
      { Config: { Entrypoint: ['--entrypoint'] }, unknown: ['Config.Image', 'Config.Entrypoint[0]'] },
    ],
    [
      '--entrypoint "$SHELL"',
      { Config: { Entrypoint: ['--entrypoint'] }, unknown: ['Config.Image', 'Config.Entrypoint[0]'] },
    ],
  ])('docker compose run %s web', (flags, expected) => {
    const { subjects, problems } = parseLine(`docker compose run ${flags} web`);
    expect(problems).toEqual([]);
    expect(subjects.map((subject) => toEngineJson(subject, { workingDirectory: '/srv' }))).toEqual([
      { Config: {}, HostConfig: {}, unknown: ['Config.Image'], ...expected },
    ]);
  });

  test('the words after it are its command', () => {
    const [subject] = parseLine('docker compose run web -c ls').subjects;
    expect(subject && toEngineJson(subject, { workingDirectory: '/srv' }).Config).toEqual({ Cmd: ['-c', 'ls'] });
  });

  test.each([
    ['docker compose run web', { name: 'web', unresolvedOptions: [{ expression: 'web', reason: 'fragment' }] }],
    [
      'docker compose run -d --name job web',
      {
        name: 'job',
        containerName: { value: 'job' },
        detach: { value: true },
        unresolvedOptions: [{ expression: 'web', reason: 'fragment' }],
      },
    ],
    [
      'docker compose run --name "$NAME" web',
      { name: 'web', unresolvedOptions: [{ expression: 'web', reason: 'fragment' }] },
    ],
    [
      'docker compose run --name "job-$ID" web',
      { name: 'web', unresolvedOptions: [{ expression: 'web', reason: 'fragment' }] },
    ],
    [
      'docker compose run $OPTS web',
      {
        name: 'web',
        unresolvedOptions: [
          { expression: '$OPTS', reason: 'variable' },
          { expression: 'web', reason: 'fragment' },
        ],
      },
    ],
    [
      'docker compose run',
      { name: 'docker compose run', unresolvedOptions: [{ expression: 'docker compose run', reason: 'broken' }] },
    ],
    [
      'docker compose run --nonsense',
      {
        name: 'docker compose run',
        unresolvedOptions: [
          { expression: '--nonsense', reason: 'broken' },
          { expression: 'docker compose run', reason: 'broken' },
        ],
      },
    ],
  ])('%s has the rest from the Compose file', (line, expected) => {
    expect(parseLine(line).subjects).toMatchObject([{ origin: 'docker compose run', networks: [], ...expected }]);
  });

  test('what is not written is not there', () => {
    const [subject] = parseLine('docker compose run web').subjects;
    expect(Object.keys(subject ?? {})).toEqual([
      'kind',
      'origin',
      'name',
      'place',
      'config',
      'hostConfig',
      'networks',
      'unresolvedOptions',
      'commandLine',
    ]);
  });

  test('`--service-ports` is a conflict where it is on', () => {
    expect(parseLine('docker compose run --service-ports=false -p 80:80 web').problems).toEqual([]);
    expect(parseLine('docker compose run --service-ports web').problems).toEqual([]);
  });
});

test.each([
  ['docker run nginx:1.27', 'nginx:1.27'],
  ['docker run --name web nginx', 'web'],
  ['docker run --name "$NAME" nginx', 'nginx'],
  ['docker run "$IMAGE"', '$IMAGE'],
  ['docker run', 'docker run'],
])('%s is called %s', (line, name) => {
  expect(parseLine(line).subjects).toMatchObject([{ name }]);
});

test.each([
  // One of two conditions is unknown.
  ['docker exec --detach=$D web ls', false, '-'],
  ['docker exec --detach=$D -i web ls', undefined, '$D'],
  ['docker exec --interactive=$I web ls', undefined, '$I'],
  ['docker exec -d --interactive=$I web ls', false, '-'],
  ['docker exec --detach=$D --interactive=$I web ls', undefined, '$D'],
])('whether %s attaches stdin', (line, expected, pattern) => {
  const [subject] = parseLine(line).subjects;
  const stdin = subject?.kind === 'exec' ? subject.attachStdin : expect.unreachable();
  expect([valueOf(stdin), stdin?.known === false ? patternText(stdin.pattern) : '-']).toEqual([expected, pattern]);
});

describe('what a command says next to its request', () => {
  test.each([
    ['docker run --detach nginx', { detach: { value: true } }],
    ['docker run -d nginx', { detach: { value: true }, flagNames: new Map([['--detach', '-d']]) }],
    ['docker run --name web nginx', { containerName: { value: 'web' } }],
    [
      'docker run --net front nginx',
      { networks: [{ name: { value: 'front' } }], flagNames: new Map([['--network', '--net']]) },
    ],
    [
      'docker run --network front --net back nginx',
      { networks: [{ name: { value: 'front' } }, { name: { value: 'back' } }] },
    ],
    ['docker run --net=host nginx', { networks: [], flagNames: new Map([['--network', '--net']]) }],
    ['docker run --network container:"$C" nginx', { networks: [] }],
    ['docker run --network "$NET" nginx', { networks: [{ name: { known: false } }] }],
    [
      'docker run -m 1g -p 80:80 --user 1 nginx',
      {
        flagNames: new Map([
          ['--memory', '-m'],
          ['--publish', '-p'],
        ]),
      },
    ],
    ['docker run -m 1g --memory 2g nginx', {}],
    ['docker run --memory 1g -m 2g nginx', { flagNames: new Map([['--memory', '-m']]) }],
    ['docker run --use-api-socket nginx', { apiSocket: { value: true } }],
  ])('%s', (line, expected) => {
    const { subjects, problems } = parseLine(line);
    expect(problems).toEqual([]);
    expect(subjects).toMatchObject([expected]);
    const beside = Object.keys(subjects[0] ?? {}).filter((key) =>
      ['detach', 'containerName', 'flagNames', 'apiSocket'].includes(key),
    );
    expect(beside).toEqual(Object.keys(expected).filter((key) => key !== 'networks'));
  });

  test('files of labels hold labels that are unknown', () => {
    const [subject] = parseLine('docker run --label-file labels.txt -l a=1 nginx').subjects;
    expect(subject).toMatchObject({
      config: {
        labels: [
          { key: { pattern: [{ unknown: 'labels.txt' }] }, value: { pattern: [{ unknown: 'labels.txt' }] } },
          { key: { value: 'a' } },
        ],
      },
    });
  });

  test('env files come before the variables', () => {
    const [run, exec] = ['docker run -e A=1 --env-file vars nginx', 'docker exec -e A=1 --env-file vars web ls'].map(
      (line) => parseLine(line).subjects[0],
    );
    expect(run).toMatchObject({ config: { env: [{ pattern: [{ unknown: 'vars' }] }, { value: 'A=1' }] } });
    expect(exec).toMatchObject({ env: [{ pattern: [{ unknown: 'vars' }] }, { value: 'A=1' }] });
  });
});

describe('networks', () => {
  test.each([
    ['docker network create front', { name: { value: 'front' }, driver: { value: 'bridge' } }],
    ['docker network create -d overlay front', { name: { value: 'front' }, driver: { value: 'overlay' } }],
    [
      'docker network create -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 front',
      {
        driverOpts: [{ key: { value: 'com.docker.network.bridge.host_binding_ipv4' }, value: { value: '127.0.0.1' } }],
      },
    ],
    ['docker network create front -d overlay', { name: { value: 'front' }, driver: { value: 'overlay' } }],
  ])('%s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({
      subjects: [],
      networks: [{ kind: 'network', isExternal: false, ...expected }],
      problems: [],
    });
  });

  test('one without a name is none', () => {
    expect(parseLine('docker network create -d overlay')).toMatchObject({ subjects: [], networks: [] });
  });
});

describe('images that are built, tagged and committed', () => {
  test.each([
    ['docker build -t a -t b:1 .', [{ name: 'a' }, { name: 'b:1' }]],
    ['docker buildx build --tag a --build-arg A=1 .', [{ name: 'a' }]],
    ['docker builder build . -t a', [{ name: 'a' }]],
    ['docker image build -q -t "$TAG" .', [{ name: undefined }]],
    ['docker build $OPTS -t a .', [{ name: 'a' }]],
    ['docker tag a b', [{ name: 'b', source: 'a' }]],
    ['docker image tag a b', [{ name: 'b', source: 'a' }]],
    ['docker tag $A b', [{ name: 'b', source: undefined }]],
    ['docker tag a', []],
    ['docker commit -m text web b', [{ name: 'b' }]],
    ['docker container commit web b', [{ name: 'b' }]],
    ['docker commit web', []],
    ['docker build --help -t a .', []],
    ['docker build .', []],
  ])('%s', (line, expected) => {
    const { images, subjects, problems } = parseLine(line);
    expect(
      images.map(({ name, source }) => ({
        name: name.value,
        ...(source === undefined ? {} : { source: source.value }),
      })),
    ).toEqual(expected);
    expect([subjects.filter(({ kind }) => kind !== 'build'), problems]).toEqual([[], []]);
  });

  test.each([
    ['docker run -d nginx:1 ls', 'nginx:1'],
    ['podman create nginx', 'nginx'],
    ['docker run "$IMAGE"', undefined],
  ])('%s runs one', (line, image) => {
    expect(parseLine(line).image?.value).toBe(image);
    expect('image' in parseLine(line)).toBe(true);
  });

  test('an exec runs none', () => {
    expect('image' in parseLine('docker exec web nginx')).toBe(false);
    expect('image' in parseLine('docker compose run web nginx')).toBe(false);
  });
});
