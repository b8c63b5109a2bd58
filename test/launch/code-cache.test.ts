import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CodeCache } from '../../src/launch/code-cache.ts';
import { temporaryFolder } from '../integrations/programs.ts';

const folder = temporaryFolder('code-cache');
const kept = join(folder.path, 'kept');
mkdirSync(kept);
writeFileSync(join(folder.path, 'greet.cjs'), "exports.greeting = 'good morning';\n");
afterAll(() => {
  folder.remove();
});

function open(): CodeCache {
  return new CodeCache(folder.path, kept, createRequire(import.meta.url));
}

function write(): Buffer {
  const cache = open();
  cache.load('greet.cjs');
  cache.write({ all: true });
  return readFileSync(codeFile());
}

function codeFile(): string {
  return join(kept, readdirSync(kept)[0] ?? '');
}

describe('kept code', () => {
  test('is used by the next run', () => {
    write();
    const cache = open();
    expect(cache.load('greet.cjs')).toEqual({ greeting: 'good morning' });
    expect(cache.has('greet.cjs')).toBe(true);
  });

  // V8 would run what it is given: with luck another text, without it a crash at every start.
  test.each<[name: string, damage: (code: Buffer) => Uint8Array]>([
    ['with another text in it', (code) => Buffer.from(code.toString('latin1').replace('morning', 'evening'), 'latin1')],
    ['that ends too early', (code) => code.subarray(0, code.length - 8)],
    ['with more behind it', (code) => Buffer.concat([code, Buffer.alloc(8)])],
    ['of which there is next to nothing', (code) => code.subarray(0, 3)],
    ['that is empty', () => new Uint8Array()],
  ])('%s is not given to V8, and made again', (_name, damage) => {
    const whole = write();
    const damaged = damage(whole);
    expect(damaged).not.toEqual(whole);
    writeFileSync(codeFile(), damaged);
    const cache = open();
    expect(cache.load('greet.cjs')).toEqual({ greeting: 'good morning' });
    expect(cache.isComplete).toBe(false);
    cache.write();
    const next = open();
    expect(next.load('greet.cjs')).toEqual({ greeting: 'good morning' });
    expect(next.isComplete).toBe(true);
  });
});
