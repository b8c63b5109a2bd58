import { describe, expect, it } from 'vitest';
import { createElementWriter } from '../../src/engine-json/model-element.ts';
import { parseInput } from '../../src/parsers/index.ts';
import type { InputKind } from '../../src/parsers/registry.ts';

async function hostConfigOf(kind: InputKind, path: string, text: string): Promise<unknown> {
  const parsed = await parseInput(kind, [{ path, text }], {
    files: { read: () => ({ failure: 'missing' }) },
    environment: new Map(),
  });
  const toElement = createElementWriter(parsed, { workingDirectory: '/srv', showsValues: false });
  return parsed.subjects.map((subject) => toElement(subject)?.HostConfig);
}

describe('a relative source of a mount', () => {
  it('stays relative in a script: where it will run, nothing says', async () => {
    const script = 'docker run -v ./a:/a --mount type=bind,src=../b,dst=/b alpine:3';
    expect(await hostConfigOf('shell', 'bin/run.sh', script)).toEqual([
      expect.objectContaining({
        Binds: ['./a:/a'],
        Mounts: [expect.objectContaining({ Source: '../b', Target: '/b' })],
      }),
    ]);
  });

  it('is resolved against the directory of a Compose file', async () => {
    const compose = 'services: {a: {image: a:1, volumes: [./a:/a]}}';
    expect(await hostConfigOf('compose', 'app/compose.yaml', compose)).toEqual([
      expect.objectContaining({ Binds: ['/srv/app/a:/a:rw'] }),
    ]);
  });
});
