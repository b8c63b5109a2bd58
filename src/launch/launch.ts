#!/usr/bin/env node
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { VERSION } from '../version.ts';
import { createLoader } from './bundle.ts';
import type { CodeCache } from './code-cache.ts';
import { setV8Options, withoutBaseline } from './options.ts';
import type * as parts from './parts.ts';
import { createThreads } from './threads.ts';
import { warmUp } from './warm-up.ts';

async function launch(): Promise<void> {
  const { load, cache } = createLoader();
  const [, , word, ...others] = process.argv;
  const isVersion = others.length === 0 && (word === '--version' || word === '-V');
  // Skip this shortcut in the first run, so that it stores compiled code.
  if (isVersion && cache?.isKept('bundle.cjs') !== false) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  setV8Options(process.versions.v8);
  const bundle = load('bundle.cjs');
  const served = { isServer: false };
  const onPeer = (): void => {
    served.isServer = true;
  };
  const threads = createThreads((options) => new Worker(join(__dirname, 'thread.cjs'), { workerData: options }));
  process.exitCode = await bundle.main(process.argv.slice(2), bundle.createProcessIo(process, { threads, onPeer }));
  // Don't store a server's code: until its end, V8 compiles far more than a short run needs.
  if (cache !== undefined && !served.isServer && isToKeep(cache)) await keep(cache, bundle);
}

/** True if this run should store its compiled code. */
function isToKeep(cache: CodeCache): boolean {
  // V8 accepts compiled code only if its options are the same.
  const hasOptions = process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
  return !hasOptions && cache.isToWrite;
}

/**
 * Stores the compiled code. The first time takes some tenths of a second, which every later run
 * saves.
 */
async function keep(cache: CodeCache, { main, createProcessIo, createNodeFileSystem }: typeof parts): Promise<void> {
  try {
    if (!cache.has('bundle.cjs')) {
      const samples = createNodeFileSystem(join(__dirname, 'samples'));
      await withoutBaseline(process, () => warmUp(main, createProcessIo(process), samples));
    }
    cache.write();
  } catch {
    // The next run works without a cache.
  }
}

void launch();
