import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shopFiles } from '../../scripts/release/shops.ts';
import { CONFIG_NAMES } from '../../src/config/config-file.ts';
import { ROOT } from '../docs/markdown.ts';
import { FILES, SHOP } from './shop-files.ts';
import { SHOP_SCHEMAS } from './shop-schemas.ts';

const DESCRIPTOR = 'mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml';

function textOf(path: string): string {
  return FILES.get(path) ?? readFileSync(join(ROOT, path), 'utf8');
}

describe('what other package managers get of a release', () => {
  test('names files that the release has, at their addresses, with their checksums', () => {
    const all = [...FILES.values()].join('\n');
    const named = [...all.matchAll(/releases\/download\/v1\.2\.3\/([\w.-]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThanOrEqual(6);
    expect(named.filter((name) => !SHOP.sums.has(name))).toEqual([]);
    expect(() => shopFiles({ ...SHOP, sums: new Map() })).toThrow('The release has no plimsoll-');
  });

  test.each([...FILES].filter(([path]) => /\.(?:ya?ml|json)$/.test(path)))('%s can be read', (_, text) => {
    expect(parse(text)).toBeTypeOf('object');
  });

  test.each(SHOP_SCHEMAS)('$path is what $schema asks for', ({ path, value }) => {
    const validate = new Ajv({ allErrors: true, strictRequired: true }).compile(value);
    const texts =
      path === DESCRIPTOR ? [textOf(path)] : [...FILES].filter(([name]) => name.endsWith(path)).map(([, text]) => text);
    expect(texts).toHaveLength(1);
    validate(parse(texts[0] ?? ''));
    expect(validate.errors).toBeNull();
  });

  test('winget has the three files of a package, which agree', () => {
    const manifests = [...FILES].filter(([path]) => path.startsWith('winget/'));
    expect(manifests.map(([path]) => path.replace(/.*acme\.plimsoll/, ''))).toEqual([
      '.yaml',
      '.locale.en-US.yaml',
      '.installer.yaml',
    ]);
    for (const [, text] of manifests)
      expect(text).toContain('PackageIdentifier: acme.plimsoll\nPackageVersion: 1.2.3\n');
  });

  test('SchemaStore gets every name of a configuration', () => {
    expect(parse(FILES.get('schemastore/catalog-entry.json') ?? '')).toMatchObject({ fileMatch: [...CONFIG_NAMES] });
  });

  test.skipIf(spawnSync('nvim', ['--version']).error !== undefined)(
    'Neovim reads the server that it is offered',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'plimsoll-shops-'));
      try {
        const file = join(folder, 'plimsoll.lua');
        writeFileSync(file, FILES.get('nvim-lspconfig/lsp/plimsoll.lua') ?? '');
        const script = `lua io.stdout:write(table.concat(dofile('${file}').cmd, ' '))`;
        const { stdout } = spawnSync('nvim', ['--headless', '--clean', '-c', script, '-c', 'qa'], { encoding: 'utf8' });
        expect(stdout).toBe('plimsoll lsp --stdio');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
