import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { environmentLines } from '../../../src/parsers/compose/variables/environment-lines.ts';

const TEXTS = 200;
const SIZE = 100_000;

describe('environmentLines', () => {
  test('keeps no text in memory for the keys that it remembers of it', () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (!isAction(collect)) throw new Error('Node.js has no gc');
    const comment = Buffer.alloc(SIZE, '#').toString('latin1');
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < TEXTS; index += 1)
      expect(environmentLines(`${comment}\nservice-name-${index}: 1\n`)).toEqual([]);
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan((TEXTS * SIZE) / 4);
  });
});

function isAction(value: unknown): value is () => void {
  return typeof value === 'function';
}
