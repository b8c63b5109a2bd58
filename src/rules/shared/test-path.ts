const TEST_PATH = /(?:^|[/._-])(?:tests?|testing|testdata|e2e|integration|spec|fixtures|ci)(?:[/._-]|$)/i;
const PIPELINE_PATH =
  /(?:^|\/)(?:\.(?:github|gitlab|circleci|buildkite|semaphore|travis|drone|woodpecker|cirrus|teamcity)(?:[/.]|$)|(?:azure|bitbucket)-pipelines|jenkinsfile|cloudbuild)/i;
const BACKUP_PATH =
  /(?:^|[/. _-])(?:backups?|bak|old|orig|copy|disabled|deprecated|archived?|unused)(?:[/. _-]|\d*$)|~$/i;

/** True for a file in a test directory, or with a name for tests. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

/** Files for debugging, dev containers and documentation, and files of other projects. */
const SHOWN_PATH =
  /(?:^|[/._-])(?:debug(?:ging)?|devcontainers?)(?:[/._-]|$)|(?:^|\/)(?:docs?|suites|playwright|cypress|tutorials?|vendor|third[_-]party|node_modules)\//i;
const TEST_NAME = /(?:^|[._-])(?:tests?|testing|e2e)(?:[._-]|$)/i;

/** True for a container with such a name. */
export function isTestName(name: string): boolean {
  return TEST_NAME.test(name);
}

/** True for a file whose containers don't run for long, as for pipelines or debugging. */
export function isPassingPath(path: string): boolean {
  return isTestPath(path) || PIPELINE_PATH.test(path) || BACKUP_PATH.test(path) || SHOWN_PATH.test(path);
}
