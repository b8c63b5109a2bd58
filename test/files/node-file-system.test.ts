import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessIo } from '../../src/cli/process-io.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
const at = (name: string): string => join(folder, name);
let server: Server;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => { server.listen(at('socket'), resolve); });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it.each([['a device that never ends', '/dev/zero'], ['a socket', 'socket'], ['a link to a device', 'endless']])('is not read: %s', (_name, path) => {
    if (path === 'endless') symlinkSync('/dev/zero', at('endless'));
    expect(createNodeFileSystem(folder).read(path)).toEqual({ failure: 'unreadable' });
  });

  it('is written to, not replaced by a file', () => {
    const { writeFile } = createProcessIo(process);
    expect(() => { writeFile(at('socket'), 'text'); }).toThrow();
    expect(statSync(at('socket')).isSocket()).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('a report', () => {
  it('takes the place of a link, and leaves what it leads to', () => {
    writeFileSync(at('elsewhere'), 'precious');
    symlinkSync(at('elsewhere'), at('report.txt'));
    createProcessIo(process).writeFile(at('report.txt'), 'report');
    expect(readFileSync(at('report.txt'), 'utf8')).toBe('report');
    expect(lstatSync(at('report.txt')).isSymbolicLink()).toBe(false);
    expect(readFileSync(at('elsewhere'), 'utf8')).toBe('precious');
  });
});

it('a file is read up to the size that is asked for', () => {
  writeFileSync(at('ten.txt'), '0123456789');
  const files = createNodeFileSystem(folder);
  expect(files.read('ten.txt', 9)).toEqual({ failure: 'too-large' });
  expect(files.read('ten.txt', 10)).toEqual({ text: '0123456789' });
  expect(files.read('ten.txt')).toEqual({ text: '0123456789' });
});
