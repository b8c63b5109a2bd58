import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../../../src/engine-json/to-engine-json.ts';
import { type LintResult, lintText } from '../../../../src/lint/lint.ts';
import type { Container } from '../../../../src/model/container.ts';
import type { Parsed } from '../../../../src/parsers/contract/parsed.ts';
import { parseDevcontainer } from '../../../../src/parsers/hosts/devcontainer/index.ts';
import { detectKind } from '../../../../src/parsers/registry.ts';
import { parseShell } from '../../../../src/parsers/shell/index.ts';
import type { Location } from '../../../../src/text/location.ts';
import { valueOf } from '../../../../src/text/setting.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

const PATH = '.devcontainer/devcontainer.json';

const NOTHING = { files: createMemoryFiles({}), environment: new Map<string, string>() };

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

function parse(text: string, { files = {}, environment = {} }: Given = {}): Parsed {
  return parseDevcontainer(
    { path: PATH, text },
    { files: createMemoryFiles(files), environment: new Map(Object.entries(environment)) },
  );
}

function containerOf({ subjects }: Parsed): Container {
  const [only, ...others] = subjects;
  if (only?.kind !== 'container' || others.some(({ kind }) => kind === 'container'))
    throw new Error('not one container');
  return only;
}

/** The request, without the client's stream settings. */
function request(container: Container): unknown {
  const { Config, HostConfig } = toEngineJson(container, { workingDirectory: '/work' });
  return { Config, HostConfig };
}

describe('brackets in comments', () => {
  const brackets = '['.repeat(300);

  test('do not count as nesting', () => {
    const parsed = parse(`{ // ${brackets}\n"image": "debian:12", "privileged": true}`);
    expect(containerOf(parsed).hostConfig.privileged).toMatchObject({ value: true });
    expect(parsed.problems).toEqual([]);
  });

  test('do not hide it', () => {
    const parsed = parse(`{"image": "debian:12", // ${']'.repeat(20_000)} "\n"x": ${'['.repeat(20_000)}`);
    expect(parsed.problems.map(({ id }) => id)).toEqual(['syntax/limit']);
  });
});

describe('what else asks for something', () => {
  const config = (features: string): string => `{"image": "debian:12", "features": ${features}}`;
  const folder = '.devcontainer/';

  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      'the label of a Dockerfile',
      '{"build": {"dockerfile": "Dockerfile"}}',
      { [`${folder}Dockerfile`]: 'FROM debian:12\nLABEL a=b devcontainer.metadata=\'[{"privileged": true}]\'\n' },
      'true',
    ],
    [
      'not that of another stage',
      '{"build": {"dockerfile": "Dockerfile"}}',
      { [`${folder}Dockerfile`]: 'FROM a\nLABEL devcontainer.metadata=\'{"privileged": true}\'\nFROM b\n' },
      '-',
    ],
    [
      'a feature that one depends on',
      config('{"./a": {}}'),
      {
        [`${folder}a/devcontainer-feature.json`]: '{"dependsOn": {"../b": {}}}',
        [`${folder}b/devcontainer-feature.json`]: '{"privileged": true, "dependsOn": {"../a": {}}}',
      },
      'true',
    ],
    [
      'a feature that one depends on, from the directory of the configuration',
      config('{"./x": {}}'),
      {
        [`${folder}x/devcontainer-feature.json`]: '{"dependsOn": {"./y": {}}}',
        [`${folder}y/devcontainer-feature.json`]: '{"privileged": true}',
      },
      'true',
    ],
    ['docker-in-docker', config('{"ghcr.io/devcontainers/features/docker-in-docker:2": {}}'), {}, 'true'],
    ['another of that name', config('{"ghcr.io/x/features/docker-in-docker:2": {}}'), {}, '-'],
  ])('%s', (_, text, files, expected) => {
    const { privileged } = containerOf(parse(text, { files })).hostConfig;
    expect(privileged === undefined ? '-' : String(privileged.known && privileged.value)).toBe(expected);
  });

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      '{"ghcr.io/devcontainers/features/node:1": {}, "ghcr.io/devcontainers/features/go:1.3.4": {}, "python": "3"}',
      {},
      [],
    ],
    ['{"ghcr.io/x/y/z:1": {}}', {}, ['ghcr.io/x/y/z:1']],
    [
      '{"ghcr.io/devcontainers-contrib/features/black:1": {}, "ghcr.io/devcontainers-extra/features/coverage-py:2": {}}',
      {},
      [],
    ],
    ['{"ghcr.io/meaningful-ooo/devcontainer-features/homebrew:2": {}}', {}, []],
    ['{"ghcr.io/rocker-org/devcontainer-features/renv-cache:0": {}}', {}, []],
    [
      '{"ghcr.io/devcontainers/features/black:1": {}, "black": {}}',
      {},
      ['ghcr.io/devcontainers/features/black:1', 'black'],
    ],
    ['{"ghcr.io/evil/features/node:1": {}}', {}, ['ghcr.io/evil/features/node:1']],
    ['{"ghcr.io/devcontainers-extra/features/new-one:1": {}}', {}, ['ghcr.io/devcontainers-extra/features/new-one:1']],
    ['{"https://example.org/f.tgz": {}, "./a": {}}', {}, ['https://example.org/f.tgz', './a']],
    [
      '{"./a": {}}',
      { [`${folder}a/devcontainer-feature.json`]: '{"dependsOn": {"ghcr.io/x/y/z:1": {}, "./b": {}}}' },
      ['ghcr.io/x/y/z:1', './b'],
    ],
  ])('reports the features of %s that it does not know', (features, files, expected) => {
    const parsed = parse(config(features), { files });
    expect(parsed.problems.map(({ id, message }) => `${id} ${/`(.*?)`/.exec(message.what)?.[1]}`)).toEqual(
      expected.map((name) => `syntax/unread-command ${name}`),
    );
    expect(containerOf(parsed).unresolvedOptions).toHaveLength(expected.length);
  });

  test('localstack runs an engine of its own', () => {
    const text = config('{"ghcr.io/devcontainers-extra/features/localstack:2": {}}');
    const { privileged } = containerOf(parse(text, { files: {} })).hostConfig;
    expect(privileged?.known === true && privileged.value).toBe(true);
  });

  test('go asks for what debuggers need', () => {
    const { hostConfig } = containerOf(parse(config('{"ghcr.io/devcontainers/features/go:1": {}}'), { files: {} }));
    expect(hostConfig.capAdd?.map((each) => valueOf(each))).toEqual(['SYS_PTRACE']);
    expect(hostConfig.init?.known === true && hostConfig.init.value).toBe(true);
  });

  test('docker-outside-of-docker mounts the socket, where it is named', () => {
    const text = config('{"ghcr.io/devcontainers/features/docker-outside-of-docker:1": {}}');
    const [mount] = containerOf(parse(text, { files: {} })).hostConfig.mounts ?? [];
    const { span } = mount?.place.location ?? { span: { start: 0, end: 0 } };
    expect(text.slice(span.start, span.end)).toContain('docker-outside-of-docker');
  });
});

describe('features of the project', () => {
  const feature = JSON.stringify({
    id: 'f',
    ...{ privileged: true, init: true, capAdd: ['SYS_PTRACE'], securityOpt: ['seccomp=unconfined'] },
    ...{ mounts: [{ source: '/var/run/docker.sock', target: '/s', type: 'bind' }], containerEnv: { A: 'b' } },
  });

  test('ask for the same as the configuration', () => {
    const text = '{"image": "debian:12", "features": {"./f": {}, "ghcr.io/a/b:1": {}}, "capAdd": ["NET_ADMIN"]}';
    const parsed = parse(text, { files: { '.devcontainer/f/devcontainer-feature.json': feature } });
    const line =
      '--mount type=bind,src=/var/run/docker.sock,dst=/s -e A=b --init --privileged --cap-add SYS_PTRACE --security-opt seccomp=unconfined --cap-add NET_ADMIN';
    expect(request(containerOf(parsed))).toEqual(
      request(containerOf(parseShell({ path: 'a.sh', text: `docker run ${line} debian:12` }, NOTHING))),
    );
    expect(containerOf(parsed).hostConfig.privileged?.place.location.path).toBe(
      '.devcontainer/f/devcontainer-feature.json',
    );
  });

  test.each([
    ['that are not there', {}],
    ['that cannot be read', { '.devcontainer/f/devcontainer-feature.json': '[]' }],
  ])('%s add nothing, and are reported', (_name, files) => {
    const parsed = parse('{"image": "debian:12", "features": {"./f": {}}}', { files });
    expect(containerOf(parsed).hostConfig.privileged).toBeUndefined();
    expect(parsed.problems.map(({ id }) => id)).toEqual(['syntax/unread-command']);
  });
});

describe('the same as docker run', () => {
  test.each([
    ['{"image": "debian:12"}', 'debian:12'],
    ['{"image": "debian:12", "privileged": true, "init": true}', '--init --privileged debian:12'],
    ['{"image": "debian:12", "privileged": false, "init": false}', 'debian:12'],
    ['{"image": "debian:12", "privileged": "true", "init": "false"}', '--init --privileged debian:12'],
    ['{"image": "debian:12", "privileged": "", "init": 0}', 'debian:12'],
    [
      '{"image": "debian:12", "capAdd": ["SYS_PTRACE", "NET_ADMIN"]}',
      '--cap-add SYS_PTRACE --cap-add NET_ADMIN debian:12',
    ],
    ['{"image": "debian:12", "securityOpt": ["seccomp=unconfined"]}', '--security-opt seccomp=unconfined debian:12'],
    [
      '{"image": "debian:12", "mounts": ["type=bind,source=/etc,target=/x,readonly"]}',
      '--mount type=bind,source=/etc,target=/x,readonly debian:12',
    ],
    [
      '{"image": "debian:12", "mounts": [{"type": "volume", "source": "v", "target": "/x"}]}',
      '--mount type=volume,src=v,dst=/x debian:12',
    ],
    [
      '{"image": "debian:12", "workspaceMount": "source=/src,target=/x,type=bind"}',
      '--mount source=/src,target=/x,type=bind debian:12',
    ],
    ['{"image": "debian:12", "workspaceMount": ""}', 'debian:12'],
    ['{"image": "debian:12", "containerUser": "root"}', '--user root debian:12'],
    ['{"image": "debian:12", "containerEnv": {"A": "b", "C": "d=e"}}', '-e A=b -e C=d=e debian:12'],
    ['{"image": "debian:12", "appPort": 3000}', '-p 127.0.0.1:3000:3000 debian:12'],
    ['{"image": "debian:12", "appPort": [3000, "80:80"]}', '-p 127.0.0.1:3000:3000 -p 80:80 debian:12'],
    ['{"image": "debian:12", "forwardPorts": [22], "features": {"git": {}}, "remoteUser": "root"}', 'debian:12'],
    [
      '{"image": "debian:12", "runArgs": ["--network=host", "-m", "1g", "-v/etc:/x"]}',
      '--network=host -m 1g -v/etc:/x debian:12',
    ],
    ['{"image": "debian:12", "hostRequirements": {"gpu": true}}', '--gpus all debian:12'],
    ['{"image": "debian:12", "hostRequirements": {"gpu": "optional"}}', 'debian:12'],
    ['{"image": "debian:12", "containerEnv": {"A": "\\"\\u0041\\n"}}', `-e 'A="A\n' debian:12`],
    ['\uFEFF{// a\n"image": /* b */ "debian:12", "runArgs": ["--rm",],}', '--rm debian:12'],
    ['{"image": "alpine", "image": "debian:12"}', 'debian:12'],
  ])('%s', (config, command) => {
    const run = parseShell(
      { path: 'run.sh', text: `docker run ${command}\n` },
      { files: createMemoryFiles({}), environment: new Map() },
    );
    const parsed = parse(config);
    expect(parsed.problems).toEqual([]);
    expect(request(containerOf(parsed))).toEqual(request(containerOf(run)));
  });
});

describe('variables', () => {
  const source = (text: string, given?: Given): unknown =>
    containerOf(parse(`{"image": "a:1", "mounts": ["type=bind,source=${text},target=/x"]}`, given)).hostConfig
      .mounts?.[0]?.source;

  test.each([
    ['${localEnv:DIR}/a', [{ unknown: '${localEnv:DIR}' }, '/a']],
    ['${localWorkspaceFolder}/a', [{ unknown: '${localWorkspaceFolder}', isOwnFolder: true }, '/a']],
    ['${localEnv:HOME}${localEnv:USERPROFILE}/.ssh', [{ unknown: '${localEnv:HOME}${localEnv:USERPROFILE}' }, '/.ssh']],
    ['/a/${devcontainerId}', ['/a/', { unknown: '${devcontainerId}' }]],
  ])('%s is unknown', (text, pattern) => {
    expect(source(text)).toMatchObject({ known: false, pattern });
  });

  test.each([
    ['${localEnv:DIR:/etc}', '/etc', {}],
    ['${localEnv:DIR}', '/etc', { DIR: '/etc' }],
    ['/a/${other}', '/a/${other}', {}],
    ['/a/$b', '/a/$b', {}],
  ])('%s is %s', (text, value, environment) => {
    expect(source(text, { environment })).toMatchObject({ known: true, value });
  });
});

describe('what a template engine replaces', () => {
  test.each([
    ['{"image": "{{ image }}", "runArgs": ["--memory={{cookiecutter.memory}}"]}', []],
    ['{"image": "a:1",\n{% if x %}\n"privileged": true,\n{% endif %}\n"init": true}', []],
    ['{"image": "a:1", "privileged": true, "capAdd": {{ caps }}}', ['privileged-container']],
    ['{"image": "a:1", "customizations": {\n{%- if x == "y" %}\n"vscode": {}\n{%- endif %}\n}}', []],
  ])('is unknown, and no error: %s', async (text, rules) => {
    const { findings } = await lintText({ path: PATH, text });
    const isAboutLack = /^(missing-|unlimited-|unbounded-|default-|writable-|added-|root-|new-)|selinux|apparmor/;
    expect(findings.map(({ rule }) => rule).filter((rule) => !isAboutLack.test(rule))).toEqual(rules);
  });

  test.each([
    ['behind it', '{"image": "a:1", {% if x %} "privileged": true {% endif %}}'],
    ['in a value', '{"image": "a:1", "customizations": {{ x }}}'],
  ])('may hold what seems to be missing: %s', async (_, text) => {
    expect((await lintText({ path: PATH, text })).findings).toEqual([]);
  });

  test.each([
    ['a comment', '{"image": "a:1", // {% x %}\n "privileged": true "init": true}'],
    ['a string', '{"name": "{% x %}", "image": "a:1", "privileged": true "init": true}'],
  ])('in %s makes no template of a file', (_, text) => {
    expect(parse(text).problems.map(({ id }) => id)).toEqual(['syntax/invalid-json']);
  });

  test('leaves formats of docker as they are', () => {
    const { hostConfig } = containerOf(parse('{"image": "a:1", "runArgs": ["--log-opt=tag={{.Name}}"]}'));
    expect(JSON.stringify(hostConfig.logConfig)).toContain('{{.Name}}');
  });
});

describe('the image that is built', () => {
  const DOCKERFILE = 'FROM debian:12\nUSER app\nCMD ["sshd"]\n';
  const imageOf = (config: string, files: Readonly<Record<string, string>>): Container['image'] =>
    containerOf(parse(config, { files })).image;

  test.each([
    ['{"build": {"dockerfile": "Dockerfile"}}', '.devcontainer/Dockerfile'],
    ['{"build": {"dockerfile": "../docker/dev"}}', 'docker/dev'],
    ['{"dockerFile": "Dockerfile", "context": ".."}', '.devcontainer/Dockerfile'],
  ])('%s', (config, path) => {
    const image = imageOf(config, { [path]: DOCKERFILE });
    expect(valueOf(image?.user)).toBe('app');
    expect(image?.user?.place.location.path).toBe(path);
  });

  test('of a stage, with arguments', () => {
    const files = { '.devcontainer/Dockerfile': 'FROM a AS one\nARG U=root\nUSER $U\nFROM b\n' };
    const image = imageOf('{"build": {"dockerfile": "Dockerfile", "target": "one", "args": {"U": "app"}}}', files);
    expect(valueOf(image?.user)).toBe('app');
  });

  test('does not run its own command, unless the configuration says so', () => {
    const files = { '.devcontainer/Dockerfile': DOCKERFILE };
    expect(imageOf('{"build": {"dockerfile": "Dockerfile"}}', files)?.cmd).toBeUndefined();
    expect(imageOf('{"build": {"dockerfile": "Dockerfile"}, "overrideCommand": false}', files)?.cmd).toHaveLength(1);
  });

  test('is unknown where the file is missing, or options may choose another', () => {
    const files = { '.devcontainer/Dockerfile': DOCKERFILE };
    expect(imageOf('{"build": {"dockerfile": "Other"}}', files)).toBeUndefined();
    expect(imageOf('{"build": {"dockerfile": "Dockerfile", "options": ["--target=x"]}}', files)).toBeUndefined();
  });
});

describe('what is wrong', () => {
  const marked = (text: string): readonly string[] =>
    parse(text).problems.map(
      ({ id, place: { location } }) => `${id}: ${text.slice(location.span.start, location.span.end)}`,
    );

  test.each([
    ['{"image": "a:1" "init": true}', ['syntax/invalid-json: "init"']],
    ['{"image": "a:1", "runArgs": ["--wat"]}', ['syntax/unknown-flag: --wat']],
    ['{"image": "A B"}', ['syntax/invalid-value: A B']],
    ['[]', []],
    ['', []],
    ['{"name": "no image"}', []],
    ['{"image": 1, "mounts": {"a": 1}}', []],
    [
      '{"image": "a:1", "capAdd": [[], null, {}], "containerEnv": [1], "mounts": [1], "appPort": [null]}',
      ['syntax/invalid-value: 1'],
    ],
  ])('%s', (text, expected) => {
    if (text === '') expect(parse(text).subjects).toEqual([]);
    else expect(marked(text)).toEqual(expected);
  });

  test('too many brackets are not read', () => {
    expect(parse('['.repeat(100_000)).problems.map(({ id }) => id)).toEqual(['syntax/limit']);
  });
});

test('values of variables are hidden, also those of the build', () => {
  const text =
    '{"build": {"dockerfile": "D", "args": {"A": "one"}}, "containerEnv": {"B": "two"}, "remoteEnv": {"C": "three"}}';
  const shown = ({ span }: Location): string => text.slice(span.start, span.end);
  expect(new Set(parse(text).values.environment.map(shown))).toEqual(new Set(['one', 'two', 'three']));
});

test.each([
  ['.devcontainer/devcontainer.json', 'devcontainer'],
  ['a/.devcontainer/go/devcontainer.json', 'devcontainer'],
  ['.devcontainer.json', 'devcontainer'],
  ['devcontainer.json', undefined],
  ['.devcontainer/a/b/devcontainer.json', undefined],
  ['.devcontainer/devcontainer-lock.json', undefined],
])('%s is %s', (path, kind) => {
  expect(detectKind({ path, text: '{"image": "a"}' })).toBe(kind);
});

describe('findings', () => {
  const lint = (text: string): Promise<LintResult> => lintText({ path: PATH, text }, {});
  const found = ({ findings, texts }: LintResult, rule: string): readonly string[] =>
    findings
      .filter((finding) => finding.rule === rule)
      .map(({ location: { path, span }, suppression }) => {
        const marks = texts.get(path)?.slice(span.start, span.end) ?? '';
        return suppression === undefined ? marks : `${marks} (${suppression.reason ?? ''})`;
      });

  test('mark the value, in the words of the file', async () => {
    const result = await lint('{"image": "a:1", "privileged": true}');
    expect(found(result, 'privileged-container')).toEqual(['true']);
    expect(result.findings.find(({ rule }) => rule === 'privileged-container')?.message.remedy).toMatch(/`privileged`/);
  });

  test('about something missing mark the key that names what runs', async () => {
    // Only this asks dev containers for a limit.
    const result = await lintText({ path: PATH, text: '{"name": "x", "image": "a:1"}' }, { preset: 'all' });
    expect(found(result, 'unlimited-memory')).toEqual(['image']);
    expect(result.findings.find(({ rule }) => rule === 'unlimited-memory')?.message).toMatchObject({
      what: expect.stringMatching(/^Container `x` has no memory limit/) as string,
      remedy: expect.stringMatching(/`--memory` in `runArgs`\./) as string,
    });
  });

  test('have a remedy for the property that gives the option', async () => {
    const result = await lint('{"image": "a:1", "appPort": "9000:9000"}');
    expect(result.findings.find(({ rule }) => rule === 'wildcard-bind-address')?.message.remedy).toMatch(
      /`127\.0\.0\.1:9000:9000` in `appPort` for clients on this host/,
    );
  });

  test('are suppressed by comments of both forms', async () => {
    const text = `{
  "image": "a:1",
  // plimsoll: ignore[added-capability] -- one
  "capAdd": [
    "SYS_ADMIN"
  ],
  "privileged": true, // plimsoll: ignore[privileged-container] -- two
  /* plimsoll: ignore[host-network, host-pid-namespace] -- three */
  "runArgs": ["--network=host", "--pid=host"]
}
`;
    const result = await lint(text);
    expect(found(result, 'privileged-container')).toEqual(['true (two)']);
    expect(found(result, 'host-network')).toEqual(['host (three)']);
    expect(found(result, 'host-pid-namespace')).toEqual(['host (three)']);
  });

  test('are suppressed in the whole file', async () => {
    const result = await lint(
      '// plimsoll: ignore-file[privileged-container] -- all\n{"image": "a:1", "privileged": true}',
    );
    expect(found(result, 'privileged-container')).toEqual(['true (all)']);
  });

  test('text like a comment in a string is not a comment', async () => {
    const result = await lint(
      '{"image": "a:1", "name": "// plimsoll: ignore[privileged-container] -- x", "privileged": true}',
    );
    expect(found(result, 'privileged-container')).toEqual(['true']);
  });
});

describe('what runs on the host before', () => {
  test.each([
    ['a script', '"docker run --privileged x:1"'],
    ['the words of a command', '["docker", "run", "--privileged", "x:1", "it\'s"]'],
    ['several', '{"a": "true", "b": ["docker", "run", "--privileged", "x:1"]}'],
    ['a script of the project', '"./start.sh"'],
  ])('is %s', (_, command) => {
    const files = { 'start.sh': 'docker run --privileged x:1\n' };
    const { subjects } = parse(`{"image": "debian:12", "initializeCommand": ${command}}`, { files });
    const others = subjects.slice(1).map((subject) => (subject.kind === 'container' ? subject.origin : subject.kind));
    // A script is linted as its own file.
    expect(others).toEqual(command.includes('start.sh') ? [] : ['docker run']);
  });

  test('is read whatever the container is, with its place', async () => {
    const text = '{"dockerComposeFile": "x.yml", "service": "a", "initializeCommand": "docker run --privileged x:1"}';
    const { findings } = await lintText({ path: PATH, text });
    const found = findings.filter(({ rule }) => rule === 'privileged-container');
    expect(found.map(({ location: { span } }) => text.slice(span.start, span.end))).toEqual(['--privileged']);
  });
});
