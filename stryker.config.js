/**
 * Not incremental: Stryker sees no change of a fixture file, and would keep a survivor that has been killed.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/rules/*.ts', 'src/parsers/syntax/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: '.stryker/tmp',
  reporters: ['clear-text', 'progress-append-only', 'html'],
  htmlReporter: { fileName: '.stryker/report.html' },
  clearTextReporter: { logTests: false, reportTests: false },
  ignorePatterns: ['dist', 'docs'],
  disableTypeChecks: false,
};
