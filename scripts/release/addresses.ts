import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Used in pages and manifests until package.json has a `repository`. */
export const PLACEHOLDER = 'OWNER/plimsoll';

/** The files besides package.json that name the repository, as `OWNER/NAME`. */
export const NAMED_IN: readonly string[] = [
  'docs/integrations.md',
  'docs/many-repositories.md',
  'docs/untrusted-changes.md',
];

/** `OWNER/NAME` of package.json's repository, or the placeholder. */
export function repositoryIn(manifest: { readonly repository?: { readonly url: string } }): string {
  const url = manifest.repository?.url;
  return url === undefined ? PLACEHOLDER : new URL(url.replace(/^git\+|\.git$/g, '')).pathname.slice(1);
}

/**
 * Sets a GitHub repository, `OWNER/NAME`, and a site's URL in package.json (`repository`,
 * `homepage`), which builds use, and in the files of `NAMED_IN`. Throws if one is invalid.
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
