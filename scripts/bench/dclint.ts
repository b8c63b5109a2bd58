import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from '../tools.ts';

const VERSION = '3.1.0';

/**
 * The path of dclint's command, which is installed into a folder for temporary files when it is first asked for: as a
 * dependency it would bring every checkout some forty packages. Gives a sentence where it can't be had.
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
