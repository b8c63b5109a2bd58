import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACEHOLDER, repositoryIn } from '../release/addresses.ts';
import type { Manifest } from './identity.ts';

const FOLDER = 'editors/vscode';

/** What a shop asks of the manifest of an extension, and where the relative links of its pages lead. */
export interface Addresses {
  readonly manifest: object;
  readonly options: readonly string[];
}

/**
 * The addresses of the extension, from those of plimsoll's own package.json; `undefined` as long as that names no
 * repository, without which no shop takes an extension.
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

/** What vsce has to be let off where there are no addresses: such a file is for installing, and for no shop. */
const WITHOUT_ADDRESSES = ['--no-rewrite-relative-links', '--allow-missing-repository'];

/** Copies the extension, with its build, into a folder as it is packed, and gives what vsce is to be told. */
export function stageExtension(to: string, root: Pick<Manifest, 'repository' | 'homepage'>): readonly string[] {
  rmSync(to, { recursive: true, force: true });
  cpSync(FOLDER, to, { recursive: true });
  const addresses = extensionAddresses(root);
  const path = join(to, 'package.json');
  const own = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, `${JSON.stringify({ ...own, ...addresses?.manifest }, undefined, 2)}\n`);
  // All that it needs is bundled.
  return ['package', '--no-dependencies', ...(addresses?.options ?? WITHOUT_ADDRESSES)];
}
