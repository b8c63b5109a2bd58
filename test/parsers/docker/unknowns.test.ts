import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import { type Argument, parseDockerCommand } from '../../../src/parsers/docker/index.ts';
import { isCertain, placeAt } from '../../../src/text/location.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { Text } from '../../../src/text/text.ts';
import { parseLine } from './command-line.ts';

function container(line: string): Container {
  const [subject] = parseLine(line).subjects;
  return subject?.kind === 'container' ? subject : expect.unreachable();
}

function show(setting: Setting<unknown> | undefined): string {
  if (setting === undefined) return '-';
  return setting.known ? String(setting.value) : `?${patternText(setting.pattern)}`;
}

describe('an unquoted expansion before the image', () => {
  test.each([
    // line, image, unresolved options
    ['docker run $OPTS nginx', 'nginx', ['$OPTS']],
    ['docker run $OPTS --read-only nginx', 'nginx', ['$OPTS']],
    ['docker run $OPTS $MORE_ARGS nginx sh', 'nginx', ['$OPTS', '$MORE_ARGS']],
    ['docker run $@', '?$@', ['$@']],
    ['docker run $@ nginx', 'nginx', ['$@']],
    ['docker run ${ARGS[@]} nginx', 'nginx', ['${ARGS[@]}']],
    ['docker run ${EXTRA:-} nginx', 'nginx', ['${EXTRA:-}']],
    ['docker run $X nginx', 'nginx', ['$X']],
    ['docker run $X -d nginx', 'nginx', ['$X']],
    ['docker run $OPTS', '?$OPTS', ['$OPTS']],
    ['docker run -d $IMAGE', '?$IMAGE', []],
    ['docker run -d $1', '?$1', []],
    ['docker run -d $NAME', '?$NAME', []],
    ['docker run --rm $DOCKER_IMG nginx -t', '?$DOCKER_IMG', []],
    ['docker run --rm $X bash', '?$X', []],
    ['docker run --rm $X /bin/sh -c ls', '?$X', []],
    ['docker run --rm $(docker build -q .)', '?$(docker build -q .)', []],
    ['docker run $OPTS $IMAGE', '?$IMAGE', ['$OPTS']],
    // Which of two words is the image?
    ['docker run $X $CMD', '?$X', []],
    ['docker run $X $COMMAND_ARGS nginx', 'nginx', ['$X', '$COMMAND_ARGS']],
    ['docker run $X $Y', '?$Y', ['$X']],
    ['docker run $X $CMD nginx', 'nginx', ['$X', '$CMD']],
    ['docker run $* nginx', 'nginx', ['$*']],
    ['docker run ${*} nginx', 'nginx', ['${*}']],
    ['docker run ${LIST[*]} nginx', 'nginx', ['${LIST[*]}']],
    ['docker run $X "$Y"', '?$Y', ['$X']],
    // A registry, tag or digest identifies the image after an unknown flag.
    ['nerdctl run --frobnicate $X docker.io/alpine', 'docker.io/alpine', ['$X']],
  ])('%s has the image %s', (line, image, expressions) => {
    const { config, unresolvedOptions: found } = container(line);
    expect([show(config.image), found.map(({ expression }) => expression)]).toEqual([image, expressions]);
    expect(parseLine(line).problems).toEqual([]);
  });

  test('what the client sends unasked is not said where an option can change it', () => {
    const { config, hostConfig } = container('docker run $OPTS nginx');
    expect([config.attachStdout, hostConfig.networkMode, hostConfig.restartPolicy]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(container('docker run nginx').hostConfig.networkMode).toMatchObject({ value: 'default' });
  });
});

describe('an unquoted expansion as the last word that a flag can take', () => {
  test.each([
    ['docker run -e $X', '?$X', ['$X']],
    ['docker run -e $X -d', '?$X', ['$X']],
    ['docker run --name a -p $X --rm', '?$X', ['$X']],
    ['docker run $OPTS -e $X', '?$X', ['$OPTS', '$X']],
    ['docker run -e $X nginx', 'nginx', []],
    ['docker create -e $X -e $Y nginx', 'nginx', []],
    ['podman run -v $X', '?$X', ['$X']],
    ['docker run --env=$X', '?$X', ['$X']],
    ['docker run -e A=$X --rm', '?$X', ['$X']],
    ['docker run -de$X', '?$X', ['$X']],
    ['docker run -v $A:/a:$B', '?$B', ['$B']],
    ['docker run --env=$X nginx', 'nginx', []],
  ])('%s may hold the image: %s', (line, image, expressions) => {
    const { config, unresolvedOptions: found } = container(line);
    expect([show(config.image), found.map(({ expression }) => expression)]).toEqual([image, expressions]);
    expect(parseLine(line).problems).toEqual([]);
  });

  test.each([
    ['docker run -e "$X"', ['syntax/missing-image']],
    ['docker run --env="$X"', ['syntax/missing-image']],
    ['docker run --env=$X -e', ['syntax/missing-value']],
    ['docker exec -u $X', []],
    ['docker exec --user=$X', []],
    ['docker exec web-$X', []],
    ['docker exec "web-$X"', ['syntax/missing-command']],
    ['docker compose exec --user=$X', []],
    ['docker compose run --name=$X', []],
    ['docker exec -u $X web', []],
    ['docker exec -u "$X" web', ['syntax/missing-command']],
    ['docker compose run -e $X', []],
    ['docker compose run $OPTS', []],
    ['docker compose run -e "$X"', ['syntax/missing-command']],
    ['docker compose exec -u $X', []],
  ])('%s has the problems %j', (line, ids) => {
    expect(parseLine(line).problems.map(({ id }) => id)).toEqual(ids);
  });
});

describe('an unquoted expansion before the subcommand', () => {
  test.each([
    ['docker $OPTS run nginx', 'docker run', 'nginx'],
    ['docker $OPTS --tls run nginx', 'docker run', 'nginx'],
    ['docker $OPTS container $MORE run nginx', 'docker run', 'nginx'],
    ['docker $OPTS compose run web', 'docker compose run', 'web'],
    ['docker compose $OPTS exec web ls', 'docker compose exec', 'web'],
    ['docker-compose $OPTS exec web ls', 'docker compose exec', 'web'],
    ['podman $OPTS run nginx', 'podman run', 'nginx'],
  ])('%s', (line, origin, name) => {
    expect(parseLine(line)).toMatchObject({ subjects: [{ origin, name }], problems: [] });
  });

  test.each([
    'docker $OPTS',
    'docker $OPTS ps',
    'docker compose $OPTS up',
    'docker $OPTS compose',
    'docker $CMD nginx',
  ])('%s is no command that is read', (line) => {
    expect(parseLine(line)).toMatchObject({ subjects: [], problems: [] });
  });
});

describe('a quoted expansion', () => {
  test.each([
    ['docker run "$X"', '?$X', []],
    ['docker run "$X" ls', '?$X', []],
    ['docker run -d "$X" -v /:/x nginx', '?$X', []],
    ['docker run "$RUN_ARGS" -v /:/x nginx', 'nginx', ['$RUN_ARGS']],
    ['docker run -d "$RUN_ARGS" nginx', 'nginx', ['$RUN_ARGS']],
    ['docker run -d "$RUN_ARGS"', '?$RUN_ARGS', ['$RUN_ARGS']],
    ['docker run "nginx:$TAG"', '?nginx:$TAG', []],
    ['docker run --"$X" nginx', 'nginx', ['--$X']],
    ['docker run -d"$X" nginx', 'nginx', ['-d$X']],
    ['docker run --label-"$X"=1 nginx', 'nginx', ['--label-$X=1']],
  ])('%s has the image %s', (line, image, expressions) => {
    const { config, unresolvedOptions: found } = container(line);
    expect([show(config.image), found.map(({ expression }) => expression)]).toEqual([image, expressions]);
  });
});

test.each([
  ['docker run -m $MEM nginx', (c: Container) => c.hostConfig.memory, '?$MEM'],
  ['docker run -m "${MEM}m" nginx', (c: Container) => c.hostConfig.memory, '?${MEM}m'],
  ['docker run --privileged=$P nginx', (c: Container) => c.hostConfig.privileged, '?$P'],
  ['docker run --network "$NET" nginx', (c: Container) => c.hostConfig.networkMode, '?$NET'],
  ['docker run -u "$(id -u):0" nginx', (c: Container) => c.config.user, '?$(id -u):0'],
  ['docker run -e KEY nginx', (c: Container) => c.config.env?.[0], '?KEY'],
  ['docker run -e KEY=$VALUE nginx', (c: Container) => c.config.env?.[0], '?KEY=$VALUE'],
  ['docker run --env-file .env nginx', (c: Container) => c.config.env?.[0], '?.env'],
  [
    'docker run --security-opt seccomp=profile.json nginx',
    (c: Container) => c.hostConfig.securityOpt?.[0],
    '?seccomp=profile.json',
  ],
  ['docker run --restart $POLICY nginx', (c: Container) => c.hostConfig.restartPolicy?.name, '?$POLICY'],
  ['docker run --restart on-failure:$N nginx', (c: Container) => c.hostConfig.restartPolicy?.name, 'on-failure'],
  ['docker run -v "$DIR:/data:ro" nginx', (c: Container) => c.hostConfig.binds?.[0]?.source, '?$DIR'],
  ['docker run -v "$DIR:/data:ro" nginx', (c: Container) => c.hostConfig.binds?.[0]?.target, '/data'],
  [
    'docker run --mount "type=bind,source=$DIR,target=/x" nginx',
    (c: Container) => c.hostConfig.mounts?.[0]?.source,
    '?$DIR',
  ],
  [
    'docker run --mount "type=bind,source=/a,$REST" nginx',
    (c: Container) => c.hostConfig.mounts?.[0]?.target,
    '?type=bind,source=/a,$REST',
  ],
  ['docker run --mount "$MOUNT" nginx', (c: Container) => c.hostConfig.mounts?.[0]?.type, '?$MOUNT'],
  ['docker run nginx $ARGS', (c: Container) => c.config.cmd?.[0], '?$ARGS'],
])('%s keeps what is known', (line, find, expected) => {
  expect(show(find(container(line)))).toBe(expected);
  expect(parseLine(line).problems).toEqual([]);
});

describe('an exec of a container that is unknown', () => {
  test.each([
    ['docker exec $C ls', '$C', ['$C']],
    ['docker exec $(docker ps -q) ls', '$(docker ps -q)', ['$(docker ps -q)']],
    ['docker exec $TARGET php artisan', '$TARGET', ['$TARGET']],
    ['docker exec $EXEC_OPTS web ls', 'web', ['$EXEC_OPTS']],
    ['docker exec $X -u root web ls', 'web', ['$X']],
    ['docker exec "$C" ls', '$C', []],
  ])('%s runs in %s', (line, name, expressions) => {
    const { subjects, problems } = parseLine(line);
    expect(subjects).toMatchObject([{ name, unresolvedOptions: expressions.map((expression) => ({ expression })) }]);
    expect(problems).toEqual([]);
  });
});

describe('a word that is one of a few', () => {
  const place = placeAt('script.sh', 20, 22);
  const word = (text: string): Argument => ({
    kind: 'word',
    text: Text.verbatim(text, placeAt('script.sh', 0, text.length)),
  });
  const oneOf = (...texts: readonly string[]): Argument => ({
    kind: 'word',
    text: Text.unknown(
      '$X',
      place,
      texts.map((text) => Text.derived(text, placeAt('script.sh', 5, 6))),
    ),
  });
  const run = (...words: readonly Argument[]): Container => {
    const [subject] = parseDockerCommand({
      program: 'docker',
      programPlace: placeAt('script.sh', 0, 6),
      programWord: placeAt('script.sh', 0, 6),
      arguments: [word('run'), ...words],
    }).subjects;
    return subject?.kind === 'container' ? subject : expect.unreachable();
  };

  test('as a value has candidates', () => {
    const { memory } = run(word('-m'), oneOf('1g', '2g', 'lots'), word('nginx')).hostConfig;
    expect(memory).toMatchObject({ known: false, candidates: [{ value: 1024 ** 3 }, { value: 2 * 1024 ** 3 }] });
  });

  test('as an element with parts is each of them, on some code paths only', () => {
    const { binds } = run(word('-v'), oneOf('/a:/a', '/b:/b:ro'), word('nginx')).hostConfig;
    expect(binds).toMatchObject([{ source: { value: '/a' } }, { source: { value: '/b' }, options: [{ value: 'ro' }] }]);
    expect(binds?.map((bind) => isCertain(bind.place))).toEqual([false, false]);
  });

  test('as options is each of them, on some code paths only', () => {
    const { hostConfig, unresolvedOptions } = run(oneOf('--privileged', '--read-only'), word('nginx'));
    expect(unresolvedOptions).toEqual([]);
    expect(
      [hostConfig.privileged, hostConfig.readonlyRootfs].map((setting) => setting && isCertain(setting.place)),
    ).toEqual([false, false]);
  });

  test('as options that use up different words it means unresolved options', () => {
    expect(run(oneOf('--privileged', '--memory'), word('nginx')).unresolvedOptions).toMatchObject([
      { expression: '$X', reason: 'variable' },
    ]);
  });

  test('as an image has candidates', () => {
    expect(run(oneOf('nginx', 'alpine')).config.image).toMatchObject({
      known: false,
      candidates: [{ value: 'nginx' }, { value: 'alpine' }],
    });
  });

  test.each([
    ['stands for unresolved options where an image can follow', [word('nginx')], 'nginx', ['$Y']],
    ['is the image where none follows', [], '?$Y', []],
    ['is the image where a command follows', [word('bash')], '?$Y', []],
  ])('an unknown word, on some code paths only, %s', (_, rest, image, expressions) => {
    const some: Argument = {
      kind: 'word',
      text: Text.unknown('$Y', placeAt('script.sh', 0, 2)).via({ kind: 'branch', location: place.location }),
    };
    const { config, unresolvedOptions: found } = run(word('--rm'), some, ...rest);
    expect([show(config.image), found.map(({ expression }) => expression)]).toEqual([image, expressions]);
  });

  test('as a value that may be wrong is a warning', () => {
    const words = [word('run'), word('-v'), oneOf('/a:/a', '/a:/a:/a:/a'), word('nginx')];
    expect(
      parseDockerCommand({
        program: 'docker',
        programPlace: placeAt('script.sh', 0, 6),
        programWord: placeAt('script.sh', 0, 6),
        arguments: words,
      }).problems,
    ).toMatchObject([
      {
        id: 'syntax/invalid-value',
        severity: 'warning',
        message: { what: 'On some code paths: `/a:/a:/a:/a` has too many colons.' },
      },
    ]);
  });

  test('as an option without its value is set with it', () => {
    const words = [word('run'), oneOf('--platform', '--rm'), word('--tty'), word('nginx')];
    const place = placeAt('script.sh', 0, 6);
    const command = { program: 'docker', programPlace: place, programWord: place, arguments: words } as const;
    expect(parseDockerCommand(command).problems).toEqual([]);
  });

  test('as a network is one network', () => {
    const { hostConfig } = run(word('--network'), oneOf('host', 'backend'), word('nginx'));
    expect(hostConfig.networkMode).toMatchObject({
      known: false,
      candidates: [{ value: 'host' }, { value: 'backend' }],
    });
  });

  test('as flags that exclude each other is no conflict', () => {
    const words = [oneOf('--rm', '--restart=always'), oneOf('--network=a', '--network=host'), word('nginx')];
    expect(
      parseDockerCommand({
        program: 'docker',
        programPlace: placeAt('script.sh', 0, 6),
        programWord: placeAt('script.sh', 0, 6),
        arguments: [word('run'), ...words],
      }).problems,
    ).toEqual([]);
  });

  test('a flag on some code paths only leaves the value that is there otherwise', () => {
    const branch = Text.verbatim('--memory=2g', placeAt('script.sh', 0, 11)).via({
      kind: 'branch',
      location: place.location,
    });
    const { memory } = run(word('--memory=1g'), { kind: 'word', text: branch }, word('nginx')).hostConfig;
    expect(memory).toMatchObject({ known: false, candidates: [{ value: 1024 ** 3 }, { value: 2 * 1024 ** 3 }] });
  });
});
