import { describe, expect, test } from 'vitest';
import { createSession } from '../../../src/session/session.ts';
import { joinPath } from '../../../src/util/paths.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const COMPOSE = 'services: {web: {image: "nginx:1.27"}}\n';

/** `rule path` of each Compose file that a command starts and that was not read. */
async function unreadIn(path: string, text: string, others: readonly string[] = []): Promise<readonly string[]> {
  const tree = { [path]: text, ...Object.fromEntries(others.map((name) => [name, COMPOSE])) };
  const files = createMemoryFiles(
    Object.fromEntries(Object.entries(tree).map(([name, content]) => [joinPath('/project', name), content])),
    '/project',
  );
  const rules = { 'syntax/unknown-command': { severity: 'info' } } as const;
  const { inputs } = await createSession({ files, rules, today: '2026-11-24' }).lint({ paths: ['.'] });
  return inputs.flatMap(({ findings }) =>
    findings.flatMap(({ rule, message }) => {
      const [, shown] = /` starts `(.*?)`[, ]/.exec(message.what) ?? [];
      return /unread|unknown-command/.test(rule) ? `${rule.slice('syntax/'.length)} ${shown ?? message.what}` : [];
    }),
  );
}

const UP = 'docker compose up -d';

describe('a command that starts a Compose file', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [UP, [], ['unread-command compose.yaml']],
    [UP, ['docker-compose.yml'], []],
    [`cd sub && ${UP}`, ['compose.yaml'], []],
    [`pushd a; popd; ${UP}`, ['compose.yaml'], []],
    [`cd "$(dirname "$0")" && ${UP}`, ['compose.yaml'], []],
    [`cd "$(git rev-parse --show-toplevel)" && ${UP}`, ['compose.yaml'], []],
    [`cd "$PWD/app" && ${UP}`, ['app/compose.yaml'], []],
    ['docker compose -f a.yml -f b.yml up', ['a.yml'], ['unread-command b.yml']],
    ['docker compose -f /srv/a.yml up', ['a.yml'], ['unread-command /srv/a.yml']],
    ['docker compose -f ../a.yml create', ['a.yml'], ['unread-command ../a.yml']],
    ['docker compose -f a.yml run web', [], ['unread-command a.yml']],
    ['docker-compose --file=a.yml start', [], ['unread-command a.yml']],
    ['[ -f a.yml ] && docker compose -f a.yml up', [], ['unread-command a.yml']],
    ['docker compose -f oci://ghcr.io/x/y up', [], ['unread-command oci://ghcr.io/x/y']],
    ['docker compose -f https://u:p@github.com/x/y.git up', [], ['unread-command https://github.com/x/y.git']],
    ['COMPOSE_FILE=/tmp/a.yml docker compose up', [], ['unread-command /tmp/a.yml']],
    ['export COMPOSE_FILE=a.yml:b.yml\ndocker compose up', ['a.yml'], ['unread-command b.yml']],
    ['docker compose --project-directory /opt/app up', ['compose.yaml'], ['unread-command /opt/app/compose.yaml']],
    ['docker compose --project-directory app up', ['app/compose.yaml'], []],
    [`cd /opt/app && ${UP}`, ['compose.yaml'], ['unread-command /opt/app/compose.yaml']],
    [`ssh host 'cd /opt/app && ${UP}'`, [], ['unread-command /opt/app/compose.yaml']],
    [`curl -o compose.yaml https://x.example; ${UP}`, [], ['unread-command compose.yaml']],
    [`git clone https://x.example/app && cd app && ${UP}`, [], ['unread-command app/compose.yaml']],
    [`envsubst < a.tmpl > compose.yaml; ${UP}`, [], ['unread-command compose.yaml']],
    ['sed s/a/b/ a.yml > /tmp/y.yml\ndocker compose -f /tmp/y.yml up', ['a.yml'], ['unread-command /tmp/y.yml']],
    [`cp a.yml /opt/app/compose.yaml; cd /opt/app; ${UP}`, ['a.yml'], []],
    [`scp compose.yaml host:/opt/app/; ssh host 'cd /opt/app; ${UP}'`, ['compose.yaml'], []],
    [`cat > compose.yaml <<'X'\n${COMPOSE}X\n${UP}`, [], []],
    [`cat > /tmp/a.yaml <<'X'\n${COMPOSE}X\ndocker compose -f /tmp/a.yaml up`, [], []],
    [`cd "$APP" && ${UP}\n${UP}\ncd "$APP" && ${UP}`, ['compose.yaml'], ['unknown-command $APP/compose.yaml']],
    ['docker compose -f "$F" up; docker compose -f "$F" ps', [], ['unknown-command $F']],
    ['docker compose $OPTS up', ['compose.yaml'], ['unknown-command $OPTS']],
    ['docker stack deploy -c /opt/a.yml app', [], ['unread-command /opt/a.yml']],
    ['docker stack deploy -c a.yml,b.yml app', ['a.yml'], ['unread-command b.yml']],
    ['podman kube play /tmp/pod.yaml', [], ['unread-command /tmp/pod.yaml']],
    ['podman play kube --network x pod.yaml', [], ['unread-command pod.yaml']],
    ['docker compose -f a.yml create\ndocker compose -f a.yml up', [], ['unread-command a.yml']],
    ['docker compose -f a.yml ps; docker compose -f "$F" logs -f; docker compose down; docker compose pull', [], []],
    ['cd /opt/app; docker compose config; docker compose stop; docker compose rm -f; docker compose kill', [], []],
    ['docker compose up --help; docker compose version; podman kube play --down pod.yaml', [], []],
    ['docker stack config -c a.yml; docker stack ps app; docker stack rm app', [], []],
    ['while read -r line; do echo "$line"; done < docker-compose.yml', [], []],
  ])('in a script: %s', async (script, files, unread) => {
    expect(await unreadIn('run.sh', `#!/bin/bash\n${script}\n`, files)).toEqual(unread);
  });
});
