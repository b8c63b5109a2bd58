import { describe, expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import type { Container } from '../../../src/model/container.ts';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { read } from '../../../src/parsers/hosts/ansible/index.ts';
import { detectKind } from '../../../src/parsers/registry.ts';
import { createSession } from '../../../src/session/session.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { showSetting } from '../compose/compose.ts';
import { parseHost } from './parse-host.ts';

const PATH = 'roles/web/tasks/main.yml';

function parse(text: string, tree: Readonly<Record<string, string>> = {}): Parsed {
  const files = createMemoryFiles({ ...tree, [PATH]: text });
  return parseHost(
    read,
    { path: PATH, text },
    {
      files,
      environment: new Map(),
      workingDirectory: files.workingDirectory,
    },
  );
}

function containersIn({ subjects }: Parsed): readonly Container[] {
  return subjects.filter((subject) => subject.kind === 'container');
}

function container(
  parameters: string,
  module = 'docker_container',
  tree?: Readonly<Record<string, string>>,
): Container {
  const [found] = containersIn(parse(`- ${module}: {name: web, image: "a:1", ${parameters}}\n`, tree));
  if (found === undefined) throw new Error('there is no container');
  return found;
}

describe('what is one, by what it holds', () => {
  test.each([
    ['- hosts: all\n  tasks:\n    - docker_container: {name: a, image: b}\n', true],
    ['---\n# tasks\n- name: a\n  community.docker.docker_container:\n    name: a\n', true],
    ['- name: a\n  containers.podman.podman_container:\n    name: a\n', true],
    ['- docker_container: {image: a}\n', true],
    ['- community.docker.docker_swarm_service: {name: a, image: b}\n', true],
    ['- community.general.docker_container: {image: a}\n', true],
    ['- {name: a, docker_container: {image: a}}\n', true],
    ['- raw: docker run a\n', true],
    ['- my_docker_container: {image: a}\n', false],
    ['- name: a\n  shell: docker run a\n', true],
    ['- ansible.builtin.command: docker run a\n', true],
    ['- name: a\n  apt: {name: docker}\n', false],
    ['- name: a\n  shell: ls\n', false],
    ['docker_container: {image: a}\n', false],
    ['services: {a: {image: b}}\n', false],
  ])('%j', (text, is) => {
    expect(detectKind({ path: 'x.yml', text }) === 'ansible').toBe(is);
  });
});

describe('a task that starts something in another form', () => {
  test.each([
    ['docker_container:\n  args: {name: web, image: "a:1", privileged: true}', 'container', 'privileged-container'],
    ['shell:\n  args: {cmd: docker run --privileged a:1}', 'container', 'privileged-container'],
    ['local_action: command docker run --privileged a:1', 'container', 'privileged-container'],
    ['local_action: {module: command, cmd: docker run --privileged a:1}', 'container', 'privileged-container'],
    ['action: ansible.builtin.shell docker run --privileged a:1', 'container', 'privileged-container'],
    ['action: docker_container name=web image=a:1 privileged=true', 'container', 'privileged-container'],
    [
      'local_action: {module: docker_container, name: web, image: "a:1", privileged: true}',
      'container',
      'privileged-container',
    ],
    ['cron: {name: a, job: docker run --privileged a:1}', 'container', 'privileged-container'],
    ['expect: {command: docker run --privileged a:1, responses: {}}', 'container', 'privileged-container'],
    ['community.docker.docker_container_exec: {container: web, command: sh -c x, user: root}', 'exec', 'exec-user'],
    ['docker_container_exec: {container: web, argv: [sh, -c, x], user: root}', 'exec', 'exec-user'],
    ['containers.podman.podman_container_exec: {name: web, command: sh, privileged: true}', 'exec', 'privileged-exec'],
    [
      'docker_compose_v2_exec: {project_src: /x, service: web, command: sh, privileged: true}',
      'exec',
      'privileged-exec',
    ],
    [
      'docker_compose_v2_run: {project_src: /x, service: web, command: sh, cap_add: [ALL]}',
      'container',
      'added-capability',
    ],
    ['containers.podman.podman_pod: {name: web, network: host}', 'container', 'host-network'],
  ])('%s', async (task, kind, rule) => {
    const { subjects, findings } = await lintText({ path: PATH, text: `- ${task}\n` });
    expect(subjects.map((subject) => [subject.kind, subject.verdicts.get(rule)])).toEqual([[kind, 'fail']]);
    expect(findings.filter((finding) => finding.rule.startsWith('syntax/'))).toEqual([]);
  });

  test.each([
    'action: command ls',
    'local_action: debug docker',
    'podman_pod: {name: web, state: absent}',
    'cron: {job: ls}',
  ])('or none: %s', async (task) => {
    const { subjects } = await lintText({ path: PATH, text: `- ${task}\n- shell: docker ps\n` });
    expect(subjects).toEqual([]);
  });
});

describe('parameters are the fields of the request', () => {
  test.each<[string, (one: Container) => unknown, string]>([
    ['privileged: yes', ({ hostConfig }) => hostConfig.privileged, 'true'],
    ['privileged: "no"', ({ hostConfig }) => hostConfig.privileged, 'false'],
    ['privileged: "{{ p }}"', ({ hostConfig }) => hostConfig.privileged, '⟨{{ p }}⟩'],
    ['network_mode: host', ({ hostConfig }) => hostConfig.networkMode, 'host'],
    ['networks: [{name: a}, {name: b}]', ({ hostConfig }) => hostConfig.networkMode, 'a'],
    ['networks: [{name: a}], networks_cli_compatible: false', ({ hostConfig }) => hostConfig.networkMode, 'default'],
    ['networks: [{name: a}], network_mode: host', ({ hostConfig }) => hostConfig.networkMode, 'host'],
    ['capabilities: [NET_ADMIN]', ({ hostConfig }) => hostConfig.capAdd?.[0], 'NET_ADMIN'],
    ['capabilities: "NET_ADMIN,SYS_TIME"', ({ hostConfig }) => hostConfig.capAdd?.[1], 'SYS_TIME'],
    ['security_opts: ["seccomp=unconfined"]', ({ hostConfig }) => hostConfig.securityOpt?.[0], 'seccomp=unconfined'],
    ['pid_mode: host', ({ hostConfig }) => hostConfig.pidMode, 'host'],
    ['memory: 512M', ({ hostConfig }) => hostConfig.memory, String(512 * 1024 * 1024)],
    ['read_only: true', ({ hostConfig }) => hostConfig.readonlyRootfs, 'true'],
    ['restart_policy: always', ({ hostConfig }) => hostConfig.restartPolicy?.name, 'always'],
    [
      'restart_policy: on-failure, restart_retries: 3',
      ({ hostConfig }) => hostConfig.restartPolicy?.maximumRetryCount,
      '3',
    ],
    ['ulimits: ["nofile:1:2"]', ({ hostConfig }) => hostConfig.ulimits?.[0]?.name, 'nofile'],
    ['env: {A: b}', ({ config }) => config.env?.[0], 'A=b'],
    ['command: "sh -c \'a b\'"', ({ config }) => config.cmd?.[2], 'a b'],
    ['command: [sh, -c, "a b"]', ({ config }) => config.cmd?.[2], 'a b'],
    ['entrypoint: [a, b], command: c', ({ config }) => config.entrypoint?.[1], 'b'],
    ['entrypoint: [a, b], command: c', ({ config }) => config.cmd?.[0], 'c'],
    ['ports: ["80:80"]', ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostIp, '0.0.0.0'],
    [
      'ports: ["80:80"], default_host_ip: 127.0.0.1',
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostIp,
      '127.0.0.1',
    ],
    [
      'ports: ["80"], default_host_ip: 127.0.0.1',
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostIp,
      '127.0.0.1',
    ],
    ['healthcheck: {test: [CMD, curl, x]}', ({ config }) => config.healthcheck?.test?.[1], 'curl'],
    ['healthcheck: "{{ check }}"', ({ config }) => config.healthcheck?.test?.[0], '⟨{{ check }}⟩'],
    ['healthcheck: {test: "{{ test }}"}', ({ config }) => config.healthcheck?.test?.[0], '⟨{{ test }}⟩'],
    ['healthcheck: {test: [NONE]}', ({ config }) => config.healthcheck?.test?.[0], 'NONE'],
    [
      'mounts: [{type: bind, source: /etc, target: /x, read_only: yes}]',
      ({ hostConfig }) => hostConfig.mounts?.[0]?.readOnly,
      'true',
    ],
  ])('%s', (parameters, read, shown) => {
    const value = read(container(parameters));
    expect(value === undefined ? '' : showSetting(value as Parameters<typeof showSetting>[0])).toBe(shown);
  });

  test('podman has its own names', () => {
    const one = container(
      'cap_add: [NET_ADMIN], security_opt: [label=disable], network: host',
      'containers.podman.podman_container',
    );
    expect([one.origin, one.hostConfig.capAdd?.length, one.hostConfig.securityOpt?.length]).toEqual([
      'podman ansible',
      1,
      1,
    ]);
  });

  test('in one line', () => {
    const [one] = containersIn(
      parse('- docker_container: name=web image=a:1 privileged=yes volumes=/etc:/x,/run:/y\n'),
    );
    expect([one?.name, showSetting(one?.hostConfig.privileged), one?.hostConfig.binds?.length]).toEqual([
      'web',
      'true',
      2,
    ]);
  });
});

describe('tasks', () => {
  test.each([
    ['a block', '- block:\n    - docker_container: {image: a}\n  always:\n    - docker_container: {image: b}\n', 2],
    ['handlers', '- hosts: a\n  handlers:\n    - docker_container: {image: a}\n', 1],
    ['one that is removed', '- docker_container: {name: a, image: b, state: absent}\n', 0],
    ['one that is only restarted', '- docker_container: {name: a, restart: true}\n', 0],
    ['a command', '- command: docker run a\n- shell: {cmd: docker run b}\n- command: {argv: [docker, run, c]}\n', 3],
    ['a command, which no shell reads', '- command: |\n    docker run\n    --privileged\n    a:1\n', 1],
    ['lines of a shell', '- shell: |\n    docker run a:1\n    docker run b:1\n', 2],
    ['no module of this name', '- my.own.docker_container: {image: a}\n', 0],
    ['a loop', '- docker_container: {image: "{{ item }}"}\n  loop: [a, b]\n', 2],
    ['a loop over what is not known', '- docker_container: {image: "{{ item }}"}\n  loop: "{{ x }}"\n', 1],
  ])('%s', (_, text, count) => {
    const parsed = parse(text);
    expect(containersIn(parsed)).toHaveLength(count);
    expect(parsed.problems).toEqual([]);
  });

  test('a loop gives each item, and parts of it', () => {
    const text =
      '- docker_container: {name: "{{ item.name }}", image: "{{ item[\'image\'] }}"}\n  with_items:\n    - {name: a, image: "b:1"}\n    - {name: c, image: "d:2"}\n';
    expect(containersIn(parse(text)).map(({ name, config }) => `${name} ${showSetting(config.image)}`)).toEqual([
      'a b:1',
      'c d:2',
    ]);
  });
});

describe('variables', () => {
  const image = (text: string, tree?: Readonly<Record<string, string>>): string =>
    showSetting(containersIn(parse(text, tree))[0]?.config.image);
  const TASK = '- docker_container: {image: "a:{{ v }}"}\n';

  test.each([
    ['nothing', TASK, {}, '⟨a:{{ v }}⟩'],
    ['a task', '- docker_container: {image: "a:{{ v }}"}\n  vars: {v: 1}\n', {}, 'a:1'],
    ['defaults of the role', TASK, { 'roles/web/defaults/main.yml': 'v: latest\n' }, 'a:latest'],
    [
      'variables of the role over its defaults',
      TASK,
      { 'roles/web/defaults/main.yml': 'v: 1\n', 'roles/web/vars/main.yaml': 'v: 2\n' },
      'a:2',
    ],
    ['all hosts', TASK, { 'group_vars/all.yml': 'v: 3\n' }, 'a:3'],
    ['another variable', TASK, { 'group_vars/all.yml': 'v: "{{ w }}"\nw: 4\n' }, 'a:4'],
    ['a fact', `- set_fact: {v: 1}\n${TASK}`, {}, 'a:1'],
    ['a fact over defaults', `- ansible.builtin.set_fact: {v: 1}\n${TASK}`, { 'group_vars/all.yml': 'v: 3\n' }, 'a:1'],
    ['a fact of another', `- set_fact: {w: 1}\n- set_fact: {v: "{{ w }}.2"}\n${TASK}`, {}, 'a:1.2'],
    ['a fact behind it', `${TASK}- set_fact: {v: 1}\n`, {}, '⟨a:{{ v }}⟩'],
    [
      'a fact at times',
      `- set_fact: {v: 1}\n  when: x\n${TASK}`,
      { 'group_vars/all.yml': 'v: 3\n' },
      '⟨a:{{ v }}: a:1|a:3⟩',
    ],
    ['a fact at times, else for an inventory to say', `- set_fact: {v: 1}\n  when: x\n${TASK}`, {}, '⟨a:{{ v }}: a:1⟩'],
    [
      'one of two facts',
      `- set_fact: {v: 1}\n- block:\n    - set_fact: {v: 2}\n  when: x\n${TASK}`,
      {},
      '⟨a:{{ v }}: a:2|a:1⟩',
    ],
    [
      'a fact of a block that may be cut short',
      `- block:\n    - set_fact: {v: 2}\n  rescue:\n    - debug:\n${TASK}`,
      { 'group_vars/all.yml': 'v: 3\n' },
      '⟨a:{{ v }}: a:2|a:3⟩',
    ],
    ['a fact in one text', `- set_fact: v=2\n${TASK}`, { 'group_vars/all.yml': 'v: 3\n' }, '⟨a:{{ v }}⟩'],
    ['a fact in a loop', `- set_fact: {v: 2}\n  loop: [a]\n${TASK}`, { 'group_vars/all.yml': 'v: 3\n' }, '⟨a:{{ v }}⟩'],
    [
      'a fact of another play',
      `- hosts: a\n  tasks:\n    - set_fact: {v: 2}\n- hosts: b\n  vars: {v: 3}\n  tasks:\n    ${TASK}`,
      {},
      '⟨a:{{ v }}: a:2|a:3⟩',
    ],
    [
      'a fact of another play on the same hosts',
      `- hosts: a\n  tasks:\n    - set_fact: {v: 2}\n- hosts: a\n  tasks:\n    ${TASK}`,
      {},
      'a:2',
    ],
    [
      'a file that a task includes at times',
      `- include_vars: more.yml\n  when: x\n${TASK}`,
      { 'roles/web/defaults/main.yml': 'v: 1\n', 'roles/web/vars/more.yml': 'v: 2\n' },
      '⟨a:{{ v }}: a:2|a:1⟩',
    ],
    [
      'a file that a variable names',
      `- include_vars: "{{ w }}.yml"\n${TASK}`,
      { 'roles/web/defaults/main.yml': 'v: 1\nw: more\n', 'roles/web/vars/more.yml': 'v: 2\n' },
      'a:2',
    ],
    [
      'a file that is not known',
      `- include_vars: "{{ os }}.yml"\n${TASK}`,
      { 'roles/web/defaults/main.yml': 'v: 1\n' },
      'a:1',
    ],
    [
      'what a task registers, in spite of a default',
      '- command: x\n  register: v\n- docker_container: {image: "a:{{ v | default(\'5\') }}"}\n',
      {},
      "⟨a:{{ v | default('5') }}⟩",
    ],
    [
      'what a task registers',
      `- command: x\n  register: v\n${TASK}`,
      { 'group_vars/all.yml': 'v: 3\n' },
      '⟨a:{{ v }}⟩',
    ],
    [
      'a file of variables',
      '- hosts: a\n  vars_files: [vars.yml, "{{ x }}.yml"]\n  tasks:\n    - docker_container: {image: "a:{{ v }}"}\n',
      { 'roles/web/tasks/vars.yml': 'v: 4\n' },
      'a:4',
    ],
    ['a vault', TASK, { 'group_vars/all.yml': 'v: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n' }, '⟨a:!vault⟩'],
    ['nothing in it', TASK, { 'roles/web/defaults/main.yml': "v: ''\n" }, '⟨a:{{ v }}⟩'],
    ['itself', TASK, { 'group_vars/all.yml': 'v: "{{ v }}"\n' }, '⟨a:{{ v }}⟩'],
    ['a default', '- docker_container: {image: "a:{{ v | default(\'5\') }}"}\n', {}, 'a:5'],
    [
      'a filter',
      '- docker_container: {image: "a:{{ v | lower }}"}\n',
      { 'group_vars/all.yml': 'v: 3\n' },
      '⟨a:{{ v | lower }}⟩',
    ],
  ])('%s', (_, text, tree, shown) => {
    expect(image(text, tree)).toBe(shown);
  });

  test('values that name others again and again are left at some point', () => {
    const vars = Array.from({ length: 9 }, (_, index) => `v${index}: "${`{{ v${index + 1} }}`.repeat(50)}"\n`).join('');
    const started = performance.now();
    expect(image('- docker_container: {image: "{{ v0 }}"}\n', { 'group_vars/all.yml': `${vars}v9: x\n` })).toContain(
      '{{',
    );
    // Following them completely would take years.
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test('a list', () => {
    const tree = { 'roles/web/defaults/main.yml': 'dirs: ["/etc:/x", "/:/y"]\n' };
    expect(container('volumes: "{{ dirs }}"', 'docker_container', tree).hostConfig.binds).toHaveLength(2);
  });
});

describe('a condition', () => {
  const messagesIn = async (text: string): Promise<readonly string[]> => {
    const { findings } = await lintText({ path: 'site.yml', text });
    return findings.flatMap(({ rule, message }) => (rule === 'host-network' ? [message.what] : []));
  };

  test('of what a container is given says might', async () => {
    const text =
      '- set_fact: {mode: bridge}\n- set_fact: {mode: host}\n  when: fast\n- docker_container: {name: web, image: "a:1", network_mode: "{{ mode }}"}\n';
    const [message, ...others] = await messagesIn(text);
    expect(others).toEqual([]);
    expect(message).toContain('might');
  });

  test('of the whole task changes nothing of what it asks for, as `if` around a command does not', async () => {
    const task = '- docker_container: {name: web, image: "a:1", network_mode: host}\n';
    const messages = await messagesIn(task);
    expect(messages).toHaveLength(1);
    expect(await messagesIn(`${task}  when: fast\n`)).toEqual(messages);
    expect(await messagesIn(`- when: fast\n  block:\n    ${task}`)).toEqual(messages);
  });
});

test.each([
  ['roles/web/tasks/setup/main.yml', 'roles/web/defaults/main.yml'],
  ['roles/web/tasks/main.yml', 'group_vars/all.yml'],
  ['tasks/web.yml', 'group_vars/all.yml'],
  ['tasks/main.yml', 'defaults/main.yml'],
  ['site.yml', 'group_vars/all/main.yml'],
])('%s finds the variables of %s', (path, variables) => {
  const text = '- docker_container: {image: "a:{{ v }}"}\n';
  const files = createMemoryFiles({ [path]: text, [variables]: 'v: 1\n' });
  const [one] = containersIn(parseHost(read, { path, text }, { files, environment: new Map() }));
  expect(showSetting(one?.config.image)).toBe('a:1');
});

test('what `module_defaults` give is marked there', async () => {
  const text =
    '- hosts: a\n  module_defaults:\n    docker_container: {privileged: true}\n  tasks:\n    - docker_container: {name: web, image: "a:1"}\n    - podman_container: {name: db, image: "a:1"}\n';
  const { findings } = await lintText({ path: 'site.yml', text });
  const marked = findings.flatMap(({ rule, location: { span } }) =>
    rule === 'privileged-container' ? [text.slice(span.start - 12, span.end)] : [],
  );
  expect(marked).toEqual(['privileged: true']);
});

describe('what a task writes that is in it', () => {
  test.each([
    [
      'a Compose file',
      '- copy:\n    dest: /opt/compose.yaml\n    content: |\n      services:\n        a:\n          image: b\n          privileged: true\n',
      'privileged-container',
    ],
    [
      'a definition',
      '- docker_compose_v2:\n    definition:\n      services:\n        a:\n          image: "b:{{ c }}"\n          network_mode: host\n',
      'host-network',
    ],
    [
      'a stack',
      '- docker_stack:\n    name: s\n    compose:\n      - services:\n          a: {image: "b:latest"}\n',
      'unpinned-image',
    ],
    [
      'a unit',
      '- copy:\n    dest: /etc/systemd/system/a.service\n    content: |\n      [Service]\n      ExecStart=docker run --pid=host b\n',
      'host-pid-namespace',
    ],
  ])('%s', async (_, text, rule) => {
    expect(detectKind({ path: 'site.yml', text })).toBe('ansible');
    const session = createSession({ files: createMemoryFiles({ 'site.yml': text }), config: false });
    const { inputs } = await session.lint({ paths: ['site.yml'] });
    const found = inputs.flatMap(({ findings }) => findings).filter((finding) => finding.rule === rule);
    expect(found).toHaveLength(1);
  });

  test.each([
    ['another file', '- copy:\n    dest: /etc/a.yaml\n    content: |\n      servers:\n        a: b\n'],
    [
      'what Jinja makes a Compose file of',
      '- copy:\n    dest: /etc/compose.yaml\n    content: |\n      services:\n      {% for a in b %}\n        {{ a }}: {{ c }}\n         d\n      {% endfor %}\n',
    ],
    [
      'services of another kind',
      '- copy:\n    dest: /etc/traefik.yml\n    content: |\n      http:\n        services:\n          a: {loadBalancer: {}}\n',
    ],
    [
      'what is taken away',
      '- docker_compose_v2:\n    state: absent\n    definition:\n      services:\n        a: {image: b}\n',
    ],
  ])('not %s', (_, text) => {
    expect(parse(text).relations?.deployed ?? []).toEqual([]);
  });
});

describe('the files of a project that a task names', () => {
  const task = (source: string): string =>
    `- docker_compose_v2:\n    project_src: "${source}"\n    files: [base.yml, prod.yml]\n`;

  test.each([
    [
      'beside the playbook',
      'site.yml',
      `- hosts: a\n  tasks:\n    ${task('{{ playbook_dir }}').replaceAll('\n', '\n    ').trimEnd()}\n`,
      ['base.yml', 'prod.yml'],
    ],
    ['below it', 'ops/site.yml', task('{{ playbook_dir }}/app'), ['ops/app/base.yml', 'ops/app/prod.yml']],
    [
      'of a role',
      'roles/web/tasks/main.yml',
      task('{{ role_path }}/files'),
      ['roles/web/files/base.yml', 'roles/web/files/prod.yml'],
    ],
    ['of another machine', 'site.yml', task('/opt/app'), undefined],
    ['beside a playbook that is not known', 'roles/web/tasks/main.yml', task('{{ playbook_dir }}'), undefined],
  ])('%s', (_, path, text, names) => {
    const beside = (names ?? ['base.yml', 'prod.yml']).map((name): [string, string] => [name, 'services: {}\n']);
    const files = createMemoryFiles({ ...Object.fromEntries(beside), [path]: text });
    const { relations } = parseHost(read, { path, text }, { files, environment: new Map() });
    expect(relations?.deployed[0]?.files.map((file) => file.path)).toEqual(names);
    if (names !== undefined) expect(detectKind({ path, text })).toBe('ansible');
  });
});

test('what a vault holds is never shown', async () => {
  const text =
    '- docker_container:\n    name: web\n    image: a:1\n    env:\n      PASSWORD: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        616263\n';
  const result = await lintText({ path: 'site.yml', text }, { preset: 'all' });
  expect(JSON.stringify(result.findings)).not.toMatch(/616263|AES256/);
  expect(result.findings.map(({ rule }) => rule)).not.toContain('secret-in-environment');
});

test('remedies are parameters of the module', async () => {
  const text = '- docker_container: {name: web, image: "a:1", restart_policy: always, ports: ["8080:80"]}\n';
  const { findings } = await lintText({ path: 'site.yml', text }, { preset: 'recommended' });
  const remedies = new Map(findings.map(({ rule, message }) => [rule, message.remedy]));
  expect(remedies.get('unlimited-memory')).toContain('Limit its memory with `memory`.');
  expect(remedies.get('new-privileges-allowed')).toContain('`security_opts: [no-new-privileges]`');
  expect(remedies.get('unbounded-restart')).toContain('`restart_policy: on-failure` and `restart_retries: 5`');
  expect(remedies.get('added-capability')).toContain('`cap_drop: [ALL]`');
  expect([...remedies.values()].filter((remedy) => (remedy ?? '').includes('`-'))).toEqual([]);
});

describe('what the module takes otherwise than the client', () => {
  test.each([
    ['volumes: /anon:rw', [], ['/anon']],
    ['volumes: ["/anon:ro,z"]', [], ['/anon']],
    ['volumes: ["/a:/b:rw"]', ['/a'], []],
  ])('%s', (parameters, sources, anonymous) => {
    const { config, hostConfig } = container(parameters);
    expect((hostConfig.binds ?? []).map(({ source }) => showSetting(source))).toEqual(sources);
    expect((config.volumes ?? []).map(showSetting)).toEqual(anonymous);
  });

  test.each([
    ['"80:80"', '0.0.0.0'],
    ['"127.0.0.1:80:80"', '127.0.0.1'],
    ['"{{ address }}:80:80"', '⟨{{ address }}⟩'],
  ])('the address of %s is %s', (port, address) => {
    const [binding] = container(`ports: [${port}]`).hostConfig.portBindings ?? [];
    expect(binding?.hostIp && showSetting(binding.hostIp)).toBe(address);
  });

  test('a host has no address', () => {
    const { problems } = parse('- docker_container: {name: web, image: "a:1", ports: ["localhost:80:80"]}\n');
    expect(problems.map(({ message }) => message.what)).toEqual(['`localhost` is not an IP address.']);
  });
});

test('a later task that changes a container is not checked for what the first one sets', () => {
  const text = [
    '- docker_container: {name: web, image: "a:1", memory: 1g, user: "1", read_only: true}\n',
    '- docker_container: {name: web, image: "a:1", env: {A: b}}\n',
    '- docker_container: {name: other, image: "a:1"}\n',
  ].join('');
  expect(containersIn(parse(text)).map((one) => one.isCompletedElsewhere === true)).toEqual([false, true, false]);
});
