import { existsSync, mkdirSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type { main } from '../cli/main.ts';
import type { createProcessIo } from '../cli/process-io.ts';
import type { createNodeFileSystem } from '../files/node-file-system.ts';
import type { serve } from '../linters/worker.ts';
import { CodeCache } from './code-cache.ts';

/** Tells this very build from every other; put in by the build. */
declare const PLIMSOLL_BUILD: string;

/** What the build's bundle exports. */
export interface Bundle {
  readonly main: typeof main;
  readonly createProcessIo: typeof createProcessIo;
  readonly createNodeFileSystem: typeof createNodeFileSystem;
  readonly serve: typeof serve;
}

const BUNDLE = 'bundle.cjs';

/** The bundle beside this file, and the cache that it came from, if there is one. */
export function loadBundle(): { readonly bundle: Bundle; readonly cache: CodeCache | undefined } {
  const cache = openCache();
  // The build makes the bundle of these very modules.
  return { bundle: (cache?.load(BUNDLE) ?? requireBundle()) as Bundle, cache };
}

/** The cache of compiled code: none where the user wants none (by Node's own variable), or where it could not be kept. */
function openCache(): CodeCache | undefined {
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return undefined;
  // Beside the code itself, so that whoever can put something here could change the code as well.
  const folder = join(__dirname, 'code-cache', `${PLIMSOLL_BUILD}-${process.version}-${process.arch}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return new CodeCache(__dirname, folder);
  } catch {
    return undefined;
  }
}

/** Without a cache of ours, with Node's own (from 22.8 on). */
function requireBundle(): unknown {
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') Reflect.apply(enableCompileCache, module, []);
  return createRequire(__filename)(`./${BUNDLE}`);
}
