import { describe, expect, test } from 'vitest';
import { createSession } from '../../../src/session/session.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const RULES = ['sensitive-host-mount', 'docker-socket-mount'];

/** The findings of the host path rules for the mount `source:/x` in a file at this path. */
async function found(
  folder: string,
  source: string,
  { workingDirectory = folder, path = 'compose.yaml', volumes = '' } = {},
): Promise<string> {
  const text = `services: {web: {image: "i:1", volumes: ["${volumes === '' ? source : 'vol'}:/x"]}}\n${volumes}`;
  const files = createMemoryFiles({ [`${folder}/compose.yaml`]: text }, workingDirectory);
  const { inputs } = await createSession({ files, today: '2026-11-24' }).lint({ paths: [path] });
  return inputs
    .flatMap(({ findings }) => findings.filter(({ rule }) => RULES.includes(rule)))
    .map(({ rule, severity, message }) => `${severity} ${rule} ${/`\/[^`]*`/.exec(message.what)?.[0] ?? ''}`)
    .join('\n');
}

describe('a relative source that leads up to the root directory is what the client makes of it', () => {
  test.each<[folder: string, source: string, expected: string]>([
    ['/a/b/c/d', '../../../../etc', 'error sensitive-host-mount `/etc`'],
    ['/a/b/c/d', './../../../../etc/', 'error sensitive-host-mount `/etc`'],
    ['/a/b/c/d', '../../../../../../etc', 'error sensitive-host-mount `/etc`'],
    ['/a/b/c/d', 'x/../../../../../etc', ''],
    ['/a/b/c/d', './x/../../../../../etc', 'error sensitive-host-mount `/etc`'],
    ['/a/b/c/d', '../../../..', 'error sensitive-host-mount `/`'],
    ['/a/b/c/d', '../../../../var/run/docker.sock', 'error docker-socket-mount `/var/run/docker.sock`'],
    ['/a/b', '../../boot', 'error sensitive-host-mount `/boot`'],
    ['/a/b', '../../srv', ''],
    ['/a/b/c/d', '../../../etc', ''],
    ['/', '../etc', 'error sensitive-host-mount `/etc`'],
    ['/', './etc', ''],
  ])('in %s, %s', async (folder, source, expected) => {
    const text = await found(folder, source);
    expect(text.startsWith(expected) && (expected !== '' || text === '')).toBe(true);
  });

  test('in a volume that binds a directory, and in one that a service extends from elsewhere', async () => {
    const volumes = 'volumes: {vol: {driver: local, driver_opts: {type: none, o: bind, device: ../../etc}}}\n';
    expect(await found('/a/b', '', { volumes })).toContain('sensitive-host-mount `/etc`');
  });
});

describe('the verdict on a relative source does not depend', () => {
  const places = ['/root/app', '/home/me/app', '/builds/x', '/srv/stacks/app', '/usr/src/app', '/etc/app'];

  test.each(['./data', '.', '../data', './docker.sock', 'named'])('on where the project lies: %s', async (source) => {
    const all = await Promise.all(places.map((folder) => found(folder, source)));
    expect(new Set(all).size).toBe(1);
  });

  test.each(['./data', '../../../etc', '../../../../var/run/docker.sock', '.'])(
    'on how the file is named, and from where: %s',
    async (source) => {
      const folder = '/root/my/app';
      const all = await Promise.all(
        [
          { workingDirectory: folder, path: 'compose.yaml' },
          { workingDirectory: folder, path: `${folder}/compose.yaml` },
          { workingDirectory: '/', path: 'root/my/app/compose.yaml' },
          { workingDirectory: '/', path: '/root/my' },
          { workingDirectory: '/elsewhere', path: '../root/my/app/compose.yaml' },
          { workingDirectory: '/root/my/app/below', path: '..' },
        ].map((how) => found(folder, source, how)),
      );
      expect(new Set(all).size).toBe(1);
    },
  );
});
