import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import type * as worker from '../session/worker.ts';
import { CodeCache } from './code-cache.ts';
import { checksCode } from './options.ts';
import type * as parts from './parts.ts';

/** Identifies this build. The build script sets it. */
declare const PLIMSOLL_BUILD: string;

interface Files {
  readonly 'bundle.cjs': typeof parts;
  readonly 'worker.cjs': typeof worker;
}

export interface BundleLoader {
  readonly load: <Name extends keyof Files>(name: Name) => Files[Name];
  readonly cache: CodeCache | undefined;
}

/** Creates a loader, with a cache of compiled code if possible. */
export function createLoader(): BundleLoader {
  const cache = openCache();
  if (cache === undefined) enableOwnCache();
  const ownRequire = require;
  // The build creates a file from each of these modules.
  return {
    load: <Name extends keyof Files>(name: Name): Files[Name] =>
      (cache === undefined ? ownRequire(`./${name}`) : cache.load(name)) as Files[Name],
    cache,
  };
}

/**
 * Opens the cache of compiled code. `undefined` if Node's variable disables it, if V8 wouldn't
 * verify the code, or if the directory can't be created.
 */
function openCache(): CodeCache | undefined {
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '' || !checksCode(process.versions.v8)) return undefined;
  // Store the cache next to the code: anyone who can write there can change the code anyway.
  const folder = join(__dirname, 'code-cache', `${PLIMSOLL_BUILD}-${process.version}-${process.arch}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return new CodeCache(__dirname, folder, require);
  } catch {
    return undefined;
  }
}

/** Enables Node's own cache (Node.js 22.8 and later). */
function enableOwnCache(): void {
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') Reflect.apply(enableCompileCache, module, []);
}
