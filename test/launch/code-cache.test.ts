import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CodeCache } from '../../src/launch/code-cache.ts';
import { setV8Options } from '../../src/launch/options.ts';
import { temporaryFolder } from '../integrations/programs.ts';

const folder = temporaryFolder('code-cache');
const kept = join(folder.path, 'kept');
mkdirSync(kept);
let texts = 0;
beforeAll(() => {
  setV8Options(process.versions.v8);
});
afterAll(() => {
  folder.remove();
});

function open(): CodeCache {
  return new CodeCache(folder.path, kept, createRequire(import.meta.url));
}

/**
 * Writes a module that differs from all others, since V8 remembers texts, but has their length,
 * since cached code must fit. Returns its greeting.
 */
function change(): string {
  texts += 1;
  const greeting = `good morning ${texts.toString().padStart(3, '0')}`;
  writeFileSync(join(folder.path, 'greet.cjs'), `exports.greeting = '${greeting}';\n`);
  return greeting;
}

/** Stores the code of a new module, and returns the file's path and what the module exports. */
function write(): { readonly path: string; readonly greeting: string } {
  for (const name of readdirSync(kept)) rmSync(join(kept, name));
  const greeting = change();
  const cache = open();
  cache.load('greet.cjs');
  cache.write();
  return { path: join(kept, readdirSync(kept)[0] ?? ''), greeting };
}

describe('kept code', () => {
  test('is used by the next run', () => {
    const { greeting } = write();
    change();
    const cache = open();
    // The code's, not the text's.
    expect(cache.load('greet.cjs')).toEqual({ greeting });
    expect(cache.has('greet.cjs')).toBe(true);
  });

  // V8 would run damaged code: at best another program, at worst a crash at every start.
  test.each<[name: string, damage: (code: Buffer) => Uint8Array]>([
    ['with another text in it', (code) => Buffer.from(code.toString('latin1').replace('morning', 'evening'), 'latin1')],
    ['that ends too early', (code) => code.subarray(0, code.length - 8)],
    ['of which there is next to nothing', (code) => code.subarray(0, 3)],
    ['that is empty', () => new Uint8Array()],
  ])('%s is not used, and made again', (_name, damage) => {
    const { path } = write();
    const whole = readFileSync(path);
    const damaged = damage(whole);
    expect(damaged).not.toEqual(whole);
    writeFileSync(path, damaged);
    const greeting = change();
    const cache = open();
    expect(cache.load('greet.cjs')).toEqual({ greeting });
    expect(cache.isComplete).toBe(false);
    cache.write();
    change();
    const next = open();
    expect(next.load('greet.cjs')).toEqual({ greeting });
    expect(next.isComplete).toBe(true);
  });
});
