import { cpSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '../docs/markdown.ts';
import { run } from './programs.ts';

/** Copies the project as a fresh checkout has it: without what is installed or built. */
export function copyCheckout(to: string): void {
  const isLeftOut = (path: string): boolean => {
    const [first = ''] = relative(ROOT, path).split(sep);
    return ['.git', 'node_modules', 'dist', 'coverage'].includes(first) || path.includes('.generated.');
  };
  cpSync(ROOT, to, { recursive: true, filter: (path) => !isLeftOut(path) });
}

/** Builds and packs a copy of the project in `folder`, and gives the package's path. */
export function pack(folder: string): { readonly tarball: string; readonly stdout: string } {
  const checkout = join(folder, 'checkout');
  copyCheckout(checkout);
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'), 'junction');
  const { code, stdout, stderr } = run('npm', ['pack', '--loglevel=error'], { cwd: checkout, timeout: 120_000 });
  if (code !== 0) throw new Error(`npm pack ended with ${String(code)}:\n${stderr}`);
  return { tarball: join(checkout, stdout.trim()), stdout };
}

/** Makes an empty project in `folder` and installs a package in it, from that package alone. */
export function install(tarball: string, folder: string): void {
  const { code, stderr } = run(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`npm install ended with ${String(code)}:\n${stderr}`);
}
