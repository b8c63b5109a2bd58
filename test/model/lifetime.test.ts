import { describe, expect, test } from 'vitest';
import type { Container } from '../../src/model/container.ts';
import { type Lifetime, lifetimeOf } from '../../src/model/lifetime.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { detectKind } from '../../src/parsers/registry.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** The lifetime of a file's only container, and the text that determines it. */
async function lifetimeIn(path: string, text: string): Promise<readonly [Lifetime | undefined, string]> {
  const source = { path, text };
  const kind = detectKind(source);
  if (kind === undefined) throw new Error('no input');
  const { subjects } = await parseInput(kind, [source], { files: createMemoryFiles({}), environment: new Map() });
  const [only, ...others] = subjects.filter((subject): subject is Container => subject.kind === 'container');
  if (only === undefined || others.length > 0) throw new Error('not one container');
  const lifetime = lifetimeOf(only);
  const { start, end } = lifetime.place.location.span;
  return [lifetime.known ? lifetime.value : undefined, text.slice(start, end)];
}

describe('a command of a script', () => {
  test.each<[string, Lifetime | undefined, string]>([
    ['docker run -d alpine:3', 'service', '-d'],
    ['docker run -dit --rm alpine:3', 'service', '-d'],
    ['docker run --rm alpine:3', 'one-off', '--rm'],
    ['docker run -it alpine:3', 'one-off', 't'],
    ['docker run -i alpine:3 < file', 'one-off', '-i'],
    ['docker run alpine:3', 'service', 'docker run'],
    ['docker run --rm=false alpine:3', 'service', 'docker run'],
    ['docker run -t --restart always alpine:3', 'service', 'always'],
    ['docker run --rm --restart no alpine:3', 'one-off', '--rm'],
    ['podman run --rm --detach=false alpine:3', 'one-off', '--rm'],
    ['docker run --rm --detach="$D" alpine:3', undefined, '$D'],
    ['docker run --rm="$R" alpine:3', undefined, '$R'],
    ['docker create alpine:3', 'service', 'docker create'],
    ['docker service create alpine:3', 'service', 'docker service create'],
    ['docker compose run --rm --no-deps web', 'one-off', '--rm'],
  ])('%s', async (command, lifetime, place) => {
    expect(await lifetimeIn('a.sh', `${command}\n`)).toEqual([lifetime, place]);
  });
});

describe('files that are copied out of an image', () => {
  const START = 'id=$(docker create alpine:3)\n';

  test.each<[string, Lifetime]>([
    ['docker cp $id:/etc/passwd .\ndocker rm -f $id', 'never-started'],
    ['docker cp -L "${id}":/etc/passwd .\ndocker container rm $id', 'never-started'],
    ['docker cp $id:/etc/passwd .', 'service'],
    ['docker rm $id', 'service'],
    ['docker cp $id:/etc/passwd .\ndocker start $id\ndocker rm $id', 'service'],
    ['docker cp $id:/etc/passwd .\nstart_all\ndocker rm $id', 'service'],
    ['docker cp $id:/etc/passwd .\nrm -rf out', 'service'],
    ['docker cp nginx.conf $id:/etc/nginx/\nrm nginx.conf', 'service'],
  ])('%j', async (rest, lifetime) => {
    expect((await lifetimeIn('a.sh', `${START}${rest}\n`))[0]).toBe(lifetime);
  });
});

describe('what runs the command, or creates the container', () => {
  const services = (service: string): string => `services: {web: {image: "a:1"${service}}}\n`;

  test.each<[string, string, Lifetime]>([
    ['compose.yaml', services(''), 'service'],
    ['compose.yaml', services(', restart: "no"'), 'service'],
    ['compose.yaml', services(', scale: 0'), 'never-started'],
    ['compose.yaml', services(', deploy: {replicas: 0}'), 'never-started'],
    ['compose.yaml', services(', scale: 1, deploy: {replicas: 0}'), 'service'],
    ['compose.yaml', services(', scale: 2'), 'service'],
    ['compose.yaml', services(', scale: "${N}"'), 'service'],
    ['a.sh', 'docker service create --replicas 0 alpine:3\n', 'never-started'],
    ['a.sh', 'docker service create --replicas 2 alpine:3\n', 'service'],
    ['Makefile', 'a:\n\tdocker run alpine:3 true\n', 'one-off'],
    ['Makefile', 'a:\n\tdocker run -d alpine:3\n', 'service'],
    [
      '.github/workflows/a.yml',
      'on: push\njobs: {a: {runs-on: x, steps: [{run: docker run alpine:3 true}]}}\n',
      'one-off',
    ],
    ['.github/workflows/a.yml', 'on: push\njobs: {a: {runs-on: x, container: "alpine:3", steps: []}}\n', 'job'],
    ['.gitlab-ci.yml', 'a: {image: "alpine:3", script: [ls]}\n', 'job'],
    ['.devcontainer.json', '{"image": "a:1"}\n', 'development'],
    ['a.service', '[Service]\nExecStart=/usr/bin/docker run --rm alpine:3\n', 'service'],
    ['a.service', '[Service]\nType=oneshot\nExecStart=/usr/bin/docker run --rm alpine:3\n', 'one-off'],
    ['a.service', '[Service]\nExecStartPre=/usr/bin/docker run alpine:3\nExecStart=/bin/a\n', 'one-off'],
    ['a.container', '[Container]\nImage=alpine:3\n', 'service'],
    ['a.container', '[Container]\nImage=alpine:3\n[Service]\nType=oneshot\n', 'one-off'],
  ])('%s %j', async (path, text, lifetime) => {
    expect((await lifetimeIn(path, text))[0]).toBe(lifetime);
  });

  test('a service for whose completion another one waits is a one-off, decided where that waits', async () => {
    const text = `services:
  migrate: {image: "a:1"}
  web: {image: "b:1", depends_on: {migrate: {condition: service_completed_successfully}}}
`;
    const { subjects } = await parseInput('compose', [{ path: 'compose.yaml', text }], {
      files: createMemoryFiles({}),
      environment: new Map(),
    });
    const lifetimes = subjects.flatMap((subject) =>
      subject.kind === 'container' ? [[subject.name, lifetimeOf(subject)] as const] : [],
    );
    expect(lifetimes.map(([name, lifetime]) => [name, lifetime.known && lifetime.value])).toEqual([
      ['migrate', 'one-off'],
      ['web', 'service'],
    ]);
  });
});
