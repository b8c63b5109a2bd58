#!/usr/bin/env node
import { existsSync, mkdirSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type { main } from '../cli/main.ts';
import type { createProcessIo } from '../cli/process-io.ts';
import type { createNodeFileSystem } from '../files/node-file-system.ts';
import { CodeCache } from './code-cache.ts';
import { warmUp } from './warm-up.ts';

/** The build's own name: of the texts that it was made of. The build puts it here. */
declare const PLIMSOLL_BUILD: string;

/** What the build's bundle exports. */
interface Bundle {
  readonly main: typeof main;
  readonly createProcessIo: typeof createProcessIo;
  readonly createNodeFileSystem: typeof createNodeFileSystem;
}

const BUNDLE = 'bundle.cjs';
const cacheFolder = join(__dirname, 'code-cache', `${PLIMSOLL_BUILD}-${process.version}-${process.arch}`);

/** The cache of compiled code: none where the user wants none (by Node's own variable), or where it could not be kept. */
function openCache(): CodeCache | undefined {
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return undefined;
  try {
    // Beside the code itself, so that whoever can put something here could change the code as well.
    if (!existsSync(cacheFolder)) mkdirSync(cacheFolder, { recursive: true });
    return new CodeCache(__dirname, cacheFolder);
  } catch {
    return undefined;
  }
}

/** Without a cache of ours, Node's own (from 22.8 on). */
function requireBundle(): unknown {
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') Reflect.apply(enableCompileCache, module, []);
  return createRequire(__filename)(`./${BUNDLE}`);
}

async function launch(): Promise<void> {
  const cache = openCache();
  // The build makes the bundle of these very modules.
  const bundle = (cache?.load(BUNDLE) ?? requireBundle()) as Bundle;
  process.exitCode = await bundle.main(process.argv.slice(2), bundle.createProcessIo(process));
  if (cache?.isComplete === false) await keep(cache, bundle);
}

/** Costs one run some tenths of a second, and saves them to all that follow. */
async function keep(cache: CodeCache, { main, createNodeFileSystem }: Bundle): Promise<void> {
  // With options of its own V8 makes code that it takes back only with the same ones.
  if (process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '') return;
  await warmUp(main, createNodeFileSystem(join(__dirname, 'samples')));
  try {
    cache.write();
  } catch {
    // The next run does without it.
  }
}

void launch();
