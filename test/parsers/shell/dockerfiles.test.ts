import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { parseShell } from '../../../src/parsers/shell/index.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const APP = 'FROM debian:12\nUSER app\n';

function parse(script: string, files: Readonly<Record<string, string>> = {}, path = 'run.sh'): Parsed {
  const tree = { Dockerfile: APP, ...files };
  return parseShell({ path, text: script }, { files: createMemoryFiles(tree), environment: new Map() });
}

function containerOf({ subjects }: Parsed): Container {
  const last = subjects.findLast((subject) => subject.kind === 'container');
  if (last?.kind !== 'container') throw new Error('no container');
  return last;
}

function userOf(...given: Parameters<typeof parse>): string | undefined {
  return valueOf(containerOf(parse(...given)).image?.user);
}

describe('the Dockerfile of an image that a script builds', () => {
  test.each<[string, string, Readonly<Record<string, string>>?, string?]>([
    ['in the context', 'docker build -t x .\ndocker run x\n'],
    ['of buildx', 'docker buildx build --load -t x .\ndocker run x\n'],
    ['under one of several names', 'docker build -t y -t x .\ndocker run x\n'],
    ['under another name of it', 'docker build -t y .\ndocker tag y x:1\ndocker run x:1\n'],
    [
      'by its name',
      'docker build -f docker/app -t x .\ndocker run x\n',
      { 'docker/app': APP, Dockerfile: 'FROM a\nUSER root\n' },
    ],
    [
      'of a stage',
      'docker build --target one -t x .\ndocker run x\n',
      { Dockerfile: 'FROM a AS one\nUSER app\nFROM b\nUSER root\n' },
    ],
    [
      'with arguments',
      'docker build --build-arg U=app -t x .\ndocker run x\n',
      { Dockerfile: 'FROM a\nARG U=root\nUSER $U\n' },
    ],
    ['above the folder of the script', 'docker build -t x .\ndocker run x\n', {}, 'scripts/run.sh'],
    [
      'beside the script',
      'docker build -t x "$(dirname "$0")"\ndocker run x\n',
      { 'scripts/Dockerfile': APP, Dockerfile: 'FROM a\nUSER root\n' },
      'scripts/run.sh',
    ],
    [
      'in the folder that cd leads to',
      'cd "$(dirname "$0")/.."\ndocker build -t x .\ndocker run x\n',
      { 'scripts/Dockerfile': 'FROM a\nUSER root\n' },
      'scripts/run.sh',
    ],
    [
      'in a here-document',
      'docker build -t x - <<EOF\nFROM a\nUSER app\nEOF\ndocker run x\n',
      { Dockerfile: 'FROM a\n' },
    ],
    [
      'that --file reads from a here-document',
      'docker build -t x -f - . <<EOF\nFROM a\nUSER app\nEOF\ndocker run x\n',
      { Dockerfile: 'FROM a\n' },
    ],
    [
      'that podman calls Containerfile',
      'podman build -t x .\npodman run x\n',
      { Containerfile: APP, Dockerfile: 'FROM a\n' },
    ],
    ['that is built twice', 'if y; then docker build --no-cache -t x .; else docker build -t x .; fi\ndocker run x\n'],
  ])('%s', (_name, ...given) => {
    expect(userOf(...given)).toBe('app');
  });

  test.each<[string, string, Readonly<Record<string, string>>?, string?]>([
    ['it is missing', 'docker build -t x ./none\ndocker run x\n'],
    ['it may be one of two', 'docker build -t x .\ndocker run x\n', { 'scripts/Dockerfile': APP }, 'scripts/run.sh'],
    ['a variable names it', 'docker build -t x -f "$F" .\ndocker run x\n'],
    ['more options may come', 'docker build $OPTS -t x .\ndocker run x\n'],
    ['it is chosen on some code paths', 'if y; then F="-f a"; fi\ndocker build $F -t x .\ndocker run x\n', { a: APP }],
    [
      'another build gives the name too',
      'docker build -t x .\ndocker build -t x -f a .\ndocker run x\n',
      { a: 'FROM b\n' },
    ],
    ['the image is another', 'docker build -t y .\ndocker run x\n'],
    ['the context is an absolute path', 'docker build -t x /src\ndocker run x\n', { '/src/Dockerfile': APP }],
  ])('is unknown where %s', (_name, ...given) => {
    expect(containerOf(parse(...given)).image).toBeUndefined();
  });

  test('has its places in its own file, reached from the word that names the context', () => {
    const parsed = parse('docker build -t x ./.\ndocker run x\n');
    const { image } = containerOf(parsed);
    expect(image?.user?.place).toEqual({
      location: { path: 'Dockerfile', span: { start: 20, end: 23 } },
      hops: [{ kind: 'build', location: { path: 'run.sh', span: { start: 18, end: 21 } } }],
    });
    expect([...(parsed.dockerfiles ?? [])]).toEqual(['Dockerfile']);
    expect(parsed.texts.get('Dockerfile')).toBe(APP);
  });
});
