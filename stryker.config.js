import { env } from 'node:process';

/**
 * What is changed, and the tests that are to notice it. Every test that reaches a change is run for
 * it, so that those are left out which take long for what they say: of limits, and of any input at
 * all.
 */
const PARTS = new Map([
  ['rules', { mutate: ['src/rules/*.ts', 'src/parsers/syntax/*.ts'], tests: [] }],
  [
    'docker',
    {
      mutate: ['src/parsers/docker/**/*.ts'],
      tests: [
        'test/parsers/docker/**/*.test.ts',
        'test/parsers/shell/**/*.test.ts',
        'test/conformance/docker.test.ts',
        '!**/{bash,limits,robustness}.test.ts',
      ],
    },
  ],
  [
    'shell',
    {
      mutate: ['src/parsers/shell/**/*.ts'],
      tests: [
        'test/parsers/shell/**/*.test.ts',
        'test/parsers/docker/**/*.test.ts',
        'test/conformance/docker.test.ts',
        '!**/{bash,limits,robustness}.test.ts',
      ],
    },
  ],
  [
    'compose',
    {
      mutate: ['src/parsers/compose/**/*.ts', '!**/*.generated.*'],
      tests: [
        'test/parsers/compose/**/*.test.ts',
        'test/conformance/compose.test.ts',
        '!**/{limits,half-typed}.test.ts',
      ],
    },
  ],
]);
PARTS.set('fast-path', {
  mutate: ['src/parsers/yaml/fast-path/*.ts'],
  tests: ['test/parsers/yaml/{fast-path,scalars}.test.ts', 'test/parsers/compose/places.test.ts'],
});
for (const [name, ...others] of [
  ['dockerfile', 'test/parsers/hosts/dockerfiles.test.ts'],
  ['hosts', 'test/fixes/devcontainers.test.ts', 'test/fixes/units.test.ts', 'test/conformance/quadlet.test.ts'],
  ['yaml', 'test/parsers/compose/{places,problems}.test.ts', '!**/{fast-path,without-fast-path}.test.ts'],
]) {
  const tests = [`test/parsers/${name}/**/*.test.ts`, ...others, '!**/{limits,make,robustness}.test.ts'];
  PARTS.set(name, { mutate: [`src/parsers/${name}/**/*.ts`], tests });
}

const part = PARTS.get(env['PART'] ?? 'rules');
if (part === undefined) throw new Error(`PART is one of ${[...PARTS.keys()].join(', ')}`);

/**
 * The tests of the parsers are thousands of small ones, which a runner of our own keeps loaded. It
 * can't change what runs while a module is loaded.
 */
const runner =
  part.tests.length > 0
    ? {
        plugins: ['./test/mutation/runner.ts'],
        testRunner: 'in-process',
        testRunnerNodeArgs: ['--import', 'tsx'],
        tests: part.tests,
        ignoreStatic: true,
      }
    : { testRunner: 'vitest', vitest: { configFile: 'vitest.mutation.config.ts', related: false } };

/**
 * Not incremental: Stryker sees no change of a fixture file, and would keep a survivor that has
 * been killed.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  ...runner,
  mutate: part.mutate,
  coverageAnalysis: 'perTest',
  concurrency: part.tests.length > 0 ? 1 : 2,
  tempDirName: '.stryker/tmp',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: '.stryker/report.html' },
  jsonReporter: { fileName: '.stryker/report.json' },
  clearTextReporter: { logTests: false, reportTests: false },
  ignorePatterns: ['dist', 'docs', '.cache'],
  disableTypeChecks: false,
  warnings: { unknownOptions: false },
};
