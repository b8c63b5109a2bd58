import type { Reporter, TestModule } from 'vitest/node';
import { CI_ONLY, isCi } from './ci-only.ts';

/**
 * Ends the output with `N passed, N failed` and the reasons of skipped tests. In `npm test`, passes
 * the counts on instead.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    const skipped = new Map<string, number>();
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        if (result.state === 'failed') failed += 1;
        if (result.state === 'skipped' && result.note !== undefined)
          skipped.set(result.note, (skipped.get(result.note) ?? 0) + 1);
      }
    }
    if (!isCi) process.stdout.write(`${CI_ONLY.length} test files run in CI only, and with PLIMSOLL_CI=1\n`);
    for (const [why, count] of skipped) process.stdout.write(`${count} skipped: ${why}\n`);
    if (process.send === undefined) process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    else process.send({ passed, failed });
  }
}
