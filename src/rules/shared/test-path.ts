const TEST_PATH = /(?:^|[/._-])(?:tests?|testing|testdata|e2e|integration|spec|fixtures|ci)(?:[/._-]|$)/i;
/** Files of pipelines and dev containers, which only names and directories show. */
const PIPELINE_PATH =
  /(?:^|\/)(?:\.(?:github|gitlab|circleci|buildkite|semaphore|devcontainer|travis|drone|woodpecker|cirrus|teamcity)(?:[/.]|$)|(?:azure|bitbucket)-pipelines|jenkinsfile|cloudbuild)/i;
const BACKUP_PATH =
  /(?:^|[/. _-])(?:backups?|bak|old|orig|copy|disabled|deprecated|archived?|unused)(?:[/. _-]|\d*$)|~$/i;

/** True for a file in a test directory, or named after tests. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

/**
 * True for a file of which no container runs for long: of tests, pipelines and dev containers, or a
 * copy that was kept.
 */
export function isPassingPath(path: string): boolean {
  return isTestPath(path) || PIPELINE_PATH.test(path) || BACKUP_PATH.test(path);
}
