import { describe, expect, test } from 'vitest';
import { discover } from '../../src/projects/discover.ts';
import { createMemoryFiles, type MemoryFile } from '../memory-io.ts';

const COMPOSE = 'services:\n  a:\n    image: x:1\n';
const SCRIPT = '#!/bin/sh\ndocker run x:1\n';
const INSPECT = '[{"Id": "1", "Created": "", "Path": "", "Config": {}, "HostConfig": {}}]';
/** The engine's answer to a list request. */
const LIST = '[{"Id": "1", "Names": ["/a"], "HostConfig": {"NetworkMode": "bridge"}}]';

/** The discovered files (`main+override` for a project), and the notes as `severity path`. */
function found(
  paths: readonly string[],
  tree: Readonly<Record<string, MemoryFile>>,
  literals: readonly string[] = [],
): { inputs: readonly string[]; notes: readonly string[] } {
  const { inputs, notes } = discover({ paths, literals }, createMemoryFiles(tree));
  return {
    inputs: [...inputs].map(({ kind, files }) => `${kind} ${files.map(({ path }) => path).join('+')}`),
    notes: notes.map(({ severity, path }) => `${severity} ${path}`),
  };
}

describe('what is found in a directory', () => {
  test.each<[string, MemoryFile, string | undefined]>([
    ['compose.yaml', COMPOSE, 'compose'],
    ['docker-compose.prod.yml', 'x-a: 1\n', undefined],
    ['docker-compose.prod.yml', 'volumes: {a: {}}\n', 'compose'],
    ['dev.compose.yaml', COMPOSE, 'compose'],
    ['stack.yml', COMPOSE, 'compose'],
    ['quoted.yml', '"services":\n  a: {}\n', 'compose'],
    ['values.yaml', 'image: x\n', undefined],
    ['nested.yaml', 'spec:\n  services:\n    a: 1\n', undefined],
    ['run.sh', SCRIPT, 'shell'],
    ['build.sh', '#!/bin/sh\nmake\n', undefined],
    ['deploy', SCRIPT, 'shell'],
    ['deploy.bats', 'docker run x:1\n', 'shell'],
    ['tool', '#!/usr/bin/env bash\npodman run x\n', 'shell'],
    ['.functions', SCRIPT, 'shell'],
    ['variable.sh', '"$DOCKER" run x\n', 'shell'],
    ['engine', '#!/bin/bash\n${CONTAINER_ENGINE:-} run x\n', 'shell'],
    ['runtime.sh', '$RUNTIME exec x ls\n', 'shell'],
    ['times.sh', 'echo $RUNTIMES\n', undefined],
    ['tool.py', '#!/usr/bin/env python3\n# docker run\n', undefined],
    ['containers.json', INSPECT, 'inspect'],
    ['list.json', LIST, undefined],
    ['package.json', '{"name": "docker"}', undefined],
    ['README.md', 'docker run x', undefined],
  ])('%s: %s → %s', (path, text, kind) => {
    expect(found(['.'], { [path]: text }).inputs).toEqual(kind === undefined ? [] : [`${kind} ${path}`]);
  });

  test.each([
    ['. ./functions', true],
    ['source "$(dirname "$0")/functions"', true],
    ['. "${BASH_SOURCE%/*}/functions" || exit 1', true],
    ['[ -f functions ] && . ./functions', true],
    ['if x; then . functions; fi', true],
    ['. ../bin/functions # ours', true],
    ['. ./between', true],
    ['. ./settings', false],
    ['. ./none', false],
    ['. "$X"', false],
    ['echo . functions', false],
    ['bash -x ./commands.txt', true],
    ['sh < commands.txt', true],
    ['bash functions', true],
    ['bash deploy.sh', false],
    ['cat commands.txt', false],
  ])(
    'a script that names no engine is one where it sources a file that does, or has a shell run one that is none by its name: %j is %s',
    (line, isFound) => {
      const tree = {
        'bin/run.sh': `#!/bin/sh\n${line}\nstart x\n`,
        'bin/functions': 'start() { docker run "$@"; }\n',
        'bin/between': '. ./functions\n. ./between\n',
        'bin/settings': 'A=1\n',
        'bin/commands.txt': 'docker run a\n',
      };
      expect(found(['.'], tree).inputs).toEqual(isFound ? ['shell bin/run.sh'] : []);
    },
  );

  test('in the order of names, directories that never hold sources left out', () => {
    const tree = {
      'b/compose.yaml': COMPOSE,
      'a/compose.yaml': COMPOSE,
      'node_modules/x/compose.yaml': COMPOSE,
      'go/vendor/modules.txt': '# example.com/x v1.0.0\n',
      'go/vendor/example.com/x/compose.yaml': COMPOSE,
      'vendor/compose.yaml': COMPOSE,
      '.git/hooks/pre-commit': SCRIPT,
    };
    expect(found(['.'], tree).inputs).toEqual([
      'compose a/compose.yaml',
      'compose b/compose.yaml',
      'compose vendor/compose.yaml',
    ]);
    expect(found(['go/vendor'], tree).inputs).toEqual(['compose go/vendor/example.com/x/compose.yaml']);
  });

  test('.gitignore is honoured, also in directories below and above', () => {
    const tree = {
      '.gitignore': 'out/\n*.tmp.yaml\n',
      'out/compose.yaml': COMPOSE,
      'a/compose.yaml': COMPOSE,
      'a/.gitignore': 'gen\n',
      'a/gen/compose.yaml': COMPOSE,
      'a/x.tmp.yaml': COMPOSE,
      'a/.gitignore.bak': '',
    };
    expect(found(['.'], tree).inputs).toEqual(['compose a/compose.yaml']);
    expect(found(['a'], tree).inputs).toEqual(['compose a/compose.yaml']);
  });

  test('a later pattern takes a file back in', () => {
    expect(
      found(['.'], {
        '.gitignore': '*.yaml\n',
        'a/.gitignore': '!compose.yaml\n',
        'a/compose.yaml': COMPOSE,
        'b/compose.yaml': COMPOSE,
      }).inputs,
    ).toEqual(['compose a/compose.yaml']);
  });

  test('links to directories are not followed', () => {
    expect(found(['.'], { 'a/compose.yaml': COMPOSE, 'a/loop': { linkTo: 'folder' } }).inputs).toEqual([
      'compose a/compose.yaml',
    ]);
  });

  test('a link that leads nowhere is a note, and the rest is found', () => {
    expect(found(['.'], { 'a/gone.yaml': { linkTo: 'nowhere' }, 'a/compose.yaml': COMPOSE })).toEqual({
      inputs: ['compose a/compose.yaml'],
      notes: ['note a/gone.yaml'],
    });
  });

  test.each([
    ['compose.yaml', 'error'],
    ['secret.yaml', 'error'],
    ['deploy.sh', 'error'],
    ['data.json', 'note'],
    ['deploy', 'note'],
  ])('one that cannot be read may be a Compose file or a script by its name: %s is an %s', (name, severity) => {
    expect(found(['.'], { 'a/b.yaml': COMPOSE, [`a/${name}`]: { failure: 'unreadable' } })).toEqual({
      inputs: ['compose a/b.yaml'],
      notes: [`${severity} a/${name}`],
    });
  });
});

describe('projects', () => {
  test.each([['.'], ['compose.yaml'], ['compose.override.yml']])(
    'the main file and its override are one, when %s is named',
    (path) => {
      expect(found([path], { 'compose.yaml': COMPOSE, 'compose.override.yml': COMPOSE }).inputs).toEqual([
        'compose compose.yaml+compose.override.yml',
      ]);
    },
  );

  test('of several override files the one that Compose takes', () => {
    const names = [
      'compose.override.yaml',
      'compose.override.yml',
      'docker-compose.override.yml',
      'docker-compose.override.yaml',
    ];
    for (const [index, name] of names.entries()) {
      const tree = Object.fromEntries(['compose.yaml', ...names.slice(index)].map((path) => [path, COMPOSE]));
      expect(found(['compose.yaml'], tree).inputs).toEqual([`compose compose.yaml+${name}`]);
    }
  });

  test('named twice, they are linted once', () => {
    const tree = { 'a/docker-compose.yml': COMPOSE, 'a/docker-compose.override.yml': COMPOSE };
    expect(found(['a/docker-compose.override.yml', 'a', 'a/docker-compose.yml'], tree).inputs).toEqual([
      'compose a/docker-compose.yml+a/docker-compose.override.yml',
    ]);
  });

  test.each([
    ['COMPOSE_FILE=base.yaml:prod.yaml\n', ['base.yaml', 'prod.yaml']],
    ['# which files\nexport COMPOSE_FILE="base.yaml;prod.yaml" # both\n', ['base.yaml', 'prod.yaml']],
    ['COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=base.yaml,./sub/../prod.yaml\n', ['base.yaml', 'prod.yaml']],
  ])('those that COMPOSE_FILE names in .env are one: %j', (env, names) => {
    const tree = { 'a/.env': env, 'a/base.yaml': COMPOSE, 'a/prod.yaml': COMPOSE, 'a/compose.yaml': COMPOSE };
    const project = `compose ${names.map((name) => `a/${name}`).join('+')}`;
    expect(found(['a'], tree).inputs).toEqual([project, 'compose a/compose.yaml']);
    expect(found(['a/prod.yaml'], tree).inputs).toEqual([project]);
  });

  test("COMPOSE_FILE with a variable in it, or in another directory, doesn't list files", () => {
    expect(
      found(['.'], { '.env': 'COMPOSE_FILE=base.yaml:$EXTRA\n', 'base.yaml': COMPOSE, 'b/base.yaml': COMPOSE }).inputs,
    ).toEqual(['compose b/base.yaml', 'compose base.yaml']);
  });

  test('files given as one project are one, whatever else names them', () => {
    const tree = { 'a.yaml': COMPOSE, 'b.yaml': 'x: 1\n', 'c.yaml': COMPOSE };
    const { inputs } = discover({ paths: ['.'], projects: [['./a.yaml', 'b.yaml']] }, createMemoryFiles(tree));
    expect([...inputs].map(({ files }) => files.map(({ path }) => path))).toEqual([['a.yaml', 'b.yaml'], ['c.yaml']]);
  });

  describe('projects above a named file that may include it are looked at as well, once each', () => {
    /** Each input's paths, and the files it is read for. */
    const inputsOf = (
      paths: readonly string[],
      tree: Readonly<Record<string, MemoryFile>>,
      workingDirectory = '/project',
    ): readonly unknown[] =>
      [...discover({ paths }, createMemoryFiles(tree, workingDirectory)).inputs].map(({ files, reportedFor }) => [
        files.map(({ path }) => path).join('+'),
        ...(reportedFor ?? []),
      ]);
    const tree = {
      '/project/compose.yaml': 'include: [app/db.yaml]\n',
      '/project/app/db.yaml': COMPOSE,
      '/project/app/lone.yaml': COMPOSE,
    };

    test.each([
      ['/project', 'app/db.yaml', 'compose.yaml'],
      ['/project', '/project/app/db.yaml', '/project/compose.yaml'],
      ['/project/app', 'db.yaml', '../compose.yaml'],
      ['/project/app', '../app/db.yaml', '../compose.yaml'],
      ['/project/other', '../app/db.yaml', '../compose.yaml'],
      ['/', 'project/app/db.yaml', 'project/compose.yaml'],
    ])('in %s, %s: %s', (workingDirectory, path, project) => {
      expect(inputsOf([path], tree, workingDirectory)).toEqual([[path], [project, path]]);
    });

    test('on Windows', () => {
      expect(
        inputsOf(
          ['app\\db.yaml'],
          { 'app/db.yaml': COMPOSE, 'C:/compose.yaml': 'include: [app/db.yaml]\n' },
          'C:/elsewhere',
        ),
      ).toEqual([['app/db.yaml'], ['../compose.yaml', 'app/db.yaml']]);
    });

    test('for all their files that are named, also where a directory has brought them already', () => {
      expect(inputsOf(['app', 'app/db.yaml', 'app/lone.yaml'], tree)).toEqual([
        ['app/db.yaml'],
        ['app/lone.yaml'],
        ['compose.yaml', 'app/db.yaml', 'app/lone.yaml', 'app/db.yaml', 'app/lone.yaml'],
      ]);
      expect(inputsOf(['app/db.yaml', 'compose.yaml'], tree)).toEqual([['app/db.yaml'], ['compose.yaml']]);
    });

    test('with the files that are merged, and those that COMPOSE_FILE names', () => {
      const whole = {
        '/project/compose.yaml': COMPOSE,
        '/project/compose.override.yaml': '"include": [app/db.yaml]\n',
        '/project/.env': 'COMPOSE_FILE=stack.yaml\n',
        '/project/stack.yaml': `include: [x]\n${COMPOSE}`,
        '/project/app/db.yaml': COMPOSE,
      };
      expect(inputsOf(['app/db.yaml'], whole)).toEqual([['app/db.yaml'], ['stack.yaml', 'app/db.yaml']]);
    });

    test('for a file that is none of Compose by itself', () => {
      const { inputs, notes } = discover(
        { paths: ['app/volumes.yaml'] },
        createMemoryFiles({ 'compose.yaml': 'include: [app/volumes.yaml]\n', 'app/volumes.yaml': 'volumes: {}\n' }),
      );
      expect([...inputs].map(({ reportedFor }) => reportedFor)).toEqual([['app/volumes.yaml']]);
      expect(notes.map(({ path, skipped }) => [path, skipped !== undefined])).toEqual([['app/volumes.yaml', true]]);
    });

    test('for what a directory brings too, but not above a repository', () => {
      expect(inputsOf(['db.yaml'], { ...tree, '/project/app/.git/HEAD': '' }, '/project/app')).toEqual([['db.yaml']]);
      expect(inputsOf(['.'], tree, '/project/app')).toEqual([
        ['db.yaml'],
        ['lone.yaml'],
        ['../compose.yaml', 'db.yaml', 'lone.yaml'],
      ]);
    });
  });

  test('an override without a main file is alone', () => {
    expect(found(['compose.override.yaml'], { 'compose.override.yaml': COMPOSE }).inputs).toEqual([
      'compose compose.override.yaml',
    ]);
  });
});

describe('what is named', () => {
  test('a named file is linted whatever .gitignore says', () => {
    expect(found(['out/compose.yaml'], { '.gitignore': 'out/\n', 'out/compose.yaml': COMPOSE }).inputs).toEqual([
      'compose out/compose.yaml',
    ]);
  });

  test('one that is nothing to lint is skipped with a note', () => {
    expect(found(['a.txt'], { 'a.txt': 'hello' })).toEqual({ inputs: [], notes: ['note a.txt'] });
  });

  test.each([
    ['/dev/fd/63', COMPOSE, 'compose'],
    ['/dev/stdin', SCRIPT, 'shell'],
    ['pipe', INSPECT, 'inspect'],
    ['pipe.yaml', 'services: 1\n', 'compose'],
  ])('a pipe is distinguished by what comes out of it, as standard input is: %s', (path, text, kind) => {
    const files = { ...createMemoryFiles({ [path]: text }), isStream: () => true };
    expect([...discover({ paths: [path] }, files).inputs].map((input) => input.kind)).toEqual([kind]);
  });

  test('one that is not there is an error', () => {
    expect(found(['a.yaml'], {})).toEqual({ inputs: [], notes: ['error a.yaml'] });
  });

  test.each([
    [['**/compose.yaml'], ['compose a/compose.yaml', 'compose b/c/compose.yaml']],
    [['b/**'], ['compose b/c/compose.yaml', 'compose b/c/other.yaml']],
    [['.', '!b/**'], ['compose a/compose.yaml']],
    [
      ['**/*.yaml', '!**/other.yaml'],
      ['compose a/compose.yaml', 'compose b/c/compose.yaml'],
    ],
    [
      ['.', '!other.yaml'],
      ['compose a/compose.yaml', 'compose b/c/compose.yaml'],
    ],
    [['.', '!b/c'], ['compose a/compose.yaml']],
    [['.', '!b/'], ['compose a/compose.yaml']],
    [['/project', '!b/c'], ['compose /project/a/compose.yaml']],
    [['.', '!/project/b'], ['compose a/compose.yaml']],
    [['other.*'], ['compose b/c/other.yaml']],
    [
      ['**/other.*', 'a*/*'],
      ['compose b/c/other.yaml', 'compose a/compose.yaml'],
    ],
    [['compose.yam?'], ['compose a/compose.yaml', 'compose b/c/compose.yaml']],
  ])('globs: %j', (paths, inputs) => {
    expect(
      found(paths, { 'a/compose.yaml': COMPOSE, 'b/c/compose.yaml': COMPOSE, 'b/c/other.yaml': COMPOSE }).inputs,
    ).toEqual(inputs);
  });

  test.each<
    [
      string,
      readonly string[],
      readonly string[],
      Readonly<Record<string, MemoryFile>>,
      { inputs: readonly string[]; notes: readonly string[] },
    ]
  >([
    [
      'what is there is a file, and leaves out nothing',
      ['compose.yaml', '!compose.yaml'],
      [],
      { '!compose.yaml': COMPOSE },
      { inputs: ['compose compose.yaml', 'compose !compose.yaml'], notes: [] },
    ],
    [
      'so is a folder',
      ['compose.yaml', '!**'],
      [],
      { '!**/compose.yaml': COMPOSE },
      { inputs: ['compose compose.yaml', 'compose !**/compose.yaml'], notes: [] },
    ],
    [
      'a literal path leaves out nothing either',
      ['compose.yaml'],
      ['!compose.yaml'],
      {},
      { inputs: ['compose compose.yaml'], notes: ['error !compose.yaml'] },
    ],
    ['nor is it a glob', [], ['*.yaml'], {}, { inputs: [], notes: ['error *.yaml'] }],
    [
      'what leaves out everything is an error',
      ['compose.yaml', '!compose.*', '!x'],
      [],
      {},
      { inputs: [], notes: ['error !compose.*, !x'] },
    ],
    ['of a folder, too', ['.', '!**'], [], {}, { inputs: [], notes: ['error !**'] }],
    ['of literal paths, too', ['!**'], ['compose.yaml'], {}, { inputs: [], notes: ['error !**'] }],
    [
      'what leaves out something is none',
      ['compose.yaml', 'b.yaml', '!b.*'],
      [],
      { 'b.yaml': COMPOSE },
      { inputs: ['compose compose.yaml'], notes: [] },
    ],
    [
      'a name stands for it in each folder, as in ignores',
      ['.', '!*.prod.yaml'],
      [],
      { 'a/b/app.prod.yaml': COMPOSE },
      { inputs: ['compose compose.yaml'], notes: [] },
    ],
    [
      'a folder stands for all in it, as in ignores',
      ['.', '!stacks/old'],
      [],
      { 'stacks/old/a/compose.yaml': COMPOSE, 'stacks/older/compose.yaml': COMPOSE },
      { inputs: ['compose compose.yaml', 'compose stacks/older/compose.yaml'], notes: [] },
    ],
  ])('`!`: %s', (_, paths, literals, tree, expected) => {
    expect(found(paths, { 'compose.yaml': COMPOSE, ...tree }, literals)).toEqual(expected);
  });

  test('a glob that matches nothing is an error', () => {
    expect(found(['*.nothing'], { 'a.yaml': COMPOSE }).notes).toEqual(['error *.nothing']);
  });

  test('a pattern that leaves out nothing is a note, and one that is not read an error', () => {
    expect(found(['.', '!b', '!c'], { 'a/compose.yaml': COMPOSE, 'c/compose.yaml': COMPOSE }).notes).toEqual([
      'note !b',
    ]);
    expect(found(['.', '!+(a|b)', '@(a|b)*'], { 'a/compose.yaml': COMPOSE }).notes).toEqual([
      'error !+(a|b)',
      'error @(a|b)*',
    ]);
  });

  test.each([['./a//compose.yaml'], ['a/./compose.yaml']])('%s is a/compose.yaml', (path) => {
    expect(found([path], { 'a/compose.yaml': COMPOSE }).inputs).toEqual(['compose a/compose.yaml']);
  });
});
