import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACEHOLDER, repositoryIn } from '../release/addresses.ts';
import type { Manifest } from './identity.ts';

const FOLDER = 'editors/vscode';

/**
 * The addresses that extension stores require in the manifest, and the targets of relative links.
 */
export interface Addresses {
  readonly manifest: object;
  readonly options: readonly string[];
}

/**
 * The extension's addresses, from plimsoll's package.json; `undefined` without a repository, which
 * all stores require.
 */
export function extensionAddresses(root: Pick<Manifest, 'repository' | 'homepage'>): Addresses | undefined {
  const name = repositoryIn(root);
  if (name === PLACEHOLDER) return undefined;
  const repository = `https://github.com/${name}`;
  return {
    manifest: {
      repository: { type: 'git', url: `${repository}.git`, directory: FOLDER },
      bugs: { url: `${repository}/issues` },
      homepage: root.homepage ?? `${repository}#readme`,
    },
    options: [`--baseContentUrl=${repository}/blob/HEAD/${FOLDER}`, `--baseImagesUrl=${repository}/raw/HEAD/${FOLDER}`],
  };
}

/** vsce's options without addresses: such a file can be installed, but not published. */
const WITHOUT_ADDRESSES = ['--no-rewrite-relative-links', '--allow-missing-repository'];

/** Copies the extension with its build for packing, and returns vsce's arguments. */
export function stageExtension(to: string, root: Pick<Manifest, 'repository' | 'homepage'>): readonly string[] {
  rmSync(to, { recursive: true, force: true });
  cpSync(FOLDER, to, { recursive: true });
  const addresses = extensionAddresses(root);
  const path = join(to, 'package.json');
  const own = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, `${JSON.stringify({ ...own, ...addresses?.manifest }, undefined, 2)}\n`);
  // Everything is bundled.
  return ['package', '--no-dependencies', ...(addresses?.options ?? WITHOUT_ADDRESSES)];
}
