import { describe, expect, test } from 'vitest';
import { malformed, sentencesIn } from '../../sentences.ts';
import { parseLine, textAt } from './command-line.ts';

/** Problems as ID, marked text and message. */
function problems(line: string): readonly (readonly string[])[] {
  return parseLine(line).problems.map(({ id, place, message }) => [
    id.replace('syntax/', ''),
    textAt(line, place),
    message.what,
  ]);
}

function remedies(line: string): readonly (string | undefined)[] {
  return parseLine(line).problems.map(({ message }) => message.remedy);
}

describe('what the client rejects', () => {
  test.each([
    [
      'docker run --priviledged alpine',
      'unknown-flag',
      '--priviledged',
      'Unknown flag `--priviledged` for `docker run`.',
    ],
    ['docker run --memry=1g alpine', 'unknown-flag', '--memry', 'Unknown flag `--memry` for `docker run`.'],
    ['docker run -x alpine', 'unknown-flag', '-x', 'Unknown flag `-x` for `docker run`.'],
    ['docker run -itz alpine', 'unknown-flag', 'z', 'Unknown flag `-z` for `docker run`.'],
    ['docker run -i= alpine', 'unknown-flag', '=', 'Unknown flag `-=` for `docker run`.'],
    ['docker create -d alpine', 'unknown-flag', '-d', 'Unknown flag `-d` for `docker create`.'],
    ['docker container exec -v /:/x web ls', 'unknown-flag', '-v', 'Unknown flag `-v` for `docker container exec`.'],
    ['docker --nonsense run alpine', 'unknown-flag', '--nonsense', 'Unknown flag `--nonsense` for `docker`.'],
    [
      'docker-compose --nonsense exec web ls',
      'unknown-flag',
      '--nonsense',
      'Unknown flag `--nonsense` for `docker-compose`.',
    ],
    [
      'docker-compose exec --nonsense web ls',
      'unknown-flag',
      '--nonsense',
      'Unknown flag `--nonsense` for `docker-compose exec`.',
    ],
    [
      'docker compose --nonsense exec web ls',
      'unknown-flag',
      '--nonsense',
      'Unknown flag `--nonsense` for `docker compose`.',
    ],
    ['docker run --name', 'missing-value', '--name', '`--name` requires a value.'],
    ['docker run -itu', 'missing-value', 'u', '`-u` requires a value.'],
    ['docker run -d', 'missing-image', 'docker run', '`docker run` requires an image.'],
    ['docker -D run', 'missing-image', 'docker -D run', '`docker run` requires an image.'],
    ['docker exec -it web', 'missing-command', 'docker exec', '`docker exec` requires a command.'],
    ['docker exec', 'missing-command', 'docker exec', '`docker exec` requires a container and a command.'],
    ['docker compose run', 'missing-command', 'docker compose run', '`docker compose run` requires a service.'],
    ['docker run --privileged=yes alpine', 'invalid-value', 'yes', '`yes` is not a boolean.'],
    ['docker run --rm= alpine', 'invalid-value', '--rm=', 'An empty value is not a boolean.'],
    ['docker run -m lots alpine', 'invalid-value', 'lots', '`lots` is not a size.'],
    ["docker run -m '' alpine", 'invalid-value', "''", 'An empty value is not a size.'],
    ['docker run -p 80:70000 alpine', 'invalid-value', '70000', '`70000` is not a container port or port range.'],
    ['docker run -p published=80,target alpine', 'invalid-value', 'target', '`target` is not `name=value`.'],
    [
      'docker run --mount type=bind,source=/a,target=/b,mode=ro alpine',
      'invalid-value',
      'mode=ro',
      'Unknown mount key `mode`.',
    ],
    [
      'docker run --mount type=bind,source=/a,target=/b,volume-nocopy alpine',
      'invalid-value',
      'volume-nocopy',
      "`volume-…` options don't apply to `bind` mounts.",
    ],
    [
      'docker run --mount source=/a,target=/b,bind-propagation=shared alpine',
      'invalid-value',
      'bind-propagation=shared',
      "`bind-…` options don't apply to `volume` mounts.",
    ],
    [
      'docker run --sysctl vm.swappiness=10 alpine',
      'invalid-value',
      'vm.swappiness',
      "Sysctl `vm.swappiness` is not namespaced, so it can't be set per container.",
    ],
    [
      'docker run --health-interval=-5s --health-cmd true alpine',
      'invalid-value',
      '-5s',
      "`--health-interval` can't be negative.",
    ],
    ['docker run Nginx', 'invalid-value', 'Nginx', '`Nginx` is not a valid image name.'],
    [
      'docker run --rm --restart always alpine',
      'conflicting-flags',
      '--restart',
      '`--rm` and `--restart` are mutually exclusive.',
    ],
    [
      'docker run --no-healthcheck --health-retries 3 alpine',
      'conflicting-flags',
      '--no-healthcheck',
      '`--no-healthcheck` disables what `--health-retries` sets.',
    ],
    [
      'docker run --network a --network host alpine',
      'conflicting-flags',
      'host',
      "`host` can't be combined with a user-defined network.",
    ],
    [
      'docker run --restart on-failure --rm alpine',
      'conflicting-flags',
      '--rm',
      '`--rm` and `--restart` are mutually exclusive.',
    ],
    ["docker run ''", 'invalid-value', "''", 'The image name is empty.'],
    ["docker exec '' ls", 'invalid-value', "''", 'The name of a container is empty.'],
    ['docker exec // ls', 'invalid-value', '//', 'The name of a container is empty.'],
    ['docker volume create --name a b', 'conflicting-flags', '--name', 'The volume has two names.'],
    [
      'docker run --pull always 1111111111111111111111111111111111111111111111111111111111111111',
      'conflicting-flags',
      '1111111111111111111111111111111111111111111111111111111111111111',
      "An image can't be pulled by its ID.",
    ],
    [
      'docker compose run -p 80:80 -P web',
      'conflicting-flags',
      '-p',
      '`--publish` and `--service-ports` are mutually exclusive.',
    ],
    ['docker volume create a b', 'conflicting-flags', 'b', '`docker volume create` accepts one name.'],
  ])('%s', (line, id, text, what) => {
    expect(problems(line)).toEqual([[id, text, what]]);
    expect(parseLine(line).problems.map(({ severity }) => severity)).toEqual(['error']);
    expect(malformed(sentencesIn(parseLine(line).problems.map(({ message }) => message)))).toEqual([]);
  });

  test('each culprit has its own problem', () => {
    const line = 'docker run -m lots --nonsense -p x:80 alpine';
    expect(problems(line).map(([id, text]) => [id, text])).toEqual([
      ['unknown-flag', '--nonsense'],
      ['invalid-value', 'lots'],
      ['invalid-value', 'x'],
    ]);
  });

  test('a problem names its subject', () => {
    expect(parseLine('docker run --name web -m lots alpine').problems).toMatchObject([
      { subject: { kind: 'container', name: 'web' } },
    ]);
    expect(parseLine('docker exec --tty=x web ls').problems).toMatchObject([
      { subject: { kind: 'exec', name: 'web' } },
    ]);
  });
});

test.each([
  ['docker run --priviledged alpine', 'Did you mean `--privileged`?'],
  ['docker run -name web alpine', 'Did you mean `--name`?'],
  ['docker run ---name web alpine', 'Did you mean `--name`?'],
  ['docker run --xyzzy alpine', 'For valid flags, see `docker run --help`.'],
  ['docker run Nginx', 'Image names must be lowercase: `nginx`.'],
  ['docker run nginx:1:2', 'Write `[registry/]name[:tag]` in lowercase.'],
  ['docker run NGINX:1:2', 'Write `[registry/]name[:tag]` in lowercase.'],
  ['docker run -x alpine', 'For valid flags, see `docker run --help`.'],
])('the remedy of %s', (line, remedy) => {
  expect(remedies(line)).toContain(remedy);
});

test.each([
  'docker run --rm=false --restart always alpine',
  'docker run --rm --restart no alpine',
  "docker run --rm --restart '' alpine",
  'docker run --no-healthcheck --health-retries 0 alpine',
  'docker run --no-healthcheck=false --health-cmd true alpine',
  "docker run --no-healthcheck --health-cmd '' alpine",
  'docker run --no-healthcheck=$X --health-cmd true alpine',
  'docker run --pull missing 1111111111111111111111111111111111111111111111111111111111111111',
  'docker run --pull always nginx',
  'docker run --pull $PULL nginx',
  'podman run --rm --restart always alpine',
  'podman run --pid private --uts private --userns keep-id --label "a b=c" alpine',
  'podman run Nginx:1:2',
  'podman volume create a b',
  'podman compose --nonsense run web',
  'podman exec --latest ls',
  'podman exec -l ls -l',
  'nerdctl --nonsense=1 compose run web',
  'podman run --memory lots alpine',
])('%s is not rejected', (line) => {
  expect(problems(line)).toEqual([]);
});

describe('what is wrong does not hide the rest', () => {
  test('an unknown flag', () => {
    expect(parseLine('docker run --priviledged -v /:/x alpine').subjects).toMatchObject([
      {
        config: { image: { value: 'alpine' } },
        hostConfig: { binds: [{ source: { value: '/' } }] },
        unresolvedOptions: [{ expression: '--priviledged', reason: 'broken' }],
      },
    ]);
  });

  test.each([
    ['docker run --memry 1g alpine sh', 'alpine'],
    ['docker run --memry=1g alpine sh', 'alpine'],
    ['docker run --priviledged alpine sh', 'alpine'],
    ['docker run -xd alpine sh', 'alpine'],
    ['docker run -name=web alpine sh', 'alpine'],
  ])('%s runs %s', (line, image) => {
    expect(parseLine(line).subjects).toMatchObject([{ config: { image: { value: image } } }]);
  });

  test('a misspelt flag has the value that the right one would have', () => {
    expect(parseLine('docker run --memry 1g alpine').subjects).toMatchObject([
      { config: { image: { value: 'alpine' } } },
    ]);
  });

  test('a value that can not be read is unknown', () => {
    expect(parseLine('docker run -m lots alpine').subjects).toMatchObject([
      { hostConfig: { memory: { known: false, pattern: ['lots'] } } },
    ]);
  });

  test('an element that can not be read is left out', () => {
    expect(parseLine('docker run -p x:80 -p 81:81 alpine').subjects).toMatchObject([
      { hostConfig: { portBindings: [{ hostPort: { value: { start: 81 } } }] } },
    ]);
  });

  test('a missing image leaves the container open', () => {
    expect(parseLine('docker run --privileged').subjects).toMatchObject([
      { hostConfig: { privileged: { value: true } }, unresolvedOptions: [{ reason: 'broken' }] },
    ]);
  });
});

test('a value of an environment variable is in no message', () => {
  for (const line of ['docker run -e =s3cret alpine', "docker run --env-file '' -l =s3cret alpine"]) {
    expect(JSON.stringify(parseLine(line).problems)).not.toContain('s3cret');
  }
});

test('a long value is cut in a message', () => {
  const [problem] = parseLine(`docker run -m ${'x'.repeat(10_000)} alpine`).problems;
  expect(problem?.message.what.length).toBeLessThan(120);
});
