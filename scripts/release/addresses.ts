import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What pages and manifests say as long as package.json has no `repository`. */
export const PLACEHOLDER = 'OWNER/plimsoll';

/** Where the repository is named besides package.json, each time as `OWNER/NAME`. */
export const NAMED_IN: readonly string[] = [
  'docs/integrations.md',
  'docs/many-repositories.md',
  'docs/untrusted-changes.md',
];

/** `OWNER/NAME` of the repository that a package.json names; the placeholder where it names none. */
export function repositoryIn(manifest: { readonly repository?: { readonly url: string } }): string {
  const url = manifest.repository?.url;
  return url === undefined ? PLACEHOLDER : new URL(url.replace(/^git\+|\.git$/g, '')).pathname.slice(1);
}

/**
 * Makes a repository of GitHub, `OWNER/NAME`, and the address of a site the ones that everything names: they are
 * `repository` and `homepage` of package.json, from which builds take them, and stand in the files of `NAMED_IN`.
 * Throws for what is no name of a repository, or no address.
 */
export function setAddresses(root: string, repository: string, site: string | undefined): void {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error(`${repository}: give OWNER/NAME.`);
  if (site !== undefined && new URL(site).protocol !== 'https:') throw new Error(`${site}: the site needs https.`);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly repository?: { readonly url: string };
  };
  const before = repositoryIn(manifest);
  const after = {
    ...manifest,
    repository: { type: 'git', url: `git+https://github.com/${repository}.git` },
    ...(site === undefined ? {} : { homepage: site }),
  };
  writeFileSync(join(root, 'package.json'), `${JSON.stringify(after, undefined, 2)}\n`);
  for (const path of NAMED_IN.map((each) => join(root, each)))
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(before, repository));
}
