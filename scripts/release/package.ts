import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** Published besides the `files` of package.json. */
const ALWAYS = ['README.md', 'LICENSE'];

/** Needed for development only. */
const LEFT_OUT = ['scripts', 'devDependencies', 'allowScripts'];

/**
 * Packs dist/ for publication into `folder`, and returns the package's path. Its package.json has
 * no scripts, so that no client runs one.
 * `repository` is used if package.json has none, since npm's provenance requires it. Throws without
 * a build, or if npm fails.
 */
export function packRelease(root: string, folder: string, repository?: string): string {
  if (!existsSync(join(root, 'dist/plimsoll.cjs')))
    throw new Error('There is no build to pack: npm run build makes it.');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly files: readonly string[];
  };
  mkdirSync(folder, { recursive: true });
  // Elsewhere, since `folder` may be below the copied directory.
  const stage = mkdtempSync(join(tmpdir(), 'plimsoll-package-'));
  const leftOut = manifest.files.filter((path) => path.startsWith('!')).map((path) => join(root, path.slice(1)));
  for (const path of [...manifest.files.filter((each) => !each.startsWith('!')), ...ALWAYS])
    cpSync(join(root, path), join(stage, path), { recursive: true, filter: (from) => !leftOut.includes(from) });
  const published = {
    ...(repository === undefined ? {} : { repository: { type: 'git', url: `git+${repository}.git` } }),
    ...Object.fromEntries(Object.entries(manifest).filter(([key]) => !LEFT_OUT.includes(key))),
  };
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--loglevel=error', '--pack-destination', resolve(folder)],
    {
      cwd: stage,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`npm pack: ${stderr}`);
  rmSync(stage, { recursive: true });
  return join(folder, basename(stdout.trim()));
}
