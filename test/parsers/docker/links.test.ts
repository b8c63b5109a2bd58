import { describe, expect, test } from 'vitest';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { linkNetworks } from '../../../src/parsers/docker/index.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { parseLine } from './command-line.ts';

/**
 * The text that names the image of a script's last container where it is built; `undefined` if it
 * is built elsewhere.
 */
async function builtFrom(script: string): Promise<string | undefined> {
  const { subjects } = await parseInput('shell', [{ path: 'build.sh', text: script }], {
    files: NO_FILES,
    environment: new Map(),
  });
  const last = subjects.at(-1);
  const place = last?.kind === 'container' ? last.build : expect.unreachable();
  return place && script.slice(place.location.span.start, place.location.span.end);
}

describe('an image that a script makes before it runs it', () => {
  test.each([
    ['docker build -t app . && docker run app', 'app'],
    ['docker build -t app . ; docker run -d app:latest', 'app'],
    ['docker build -t app:latest . ; docker run app', 'app:latest'],
    ['docker build -t app:1 -t app:2 . ; docker create app:2', 'app:2'],
    ['docker build -t docker.io/app . ; docker run app', 'docker.io/app'],
    ['docker build -t index.docker.io/library/app . ; docker run app', 'index.docker.io/library/app'],
    ['docker build -t library/app . ; docker run docker.io/app', 'library/app'],
    ['docker build -t localhost:5000/app . ; docker run localhost:5000/app:latest', 'localhost:5000/app'],
    ['docker build -t app . ; docker tag app other ; docker run other', 'other'],
    ['docker tag nginx:1.27 mine ; docker run mine', 'mine'],
    [
      'docker tag nginx@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 mine ; docker run mine',
      'mine',
    ],
    ['docker tag "$SOURCE" mine ; docker run mine', 'mine'],
    ['docker commit web snapshot ; docker run snapshot', 'snapshot'],
    ['docker build -t "$TAG" . ; docker run $TAG', '$TAG'],
    ['docker build -t "${TAG}" . ; docker run "$TAG"', '${TAG}'],
    ['docker build -t app:$V . ; docker run "app:$V"', 'app:$V'],
    ['TAG=$1 ; docker build -t "$TAG" . ; docker run "$TAG"', '$1'],
    ['docker build -t "${A:-b}" . ; docker run "${A:-b}"', 'b'],
    ['if a; then T=1; else T=2; fi ; docker build -t app:$T . ; docker run app:$T', 'app:$T'],
  ])('%s', async (script, expected) => {
    expect(await builtFrom(script)).toBe(expected);
  });

  test.each([
    ['docker run app'],
    ['docker run app ; docker build -t app .; docker run other'],
    ['docker build -t app:1 . ; docker run app'],
    ['docker build -t app . ; docker run app:1'],
    ['docker build -t mydocker.io/app . ; docker run app'],
    ['docker build -t a/library/app . ; docker run a/app'],
    ['docker build -t localhost:5000/app . ; docker run app'],
    ['docker tag nginx mine ; docker run mine'],
    ['docker tag nginx:latest mine ; docker run mine'],
    ['docker tag localhost:5000/nginx mine ; docker run mine'],
    ['docker build -t "$A" . ; docker run "$B"'],
    ['docker build -t "$(name)" . ; docker run "$(name)"'],
    ['docker build -t "$1" . ; docker run "$1"'],
    ['docker build -t app . ; docker exec app ls ; docker run other'],
    ['TAG=$1 ; docker build -t "$TAG" . ; TAG=$2 ; docker run "$TAG"'],
  ])('not: %s', async (script) => {
    expect(await builtFrom(script)).toBeUndefined();
  });
});

describe('a network that was created before', () => {
  const networks = [
    'docker network create -d overlay front',
    'docker network create front',
    'docker network create back',
  ].flatMap((line) => parseLine(line).networks);

  test.each([
    ['docker run --network front alpine', [['front', 'overlay']]],
    [
      'docker run --network front --network back alpine',
      [
        ['front', 'overlay'],
        ['back', 'bridge'],
      ],
    ],
    ['docker run --network other alpine', [['other', undefined]]],
    ['docker run --network "$NET" alpine', [[undefined, undefined]]],
    ['docker run --network host alpine', []],
  ])('%s', (line, expected) => {
    const [subject] = linkNetworks(parseLine(line).subjects, networks);
    expect(
      subject?.kind === 'container' &&
        subject.networks.map(({ name, network }) => [valueOf(name), valueOf(network?.driver)]),
    ).toEqual(expected);
  });

  test('is nothing to an exec', () => {
    const { subjects } = parseLine('docker exec front ls');
    expect(linkNetworks(subjects, networks)).toEqual(subjects);
  });
});

describe('values of variables, which no report shows', () => {
  test.each([
    ['docker run -e A=secret alpine', ['secret']],
    ['docker run --env A=secret -e B=other alpine', ['secret', 'other']],
    ['docker run -e A alpine', []],
    ['docker run -e A="$B" alpine', []],
    ['docker run -e A=a"$B"c alpine', ['a', 'c']],
    ['docker run --label a=b --name c alpine', []],
    ['docker run -u A=secret alpine', []],
    ['docker run alpine env A=secret sh', ['secret']],
    ['docker run alpine sh -c "A=secret cmd"', ['secret']],
    ['docker run --entrypoint "env A=secret sh" alpine', ['secret']],
    ['docker run --health-cmd "A=secret check" alpine', ['secret check']],
    ['docker run --hostname "A=secret check" alpine', []],
    ['docker exec -e A=secret web ls', ['secret']],
    ['docker exec web env A=secret ls', ['secret']],
    ['docker compose run -e A=secret web', ['secret']],
    ['podman run --env-merge A=secret alpine', ['secret']],
    // A misspelled flag, or another program's.
    ['docker run --evn A=secret alpine', ['secret']],
    ['docker run --enw=A=secret alpine', ['secret']],
    ['docker run -E A=secret alpine', ['secret']],
    ['docker run --evn A=secret --help alpine', ['secret']],
    ['docker run --nonsense A=secret alpine', []],
    ['docker build --build-arg A=secret .', ['secret']],
    ['docker build --buildarg A=secret .', ['secret']],
    ['docker inspect A=secret', []],
    ['docker ps env A=secret', ['secret']],
    ['docker run --evn', []],
    ['docker run --evn $X alpine', []],
  ])('%s', (line, expected) => {
    const { values } = parseLine(line);
    expect([...new Set(values.map(({ span }) => line.slice(span.start, span.end)))]).toEqual(expected);
  });
});
