#!/usr/bin/env node
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { VERSION } from '../version.ts';
import { createLoader } from './bundle.ts';
import type { CodeCache } from './code-cache.ts';
import { LATER, optimizeLater, withoutBaseline } from './optimization.ts';
import type * as parts from './parts.ts';
import type { ThreadData } from './thread.ts';
import { createThreads } from './threads.ts';
import { warmUp } from './warm-up.ts';

async function launch(): Promise<void> {
  const { load, cache } = createLoader();
  const [, , word, ...others] = process.argv;
  const isVersion = others.length === 0 && (word === '--version' || word === '-V');
  // The first run keeps what it compiles, whatever it is asked.
  if (isVersion && cache?.isKept('bundle.cjs') !== false) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const bundle = load('bundle.cjs');
  let v8Options = '';
  const onManyInputs = (): void => {
    // What this run keeps must fit the short ones as well.
    if (cache !== undefined && isToKeep(cache)) return;
    optimizeLater(process.versions.v8);
    v8Options = LATER;
    cache?.changeOptions(LATER);
  };
  const served = { isServer: false };
  const onPeer = (): void => {
    served.isServer = true;
  };
  const threads = createThreads((options) => {
    const workerData: ThreadData = { options, v8Options };
    return new Worker(join(__dirname, 'thread.cjs'), { workerData });
  });
  process.exitCode = await bundle.main(
    process.argv.slice(2),
    bundle.createProcessIo(process, { threads, onManyInputs, onPeer }),
  );
  // What a server has compiled by its end is far more than a short run needs.
  if (cache !== undefined && !served.isServer && isToKeep(cache)) await keep(cache, bundle);
}

/** Whether this run keeps what it compiled, for the next one. */
function isToKeep(cache: CodeCache): boolean {
  // With options of its own V8 makes code that it takes back only with the same ones.
  const hasOptions = process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
  return !hasOptions && cache.isToWrite;
}

/** Where nothing was kept yet, this costs one run some tenths of a second, and saves them to all that follow. */
async function keep(cache: CodeCache, { main, createProcessIo, createNodeFileSystem }: typeof parts): Promise<void> {
  try {
    const isFirst = !cache.has('bundle.cjs');
    if (isFirst) {
      const samples = createNodeFileSystem(join(__dirname, 'samples'));
      await withoutBaseline(process, () => warmUp(main, createProcessIo(process), samples));
    }
    cache.write();
    if (!isFirst) return;
    // V8 marks code with the options of the moment in which it is written.
    optimizeLater(process.versions.v8);
    cache.changeOptions(LATER);
    cache.write({ all: true });
  } catch {
    // The next run does without it.
  }
}

void launch();
