import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseInput } from '../../../src/parsers/index.ts';
import { detectKind, type InputKind } from '../../../src/parsers/registry.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { showSetting } from '../compose/compose.ts';

/** The images of the started containers, with their commands. */
async function runsIn(kind: InputKind, path: string, text: string): Promise<readonly string[]> {
  const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
  const { subjects, problems } = await parseInput(kind, [{ path, text }], context);
  expect(problems.filter(({ id }) => id !== 'syntax/unread-command')).toEqual([]);
  return subjects.flatMap((subject) => {
    if (subject.kind !== 'container') return [];
    const { image, cmd = [] } = subject.config;
    return [[image, ...cmd].map(showSetting).join(' ')];
  });
}

const JUSTFILES: readonly (readonly [name: string, text: string, runs: readonly string[]])[] = [
  ['a line each', 'a:\n  docker run x\n  @docker run y\n  -docker run z\n', ['x', 'y', 'z']],
  ['a line that goes on', 'a:\n  docker run \\\n    x \\\n    y\n', ['x y']],
  ['tabs', 'a:\n\tdocker run x\n\nb:\n\tdocker run y\n', ['x', 'y']],
  ['a variable', "v := 'x'\na:\n  docker run {{v}} {{ v }}\n", ['x x']],
  ['a variable with a comment', 'v := "x" # "y"\na:\n  docker run {{v}}\n', ['x']],
  ['of the environment, with a default', 'v := env_var_or_default("V", "x")\na:\n  docker run {{v}}\n', ['x']],
  ['an exported one', 'export V := "x"\na:\n  docker run $V\n', ['x']],
  ['an expression', 'v := `date`\na:\n  docker run x {{v}} {{ v + "x" }}\n', ['x ⟨{{v}}⟩ ⟨{{ v + "x" }}⟩']],
  ['a parameter', 'a b c="x" *d: e\n  docker run {{c}} {{b}}\ne:\n', ['x ⟨{{b}}⟩']],
  ['a default with a colon', "a b='x:1':\n  docker run {{b}}\n", ['x:1']],
  ['a script of a shell', 'a:\n  #!/bin/sh\n  v=x\n  docker run $v\n', ['x']],
  ['a script of another language', 'a:\n  #!/usr/bin/env python3\n  docker run x\n', []],
  ['another shell', 'set shell := ["pwsh", "-c"]\na:\n  docker run x\n', []],
  ['bash', 'set shell := ["bash", "-uc"]\na:\n  docker run x\n', ['x']],
  ['Windows has another', 'set windows-shell := ["pwsh", "-c"]\na:\n  docker run x\n', ['x']],
  ['line ends of Windows', 'a:\r\n  docker run x\r\n  docker run y\r\n', ['x', 'y']],
  [
    'commands in backticks',
    'v := `docker run x`\nw := "`docker run no`" # `docker run no`\na p=`docker run y`:\n  docker run z\n',
    ['x', 'y', 'z'],
  ],
  [
    'a first line that goes on',
    'b: (a "x" \\\n  "docker run no")\n  docker run y\na p q:\n  docker run z\n',
    ['y', 'z'],
  ],
  ['attributes and aliases', 'alias c := a\n[private]\n@a: (b "1")\n  docker run x\nb d:\n', ['x']],
];

/** Not in `--dry-run` output: just's environment for the shell, and commands in other languages. */
const NOT_SHOWN = [
  'commands in backticks',
  'a first line that goes on',
  'an exported one',
  'a script of another language',
  'another shell',
];

describe('a justfile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-just-'));
  const file = join(folder, 'justfile');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(JUSTFILES)('%s', async (_, text, runs) => {
    expect(await runsIn('justfile', 'justfile', text)).toEqual(runs);
  });

  test
    .skipIf(spawnSync('just', ['--version']).error !== undefined)
    .each(JUSTFILES.filter(([name]) => !NOT_SHOWN.includes(name)))(
    '%s: just itself says the same',
    async (_, text, runs) => {
      writeFileSync(file, text);
      const just = (
        ...args: readonly string[]
      ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
        spawnSync('just', ['--justfile', file, ...args], { encoding: 'utf8' });
      const named = just('--summary', '--unsorted').stdout.trim().split(' ');
      const aliases = [...text.matchAll(/^alias (\w+)/gm)].map(([, name = '']) => name);
      const commands = [...named, ...aliases].map((recipe) => {
        // Add words until every parameter without a default has one.
        const said = ['', 'given', 'given given'].map((words) =>
          just('--dry-run', recipe, ...words.split(' ').filter(Boolean)),
        );
        return said.find(({ status }) => status === 0)?.stderr ?? '';
      });
      const found = await runsIn('shell', 'a.sh', commands.join(''));
      const known = (words: readonly string[]): readonly string[] =>
        words.map((each) => each.replace(/⟨.*?⟩|given/g, '?'));
      expect(known(found)).toEqual(known(runs));
    },
  );
});

describe('a Taskfile', () => {
  const task = (body: string): string => `version: "3"\nvars: {V: x, W: "{{.V}}:1"}\ntasks:\n  a:${body}`;

  test.each<[string, string, readonly string[]]>([
    ['one command', ' docker run x\n', ['x']],
    ['a list', ' [docker run x, docker run y]\n', ['x', 'y']],
    [
      'commands',
      '\n    cmds:\n      - docker run x\n      - cmd: docker run y\n      - defer: docker run z\n      - task: b\n',
      ['x', 'y', 'z'],
    ],
    ['variables', '\n    vars: {N: "{{.W}}"}\n    cmd: docker run {{.N}} {{ .V }}\n', ['x:1 x']],
    ['what is not known', '\n    cmd: docker run x {{.N}} {{.V | upper}}\n', ['x ⟨{{.N}}⟩ ⟨{{.V | upper}}⟩']],
    [
      'blocks',
      '\n    cmd: docker run x {{if .N}}-e N="{{.N}}"{{else}}{{range .M}}a {{end}}b{{end}} {{- if .V }}c{{ end }} {{ end }}\n',
      ['x ⟨{{if .N}}-e N="{{.N}}"{{else}}{{range .M}}a {{end}}b{{end}}⟩ ⟨{{- if .V }}c{{ end }}⟩ ⟨{{ end }}⟩'],
    ],
    ['what a command prints', '\n    vars: {V: {sh: date}}\n    cmd: docker run {{.V}}\n', ['⟨{{.V}}⟩']],
    [
      'what gives a variable, and what decides whether it runs',
      '\n    vars: {V: {sh: docker run x}}\n    status: [docker run y]\n    preconditions: [docker run z, {sh: docker run w, msg: m}]\n    cmd: docker run v\n',
      ['x', 'y', 'z', 'w', 'v'],
    ],
    ['the environment', '\n    env: {V: "{{.W}}"}\n    cmd: docker run $V\n', ['x:1']],
  ])('%s', async (_, body, runs) => {
    expect(await runsIn('taskfile', 'Taskfile.yml', task(body))).toEqual(runs);
  });
});

describe('a pipeline', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a step', '.drone.yml', 'steps:\n  - {name: a, image: b, commands: [docker run x]}\n', ['b', 'x']],
    ['what is filled in', '.woodpecker.yml', 'steps:\n  a: {image: "b:${V}"}\n', ['⟨b:${V}⟩']],
    ['what is filled in wholly', '.drone.yml', 'steps:\n  - {name: a, image: "${IMAGE=b}"}\n', ['⟨${IMAGE=b}⟩']],
    ['a step of CircleCI', '.circleci/config.yml', 'jobs: {a: {steps: [{run: docker run x}]}}\n', ['x']],
    ...(
      [
        ['parameter', 'docker run <<parameters.image>>', ['⟨<<parameters.image>>⟩']],
        ['parameter of the pipeline', 'just << pipeline.parameters.x >>; docker run x', ['x']],
        ['section', '<<# parameters.x >>docker run x<</ parameters.x >>', ['x']],
        ['here-document', 'cat << EOF >> file\n        docker run y\n        EOF\n        docker run x', ['x']],
        ['escaped here-document', 'cat \\<<EOF\n        docker run y\n        EOF\n        docker run x', ['x']],
      ] as const
    ).map(([name, command, runs]): [string, string, string, readonly string[]] => [
      `a ${name} of CircleCI`,
      '.circleci/config.yml',
      `jobs:\n  a:\n    steps:\n    - run: |\n        ${command}\n`,
      runs,
    ]),
    [
      'an older step of CircleCI',
      '.circleci/config.yml',
      'jobs: {deploy: {steps: [{deploy: {command: docker run x}}]}}\n',
      ['x'],
    ],
    [
      'the images of Bitbucket',
      'bitbucket-pipelines.yml',
      'image: a\ndefinitions: {services: {db: {image: b}, docker: {memory: 2048}}}\n' +
        'pipelines: {default: [{step: {image: {name: c}, script: [docker run x]}}, {step: {script: [make]}}]}\n',
      ['b', 'c', 'x', 'a'],
    ],
    [
      'a step of Bitbucket that is used twice',
      'bitbucket-pipelines.yml',
      'definitions: {steps: [{step: &s {image: a, script: [docker run x]}}]}\n' +
        'pipelines: {default: [{step: *s}], custom: {b: [{step: *s}]}}\n',
      ['a', 'x'],
    ],
    ['an image in a variable', 'bitbucket-pipelines.yml', 'image: $REGISTRY/a:$TAG\n', ['⟨$REGISTRY/a:$TAG⟩']],
    [
      'the containers of Azure',
      'azure-pipelines.yml',
      'resources: {containers: [{container: a, image: b}]}\n' +
        'jobs:\n  - {job: c, container: {image: "d:$(T)-${{ parameters.t }}"}}\n  - {job: e, container: a}\n',
      ['b', '⟨d:$(T)-${{ parameters.t }}⟩'],
    ],
    [
      'cmd of Windows, and bash there',
      'azure-pipelines.yml',
      'pool: {vmImage: windows-latest}\nsteps:\n  - script: if exist a ( docker run x\n  - bash: docker run y\n' +
        '  - {task: Bash@3, inputs: {script: docker run z}}\n  - {task: CmdLine@2, inputs: {script: if exist a (}}\n',
      ['y', 'z'],
    ],
    [
      'a matrix of machines with Windows',
      'azure-pipelines.yml',
      'jobs:\n  - pool: {vmImage: $(VM)}\n    strategy: {matrix: {a: {VM: windows-2022}, b: {VM: vs2017-win2016}}}\n' +
        '    steps: [{script: if exist a (}]\n',
      [],
    ],
    [
      'one with others too, and a job with a machine of its own',
      'azure-pipelines.yml',
      'pool: {vmImage: windows-2022}\njobs:\n  - pool: {vmImage: $(VM)}\n' +
        '    strategy: {matrix: {a: {VM: windows-2022}, b: {VM: ubuntu-22.04}}}\n    steps: [{script: docker run x}]\n' +
        '  - {pool: {name: own}, steps: [{task: CmdLine@2, inputs: {script: docker run y}}]}\n',
      ['x', 'y'],
    ],
    [
      'tasks of other languages',
      'azure-pipelines.yml',
      'steps:\n  - {task: PowerShell@2, inputs: {script: "if (a) { docker run x"}}\n' +
        '  - {task: PythonScript@0, inputs: {script: "print(1"}}\n',
      [],
    ],
  ])('%s', async (_, path, text, runs) => {
    expect(await runsIn('pipeline', path, text)).toEqual(runs);
  });

  test('what Azure gives the container of a job', async () => {
    const text =
      'resources:\n  containers:\n    - container: a\n      image: b\n      options: --privileged --user "0:0"\n' +
      '      ports: [8080:80]\n      volumes: [/var/run/docker.sock:/s]\n' +
      'jobs: [{job: c, container: {image: d}}, {container: {image: e}}]\n';
    const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
    const { subjects } = await parseInput('pipeline', [{ path: 'azure-pipelines.yml', text }], context);
    const containers = subjects.flatMap((subject) => (subject.kind === 'container' ? [subject] : []));
    expect(containers.map(({ name, runBy }) => [name, runBy])).toEqual([
      ['a', 'job'],
      ['c', 'job'],
      ['container', 'job'],
    ]);
    const [first] = containers;
    expect(first?.hostConfig).toMatchObject({ privileged: { value: true } });
    expect(first?.hostConfig.binds).toHaveLength(1);
  });
});

describe('what a name says of an expression where a word of docker may be', () => {
  test.each<[InputKind, string, string]>([
    ['ansible', 'site.yml', '- command: docker run {{ web_image }} --port=1 x\n'],
    ['taskfile', 'Taskfile.yml', 'version: "3"\ntasks:\n  a: docker run {{.WEB_IMAGE}} --port=1 x\n'],
    ['justfile', 'justfile', 'a:\n  docker run {{ image }} --port=1 x\n'],
    ['pipeline', '.circleci/config.yml', 'jobs: {a: {steps: [{run: docker run << parameters.image >> --port=1 x}]}}\n'],
    ['pipeline', 'azure-pipelines.yml', 'steps: [{script: docker run $(webImage) --port=1 x}]\n'],
  ])('%s', async (kind, path, text) => {
    const [run = '', ...others] = await runsIn(kind, path, text);
    expect(others).toEqual([]);
    expect(run).toMatch(/^⟨.*image.*⟩ --port=1 x$/i);
  });
});

test.each<[InputKind, string, string]>([
  ['justfile', 'justfile', 'a: b\n  docker run x\nb:\n  docker build -t x .\n'],
  ['taskfile', 'Taskfile.yml', 'tasks:\n  a:\n    deps: [b]\n    cmd: docker run x\n  b: docker build -t x .\n'],
  ['package-json', 'package.json', '{"scripts": {"prea": "docker run x", "a": "docker build -t x ."}}'],
])('%s: what one builds another may run, wherever it is', async (kind, path, text) => {
  const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
  const { subjects } = await parseInput(kind, [{ path, text }], context);
  expect(subjects.map((subject) => subject.kind === 'container' && subject.build !== undefined)).toContain(true);
});

describe('what is one, by its name and content', () => {
  test.each<[string, string, InputKind | undefined]>([
    ['package.json', '{"scripts": {"a": "docker run b"}}', 'package-json'],
    ['package.json', '{"keywords": ["docker"]}', undefined],
    ['package.json', '{"scripts": {"a": "node b"}}', undefined],
    ['my-package.json', '{"scripts": {"a": "docker run b"}}', undefined],
    ['justfile', 'a:\n  docker run b\n', 'justfile'],
    ['justfile', 'a:\n  cargo build\n', undefined],
    ['Taskfile.yml', 'tasks:\n  a: docker run b\n', 'taskfile'],
    ['Taskfile.yml', 'tasks:\n  a: go build\n', undefined],
    ['taskfiles/admin.yml', 'version: "3"\ntasks:\n  a: docker run b\n', 'taskfile'],
    ['taskfiles/admin.yml', 'tasks:\n  a: docker run b\n', undefined],
    ['.travis.yml', 'script: docker run b\n', 'pipeline'],
    ['.travis.yml', 'script: make\n', undefined],
    ['.drone.yml', 'steps:\n  - image: a\n', 'pipeline'],
    ['bitbucket-pipelines.yml', 'image: a\n', 'pipeline'],
    ['azure-pipelines.yml', 'resources:\n  containers:\n    - container: a\n      image: a\n', 'pipeline'],
    ['azure-pipelines.yml', 'pool:\n  vmImage: a\n', undefined],
    ['.envrc', 'docker run b\n', 'shell'],
    ['.husky/pre-commit', 'docker run b\n', 'shell'],
    ['.husky/_/husky.sh', 'exit 0\n', undefined],
    ['start.command', 'docker run b\n', 'shell'],
    ['rules', '#!/usr/bin/make -f\na:\n\tdocker run b\n', 'makefile'],
    ['rules', '#!/usr/bin/env -S make -f\na:\n\tdocker run b\n', 'makefile'],
    ['rules', 'a:\n\tdocker run b\n', undefined],
    ['.circleci/config.yml', 'jobs: {a: {docker: [{image: b}]}}\n', undefined],
  ])('%s: %s', (path, text, kind) => {
    expect(detectKind({ path, text })).toBe(kind);
  });
});

/** Texts marked as unread. */
const FOREIGN: readonly (readonly [kind: InputKind, path: string, text: string, marked: readonly string[]])[] = [
  [
    'pipeline',
    'azure-pipelines.yml',
    'pool: {vmImage: windows-latest}\nsteps:\n  - script: docker run --privileged x\n  - script: dotnet build\n' +
      '  - {task: PowerShell@2, inputs: {script: docker run y}}\n  - pwsh: |\n      $a = 1\n      docker run z\n',
    ['docker run', 'docker run', 'docker run'],
  ],
  [
    'pipeline',
    '.circleci/config.yml',
    'jobs:\n  a:\n    steps:\n      - run: {shell: powershell.exe, command: "if ($a) { docker run x }"}\n' +
      '      - run: {shell: /bin/bash -eo pipefail, command: docker run y}\n' +
      '  b:\n    shell: cmd.exe\n    steps:\n      - run: docker run z\n      - run: {shell: bash.exe, command: docker run y}\n',
    ['docker run', 'docker run'],
  ],
  [
    'github-workflow',
    '.github/workflows/a.yml',
    'on: push\njobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: docker run x\n' +
      '      - {run: docker run y, shell: bash}\n      - run: dotnet build\n  b:\n    runs-on: ubuntu-latest\n' +
      '    steps:\n      - shell: python\n        run: |\n          import os\n          os.system("docker run z")\n',
    ['docker run', 'docker run'],
  ],
  [
    'gitlab-ci',
    '.gitlab-ci.yml',
    'a:\n  tags: [windows]\n  script: [docker run x, echo]\nb:\n  script: ["$env:A = 1", docker run y]\n' +
      'c:\n  tags: [windows]\n  script: echo\n',
    ['docker run', 'docker run'],
  ],
  [
    'justfile',
    'justfile',
    'set shell := ["pwsh", "-c"]\na:\n  echo\n  docker run x\nb:\n  #!/usr/bin/env python3\n  "docker run y"\nc:\n  echo\n',
    ['docker run', 'docker run'],
  ],
  ['makefile', 'Makefile', 'SHELL = pwsh\nt:\n\techo\n\t@docker run x\nu:\n\techo\n', ['docker run']],
];

test.each(FOREIGN)(
  'what calls an engine in a script of a %s for another shell is said not to be read',
  async (...row) => {
    const [kind, path, text, marked] = row;
    const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
    const { problems } = await parseInput(kind, [{ path, text }], context);
    expect(problems.map(({ id }) => id)).toEqual(marked.map(() => 'syntax/unread-command'));
    expect(problems.map(({ place: { location } }) => text.slice(location.span.start, location.span.end))).toEqual(
      marked,
    );
  },
);

describe('programs that package.json runs commands with', () => {
  test.each<[string, readonly string[]]>([
    ['cross-env A=1 B=2 docker run x', ['x']],
    ['npx cross-env A=1 docker run x', ['x']],
    ['cross-env-shell A=1 "docker run x && docker run y"', ['x', 'y']],
    ['concurrently -n a,b --kill-others "docker run x" "docker run y"', ['x', 'y']],
    ['env-cmd -f .env docker run x', ['x']],
    ['nodemon --exec "docker run x"', ['x']],
  ])('%s', async (script, runs) => {
    expect(await runsIn('package-json', 'package.json', JSON.stringify({ scripts: { a: script } }))).toEqual(runs);
  });
});

test.each([
  ['justfile', '#!/bin/bash\ndocker run x\n', 'shell'],
  ['Makefile', '#!/usr/bin/env bash\ndocker run x\n', 'shell'],
  ['justfile', '#!/usr/bin/env just --justfile\na:\n  docker run x\n', 'justfile'],
  ['Makefile', '#!/usr/bin/make -f\na:\n\tdocker run x\n', 'makefile'],
])('the first line of %s counts more than its name: %j', (path, text, kind) => {
  expect(detectKind({ path, text })).toBe(kind);
});
