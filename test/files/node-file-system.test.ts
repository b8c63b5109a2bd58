import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProcessIo } from '../../src/cli/process-io.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { ROOT } from '../docs/markdown.ts';
import { type Result, run } from '../integrations/programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
const at = (name: string): string => join(folder, name);
let server: Server;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(at('socket'), resolve);
  });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it.each([
    ['a device that never ends', '/dev/zero'],
    ['a socket', 'socket'],
    ['a link to a device', 'endless'],
  ])('is not read: %s', (_name, path) => {
    if (path === 'endless') symlinkSync('/dev/zero', at('endless'));
    expect(createNodeFileSystem(folder).read(path)).toEqual({ failure: 'unreadable' });
  });

  it('has no content: a link to itself', () => {
    symlinkSync('circle', at('circle'));
    const files = createNodeFileSystem(folder);
    expect(files.read('circle')).toEqual({ failure: 'loop' });
    expect(files.kindOf('circle')).toBeUndefined();
  });

  it('is written to, not replaced by a file', async () => {
    const { writeFile } = createProcessIo(process).writer;
    await expect(writeFile(at('socket'), 'text')).rejects.toThrow();
    expect(statSync(at('socket')).isSocket()).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  const compose = 'services: { web: { image: nginx, privileged: true, env_file: app.env } }\n';
  const plimsoll = (...argv: readonly string[]): Result =>
    run(process.execPath, [join(ROOT, 'dist/plimsoll.cjs'), ...argv], { cwd: at('pipes'), timeout: 20_000 });
  const makePipe = (path: string): void => {
    run('mkfifo', [path], { cwd: at('pipes') });
  };

  beforeAll(() => {
    mkdirSync(at('pipes/sub'), { recursive: true });
    writeFileSync(at('pipes/app.compose.yaml'), compose);
    writeFileSync(at('pipes/sub/compose.yaml'), compose);
  });

  it.each([
    ['.env', ['app.compose.yaml'], 1, ''],
    ['.gitignore', ['.'], 1, ''],
    ['app.env', ['app.compose.yaml'], 1, ''],
    ['sub/compose.yml', ['sub/compose.yaml'], 1, ''],
    ['compose.yaml', ['sub/compose.yaml'], 1, ''],
    [
      'sub/compose.override.yaml',
      ['sub/compose.yaml'],
      2,
      "sub/compose.override.yaml: It can't be read: permission denied, or not a regular file.",
    ],
    ['sub/x.compose.yaml', ['sub'], 1, ''],
    [
      '.plimsoll.yaml',
      ['app.compose.yaml'],
      2,
      ".plimsoll.yaml: It can't be read: permission denied, or not a regular file.",
    ],
    [
      '.plimsoll-baseline.json',
      ['app.compose.yaml'],
      2,
      ".plimsoll-baseline.json: can't read the baseline (unreadable).",
    ],
    [
      '.plimsollcache',
      ['--cache', 'app.compose.yaml'],
      1,
      ".plimsollcache: can't use this cache. It can't be read: permission denied, or not a regular file.",
    ],
  ])('that nobody named is not waited for: %s', (path, argv, code, message) => {
    makePipe(path);
    const result = plimsoll(...argv);
    rmSync(at(join('pipes', path)));
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });

  it('that is named is read, once', () => {
    const program = `'${process.execPath}' '${join(ROOT, 'dist/plimsoll.cjs')}' --quiet`;
    const bash = (command: string): string =>
      run('bash', ['-c', command], { cwd: at('pipes'), timeout: 20_000 }).stdout;
    expect(
      bash(
        `${program} --format json --dotenv <(echo TAG=latest) --config <(echo 'rules: { host-pid-namespace: off }') --project <(echo 'services: { web: { image: "nginx:$TAG", pid: host } }'),app.compose.yaml`,
      ),
    ).toMatch(/"rule": "unpinned-image"/);
    expect(bash(`${program} --config <(echo 'rules: { privileged-container: off }') app.compose.yaml`)).not.toContain(
      'privileged-container',
    );
    expect(bash(`${program} --baseline <(echo '{"version": 2, "findings": []}') app.compose.yaml`)).toContain(
      'privileged-container',
    );
  });
});

describe.skipIf(process.platform === 'win32')('a report', () => {
  it('takes the place of a link, and leaves what it leads to', async () => {
    writeFileSync(at('elsewhere'), 'precious');
    symlinkSync(at('elsewhere'), at('report.txt'));
    await createProcessIo(process).writer.writeFile(at('report.txt'), 'report');
    expect(readFileSync(at('report.txt'), 'utf8')).toBe('report');
    expect(lstatSync(at('report.txt')).isSymbolicLink()).toBe(false);
    expect(readFileSync(at('elsewhere'), 'utf8')).toBe('precious');
  });

  it('is written into a directory that is not there yet', async () => {
    await createProcessIo(process).writer.writeFile(at('reports/a/x.json'), 'report');
    expect(readFileSync(at('reports/a/x.json'), 'utf8')).toBe('report');
  });

  it.each(['600', '640', '666', '755'])('keeps the mode of the file whose place it takes: %s', async (mode) => {
    writeFileSync(at('kept.txt'), 'old');
    chmodSync(at('kept.txt'), Number.parseInt(mode, 8));
    await createProcessIo(process).writer.writeFile(at('kept.txt'), 'report');
    expect(readFileSync(at('kept.txt'), 'utf8')).toBe('report');
    expect((statSync(at('kept.txt')).mode & 0o777).toString(8)).toBe(mode);
  });

  it('is open to no more than the file whose place it takes while it is written', async () => {
    writeFileSync(at('secret.txt'), 'old');
    chmodSync(at('secret.txt'), 0o600);
    const during: string[] = [];
    function* parts(): Generator<string> {
      yield 'one';
      const beside = readdirSync(folder).filter((name) => name.startsWith('secret.txt.'));
      during.push(...beside.map((name) => (statSync(at(name)).mode & 0o777).toString(8)));
    }
    await createProcessIo(process).writer.writeFile(at('secret.txt'), parts());
    expect(during).toEqual(['600']);
  });

  it('does not take the mode of what a link leads to', async () => {
    writeFileSync(at('elsewhere'), 'precious');
    chmodSync(at('elsewhere'), 0o600);
    writeFileSync(at('fresh.txt'), '');
    const { mode } = statSync(at('fresh.txt'));
    rmSync(at('link.txt'), { force: true });
    symlinkSync(at('elsewhere'), at('link.txt'));
    await createProcessIo(process).writer.writeFile(at('link.txt'), 'report');
    expect(lstatSync(at('link.txt')).mode).toBe(mode);
  });

  it('makes the directories that are missing', async () => {
    await createProcessIo(process).writer.writeFile(at('reports/today/report.txt'), 'report');
    expect(readFileSync(at('reports/today/report.txt'), 'utf8')).toBe('report');
  });

  it('says what is wrong where a file replaces a directory', async () => {
    writeFileSync(at('no-folder'), 'precious');
    const { writeFile } = createProcessIo(process).writer;
    await expect(writeFile(at('no-folder/report.txt'), 'report')).rejects.toThrow('ENOTDIR');
    await expect(writeFile(at('no-folder/today/report.txt'), 'report')).rejects.toThrow('ENOTDIR');
    expect(readFileSync(at('no-folder'), 'utf8')).toBe('precious');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that %s interrupts leaves nothing beside the file, and the signal ends the process',
    async (signal) => {
      mkdirSync(at(signal));
      const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
      const before = process.listenerCount(signal);
      const during: string[] = [];
      function* parts(): Generator<string> {
        yield 'one';
        during.push(...readdirSync(at(signal)));
        process.emit(signal, signal);
        yield 'two';
      }
      await expect(createProcessIo(process).writer.writeFile(at(`${signal}/out.json`), parts())).rejects.toThrow(
        'ENOENT',
      );
      expect(during).toEqual([expect.stringMatching(/^out\.json\.plimsoll-[\da-f-]+\.tmp$/)]);
      expect(readdirSync(at(signal))).toEqual([]);
      expect(kill.mock.calls).toEqual([[process.pid, signal]]);
      expect(process.listenerCount(signal)).toBe(before);
      kill.mockRestore();
    },
  );
});

it('a file is read up to the size that is asked for', () => {
  writeFileSync(at('ten.txt'), '0123456789');
  const files = createNodeFileSystem(folder);
  expect(files.read('ten.txt', 9)).toEqual({ failure: 'too-large' });
  expect(files.read('ten.txt', 10)).toEqual({ text: '0123456789' });
  expect(files.read('ten.txt')).toEqual({ text: '0123456789' });
});

it.skipIf(process.platform !== 'linux')(
  'what the kernel makes as it is read, perhaps without an end, is not read',
  () => {
    const files = createNodeFileSystem('/');
    for (const path of ['/proc/kmsg', '/proc/version', '/proc/self/environ']) {
      expect([path, files.read(path)]).toEqual([path, { failure: 'unreadable' }]);
      expect(files.readBytes?.(path, 1000)).toBeUndefined();
    }
    expect(files.read('/dev/zero')).toEqual({ failure: 'unreadable' });
  },
);
