import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MECHANISMS, READING } from '../scripts/ablation/mechanisms.ts';

const SRC = join(import.meta.dirname, '../src');

function sourceOf(file: string): string {
  return readFileSync(join(SRC, file), 'utf8');
}

describe('each mechanism can be left undone', () => {
  test.each(MECHANISMS.map((mechanism) => [mechanism.name, mechanism] as const))('%s', (_, { files, off }) => {
    expect(off.length).toBeGreaterThan(0);
    for (const { file, change } of off) expect(change(sourceOf(file))).not.toBe(sourceOf(file));
    for (const file of files) expect(sourceOf(file)).not.toBe('');
  });
});

describe('each has a row', () => {
  const named = new Set([...READING, ...MECHANISMS.flatMap(({ files }) => files)]);

  test('that follows scripts', () => {
    const folder = 'parsers/shell/interpret';
    const files = readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
    expect(files.filter((file) => !named.has(file))).toEqual([]);
    expect(READING.filter((file) => !files.includes(file))).toEqual([]);
  });

  test('that reads documents with scripts or containers', () => {
    const hosts = [...sourceOf('parsers/all.ts').matchAll(/^import (\w+) from '\.\/hosts\//gm)].map(([, name]) => name);
    const rows = MECHANISMS.flatMap(({ name }) => /^host: (.*)$/.exec(name)?.[1] ?? []);
    expect(rows.toSorted()).toEqual(hosts.toSorted());
  });

  test('that checks what Compose rejects', () => {
    const own = [
      ...sourceOf('parsers/compose/checks/index.ts').matchAll(/^import \{ ([^}]+) \} from '\.\/[\w-]+\.ts';/gm),
    ];
    const checks = own
      .flatMap(([, names = '']) => names.split(', '))
      .filter((name) => /^(?:check|validate)/.test(name));
    const rows = MECHANISMS.flatMap(({ name }) => /^check: (.*)$/.exec(name)?.[1] ?? []);
    expect(checks.length).toBeGreaterThan(4);
    expect(checks.filter((name) => !rows.includes(name))).toEqual([]);
  });
});
