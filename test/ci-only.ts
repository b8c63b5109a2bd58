/** True if everything runs, as in CI: `PLIMSOLL_CI=1`. */
export const isCi = process.env['PLIMSOLL_CI'] === '1';

/** Test files that take half a minute or more, because they start browsers, hooks or builds. */
export const CI_ONLY: readonly string[] = [
  'test/integrations/docker.test.ts',
  'test/integrations/pre-commit.test.ts',
  'test/integrations/untrusted.test.ts',
  'test/playground/chromium.test.ts',
  'test/reporters/html-chromium.test.ts',
  'test/robustness/growth/growth.test.ts',
];
