import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { OTHER_BUILDS } from '../../scripts/build/other-builds.ts';
import { ROOT } from '../docs/markdown.ts';
import { isLong } from '../long.ts';
import { run } from './programs.ts';

/** Copies the project like a fresh checkout. */
export function copyCheckout(to: string): void {
  const isLeftOut = (path: string): boolean => {
    const [first = ''] = relative(ROOT, path).split(sep);
    return (
      ['.cache', '.clients', '.git', 'node_modules', 'dist', 'coverage'].includes(first) || path.includes('.generated.')
    );
  };
  cpSync(ROOT, to, { recursive: true, filter: (path) => !isLeftOut(path) });
}

/**
 * Copies the project for those who install it from a checkout: as a fresh one, but that it needs no
 * packages, and that its build is the one of `npm run build` here, copied. The build itself, from
 * files alone, is in the test of the Dockerfile; with PLIMSOLL_LONG it is done here too, and all
 * packages are installed for it.
 */
export function copyInstallable(to: string): void {
  copyCheckout(to);
  if (isLong) return;
  cpSync(join(ROOT, 'dist'), join(to, 'built'), {
    recursive: true,
    filter: (path) => !['code-cache', ...OTHER_BUILDS].includes(basename(path)),
  });
  writeFileSync(
    join(to, 'copy-built.cjs'),
    "require('fs').cpSync('built', 'dist', { recursive: true });\nconsole.log('is built');\n",
  );
  const manifest = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly scripts: object;
  };
  const { name, version } = manifest;
  const own = {
    ...manifest,
    scripts: { ...manifest.scripts, build: 'node copy-built.cjs' },
    devDependencies: undefined,
  };
  writeFileSync(join(to, 'package.json'), JSON.stringify(own, undefined, 2));
  writeFileSync(
    join(to, 'package-lock.json'),
    JSON.stringify({ name, version, lockfileVersion: 3, requires: true, packages: { '': own } }, undefined, 2),
  );
}

/** Packs a copy of the project; returns the package's path. */
export function pack(folder: string): { readonly tarball: string; readonly stdout: string } {
  const checkout = join(folder, 'checkout');
  copyInstallable(checkout);
  if (isLong) symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'), 'junction');
  const { code, stdout, stderr } = run('npm', ['pack', '--loglevel=error'], { cwd: checkout, timeout: 120_000 });
  if (code !== 0) throw new Error(`npm pack ended with ${String(code)}:\n${stderr}`);
  return { tarball: join(checkout, stdout.trim()), stdout };
}

/** Installs a package in an empty project. */
export function install(tarball: string, folder: string): void {
  const { code, stderr } = run(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`npm install ended with ${String(code)}:\n${stderr}`);
}
