import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import { lintText } from '../../src/lint/lint.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { withoutJinja } from '../../src/parsers/jinja.ts';
import { detectKind, isCandidateName } from '../../src/parsers/registry.ts';
import { anyCharacters } from '../any-characters.ts';
import { checkFixture } from '../fixture-runner.ts';
import { createMemoryFiles } from '../memory-io.ts';

const TEMPLATE = 'templates/docker-compose.yml.j2';

test('what a branch of a template sets may hold, unless the branch has the whole service', async () => {
  const text = `services:
  web:
    image: a:1
    {% if network == 'host' %}
    network_mode: host
    {% elif x %}
    pid: host
    {% endif %}
    privileged: true
  {% if y %}
  db:
    image: b:1
    ipc: host
  {% endif %}
`;
  const { findings } = await lintText({ path: TEMPLATE, text });
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ rule, message: { what } }) => [rule, what.slice(0, 24).includes(' might ')])).toEqual([
    ['host-network', true],
    ['host-pid-namespace', true],
    ['privileged-container', false],
    ['host-ipc-namespace', false],
  ]);
});

describe('what Jinja fills in is a variable, and statements are blank', () => {
  test.each([
    ['a: {{ b }}', 'a: ${b___}'],
    ['a: "{{ b.c | default(1) }}"', 'a: "${b_c________________}"'],
    ['a: {{b}}', 'a: ${b_}'],
    ['{% if a %}\nb: c\n{% endif %}', '          \nb: c\n           '],
    ['a: b {# c #}', 'a: b        '],
    ['a: b', 'a: b'],
    ['a: {{ b', 'a: {{ b'],
    [
      'docker run \\\n  {% if a %}\n  -p 80:80 \\\n  {% endif %}\n  b',
      'docker run \\\n           \\\n  -p 80:80 \\\n            \\\n  b',
    ],
    ['ExecStart={{ the_docker }} run a', 'ExecStart=docker           run a'],
    ['ExecStart=-{{ podman_bin }} run a', 'ExecStart=-podman           run a'],
    ['ExecStart=/usr/bin/{{ the_docker }} run a', 'ExecStart=/usr/bin/docker           run a'],
    ['ExecStart=a {{ the_docker }}', 'ExecStart=a ${the_docker___}'],
  ])('%j', (text, rendered) => {
    expect(withoutJinja({ path: 'a.j2', text })).toBe(rendered);
  });

  test.each([
    ['in a Compose file: a name', '- {{ data }}/a:/b', '- ${data___}/a:/b'],
    ['a name with filters', '{{ a.b | lower }}', '${a_b___________}'],
    [
      'what docker fills in',
      'a {{.Name}} {{ .Name }} {{json .}} {{env "A"}}',
      'a {{.Name}} {{ .Name }} {{json .}} {{env "A"}}',
    ],
    ['an expression of a workflow', '${{ github.ref }}', '${{ github.ref }}'],
    ['a statement in valid YAML', '# {% if a %}', '# {% if a %}'],
    ['a statement in YAML that it breaks', 'a: b\n{% if a %}', 'a: b\n          '],
  ])('%s', (_, text, rendered) => {
    expect(withoutJinja({ path: 'compose.yaml', text })).toBe(rendered);
  });

  const run = 'run --rm --privileged alpine:3';
  test.each([
    ['a.service.j2', `[Service]\nExecStart=/usr/bin/{{ container_binary }} ${run}\n`],
    ['a.service.j2', `[Service]\nExecStart={{ container.engine }} ${run}\n`],
    ['a.service.j2', `[Service]\nExecStart=/bin/sh -c '{{ base_command_docker }} ${run}'\n`],
    ['a.sh.j2', `#!/bin/sh\n{{ container_binary }} ${run}\n`],
    ['a.sh.j2', `#!/bin/sh\n/usr/bin/{{ engine }} ${run}\n`],
    ['a.j2', `#!/bin/sh\n{{ my_host_command_podman }} ${run}\n`],
    ['tasks.yml', `- command: "{{ container_binary }} ${run}"\n`],
    ['tasks.yml', `- shell: '{{ container_binary | default("docker") }} ${run}'\n`],
    ['tasks.yml', `- command: {cmd: "{{ my_host_command_docker }} ${run}"}\n`],
    ['tasks.yml', '- command: {argv: ["{{ container_binary }}", run, --rm, --privileged, "alpine:3"]}\n'],
    ['tasks.yml', `- command: /usr/bin/{{ container_engine }} ${run}\n`],
    ['tasks.yml', '- command: docker run --rm {% if x %} -v /a:/b {% else %} --privileged {% endif %} alpine:3\n'],
  ])('an engine that %s names by an expression is one: %j', async (path, text) => {
    const { findings } = await lintText({ path, text });
    expect(findings.map(({ rule }) => rule)).toContain('privileged-container');
    expect(findings.filter(({ rule }) => rule.startsWith('syntax/') || rule === 'refused-request')).toEqual([]);
  });

  test.each([
    ['tasks.yml', '- command: "{{ docker_systemctl }} start web"\n'],
    ['tasks.yml', '- command: "{{ docker_version }} run a"\n'],
    ['tasks.yml', '- command: "{{ kubectl }} run a"\n'],
    ['a.sh.j2', '#!/bin/sh\n{{ docker_repo }} run a\n'],
  ])('but no other program: %s %j', async (path, text) => {
    expect((await lintText({ path, text })).subjects).toEqual([]);
  });

  test('an expression in quotes is not a value', async () => {
    const text = "#!/bin/sh\ndocker run --cpuset-cpus='{{ cpus }}' --user '{{ user }}:0' alpine:3\n";
    expect((await lintText({ path: 'a.sh.j2', text })).findings.map(({ rule }) => rule)).not.toContain(
      'refused-request',
    );
  });

  test('a text keeps its length and its lines', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      '\n',
      '\r\n',
      ' ',
      '\\',
      'a',
      '$',
      'docker',
      '=',
      '|',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((all) => all.join('')),
          anyCharacters(),
        ),
        (text) => {
          for (const path of ['a.j2', 'compose.yaml']) {
            const rendered = withoutJinja({ path, text });
            expect(rendered.length).toBe(text.length);
            expect(rendered.replaceAll(/[^\n]/g, '')).toBe(text.replaceAll(/[^\n]/g, ''));
          }
        },
      ),
    );
  });
});

describe('a template is of the kind that it makes', () => {
  test.each([
    ['docker-compose.yml.j2', 'services:\n  {{ a }}:\n    image: b\n', 'compose'],
    ['web.service.j2', '[Service]\nExecStart={{ docker }} run a\n', 'systemd-unit'],
    ['web.container.j2', '[Container]\nImage={{ image }}\n', 'quadlet'],
    ['backup.sh.jinja', 'docker run {{ image }}\n', 'shell'],
    ['compose.yaml', 'services:\n{% if a %}\n  web:\n    image: b\n{% endif %}\n', 'compose'],
    ['compose.yaml', 'services:\n{{- if .a }}\n  web:\n    image: b\n{{- end }}\n', undefined],
    ['docker-compose.yml.j2', 'services:\n  a:\n{{ b | indent(4) }}\n    image: b\n', undefined],
    ['nginx.conf.j2', 'server { listen {{ port }}; }\n', undefined],
    ['daemon.json.j2', '{"hosts": [{{ hosts }}]}\n', undefined],
  ])('%s, %j', (path, text, kind) => {
    expect(detectKind({ path, text })).toBe(kind);
    if (kind !== undefined) expect(isCandidateName(path)).toBe(true);
  });
});

test('its places are those of the template, and what Jinja decides is undecided', async () => {
  const text = `# {{ ansible_managed }}
services:
{% if proxy %}
  proxy:
    image: nginx:1.27
    privileged: true # expect[privileged-container]: true
{% endif %}
  {{ name }}:
    image: "{{ image }}"
    privileged: {{ privileged }} # expect-undecided[privileged-container]: {{ privileged }}
`;
  expect(await checkFixture(TEMPLATE, text, 'privileged-container')).toEqual([]);
});

const WRITTEN: readonly (readonly [path: string, text: string])[] = [
  [
    TEMPLATE,
    'services:\n  {{ name }}:\n    image: "{{ image }}:latest"\n    privileged: {{ privileged }}\n    ports: ["{{ port|int }}:80", "{{ port.one }}:5432"]\n    volumes: ["{{ data }}:/etc", "/var/run/docker.sock:{{ sock }}"]\n    network_mode: "{{ net }}"\n    environment: {DB_PASSWORD: "{{ pw }}"}\n',
  ],
  ['compose.yaml', 'services:\n  web:\n    image: "{{ image }}:latest"\n    ports: ["{{ port }}:80"]\n'],
  [
    'run.sh.j2',
    'docker run -d --name {{ n }} -p {{ port }}:80 {{ opts }} -v {{ data }}:/x --pid={{ p }} nginx:{{ v }}\n',
  ],
  [
    'web.container.j2',
    '[Container]\nImage=nginx:{{ tag }}\nPublishPort={{ port }}:80\nVolume={{ x }}/a:/b\nAddCapability={{ cap }}\n',
  ],
  ['web.service.j2', '[Service]\nExecStart=/usr/bin/docker run -p {{ port }}:80 --pid={{ p }} a:{{ tag }}\n'],
];

describe('what is said names expressions as they are written', () => {
  test.each(WRITTEN)('%s', async (path, text) => {
    const { subjects } = await parseInput(detectKind({ path, text }) ?? 'compose', [{ path, text }], {
      files: createMemoryFiles({}),
      environment: new Map(),
    });
    const { findings, undecided } = await lintText({ path, text }, { preset: 'all' });
    const containers = subjects.flatMap((subject) => (subject.kind === 'container' ? [toEngineJson(subject, {})] : []));
    const said = JSON.stringify([findings, undecided, containers, subjects.map(({ name }) => name)]);
    expect(said.match(/.{0,50}(?:\w__+\b|\$\{(?!COMPOSE_PROJECT_NAME)).{0,20}/g)).toBeNull();
    const written = [...new Set(text.match(/\{\{.*?\}\}/g))].filter((expression) => said.includes(expression));
    expect(written.length).toBeGreaterThan(1);
  });

  test('and of the same length each as its own', async () => {
    const { findings } = await lintText({
      path: 'compose.yaml',
      text: 'services:\n  web:\n    image: a:1\n    ports: ["{{ port|int }}:80", "{{ port.one }}:81"]\n',
    });
    const said = JSON.stringify(findings.map(({ message }) => message));
    expect(said).toContain('{{ port|int }}:80');
    expect(said).toContain('{{ port.one }}:81');
  });
});

test('nothing of a template is rejected, since what it makes is unknown', async () => {
  const text =
    'services:\n  a:\n    image: b\n{% if c %}\n    user: x\n{% else %}\n    user: y\n{% endif %}\n    volumes: [d:/d]\n';
  const { findings } = await lintText({ path: TEMPLATE, text });
  expect(findings.filter(({ rule }) => rule.startsWith('syntax/'))).toEqual([]);
});

test('a path of a Compose file that Jinja begins is no volume', async () => {
  const text = 'services:\n  a:\n    image: b\n    volumes:\n      - "{{ data }}/a:/a"\n';
  const { findings } = await lintText({ path: 'compose.yaml', text });
  expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('syntax/'))).toEqual([]);
});
