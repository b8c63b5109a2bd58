import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '3.1.0';

/**
 * The path of dclint's command, which is installed into a folder for temporary files when it is first asked for: as a dependency it would bring every
 * checkout some forty packages. Gives a sentence where it can't be had.
 */
export function installDclint(): { readonly command: string } | { readonly why: string } {
  const folder = join(tmpdir(), `plimsoll-bench-dclint-${VERSION}`);
  const command = join(folder, 'node_modules/dclint/bin/dclint.cjs');
  if (existsSync(command)) return { command };
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, `dclint@${VERSION}`],
    { encoding: 'utf8', shell: process.platform === 'win32', timeout: 120_000 },
  );
  return status === 0 && existsSync(command)
    ? { command }
    : { why: `dclint ${VERSION} could not be installed, so it was not measured.` };
}
