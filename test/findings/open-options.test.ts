import { expect, it } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { RULES } from '../../src/rules/index.ts';

/** Rules about the image alone. */
const ABOUT_THE_IMAGE = ['unpinned-image', 'untrusted-registry'];

async function passing(path: string, text: string): Promise<readonly string[]> {
  const { subjects } = await lintText({ path, text });
  expect(subjects).toHaveLength(1);
  return subjects.flatMap(({ verdicts }) =>
    [...verdicts].flatMap(([rule, verdict]) => (verdict === 'pass' && !ABOUT_THE_IMAGE.includes(rule) ? [rule] : [])),
  );
}

it.each([
  'declare -A O; O[web]="--net=host"; docker run ${O[web]} alpine',
  'O=(--rm --privileged); docker run ${O[$((1))]} alpine',
  'while read -r img opts; do docker run $opts $img; done <<EOF\na --privileged\nEOF',
  'echo --privileged alpine | xargs docker run --rm',
  'echo --privileged alpine | xargs docker run',
  'xargs -a options docker run -d',
  'cat options | xargs docker exec',
  'docker run $OPTS alpine:3',
  'docker run --rm $OPTS alpine:3',
  'docker run -d --memory 256m $OPTS alpine:3',
  'docker run $(cat options) alpine:3',
  'docker run --rm $(cat options)',
  'docker run "${O[@]}" alpine:3',
  'docker run "$@"',
  'docker run --$X alpine:3',
  'docker run -$X alpine:3',
  'docker run {1..300} alpine:3',
  'mapfile -t A < options; docker run "${A[@]}" alpine:3',
  'docker create $OPTS alpine:3',
  'docker service create $OPTS alpine:3',
  'docker compose run $OPTS web sh',
  'podman run $OPTS alpine:3',
  'docker exec $OPTS web sh',
])('options that come from elsewhere pass no rule: %s', async (script) => {
  expect(await passing('run.sh', `#!/bin/bash\n${script}\n`)).toEqual([]);
});

it.each([
  ['a.mk', 'a:\n\tdocker run $(OPTS) alpine:3\n'],
  ['.github/workflows/a.yml', 'jobs: {a: {steps: [{run: "docker run ${{ inputs.options }} alpine:3"}]}}\n'],
  ['a.service', '[Service]\nExecStart=/usr/bin/docker run $OPTS alpine:3\n'],
  ['a.md', '```sh\ndocker run [OPTIONS] alpine:3\n```\n'],
  ['compose.yaml', 'services: {web: {command: a}}\n'],
])('nor do those of %s', async (path, text) => {
  expect(await passing(path, text)).toEqual([]);
});

it('is asked once, by the first rule where no other one asks', async () => {
  const on = ['host-network', 'host-pid-namespace'];
  const rules = Object.fromEntries(
    RULES.map(({ id }) => [id, on.includes(id) ? { options: {} } : { severity: 'off' as const }]),
  );
  const { undecided, subjects } = await lintText({ path: 'run.sh', text: 'docker run $OPTS alpine:3\n' }, { rules });
  expect(undecided.map(({ rule }) => rule)).toEqual(['host-network']);
  expect(subjects.map(({ reportedBy }) => reportedBy)).toEqual([{ 'host-pid-namespace': 'host-network' }]);
});

it.each(['docker run "$IMAGE" sh', 'docker run --rm $IMAGE', 'docker run -p "$PORT:80" nginx:1.27'])(
  'one word is no list of options: %s',
  async (script) => {
    expect(await passing('run.sh', `${script}\n`)).toContain('host-network');
  },
);
