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

describe('an Ansible task that starts a Compose file', () => {
  const up = (parameters: string): string => `- docker_compose_v2: {${parameters}}\n`;
  const stack = (files: string): string => `- community.docker.docker_stack: {name: app, compose: ${files}}\n`;

  test.each<[string, readonly string[], readonly string[]]>([
    [up('project_src: /opt/app'), ['compose.yaml'], ['unread-command /opt/app/compose.yaml']],
    [
      up('project_src: /opt/app, files: [a.yml, b.yml]'),
      ['a.yml', 'b.yml'],
      ['unread-command /opt/app/a.yml', 'unread-command /opt/app/b.yml'],
    ],
    ['- docker_compose: {project_src: /opt/app}\n', [], ['unread-command /opt/app/compose.yaml']],
    ['- docker_compose: project_src=/opt/app\n', [], ['unread-command /opt/app/compose.yaml']],
    [up('project_src: "{{ app }}"'), ['compose.yaml'], ['unknown-command {{ app }}/compose.yaml']],
    [up('project_src: "{{ playbook_dir }}/app"'), ['ops/app/compose.yaml'], []],
    [up('project_src: "{{ playbook_dir }}/app"'), [], ['unread-command ./app/compose.yaml']],
    [up('project_src: /opt/app, state: absent'), [], []],
    ['- docker_compose_v2_pull: {project_src: /opt/app}\n', [], []],
    [stack('[/opt/a.yml]'), ['a.yml'], ['unread-command /opt/a.yml']],
    [stack('[a.yml]'), ['ops/a.yml'], []],
    ['- containers.podman.podman_play: {kube_file: /opt/pod.yaml}\n', [], ['unread-command /opt/pod.yaml']],
    ['- podman_play: {kube_file: /opt/pod.yaml, state: absent}\n', [], []],
    [
      '- shell: docker compose up -d\n  args: {chdir: /opt/app}\n',
      ['compose.yaml'],
      ['unread-command /opt/app/compose.yaml'],
    ],
    [`- copy: {src: a.yml, dest: /opt/app/compose.yaml}\n${up('project_src: /opt/app')}`, ['ops/files/a.yml'], []],
    [`- template: {src: a.yml.j2, dest: /opt/a.yml}\n${stack('[/opt/a.yml]')}`, ['ops/templates/a.yml.j2'], []],
    [
      `- copy: {src: a.yml, dest: /opt/app/}\n${up('project_src: /opt/app')}`,
      ['ops/files/a.yml'],
      ['unread-command /opt/app/compose.yaml'],
    ],
  ])('%s', async (tasks, files, unread) => {
    expect(await unreadIn('ops/site.yml', tasks, files)).toEqual(unread);
  });
});

describe('a unit that starts a Compose file', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'app.service',
      'WorkingDirectory=/opt/app\nExecStart=/usr/bin/docker compose up',
      ['compose.yaml'],
      ['unread-command /opt/app/compose.yaml'],
    ],
    [
      'app.service',
      'WorkingDirectory=-/opt/app\nExecStart=/usr/bin/docker compose -f a.yml up',
      ['a.yml'],
      ['unread-command /opt/app/a.yml'],
    ],
    [
      'app.service',
      'WorkingDirectory=%h/app\nExecStart=/usr/bin/docker compose up',
      [],
      ['unknown-command %h/app/compose.yaml'],
    ],
    ['app.service', 'ExecStart=/usr/bin/docker compose up', ['compose.yaml'], ['unread-command /compose.yaml']],
    [
      'app.service',
      'ExecStart=/usr/bin/docker stack deploy -c /opt/a.yml app',
      ['a.yml'],
      ['unread-command /opt/a.yml'],
    ],
    ['app.service', 'ExecStartPre=/usr/bin/docker compose pull\nExecStop=/usr/bin/docker compose down', [], []],
  ])('%s: %s', async (path, lines, files, unread) => {
    expect(await unreadIn(path, `[Service]\n${lines}\n`, files)).toEqual(unread);
  });

  test('of Kubernetes', async () => {
    expect(await unreadIn('app.kube', '[Kube]\nYaml=pod.yaml\nPublishPort=80:80\n')).toEqual([
      'unread-command pod.yaml',
    ]);
    expect(await unreadIn('app.kube', '[Kube]\nPublishPort=80:80\n')).toEqual([]);
  });
});

test('a file that another command writes to the standard input', async () => {
  expect(await unreadIn('run.sh', 'generate | docker compose -f - up\n')).toEqual([
    'unread-command `docker compose up` starts what it reads, which another command writes, so it was not checked.',
  ]);
  expect(await unreadIn('run.sh', 'docker compose config | docker stack deploy -c - app\n', ['compose.yaml'])).toEqual([
    "unknown-command `docker stack deploy` starts what it reads, which plimsoll can't determine, so it was not checked.",
  ]);
});

describe('a stack needs its own file', () => {
  const PRIVILEGED = 'services: {web: {image: "nginx:1.27", privileged: true}}\n';

  test.each([
    ['cd /opt/app && docker stack deploy -c web.yml app', true],
    ['docker stack deploy -c /opt/app/web.yml app', true],
    ['docker stack deploy -c web.yml app', false],
    ['cd "$(dirname "$0")" && docker stack deploy -c web.yml app', false],
  ])('%s: privileged counts: %j', async (script, counts) => {
    const files = createMemoryFiles({ '/project/run.sh': `${script}\n`, '/project/web.yml': PRIVILEGED }, '/project');
    const { inputs } = await createSession({ files }).lint({ paths: ['.'] });
    const rules = inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules.includes('privileged-container')).toBe(counts);
  });
});
