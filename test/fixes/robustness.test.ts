import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../long.ts';
import { TARGETS } from '../robustness/targets.ts';
import { fixFiles } from './fix-text.ts';

/** Fixing any text terminates, throws nothing, and leaves nothing to fix. */
test.each(['compose', 'mutation', 'splice'])(
  '%s',
  async (name) => {
    const target = TARGETS.find((each) => each.name === name);
    if (target === undefined) throw new Error(`There is no target ${name}.`);
    await fc.assert(
      fc.asyncProperty(target.cases, async ({ tree }) => {
        const texts = Object.fromEntries(
          Object.entries(tree).filter((file): file is [string, string] => typeof file[1] === 'string'),
        );
        const run = await fixFiles(texts, {}, { preset: 'all' });
        const fixed = { ...texts, ...Object.fromEntries(run.files.map(({ path, after }) => [path, after])) };
        const again = await fixFiles(fixed, {}, { preset: 'all' });
        expect(again.made.map(({ finding, fix }) => [finding.rule, fix.title])).toEqual([]);
      }),
      { numRuns: runs(target.runs / 4) },
    );
  },
  120_000,
);
