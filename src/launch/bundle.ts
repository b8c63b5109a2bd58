import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import type * as worker from '../session/worker.ts';
import { CodeCache } from './code-cache.ts';
import type * as parts from './parts.ts';

/** Distinguishes this build from every other; put in by the build. */
declare const PLIMSOLL_BUILD: string;

/** What the files of the build export that are loaded from here. */
interface Files {
  readonly 'bundle.cjs': typeof parts;
  readonly 'worker.cjs': typeof worker;
}

/** Loads files of the build, which lie beside this one. */
export interface Loader {
  readonly load: <Name extends keyof Files>(name: Name) => Files[Name];
  readonly cache: CodeCache | undefined;
}

/** `options` are those that V8 has been given, as for {@link CodeCache.changeOptions}. */
export function createLoader(options = ''): Loader {
  const cache = openCache(options);
  if (cache === undefined) enableOwnCache();
  const ownRequire = require;
  // The build makes the files of these very modules.
  return {
    load: <Name extends keyof Files>(name: Name): Files[Name] =>
      (cache === undefined ? ownRequire(`./${name}`) : cache.load(name)) as Files[Name],
    cache,
  };
}

/** The cache of compiled code: none where the user wants none (by Node's own variable), or where it could not be kept. */
function openCache(options: string): CodeCache | undefined {
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return undefined;
  // Beside the code itself, so that whoever can put something here could change the code as well.
  const folder = join(__dirname, 'code-cache', `${PLIMSOLL_BUILD}-${process.version}-${process.arch}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return new CodeCache(__dirname, folder, require, options);
  } catch {
    return undefined;
  }
}

/** Node's own cache, which it has from 22.8 on. */
function enableOwnCache(): void {
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') Reflect.apply(enableCompileCache, module, []);
}
