import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { createMemoryIo } from '../memory-io.ts';

/** The repository's files next to the one with the mount. */
const LINKS: Readonly<Record<string, string>> = {
  sock: '/var/run/docker.sock',
  'again/sock': '../sock',
  root: '/',
  up: '../../../../../../../../../../../../etc',
  beside: '../elsewhere',
  loop: 'loop',
  'deploy/etc': '/etc',
};

const service = (source: string): string => `services: {web: {image: "i:1", volumes: ["${source}:/t"]}}\n`;
const run = (source: string): string => `docker run -v ${source}:/t i:1\n`;

const SOCKET = "mounts the container engine's socket `/var/run/docker.sock` through symlink";
const MAY_SOCKET = SOCKET.replace('mounts', 'might mount');

const CASES: readonly (readonly [path: string, text: string, found: readonly string[]])[] = [
  ['compose.yaml', service('./sock'), [`${SOCKET} \`./sock\``]],
  ['compose.yaml', service('./again/sock'), [`${SOCKET} \`./again/sock\``]],
  ['deploy/compose.yaml', service('../sock'), [`${SOCKET} \`./sock\``]],
  ['compose.yaml', service('./root'), ["mounts the host's root directory `/` through symlink `./root`, writable"]],
  ['compose.yaml', service('./root/etc/cron.d'), ['mounts `/etc/cron.d` through symlink `./root/etc/cron.d`']],
  ['compose.yaml', service('./up'), ["mounts the host's system directory `/etc` through symlink `./up`"]],
  ['compose.yaml', service('./beside'), []],
  ['compose.yaml', service('./loop'), []],
  ['compose.yaml', service('./deploy'), []],
  ['compose.yaml', service('./none'), []],
  [
    'compose.yaml',
    'services: {web: {image: "i:1", secrets: [s]}}\nsecrets: {s: {file: ./root/etc/shadow}}\n',
    ['mounts `/etc/shadow` through symlink `./root/etc/shadow`'],
  ],
  [
    'compose.yaml',
    'services: {web: {image: "i:1", volumes: ["vol:/t"]}}\nvolumes: {vol: {driver_opts: {type: none, o: bind, device: "${PWD}/sock"}}}\n',
    [`${MAY_SOCKET} \`\${PWD}/sock\``],
  ],
  ['run.sh', run('./sock'), [`${MAY_SOCKET} \`./sock\``]],
  ['bin/run.sh', run('"$PWD/sock"'), [`${MAY_SOCKET} \`$PWD/sock\``]],
  ['bin/run.sh', run('"$(dirname "$0")/../sock"'), [`${MAY_SOCKET} \`$(dirname "$0")/../sock\``]],
  [
    'bin/run.sh',
    `cd deploy\n${run('./etc')}`,
    ["might mount the host's system directory `/etc` through symlink `./etc`"],
  ],
  ['app.container', '[Container]\nImage=i:1\nVolume=./sock:/t\n', [`${MAY_SOCKET} \`./sock\``]],
  ['app.service', `[Service]\nExecStart=/usr/bin/${run('./sock')}`, [`${MAY_SOCKET} \`./sock\``]],
  ['Makefile', `up:\n\t${run('$(CURDIR)/sock')}`, [`${MAY_SOCKET} \`\${CURDIR}/sock\``]],
  [
    '.devcontainer/devcontainer.json',
    '{"image": "i:1", "mounts": ["source=${localWorkspaceFolder}/sock,target=/t,type=bind"]}',
    [`${MAY_SOCKET} \`\${localWorkspaceFolder}/sock\``],
  ],
];

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-')));
  for (const [name, text] of [
    ['.git/HEAD', 'ref: x\n'],
    ['elsewhere/data', ''],
  ] as const)
    write(name, text);
  for (const [name, target] of Object.entries(LINKS)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    symlinkSync(target, join(root, name));
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function lint(path: string, ...options: readonly string[]): Promise<string> {
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(root) };
  await main(['--format', 'text', '--fail-on', 'error', ...options, path], io);
  return io.out();
}

describe.skipIf(process.platform === 'win32')('a symbolic link that is mounted counts as what it leads to', () => {
  describe.each([[[]], [['--untrusted']]])('%s', (options) => {
    test.each(CASES)('%s: %s', async (path, text, found) => {
      write(path, text);
      const lines = (await lint(path, ...options)).split('\n');
      rmSync(join(root, path));
      const mounts = lines.filter((line) =>
        /: (?:error|warning|info) (?:docker-socket|sensitive-host)-mount /.test(line),
      );
      expect(mounts).toHaveLength(found.length);
      for (const [index, part] of found.entries()) expect(mounts[index]).toContain(part);
    });
  });

  test('also where it has changed since the last run', async () => {
    write('compose.yaml', service('./changing'));
    symlinkSync('elsewhere', join(root, 'changing'));
    const cache = ['--cache-location', join(root, 'cache')];
    const io = { ...createMemoryIo({}), files: createNodeFileSystem(root) };
    await main(['--format', 'text', ...cache, 'compose.yaml'], io);
    writeFileSync(join(root, 'cache'), io.written.get(join(root, 'cache')) ?? '');
    expect(readFileSync(join(root, 'cache'), 'utf8')).not.toBe('');
    expect(await lint('compose.yaml', ...cache)).not.toContain('docker-socket-mount');
    rmSync(join(root, 'changing'));
    symlinkSync('/run/docker.sock', join(root, 'changing'));
    expect(await lint('compose.yaml', ...cache)).toContain('through symlink `./changing`');
  });
});
