import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { parseLine } from './command-line.ts';

/** What the engine would get, without what the client sends unasked. */
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
    // A value is a value, whatever it looks like.
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
    ['docker exec -d web ls', 'docker exec', { Cmd: ['ls'], Detach: true }],
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
      'docker-compose --verbose exec -T web sh',
      'docker compose exec',
      { AttachStderr: true, AttachStdin: true, AttachStdout: true, Cmd: ['sh'] },
    ],
    [
      'podman exec --latest -u0 web sh',
      'podman exec',
      { AttachStderr: true, AttachStdout: true, Cmd: ['sh'], User: '0' },
    ],
  ])('%s', (line, origin, body) => {
    const [subject] = parseLine(line).subjects;
    expect(subject).toMatchObject({ kind: 'exec', name: 'web', origin, openings: [] });
    expect(subject && toEngineJson(subject, { workingDirectory: '/srv' }).Config).toEqual(body);
  });
});

describe('a service is run', () => {
  const line = 'docker compose run --rm -u root -v ./data:/data:ro -v cache:/cache -p 80:80 --entrypoint sh web -c ls';
  const [subject] = parseLine(line).subjects;

  test('with what the flags add', () => {
    expect(subject && toEngineJson(subject, { workingDirectory: '/srv' })).toMatchObject({
      Config: { Cmd: ['-c', 'ls'], Entrypoint: ['sh'], User: 'root', ExposedPorts: { '80/tcp': {} } },
      HostConfig: {
        AutoRemove: true,
        Binds: ['/srv/data:/data:ro'],
        Mounts: [{ Type: 'volume', Source: 'cache', Target: '/cache' }],
      },
      unknown: ['Config.Image'],
    });
  });

  test('the rest stands in the Compose file', () => {
    expect(subject).toMatchObject({
      name: 'web',
      origin: 'docker compose run',
      openings: [{ expression: 'web', reason: 'fragment' }],
    });
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
