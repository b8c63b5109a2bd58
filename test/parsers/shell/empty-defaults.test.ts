import { describe, expect, test } from 'vitest';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { parseShell } from '../../../src/parsers/shell/index.ts';

function errorsOf(text: string): readonly string[] {
  const { problems } = parseShell({ path: 'a.sh', text }, { files: NO_FILES, environment: new Map() });
  return problems.filter(({ severity }) => severity === 'error').map(({ id }) => id);
}

describe('an empty default that the client would reject is left to the caller', () => {
  test.each([
    'NAME="${1:-}"; docker exec "$NAME" ls',
    'NAME=${1-}; docker exec $NAME ls',
    `NAME=\${1:-''}; docker exec $NAME ls`,
    'NAME="${1:-${2:-}}"; docker exec "$NAME" ls',
    'NAME="${1:-}"; NAME="${NAME:-}"; docker exec "$NAME" ls',
    'run() { local name="${1:-}"; docker exec "$name" ls; }; run "$2"',
    'docker run "${1:-}"',
    'docker run --memory "${2:-}" nginx:1.27',
    'docker run -v "${2-}:/data" nginx:1.27',
    'docker exec "${NAME:-}" ls',
    'docker run "${IMAGE:-}" ls',
    'docker run "${REGISTRY:-}/app:1"',
    'docker run "app:${TAG:-}"',
    'docker run --cpus=${CPUS:-} nginx:1.27',
    'docker run -v "${DIRECTORY:-}:/data" nginx:1.27',
    'docker service create --replicas "${COUNT:-}" nginx:1.27',
    'docker compose exec "${SERVICE:-}" ls',
  ])('%s', (script) => {
    expect(errorsOf(script)).toEqual([]);
  });
});

describe('an empty text that the script itself gives is rejected', () => {
  test.each([
    ['docker exec "" ls', 'syntax/invalid-value'],
    ['NAME=; docker exec "${NAME:-}" ls', 'syntax/invalid-value'],
    ['run() { docker exec "${1:-}" ls; }; run ""', 'syntax/invalid-value'],
    ['docker run --memory "${MEMORY:-}" --cpus x nginx:1.27', 'syntax/invalid-value'],
  ])('%s', (script, id) => {
    expect(errorsOf(script)).toEqual([id]);
  });
});
