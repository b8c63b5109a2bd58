import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../../../src/engine-json/to-engine-json.ts';
import type { Container } from '../../../../src/model/container.ts';
import { parseComposeProject } from '../../../../src/parsers/compose/index.ts';
import type { Parsed } from '../../../../src/parsers/contract/parsed.ts';
import { parseDevcontainer } from '../../../../src/parsers/hosts/devcontainer/index.ts';
import { createSession } from '../../../../src/session/session.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

const PATH = '.devcontainer/devcontainer.json';
const COMPOSE = `services:
  app:
    image: debian:12
    user: dev
    command: [sshd, -D]
    volumes: ["data:/data"]
  db:
    image: postgres:17
volumes:
  data:
`;

type Files = Readonly<Record<string, string>>;

function parse(text: string, files: Files = { '.devcontainer/compose.yaml': COMPOSE }): Parsed {
  return parseDevcontainer({ path: PATH, text }, { files: createMemoryFiles(files), environment: new Map() });
}

function config(properties: string): string {
  return `{"dockerComposeFile": "compose.yaml", "service": "app"${properties === '' ? '' : `, ${properties}`}}`;
}

function containers({ subjects }: Parsed): readonly Container[] {
  return subjects.filter((subject) => subject.kind === 'container');
}

function requests(parsed: Parsed): unknown {
  return containers(parsed).map((container) => {
    const { Config, HostConfig } = toEngineJson(container, { workingDirectory: '/work' });
    return { name: container.name, Config, HostConfig };
  });
}

/** The problems' places, as `path: text`. */
function problemsOf({ problems, texts }: Parsed): readonly string[] {
  return problems.map(({ id, place: { location } }) => {
    const { path, span } = location;
    return `${id} ${path}: ${texts.get(path)?.slice(span.start, span.end) ?? ''}`;
  });
}

test('features of the project add what the configuration can', () => {
  const feature = `{"privileged": true, "capAdd": ["SYS_PTRACE"], "containerEnv": {"A": "b"}, "mounts": ["src=/f,target=/f"]}`;
  const files = { '.devcontainer/compose.yaml': COMPOSE, '.devcontainer/f/devcontainer-feature.json': feature };
  const parsed = parse(config('"features": {"./f": {}}, "capAdd": ["NET_ADMIN"]'), files);
  const without = config(
    '"privileged": true, "capAdd": ["SYS_PTRACE", "NET_ADMIN"], "containerEnv": {"A": "b"}, "mounts": ["src=/f,target=/f"]',
  );
  expect(requests(parsed)).toEqual(requests(parse(without)));
  const app = containers(parsed).find(({ name }) => name === 'app');
  expect(app?.hostConfig.privileged?.place.location.path).toBe('.devcontainer/f/devcontainer-feature.json');
});

/**
 * As the dev container CLI's `generateFeaturesComposeOverrideContent`, without its labels and its
 * entrypoint wrapper.
 */
describe('the same as the file that the CLI merges over the others', () => {
  test.each([
    ['', '{}'],
    ['"privileged": true, "init": true', '{init: true, privileged: true}'],
    ['"privileged": false', '{}'],
    [
      '"capAdd": ["SYS_ADMIN"], "securityOpt": ["seccomp=unconfined"]',
      '{cap_add: [SYS_ADMIN], security_opt: [seccomp=unconfined]}',
    ],
    ['"containerUser": "root", "containerEnv": {"A": "b=c"}', '{user: root, environment: ["A=b=c"]}'],
    ['"mounts": ["type=bind,source=/etc,target=/x,readonly"]', '{volumes: ["/etc:/x"]}'],
    ['"mounts": [{"type": "bind", "source": "./src", "target": "/x"}]', '{volumes: ["./src:/x"]}'],
    ['"mounts": ["type=tmpfs,dst=/x"]', '{volumes: [/x]}'],
    ['"mounts": ["src=/a,target=/x", "src=/b,target=/data"]', '{volumes: ["/a:/x", "/b:/data"]}'],
    ['"overrideCommand": true', '{entrypoint: [/bin/sh], command: []}'],
    ['"overrideCommand": false', '{}'],
    ['"hostRequirements": {"gpu": true}', '{deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}}'],
    ['"hostRequirements": {"gpu": "optional"}', '{}'],
    ['"runArgs": ["--pid=host"], "appPort": 80, "workspaceMount": "type=bind,source=/,target=/x"', '{}'],
  ])('%s', (properties, service) => {
    const own = parse(config(properties));
    const merged = parseComposeProject(
      [
        { path: '.devcontainer/compose.yaml', text: COMPOSE },
        { path: '.devcontainer/over.yaml', text: `services:\n  app: ${service}\n` },
      ],
      { files: createMemoryFiles({}), environment: new Map() },
    );
    expect(own.problems).toEqual([]);
    expect(requests(own)).toEqual(requests(merged));
  });

  test('volumes that it names are those of the project', () => {
    const [app] = containers(parse(config('"mounts": ["type=volume,source=cache,target=/c"]')));
    expect(app?.hostConfig.binds?.map(({ spec }) => spec)).toMatchObject([
      { known: true, value: 'devcontainer_data:/data:rw' },
      { known: true, value: 'devcontainer_cache:/c:rw' },
    ]);
  });
});

test('each value has its place in the file that wrote it', () => {
  const [app] = containers(parse(config('"capAdd": ["SYS_ADMIN"], "privileged": true')));
  expect([app?.place, app?.config.user?.place, app?.hostConfig.privileged?.place].map((p) => p?.location.path)).toEqual(
    ['.devcontainer/compose.yaml', '.devcontainer/compose.yaml', PATH],
  );
  const text = config('"capAdd": ["SYS_ADMIN"], "privileged": true');
  const marked = [app?.hostConfig.capAdd?.[0], app?.hostConfig.privileged].map((setting) => {
    const { start = 0, end = 0 } = setting?.place.location.span ?? {};
    return text.slice(start, end);
  });
  expect(marked).toEqual(['SYS_ADMIN', 'true']);
});

function images(text: string, files: Files): readonly unknown[] {
  return containers(parse(text, files)).map(({ config: { image } }) =>
    image?.known === true ? image.value : undefined,
  );
}

describe('which files are read', () => {
  test.each<[string, string, Files]>([
    [
      'in order',
      '["../a.yml", "b.yml"]',
      { 'a.yml': 'services: {app: {image: a}}', '.devcontainer/b.yml': 'services: {app: {image: b}}' },
    ],
    ['one alone', '"../a.yml"', { 'a.yml': 'services: {app: {image: b}}' }],
    [
      'none, so that the CLI looks in the folder that is opened',
      '[]',
      { 'docker-compose.yml': 'services: {app: {image: b}}' },
    ],
    [
      'none, with an override file',
      '[]',
      {
        'docker-compose.yml': 'services: {app: {image: a}}',
        'docker-compose.override.yml': 'services: {app: {image: b}}',
      },
    ],
  ])('%s', (_, named, files) => {
    expect(images(`{"dockerComposeFile": ${named}, "service": "app"}`, files)).toEqual(['b']);
  });

  test('they are included, so that they are reported once', () => {
    expect(parse(config('')).relations?.included).toEqual(['.devcontainer/compose.yaml']);
  });
});

describe('a Compose file that a template engine makes', () => {
  const template = 'services:\n{{- if .x }}\n  app:\n    image: {{ .name }}\n{{- end }}\n';

  test('is not read, and may hold what seems to be missing', async () => {
    const files = { [`/${PATH}`]: config('"privileged": true'), '/.devcontainer/compose.yaml': template };
    const { inputs } = await createSession({ files: createMemoryFiles(files, '/') }).lint({ paths: ['.'] });
    expect(inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toEqual(['privileged-container']);
  });

  test('can be named by a name with braces', () => {
    const text = '{"dockerComposeFile": "{{ x }}.yaml", "service": "app"}';
    expect(images(text, { '.devcontainer/{{ x }}.yaml': 'services: {app: {image: a}}' })).toEqual(['a']);
    expect(problemsOf(parse(text))).toEqual([]);
  });
});

describe('what is wrong', () => {
  test.each([
    [{}, 'error'],
    [{ 'devcontainer-template.json': '{}' }, 'info'],
  ])("a missing file is an error, unless it is a template's (%j)", (files: Files, severity) => {
    const { problems } = parse(config('"privileged": true'), files);
    expect(problems.map((one) => [one.id, one.severity])).toEqual([['syntax/missing-file', severity]]);
  });

  test.each<[string, string, Files, readonly string[]]>([
    ['a file that is not there', config('"privileged": true'), {}, [`syntax/missing-file ${PATH}: compose.yaml`]],
    [
      'a service that is not there',
      '{"dockerComposeFile": "compose.yaml", "service": "web", "privileged": true}',
      { '.devcontainer/compose.yaml': COMPOSE },
      [`syntax/undefined-reference ${PATH}: web`],
    ],
    [
      'a service that an unknown file may define',
      '{"dockerComposeFile": ["compose.yaml", "${localEnv:X}.yaml"], "service": "web"}',
      { '.devcontainer/compose.yaml': COMPOSE },
      [],
    ],
    ['a mount without a target', config('"mounts": ["source=/a"]'), { '.devcontainer/compose.yaml': COMPOSE }, []],
    [
      'values of other types',
      config('"mounts": 1, "capAdd": {}, "containerEnv": [], "containerUser": 3'),
      { '.devcontainer/compose.yaml': COMPOSE },
      [],
    ],
    [
      'a Compose file that is none',
      config(''),
      { '.devcontainer/compose.yaml': '[' },
      ['syntax/wrong-type .devcontainer/compose.yaml: ['],
    ],
  ])('%s', (_, text, files, expected) => {
    expect(problemsOf(parse(text, files))).toEqual(expected);
  });

  test('what is added is known all the same, and what is missing is not', () => {
    const parsed = parse(config('"privileged": true'), {});
    const [app] = containers(parsed);
    expect(app?.hostConfig.privileged).toMatchObject({ known: true, value: true });
    expect(app?.unresolvedOptions.map(({ reason, expression }) => [reason, expression])).toEqual([
      ['unparsed', 'compose.yaml'],
    ]);
  });
});

describe('in a run', () => {
  const lint = async (files: Files, paths: readonly string[]): Promise<readonly string[]> => {
    const { inputs } = await createSession({ files: createMemoryFiles(files) }).lint({ paths });
    return inputs.flatMap(({ kind, findings }) =>
      findings
        .filter(({ severity, suppression }) => severity === 'error' && suppression === undefined)
        .map(({ rule, location: { path } }) => `${kind} ${rule} ${path}`),
    );
  };
  const text = config('"privileged": true');
  const compose = 'services:\n  app:\n    image: debian:12\n    pid: host\n';

  test('a Compose file is reported once, with what is added where it is written', async () => {
    const files = { [PATH]: text, '.devcontainer/compose.yaml': compose };
    expect(await lint(files, ['.'])).toEqual([
      'devcontainer host-pid-namespace .devcontainer/compose.yaml',
      `devcontainer privileged-container ${PATH}`,
    ]);
  });

  test('comments of both files count', async () => {
    const files = {
      [PATH]: text.replace('"privileged"', '\n/* plimsoll: ignore[privileged-container] -- one */\n"privileged"'),
      '.devcontainer/compose.yaml': compose.replace('host\n', 'host # plimsoll: ignore[host-pid-namespace] -- two\n'),
    };
    expect(await lint(files, ['.'])).toEqual([]);
  });

  test('a remedy for what is added is in the words of the configuration', async () => {
    const files = createMemoryFiles({
      [PATH]: config('"capAdd": ["SYS_ADMIN"]'),
      '.devcontainer/compose.yaml': compose,
    });
    const { inputs } = await createSession({ files }).lint({ paths: ['.'] });
    const found = inputs.flatMap(({ findings }) => findings).find(({ location }) => location.path === PATH);
    expect(found?.message.what).toMatch(/^Service `app`/);
    expect(found?.message.remedy).toMatch(/`capAdd`/);
  });
});
