/** Whether everything is run, as in CI: `PLIMSOLL_CI=1`. */
export const isCi = process.env['PLIMSOLL_CI'] === '1';

/** Test files that take half a minute of a processor and more, for the browsers, hooks and builds that they start. */
export const CI_ONLY: readonly string[] = [
  'test/integrations/docker.test.ts',
  'test/integrations/pre-commit.test.ts',
  'test/integrations/untrusted.test.ts',
  'test/playground/chromium.test.ts',
  'test/reporters/html-chromium.test.ts',
  'test/robustness/growth/growth.test.ts',
];
