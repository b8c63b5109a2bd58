import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { CI_ONLY, isCi } from './test/ci-only.ts';

/**
 * Test files that put something in the place of a module or a global for all that they load, and so
 * share no modules with others.
 */
const replacing = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path))
  .filter((path) => path.endsWith('.test.ts') && /\bvi\.(?:mock|stubEnv)\(/.test(readFileSync(path, 'utf8')));

/**
 * The first measures time and memory, which what others have loaded and compiled changes; the other
 * sets options of V8.
 */
const lonely = ['test/robustness/growth/growth.test.ts', 'test/robustness/long-running.test.ts'];

const others = isCi ? [] : CI_ONLY;

/** Starts what takes longest, and mostly waits, before all else. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('/images/programs.test.ts');
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    // Most of what a test makes is gone at its end: collected seldom, it costs a tenth less
    // processor time.
    execArgv: ['--max-semi-space-size=64'],
    // Many tests wait for programs that they start.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    setupFiles: ['./test/seed.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      // What one of these files has loaded serves the next: to load all of plimsoll takes longer
      // than most of them.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...replacing, ...lonely, ...others],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: [...replacing, ...lonely], exclude: [...others] } },
    ],
  },
});
