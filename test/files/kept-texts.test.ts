import { mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeptTexts } from '../../src/files/kept-texts.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';

const STATE = { dev: 1, ino: 2, size: 3, mtimeMs: 1_000, ctimeMs: 2_000 };
const LATER = 10_000;

describe('a text', () => {
  test('is that of a file as long as nothing of its state changes', () => {
    const texts = new KeptTexts(() => LATER);
    texts.set('/a', STATE, 'one');
    expect(texts.get('/a', { ...STATE })).toBe('one');
    expect(texts.get('/b', STATE)).toBeUndefined();
    for (const key of ['dev', 'ino', 'size', 'mtimeMs', 'ctimeMs'] as const)
      expect(texts.get('/a', { ...STATE, [key]: STATE[key] + 1 })).toBeUndefined();
  });

  test('is not kept where the file may change again within the same moment of its filesystem', () => {
    let now = 4_999;
    const texts = new KeptTexts(() => now);
    texts.set('/a', STATE, 'one');
    expect(texts.get('/a', STATE)).toBeUndefined();
    now = 5_000;
    texts.set('/a', STATE, 'one');
    expect(texts.get('/a', STATE)).toBe('one');
    now = 4_999;
    texts.set('/a', { ...STATE, size: 4 }, 'two');
    expect(texts.get('/a', STATE)).toBeUndefined();
  });

  test('is forgotten where there are too many characters, the oldest first; a long one is not kept', () => {
    const texts = new KeptTexts(() => LATER);
    texts.set('/long', STATE, 'x'.repeat(64 * 1024 + 1));
    expect(texts.get('/long', STATE)).toBeUndefined();
    const text = 'x'.repeat(64 * 1024);
    for (let index = 0; index < 62; index += 1) texts.set(`/${index}`, STATE, text);
    expect(texts.get('/0', STATE)).toBeUndefined();
    expect(texts.get('/1', STATE)).toBe(text);
    expect(texts.get('/61', STATE)).toBe(text);
  });
});

describe('files that are read again and again', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('have the path that they have now, with links followed', () => {
    const kept = new KeptTexts(() => Date.now() + LATER);
    const [own, other, path] = ['own.yaml', 'other.yaml', 'link.yaml'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(own, 'own');
    writeFileSync(other, 'other');
    /** Like a session's first read. */
    const realPath = (): string | undefined => {
      const files = createNodeFileSystem(folder, kept);
      files.read('link.yaml');
      return files.realPath?.('link.yaml');
    };
    symlinkSync(own, path);
    expect([realPath(), realPath()]).toEqual([realpathSync(own), realpathSync(own)]);
    rmSync(path);
    symlinkSync(other, path);
    expect(realPath()).toBe(realpathSync(other));
    rmSync(path);
    expect(realPath()).toBeUndefined();
  });

  test('have the text that is there now', () => {
    const files = createNodeFileSystem(folder, new KeptTexts(() => Date.now() + LATER));
    const path = join(folder, 'compose.yaml');
    writeFileSync(path, 'one');
    expect(files.read('compose.yaml')).toEqual({ text: 'one' });
    expect(files.read('compose.yaml')).toEqual({ text: 'one' });
    const { mtime } = statSync(path);
    writeFileSync(path, 'two');
    // The modification time can be reset, but not the change time.
    utimesSync(path, mtime, mtime);
    expect(files.read('compose.yaml')).toEqual({ text: 'two' });
    rmSync(path);
    expect(files.read('compose.yaml')).toEqual({ failure: 'missing' });
  });
});
