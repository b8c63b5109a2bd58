import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * These take their time; the others go first, since the first test that fails ends the run of a
 * mutant.
 */
const SLOW = [
  'test/rules/fixtures.test.ts',
  'test/rules/messages.test.ts',
  'test/rules/parity.test.ts',
  'test/rules/meta.test.ts',
];

class QuickestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => SLOW.findIndex((file) => moduleId.endsWith(file));
    return Promise.resolve(files.toSorted((one, other) => rank(one) - rank(other)));
  }
}

/** What `npm run mutation` runs for each mutant. */
export default defineConfig({
  test: {
    include: ['test/parsers/syntax/*.test.ts', 'test/rules/*.test.ts'],
    setupFiles: ['./test/seed.ts'],
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    testTimeout: 60_000,
  },
});
