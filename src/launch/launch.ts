#!/usr/bin/env node
import { join } from 'node:path';
import { createLoader } from './bundle.ts';
import type { CodeCache } from './code-cache.ts';
import { canOptimizeLater, optimizeLater } from './optimization.ts';
import type * as parts from './parts.ts';
import { threads } from './threads.ts';
import { warmUp } from './warm-up.ts';

async function launch(): Promise<void> {
  const { load, cache } = createLoader();
  const bundle = load('bundle.cjs');
  const onManyInputs = (): void => {
    // What is to be kept of the first run must fit the short ones as well.
    if (!canOptimizeLater(process.versions.v8) || cache?.isComplete !== true) return;
    cache.close();
    optimizeLater();
  };
  process.exitCode = await bundle.main(process.argv.slice(2), { ...bundle.createProcessIo(process), threads, onManyInputs });
  if (cache?.isComplete === false) await keep(cache, bundle);
}

/** Where nothing was kept yet, this costs one run some tenths of a second, and saves them to all that follow. */
async function keep(cache: CodeCache, { main, createNodeFileSystem }: typeof parts): Promise<void> {
  // With options of its own V8 makes code that it takes back only with the same ones.
  if (process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '') return;
  try {
    if (!cache.has('bundle.cjs')) {
      await warmUp(main, createNodeFileSystem(join(__dirname, 'samples')), () => {
        cache.write();
      });
    }
    cache.write();
  } catch {
    // The next run does without it.
  }
}

void launch();
