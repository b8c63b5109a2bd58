const TEST_PATH = /(?:^|[/._-])(?:tests?|testing|testdata|e2e|integration|spec|fixtures|ci)(?:[/._-]|$)/i;

/** True for a file in a test directory, or named after tests. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}
