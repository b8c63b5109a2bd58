import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TARGETS } from '../../scripts/build/standalone.ts';
import { type Shop, shopFiles } from '../../scripts/release/shops.ts';
import { ROOT } from '../docs/markdown.ts';

const SHA = 'a'.repeat(64);

/** A fictitious release. */
export const SHOP: Shop = {
  version: '1.2.3',
  homepage: 'https://plimsoll.example',
  repository: 'https://github.com/acme/plimsoll',
  sums: new Map(TARGETS.map(({ name }) => [`plimsoll-${name}`, SHA])),
  hooks: readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'),
  trunk: readFileSync(join(ROOT, 'templates/trunk/plugin.yaml'), 'utf8'),
  superLinter: readFileSync(join(ROOT, 'templates/super-linter/add-plimsoll.sh'), 'utf8'),
};

/** Its files for other package managers, by path. */
export const FILES = shopFiles(SHOP);
