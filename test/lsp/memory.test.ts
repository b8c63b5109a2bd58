import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/files/file-system.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { PULL, withClient } from './client.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const DOCUMENTS = 20;
const CHANGES = 8;

/** Each analysis has its own filesystem, which lives as long as the analysis. */
test.each([
  ['that are valid', (round: number) => `rules:\n  host-network: ${round % 2 === 0 ? 'off' : 'error'}\n# ${round}\n`],
  [
    'of which each other one is broken',
    (round: number) => `rules:\n  host-network: ${round % 2 === 0 ? 'of' : 'off'}\n`,
  ],
])('after changes of a configuration %s, one analysis of each document is kept', async (_, configOf) => {
  const analyses: WeakRef<FileSystem>[] = [];
  const openFolder = (folder: string): FileSystem => {
    const files = createMemoryFiles({}, folder);
    analyses.push(new WeakRef(files));
    return files;
  };
  await withClient({}, { openFolder, capabilities: PULL }, async (client) => {
    const paths = Array.from({ length: DOCUMENTS }, (_, index) => `app-${index}/compose.yaml`);
    for (const path of paths) await client.open(path, 'services:\n  web: {image: "a:1"}\n');
    await client.open('.plimsoll.yaml', 'rules: {}\n');
    for (let round = 0; round < CHANGES; round += 1) {
      await client.change('.plimsoll.yaml', configOf(round));
      for (const path of [...paths, '.plimsoll.yaml']) await client.pull(path);
    }
    expect(analyses.length).toBeGreaterThanOrEqual(DOCUMENTS * CHANGES);
    // Promises keep their values in the current turn.
    for (let turn = 0; turn < 5; turn += 1) {
      await wait(5);
      collectGarbage();
    }
    const kept = analyses.filter((analysis) => analysis.deref() !== undefined).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(DOCUMENTS + 1);
  });
});
