import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import type * as worker from '../session/worker.ts';
import { CodeCache } from './code-cache.ts';
import { checksCode } from './options.ts';
import type * as parts from './parts.ts';

/** Identifies this build; set by the build script. */
declare const PLIMSOLL_BUILD: string;

/** The exports of the build's lazily loaded files. */
interface Files {
  readonly 'bundle.cjs': typeof parts;
  readonly 'worker.cjs': typeof worker;
}

/** Loads files of the build from the same directory. */
export interface BundleLoader {
  readonly load: <Name extends keyof Files>(name: Name) => Files[Name];
  readonly cache: CodeCache | undefined;
}

/** A loader with a cache of compiled code if there can be one. */
export function createLoader(): BundleLoader {
  const cache = openCache();
  if (cache === undefined) enableOwnCache();
  const ownRequire = require;
  // The build creates the files from these modules.
  return {
    load: <Name extends keyof Files>(name: Name): Files[Name] =>
      (cache === undefined ? ownRequire(`./${name}`) : cache.load(name)) as Files[Name],
    cache,
  };
}

/**
 * Opens the cache of compiled code; none if Node's variable disables it, V8 wouldn't check it, or
 * it can't be stored.
 */
function openCache(): CodeCache | undefined {
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '' || !checksCode(process.versions.v8)) return undefined;
  // Next to the code: anyone who can write there could change the code anyway.
  const folder = join(__dirname, 'code-cache', `${PLIMSOLL_BUILD}-${process.version}-${process.arch}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return new CodeCache(__dirname, folder, require);
  } catch {
    return undefined;
  }
}

/** Node's own cache, since version 22.8. */
function enableOwnCache(): void {
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') Reflect.apply(enableCompileCache, module, []);
}
