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
  // The first run always stores its compiled code.
  if (isVersion && cache?.isKept('bundle.cjs') !== false) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const bundle = load('bundle.cjs');
  let v8Options = '';
  const onManyInputs = (): void => {
    // The stored code must also suit short runs.
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
  // By its end, a server has compiled far more than a short run needs.
  if (cache !== undefined && !served.isServer && isToKeep(cache)) await keep(cache, bundle);
}

/** Whether this run stores its compiled code. */
function isToKeep(cache: CodeCache): boolean {
  // V8 accepts code only with the options that it was made with.
  const hasOptions = process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
  return !hasOptions && cache.isToWrite;
}

/** The first store costs some tenths of a second, which all later runs save. */
async function keep(cache: CodeCache, { main, createProcessIo, createNodeFileSystem }: typeof parts): Promise<void> {
  try {
    const isFirst = !cache.has('bundle.cjs');
    if (isFirst) {
      const samples = createNodeFileSystem(join(__dirname, 'samples'));
      await withoutBaseline(process, () => warmUp(main, createProcessIo(process), samples));
    }
    cache.write();
    if (!isFirst) return;
    // V8 marks code with the options at the time of writing.
    optimizeLater(process.versions.v8);
    cache.changeOptions(LATER);
    cache.write({ all: true });
  } catch {
    // The next run works without it.
  }
}

void launch();
