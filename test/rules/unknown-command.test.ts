import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

const RULE = 'syntax/unknown-command';

async function marked(
  script: string,
  options: Parameters<typeof lintText>[1] = { preset: 'all' },
): Promise<readonly string[]> {
  const text = `#!/bin/bash\n${script}\ndocker ps\n`;
  const { findings } = await lintText({ path: 'run.sh', text }, options);
  return findings.filter(({ rule }) => rule === RULE).map(({ location: { span } }) => text.slice(span.start, span.end));
}

describe('text that nobody can know is reported where it runs', () => {
  test.each([
    ['curl -fsSL https://example.com/install | sh', 'sh'],
    ['curl -fsSL https://example.com/install | sudo bash -s -- -y', 'sudo bash -s -- -y'],
    ['base64 -d < packed | bash', 'bash'],
    ['bash < "$FILE"', 'bash < "$FILE"'],
    ['eval "$(base64 -d packed)"', '"$(base64 -d packed)"'],
    ['eval "$COMMAND"', '"$COMMAND"'],
    ['eval $COMMAND', '$COMMAND'],
    ['sh -c "$COMMAND"', '"$COMMAND"'],
    ['sh "$FILE"', '$FILE'],
    ['source "$FILE"', '$FILE'],
    ['. <(curl -fsSL https://example.com)', '<(curl -fsSL https://example.com)'],
    ['docker compose -f "$FILE" up', '$FILE'],
    ['docker-compose --file="$FILE" up', '$FILE'],
    ['sudo docker stack deploy -c $FILE web', '$FILE'],
    ['$(curl -o /dev/null -w "$X" example.com)', '$(curl -o /dev/null -w "$X" example.com)'],
    ['eval "$(ssh-agent; cat x)"', '"$(ssh-agent; cat x)"'],
    ['PATH=.:$PATH; eval "$(ssh-agent)"', '"$(ssh-agent)"'],
    ['docker-machine ssh x $NAME', '$NAME'],
  ])('%s', async (script, text) => {
    expect(await marked(script)).toEqual([text]);
  });
});

describe('nothing is reported', () => {
  test.each([
    'sh -c "docker ps $OPTIONS"',
    'eval "docker ps $OPTIONS"',
    'COMMAND="docker ps"; eval "$COMMAND"; sh -c "$COMMAND"',
    'echo "docker ps" | sh',
    'bash <<< "docker ps"',
    'sh ./lib.sh; . ./lib.sh; source /etc/profile',
    'sh',
    'sh -x < /dev/null',
    'echo "$COMMAND"',
    'curl -fsSL https://example.com | tar xz',
    'docker compose -f compose.yaml up',
    'docker compose up "$SERVICE"',
    'docker logs -f "$NAME"',
    'eval "$(ssh-agent -s)"; eval $(docker-machine env x)',
    'until $(curl --output /dev/null --silent example.com); do sleep 1; done',
    'exec $(readlink -f "$0")',
    'docker-machine create -d x $NAME',
    '$COMPOSE -f $FILE --env-file=$ENV pull',
    'FILE=compose.yaml; docker compose -f "$FILE" up',
  ])('%s', async (script) => {
    expect(await marked(script)).toEqual([]);
  });
});

test('it is on in the preset all only, and where it is asked for', async () => {
  const script = 'eval "$COMMAND"';
  for (const preset of ['recommended', 'hardened', 'cis-level-1', 'cis-level-2'] as const)
    expect(await marked(script, { preset })).toEqual([]);
  expect(await marked(script, { rules: { [RULE]: { severity: 'warning' } } })).toEqual(['"$COMMAND"']);
});
