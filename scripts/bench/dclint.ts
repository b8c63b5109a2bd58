import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from '../tools.ts';

const VERSION = '3.1.0';

/**
 * Installs dclint into a temporary directory at the first call, since its forty packages are too
 * many for a dependency. Returns its path, or why it is missing.
 */
export function installDclint(): { readonly command: string } | { readonly why: string } {
  const folder = join(tmpdir(), `plimsoll-bench-dclint-${VERSION}`);
  const command = join(folder, 'node_modules/dclint/bin/dclint.cjs');
  try {
    if (!existsSync(command)) installPackage(`dclint@${VERSION}`, folder);
    return { command };
  } catch {
    return { why: `dclint ${VERSION} could not be installed, so it was not measured.` };
  }
}
