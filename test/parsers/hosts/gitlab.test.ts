import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import type { SourceFile } from '../../../src/files/file-reader.ts';
import { type LintResult, lintText } from '../../../src/lint/lint.ts';
import type { Container } from '../../../src/model/container.ts';
import type { FoundComment, Parsed } from '../../../src/parsers/contract/parsed.ts';
import { findHostComments, NO_JOB_CONTEXT } from '../../../src/parsers/hosts/ci/jobs.ts';
import { read } from '../../../src/parsers/hosts/gitlab/index.ts';
import { detectKind, detectNameless } from '../../../src/parsers/registry.ts';
import { FORMATS } from '../../../src/reporters/index.ts';
import type { Setting } from '../../../src/text/setting.ts';
import { createMemoryFiles, createMemoryIo } from '../../memory-io.ts';
import { parseHost } from './parse-host.ts';

const PATH = '.gitlab-ci.yml';

function commentsIn(source: SourceFile): readonly FoundComment[] {
  return findHostComments(source, read(source, NO_JOB_CONTEXT), () => true);
}

function parse(text: string, tree: Readonly<Record<string, string>> = {}): Parsed {
  return parseHost(read, { path: PATH, text }, { files: createMemoryFiles(tree), environment: new Map() });
}

function containersOf(text: string, tree: Readonly<Record<string, string>> = {}): readonly Container[] {
  return parse(text, tree).subjects.filter((subject) => subject.kind === 'container');
}

/** The value, or a placeholder if unknown. */
function shown(setting: Setting<unknown> | undefined): unknown {
  if (setting === undefined) return undefined;
  return setting.known
    ? setting.value
    : setting.pattern.map((part) => (typeof part === 'string' ? part : `<${part.unknown}>`)).join('');
}

function imagesOf(text: string, tree: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return containersOf(text, tree).map(({ config }) => shown(config.image));
}

function lint(text: string): Promise<LintResult> {
  return lintText({ path: PATH, text });
}

describe('the script of a job', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    ['is a text', 'a:\n  script: docker run x:1\n', ['x:1']],
    ['is a list', 'a:\n  script:\n    - docker run x:1\n    - |\n      docker run \\\n        y:1\n', ['x:1', 'y:1']],
    ['may be nested', 'a:\n  script:\n    - [docker run x:1, [docker run y:1]]\n', ['x:1', 'y:1']],
    ['is one script', 'a:\n  script:\n    - X=x:1\n    - docker run $X\n', ['x:1']],
    ['comes behind before_script', 'a:\n  before_script: [X=x:1]\n  script: [docker run $X]\n', ['x:1']],
    ['is not that of after_script', 'a:\n  script: [X=x:1]\n  after_script: [docker run $X]\n', ['<$X>']],
    ['has a default before it', 'default:\n  before_script: [X=x:1]\na:\n  script: [docker run $X]\n', ['x:1']],
    [
      'has a hook',
      'a:\n  hooks: {pre_get_sources_script: [docker run x:1]}\n  script: [docker run y:1]\n',
      ['x:1', 'y:1'],
    ],
    [
      'has a default hook',
      'default:\n  hooks: {pre_get_sources_script: docker run x:1}\na:\n  script: [ls]\n',
      ['x:1'],
    ],
    ['has a global before_script', 'before_script: [X=x:1]\na:\n  script: [docker run $X]\n', ['x:1']],
    [
      'may not inherit',
      'default:\n  before_script: [X=x:1]\na:\n  inherit: { default: false }\n  script: [docker run $X]\n',
      ['<$X>'],
    ],
    [
      'may inherit some',
      'default:\n  before_script: [X=x:1]\na:\n  inherit: { default: [image] }\n  script: [docker run $X]\n',
      ['<$X>'],
    ],
    [
      'may inherit it by its name',
      'default:\n  before_script: [X=x:1]\na:\n  inherit: { default: [image, before_script] }\n  script: [docker run $X]\n',
      ['x:1'],
    ],
    [
      'may say that it inherits',
      'default:\n  before_script: [X=x:1]\na:\n  inherit: { default: true }\n  script: [docker run $X]\n',
      ['x:1'],
    ],
    [
      'may have an alias',
      '.a: &a\n  - docker run x:1\na:\n  script:\n    - *a\n    - docker run y:1\n',
      ['x:1', 'y:1'],
    ],
    [
      'may have a reference',
      '.a:\n  script: [docker run x:1]\na:\n  script:\n    - !reference [.a, script]\n    - docker run y:1\n',
      ['x:1', 'y:1'],
    ],
    ...['[ \'.a\' , "script" ]', '[\n        .a,\n        script\n      ]', '\n      - .a\n      - script'].map(
      (reference): readonly [string, string, readonly unknown[]] => [
        `may have a reference in any form: ${reference}`,
        `.a:\n  script: [docker run x:1]\na:\n  script:\n    - !reference ${reference}\n    - docker run y:1\n`,
        ['x:1', 'y:1'],
      ],
    ),
    [
      'may have a list that is no reference',
      '# !reference [.a, script]\na:\n  script:\n    - [docker run x:1, docker run y:1]\n',
      ['x:1', 'y:1'],
    ],
    ['may be a reference', '.a:\n  x: { y: [docker run x:1] }\na:\n  script: !reference [.a, x, y]\n', ['x:1']],
    ['may refer to itself', 'a:\n  script:\n    - !reference [a, script]\n    - docker run x:1\n', ['x:1']],
    ['may refer to nothing', 'a:\n  script:\n    - !reference [.b, script]\n    - docker run x:1\n', ['x:1']],
    ['is that of a hidden job that nothing uses', '.a:\n  script: [docker run x:1]\n', ['x:1']],
    [
      'is that of a hidden job with an anchor that nothing uses',
      '.a: &a\n  script: [docker run x:1]\nb: &b\n  script: [docker run y:1]\nc: *b\n',
      ['x:1', 'y:1', 'y:1'],
    ],
    [
      'is not that of a hidden job with an alias by itself',
      '.run-it: &run-it\n  script: [docker run $X]\nb:\n  <<: *run-it\n  variables: { X: x:1 }\n',
      ['x:1'],
    ],
    ['is not that of a key at the top', 'workflow:\n  script: [docker run x:1]\ncache: { script: docker run x }\n', []],
    ['is not read for PowerShell', 'a:\n  script: ["$env:A = 1", docker run x]\n', []],
    ['is read for macOS', 'a:\n  image: macos-15\n  tags: [saas-macos-medium-m1]\n  script: [docker run x]\n', ['x']],
    ['is not read for Windows', 'a:\n  tags: [saas-windows-medium-amd64]\n  script: [docker run x]\n', []],
  ])('%s', (_, text, images) => {
    expect(imagesOf(text)).toEqual(images);
  });

  test('has its places, whatever lists it is made of', async () => {
    const text = '.b: &b\n  - docker run --pid=host b:1\na:\n  script:\n    - docker run --privileged a:1\n    - *b\n';
    const { findings, texts } = await lint(text);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(
      errors.map(({ rule, location: { span } }) => `${rule}: ${texts.get(PATH)?.slice(span.start, span.end)}`),
    ).toEqual(['host-pid-namespace: host', 'privileged-container: --privileged']);
  });
});

describe('jobs that extend others', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    ['take what they lack', '.a:\n  script: [docker run x:1]\nb:\n  extends: .a\n', ['x:1']],
    [
      'keep what they have',
      '.a:\n  script: [docker run x:1]\nb:\n  extends: .a\n  script: [docker run y:1]\n',
      ['y:1'],
    ],
    [
      'merge mappings',
      '.a:\n  variables: { X: x, Y: y }\nb:\n  extends: .a\n  variables: { X: z }\n  script: [docker run $X$Y]\n',
      ['zy'],
    ],
    [
      'take the last of several',
      '.a:\n  variables: { X: a }\n.b:\n  variables: { X: b }\nc:\n  extends: [.a, .b]\n  script: [docker run $X]\n',
      ['b'],
    ],
    [
      'extend what extends',
      '.a:\n  variables: { X: a }\n.b:\n  extends: .a\nc:\n  extends: .b\n  script: [docker run $X]\n',
      ['a'],
    ],
    [
      'take what one of several lacks from the others',
      '.a:\n  script: [docker run $X]\n.b:\n  variables: { X: b }\nc:\n  extends: [.a, .b]\n',
      ['b'],
    ],
    [
      'replace what is no mapping',
      '.a:\n  image: { name: "a:1" }\nb:\n  extends: .a\n  image: b:1\n  script: [make]\n',
      ['b:1'],
    ],
    [
      'replace it by a mapping',
      '.a:\n  image: a:1\nb:\n  extends: .a\n  image: { name: "b:1" }\n  script: [make]\n',
      ['b:1'],
    ],
    ['extend each other', 'a:\n  extends: b\n  script: [docker run x]\nb:\n  extends: a\n', ['x']],
    ['extend what is not there', 'a:\n  extends: .b\n  script: [docker run x]\n', ['x']],
  ])('%s', (_, text, images) => {
    expect(imagesOf(text)).toEqual(images);
  });

  test('show it', () => {
    const [container] = containersOf('.a:\n  script: [docker run x:1]\nb:\n  extends: .a\n');
    expect(container?.place.hops.map(({ kind }) => kind)).toEqual(['extends']);
  });

  test('show it for a part of a mapping', () => {
    const text =
      '.a:\n  variables: { X: "x:1" }\nb:\n  extends: .a\n  variables: { Y: y }\n  script: [docker run $X]\n';
    expect(containersOf(text)[0]?.config.image?.place.hops.map(({ kind }) => kind)).toEqual(['extends', 'variable']);
  });
});

describe('variables', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    ['of the pipeline', 'variables: { X: x }\na:\n  script: [docker run $X]\n', ['x']],
    ['of the job', 'variables: { X: x }\na:\n  variables: { X: y }\n  script: [docker run $X]\n', ['y']],
    [
      'that are not inherited',
      'variables: { X: x }\na:\n  inherit: { variables: false }\n  script: [docker run $X]\n',
      ['<$X>'],
    ],
    ['with a description', 'variables: { X: { value: x, description: y } }\na:\n  script: [docker run $X]\n', ['x']],
    [
      'in variables',
      'variables: { X: $Y:1, Y: "$CI_REGISTRY_IMAGE/y", Z: $$A }\na:\n  script: [docker run $X, docker run $Z]\n',
      ['<$CI_REGISTRY_IMAGE>/y:1', '$A'],
    ],
    ['in themselves', 'variables: { X: a$X }\na:\n  script: [docker run $X]\n', ['aaaaaaaaaaa<$X>']],
    [
      'that are not filled in',
      'variables: { X: { value: $Y, expand: false }, Y: y }\na:\n  script: [docker run $X]\n',
      ['<$X>'],
    ],
    [
      'with a value that needs no filling in',
      'variables: { X: { value: x, expand: false } }\na:\n  script: [docker run $X]\n',
      ['x'],
    ],
    ['of the default branch only in part', 'variables: { X: [x], Y: y }\na:\n  script: [docker run $X$Y]\n', ['<$X>y']],
    [
      'of inputs without a default, or with an empty one',
      'spec:\n  inputs:\n    x: { default: "" }\n    y:\n---\na:\n  script: ["docker run $[[ inputs.x ]]-$[[ inputs.y ]]-$[[ other.inputs.x ]]"]\n',
      ['<$[[ inputs.x ]]>-<$[[ inputs.y ]]>-<$[[ other.inputs.x ]]>'],
    ],
    [
      'of inputs',
      'spec:\n  inputs:\n    x: { default: y }\n---\na:\n  script: ["docker run $[[ inputs.x ]]:$[[ inputs.z ]]"]\n',
      ['y:<$[[ inputs.z ]]>'],
    ],
  ])('%s', (_, text, images) => {
    expect(imagesOf(text)).toEqual(images);
  });

  test('of a matrix are one of its values', () => {
    const text = 'a:\n  parallel:\n    matrix:\n      - X: [x:1, y]\n        Y: z\n  script: [docker run $X $Y]\n';
    const [container] = containersOf(text);
    const image = container?.config.image;
    expect(image?.known === false ? image.candidates.map(({ value }) => value) : []).toEqual(['x:1', 'y']);
    expect(container?.config.cmd?.map(shown)).toEqual(['z']);
  });

  test.each([
    ['of all combinations', '[{ X: [x, y] }, { X: z }]', ['x', 'y', 'z']],
    [
      'that are too many to be kept apart',
      `[{ X: [${Array.from({ length: 33 }, (_, index) => `x${index}`).join(', ')}] }]`,
      [],
    ],
    ['that are none', '[{ X: [] }]', []],
  ])('of a matrix %s', (_, matrix, expected) => {
    const image = containersOf(`a:\n  parallel: { matrix: ${matrix} }\n  script: [docker run $X]\n`)[0]?.config.image;
    expect(image?.known === false ? image.candidates.map(({ value }) => value) : image?.value).toEqual(expected);
  });

  test.each([
    [
      'of the pipeline',
      'variables: { A: one, B: { value: two, description: x } }\nimage: node\nx:\n  script: [make]\n',
      ['one', 'two'],
    ],
    [
      'of jobs and services',
      'x:\n  variables: { A: one }\n  image: node\n  services: [{ name: db, variables: { B: two } }]\n  script: [make]\n',
      ['one', 'two'],
    ],
    ['of rules', 'x:\n  image: node\n  rules: [{ if: $A, variables: { A: one, B: "" } }]\n  script: [make]\n', ['one']],
    ['that an alias repeats', '.v: &v { A: one }\nx:\n  variables: *v\n  image: node\n  script: [make]\n', ['one']],
  ])('are hidden: those %s', async (_, text, expected) => {
    const hidden = (await lint(text)).hidden.get(PATH) ?? [];
    expect(hidden.map(({ start, end }) => text.slice(start, end)).toSorted()).toEqual(expected);
  });

  test('of the directory of the project, which is the own one of the user who runs the job', async () => {
    const { undecided } = await lint(
      'variables: { V: "$CI_PROJECT_DIR:/x", W: "$OTHER:/x" }\na:\n  script:\n    - docker run -v $V a\n    - docker run -v $W b\n',
    );
    expect(undecided.filter(({ rule }) => rule === 'sensitive-host-mount').map(({ reason }) => reason)).toEqual([
      expect.stringContaining('OTHER'),
    ]);
  });

  test('of a pipeline with hundreds of them reach the scripts that name them', () => {
    const many = Array.from({ length: 300 }, (_, index) => `  V${index}: a:${index}\n`).join('');
    expect(imagesOf(`variables:\n${many}x:\n  script: [docker run $V7, docker run $V299]\n`)).toEqual(['a:7', 'a:299']);
  });

  test('that hold many others are not filled in without end', () => {
    const names = 'A B C D E F G H I J'.split(' ');
    const variables = names.map((name, index) => `  ${name}: ${`$${names[index + 1] ?? 'Z'}`.repeat(20)}\n`).join('');
    expect(containersOf(`variables:\n${variables}a:\n  script: [docker run $A]\n`)).toHaveLength(1);
  });
});

describe('containers that the runner makes', () => {
  const PIPELINE = [
    'variables:',
    '  TAG: "22.1"',
    '  API_TOKEN: hunter2hunter2',
    'test:',
    '  image:',
    '    name: node:$TAG',
    '    entrypoint: [""]',
    '    docker: { user: root }',
    '  services:',
    '    - postgres',
    '    - name: docker:27.1-dind',
    '      alias: docker',
    '      command: ["--tls=false"]',
    '      variables: { POSTGRES_PASSWORD: correcthorse }',
    '  script: [make]',
    '',
  ].join('\n');

  test('have what the text says', () => {
    const [main, db, dind] = containersOf(PIPELINE);
    expect([main, db, dind].map((one) => [one?.origin, one?.name, shown(one?.config.image)])).toEqual([
      ['pipeline job', 'test', 'node:22.1'],
      ['pipeline service', 'postgres', 'postgres'],
      ['pipeline service', 'docker', 'docker:27.1-dind'],
    ]);
    expect(shown(main?.config.user)).toBe('root');
    expect(dind?.config.cmd?.map(shown)).toEqual(['--tls=false']);
    expect(dind?.config.env?.map(shown)).toEqual(['POSTGRES_PASSWORD=correcthorse']);
  });

  test('are asked for nothing that protects what lives longer than a job', async () => {
    const { findings, undecided } = await lint(PIPELINE);
    expect(findings.map(({ rule, message }) => `${rule}: ${message.what.slice(0, 36)}`)).toEqual([
      'root-user: The container of job `test` runs as ',
      'unpinned-image: Service `postgres` runs an image wit',
      'secret-in-environment: Service `docker` has a hard-coded se',
    ]);
    expect(undecided).toEqual([]);
  });

  test.each(['hunter2hunter2', 'correcthorse'])('show no secret: %s', async (secret) => {
    for (const argv of [
      ['--preset', 'all', '--format', 'pretty'],
      ...FORMATS.map((format) => ['--format', format]),
      ['model'],
    ]) {
      const io = createMemoryIo({ [PATH]: PIPELINE });
      await main([...argv, '.'], io);
      expect(io.out() + io.err()).not.toContain(secret);
    }
  });

  test('have defaults', () => {
    expect(imagesOf('image: a:1\nservices: [b:1]\nx:\n  script: [make]\n')).toEqual(['a:1', 'b:1']);
    expect(
      imagesOf('default: { image: a:1 }\nimage: z\nx:\n  image: b:1\n  script: [make]\ny:\n  script: [make]\n'),
    ).toEqual(['b:1', 'a:1']);
  });

  test.each<readonly [string, string, readonly unknown[]]>([
    [
      'in braces',
      'variables: { REGISTRY: r.example, TAG: "1" }\nx:\n  image: ${REGISTRY}/a:${TAG}-$B\n  script: [make]\n',
      ['r.example/a:1-<$B>'],
    ],
    ['of a reference', '.a: { image: "a:1" }\nx:\n  image: !reference [.a, image]\n  script: [make]\n', ['a:1']],
    [
      'of services by a reference',
      '.a: { services: ["a:1", "b:1"] }\nx:\n  services: !reference [.a, services]\n  script: [make]\n',
      ['a:1', 'b:1'],
    ],
    [
      'of a default by a reference',
      '.a: { image: "a:1" }\ndefault: { image: !reference [.a, image] }\nx:\n  script: [make]\n',
      ['a:1'],
    ],
    [
      'with variables by a reference',
      '.a: { variables: { V: "1" } }\nx:\n  variables: !reference [.a, variables]\n  image: a:$V\n  script: [make]\n',
      ['a:1'],
    ],
    ['of no job', 'default: { image: "a:1" }\n.vars: { variables: { X: "1" } }\nx:\n  script: [make]\n', ['a:1']],
  ])('have the image %s', (_, text, images) => {
    expect(imagesOf(text)).toEqual(images);
  });

  test('are none where they have no image', () => {
    expect(imagesOf('x:\n  image: { entrypoint: [a] }\n  services: [{ alias: b }, 3, []]\n  script: [make]\n')).toEqual(
      ['3'],
    );
  });
});

test.each([
  ['before_script', '.base: {before_script: ["docker run base:1"]}\n', ['base:1']],
  ['after_script', '.base: {after_script: ["docker run base:1"]}\n', ['base:1']],
  ['image', '.base: {image: "base:1", before_script: [make]}\n', ['base:1']],
  ['services', '.base: {services: ["base:1"]}\n', ['base:1']],
  [
    'before_script of one that is extended',
    '.base: {before_script: ["docker run base:1"]}\nx: {extends: .base, script: [make]}\n',
    ['base:1'],
  ],
])('a hidden job is read by itself, whatever it leaves to those that extend it: %s', (_, text, images) => {
  expect(imagesOf(text, {})).toEqual(images);
});

describe('files that it includes', () => {
  const tree = {
    'ci/base.yml':
      '.base:\n  image: a:1\n  script: [docker run base:1]\nother:\n  variables: { X: x }\n  script: [docker run other:1]\n',
    'ci/more.yml': 'include: /ci/base.yml\nmore:\n  extends: .base\n',
  };

  test.each<readonly [string, string]>([
    ['by a text', 'include: ci/base.yml'],
    ['from the root', 'include: /ci/base.yml'],
    ['by local', 'include:\n  local: /ci/base.yml'],
    ['with several slashes', 'include: //ci/base.yml'],
    ['in a list', 'include:\n  - project: a/b\n    file: c.yml\n  - https://example.com/a.yml\n  - local: ci/base.yml'],
  ])('%s', (_, include) => {
    expect(imagesOf(`${include}\nx:\n  extends: .base\n`, tree)).toEqual(['other:1', 'a:1', 'base:1']);
  });

  const names = ['ci/a.yml', 'ci/b.yaml', 'ci/deep/c.yml', 'ci/deep/er/d.yml', 'e.yml', '.git/f.yml'];
  const many = Object.fromEntries(names.map((name) => [name, `${name}:\n  script: [docker run ${name}]\n`]));
  test.each([
    ['/ci/*.yml', ['ci/a.yml']],
    ['ci/*', ['ci/a.yml', 'ci/b.yaml']],
    ['ci/**.yml', ['ci/a.yml', 'ci/deep/c.yml', 'ci/deep/er/d.yml']],
    ['ci/**/*.yml', ['ci/deep/c.yml', 'ci/deep/er/d.yml']],
    ['*.yml', ['e.yml']],
    ['//**.yml', ['ci/a.yml', 'ci/deep/c.yml', 'ci/deep/er/d.yml', 'e.yml']],
    ['$CI/*.yml', []],
    ['ci/*/c*.yml', ['ci/deep/c.yml']],
    ['no/*.yml', []],
    ['*a*a*a*a*a*a*b', []],
  ])('by the wildcards of %s', (pattern, expected) => {
    expect(imagesOf(`include: '${pattern}'\nx:\n  script: [make]\n`, many)).toEqual(expected);
  });

  test('may include others, and themselves', () => {
    expect(
      imagesOf('include: ci/more.yml\n', { ...tree, 'ci/base.yml': `include: ci/more.yml\n${tree['ci/base.yml']}` }),
    ).toEqual(['other:1', 'a:1', 'base:1']);
  });

  test.each([
    ['.gitlab/ci/build.yml', '/ci/base.yml'],
    ['sub/.gitlab-ci/build.yml', '/../ci/base.yml'],
    ['gitlab/build.yml', 'ci/base.yml'],
    ['templates/build.gitlab-ci.yml', '../ci/base.yml'],
  ])('are named from the root of the repository of %s: %s', (path, name) => {
    const files = createMemoryFiles(tree);
    const { texts } = parseHost(read, { path, text: `include: ${name}\n` }, { files, environment: new Map() });
    expect([...texts.keys()]).toEqual([path, 'ci/base.yml']);
  });

  test.each([
    ['outside of the project', '../base.yml'],
    ['no text', 'ci/binary.yml'],
    ['elsewhere', 'https://example.com/ci/base.yml'],
    ['in a folder that is not known', '$CI/base.yml'],
  ])('are not those that are %s', (_, name) => {
    const base = tree['ci/base.yml'];
    const files = createMemoryFiles({
      '../base.yml': base,
      'ci/binary.yml': `${base}#\0`,
      'https:/example.com/ci/base.yml': base,
      '$CI/base.yml': base,
    });
    const context = {
      files,
      environment: new Map<string, string>(),
      isOutside: (path: string) => path.startsWith('..'),
    };
    const { subjects } = parseHost(read, { path: PATH, text: `include: '${name}'\nx:\n  script: [make]\n` }, context);
    expect(subjects).toEqual([]);
  });

  test('are overridden by it', () => {
    const text = 'include: ci/base.yml\nother:\n  image: b:1\n  script: ["docker run $X"]\n';
    expect(imagesOf(text, tree)).toEqual(['a:1', 'base:1', 'b:1', 'x']);
  });

  test('are read by the report', async () => {
    const io = createMemoryIo({
      ...tree,
      [PATH]: 'include: ci/base.yml\nx:\n  extends: .base\n',
      'ci/base.yml': '.base:\n  script: [docker run --privileged a:1]\n',
    });
    await main(['--format', 'text', '.'], io);
    expect(io.out()).toContain('ci/base.yml:2:23: error privileged-container');
  });
});

test.each([
  [
    'scripts',
    `.a: &a |\n  docker run a:1\n${'  # x\n'.repeat(2_000)}${Array.from({ length: 40 }, (_, index) => `j${index}: { script: *a }\n`).join('')}`,
  ],
  [
    'parts',
    `.a:\n  script: [docker run a:1]\n  variables:\n${Array.from({ length: 2_000 }, (_, index) => `    V${index}: a\n`).join('')}${Array.from({ length: 120 }, (_, index) => `j${index}: { extends: .a }\n`).join('')}`,
  ],
])('%s that are repeated too often are read up to a limit, which is said', async (what, text) => {
  const { findings } = await lint(text);
  const limits = findings.filter(({ rule }) => rule === 'syntax/limit');
  expect(limits.map(({ message }) => message.what)).toEqual([
    `This file repeats ${what} too many times; the rest was not read.`,
  ]);
  expect(containersOf(text).length).toBeGreaterThan(10);
});

test('comments are in YAML and in scripts', async () => {
  const text = [
    'a:',
    '  # plimsoll: ignore[unpinned-image] -- the newest',
    '  image: node',
    '  script:',
    '    - docker run --pid=host a:1 # plimsoll: ignore[host-pid-namespace] -- in a line',
    '    - |',
    '      # plimsoll: ignore[privileged-container] -- in a block',
    '      docker run --privileged a:1',
    '',
  ].join('\n');
  const { findings } = await lint(text);
  const suppressed = findings.flatMap(({ rule, suppression }) => (suppression === undefined ? [] : [rule]));
  expect(suppressed.toSorted()).toEqual(['host-pid-namespace', 'privileged-container', 'unpinned-image']);
  expect(findings.filter(({ rule }) => rule.startsWith('suppression/'))).toEqual([]);
  expect(commentsIn({ path: PATH, text })).toHaveLength(3);
});

test.each([
  ['lib.sh', '# x\ndocker ps && \\\n docker ps\n', 'docker ps && \\\n docker ps'],
  ['lib', '# x\nscript() {\n  docker ps\n}\n', 'script() {\n  docker ps\n}'],
  ['ci/part.YAML', 'a:\n  # x\n  image: node\n', 'image: node'],
  ['-', 'a:\n  # x\n  before_script: [docker ps]\n', 'before_script: [docker ps]'],
])('a comment in %s, which is part of a pipeline, speaks of what is below it', (path, text, governed) => {
  const comments = commentsIn({ path, text });
  expect(comments.map(({ governs: { start, end } }) => text.slice(start, end))).toEqual([governed]);
});

test('the image of a job on macOS is no container', () => {
  expect(imagesOf('a:\n  image: macos-15-xcode-16\n  tags: [saas-macos-medium-m1]\n  script: [make]\n')).toEqual([]);
  expect(imagesOf('a:\n  image: alpine\n  tags: [linux]\n  script: [make]\n')).toEqual(['alpine']);
});

describe('what is a pipeline', () => {
  const pipeline = 'stages: [a]\na:\n  script: [docker run a]\n';
  test.each([
    ['in its place', PATH, pipeline, 'gitlab-ci'],
    ['below others', 'a/.gitlab-ci.yaml', pipeline, 'gitlab-ci'],
    ['a template', 'templates/build.gitlab-ci.yml', pipeline, 'gitlab-ci'],
    ['in a folder of GitLab', '.gitlab/ci/build.yml', pipeline, 'gitlab-ci'],
    ['elsewhere', 'ci/build.yml', pipeline, undefined],
    ['without a container', PATH, 'a:\n  script: [make]\n', undefined],
    ['with an image', PATH, 'image: a\nb:\n  script: [make]\n', 'gitlab-ci'],
    ['that a template engine makes', PATH, `{% if a %}\n${pipeline}{% endif %}\n`, 'gitlab-ci'],
    [
      'with a template in a script',
      PATH,
      `${pipeline}    - |\n      {% if a %}\n`.replace('[docker run a]', '\n    - docker run a'),
      'gitlab-ci',
    ],
    ['with a file that it includes', PATH, 'include: { local: ci/a.yml }\n', 'gitlab-ci'],
    ['without a script', '.gitlab/dashboards/a.yml', 'image: docker\n', undefined],
    ['a Compose file', '.gitlab/compose.yml', 'services: { a: { image: b } }\n', 'compose'],
  ])('%s', (_, path, text, kind) => {
    expect(detectKind({ path, text })).toBe(kind);
  });

  const INCLUDES = (rest: string): string => `include: ci/other.yml\n${rest}\n`;
  test.each<[name: string, path: string, files: Readonly<Record<string, string>>, isOne: boolean]>([
    ['by its name', 'ci/build.yml', { '.gitlab-ci.yml': "include: [{local: '/ci/build.yml'}]" }, true],
    ['by a short form', 'ci/build.yml', { '.gitlab-ci.yml': 'include: ci/build.yml' }, true],
    ['by a wildcard', 'ci/a/build.yml', { '.gitlab-ci.yml': 'include: "ci/**.yml"' }, true],
    ['by a wildcard for one folder', 'ci/a/build.yml', { '.gitlab-ci.yml': 'include: "ci/*.yml"' }, false],
    [
      'by another one',
      'b.yml',
      { '.gitlab-ci.yml': 'include: {local: ci/a.yml}', 'ci/a.yml': 'include: {local: /b.yml}' },
      true,
    ],
    ['from above the working folder', 'build.yml', { '../.gitlab-ci.yml': 'include: {local: ci/build.yml}' }, true],
    ['behind other keys', 'ci/build.yml', { '.gitlab-ci.yml': 'stages: [a]\ninclude: ci/build.yml' }, true],
    [
      'not, where another key names it',
      'ci/build.yml',
      { '.gitlab-ci.yml': 'image: ci/build.yml\ninclude: ci/other.yml' },
      false,
    ],
    ['not, where it is one of a folder', 'ci/build.yml', { '.gitlab-ci.yml': 'include: x/ci/build.yml' }, false],
    ['in a repository of another folder', 'ci/build.yml', { 'x/.gitlab-ci.yml': 'include: ci/build.yml' }, false],
    ['not', 'ci/build.yml', { '.gitlab-ci.yml': 'include: ci/other.yml' }, false],
    ['by an alias', 'ci/build.yml', { '.gitlab-ci.yml': '.a: &a [ci/build.yml]\ninclude: *a' }, true],
    ['by a merged key', 'b.yml', { '.gitlab-ci.yml': '.a: &a {include: b.yml}\nb: {trigger: {<<: *a}}' }, true],
    ['as a child pipeline', 'ci/build.yml', { '.gitlab-ci.yml': 'a: {trigger: {include: ci/build.yml}}' }, true],
    [
      'as a part of a child pipeline',
      'ci/build.yml',
      {
        '.gitlab-ci.yml': 'a: {trigger: {include: [{local: /ci/child.yml}]}}',
        'ci/child.yml': 'include: ci/build.yml',
      },
      true,
    ],
    [
      'not, where a script names it',
      'ci/build.yml',
      { '.gitlab-ci.yml': INCLUDES('a: {script: [cat ci/build.yml]}') },
      false,
    ],
    ['not, where a comment names it', 'ci/build.yml', { '.gitlab-ci.yml': INCLUDES('# ci/build.yml') }, false],
    [
      'not, where it is one of another project',
      'ci/build.yml',
      { '.gitlab-ci.yml': 'include: [{project: a/b, file: ci/build.yml}]' },
      false,
    ],
    ['not at all', 'ci/build.yml', { '.gitlab-ci.yml': 'a: {script: [make]} # ci/build.yml' }, false],
  ])('elsewhere, where a pipeline includes it: %s', (_, path, files, isOne) => {
    expect(detectKind({ path, text: pipeline }, createMemoryFiles(files))).toBe(isOne ? 'gitlab-ci' : undefined);
    expect(detectKind({ path, text: 'a: {script: [make]}\n' }, createMemoryFiles(files))).toBeUndefined();
  });

  test('on standard input', () => {
    expect(detectNameless(pipeline)).toBe('gitlab-ci');
  });
});
