import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line, `N passed, N failed`, for the readers of a log that know no runner's own format. Where the run is part of `npm test`, that gets the
 * numbers, and ends with them.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    if (process.send === undefined) process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    else process.send({ passed, failed });
  }
}
