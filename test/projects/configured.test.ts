import { describe, expect, test } from 'vitest';
import { createProjectPattern, fillEntry, matchEntry } from '../../src/config/project-pattern.ts';
import { GlobFault } from '../../src/files/glob.ts';
import { createSession } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const BASE = 'services: {web: {image: "i:1"}}\n';
const PRIVILEGED = 'services: {web: {privileged: true}}\n';

/** The linted projects, and the notes. */
async function linted(
  tree: Tree,
  paths: readonly string[],
  workingDirectory = '/project',
): Promise<{ readonly projects: readonly string[]; readonly notes: readonly string[] }> {
  const absolute = Object.entries({ ...tree, '.git/HEAD': 'ref: x\n' }).map(([path, text]): [string, string] => [
    `/project/${path}`,
    text,
  ]);
  const files = createMemoryFiles(Object.fromEntries(absolute), workingDirectory);
  const { inputs, notes } = await createSession({ files, today: '2026-11-24' }).lint({ paths });
  return {
    projects: inputs.map(({ paths: own }) => own.map((path) => path.replace('/project/', '')).join('+')),
    notes: notes.map(({ path, message }) => `${path}: ${message}`),
  };
}

describe('projects in the configuration', () => {
  const tree = {
    '.plimsoll.yaml': 'projects: [[compose.yaml, compose.prod.yaml], [stacks/*/base.yaml, stacks/*/over.yaml]]\n',
    'compose.yaml': BASE,
    'compose.prod.yaml': PRIVILEGED,
    'stacks/a/base.yaml': BASE,
    'stacks/a/over.yaml': PRIVILEGED,
    'stacks/b/base.yaml': BASE,
  };

  test.each([
    [['.'], ['compose.yaml+compose.prod.yaml', 'stacks/a/base.yaml+stacks/a/over.yaml', 'stacks/b/base.yaml']],
    [['/project/compose.prod.yaml'], ['compose.yaml+compose.prod.yaml']],
    [['compose.prod.yaml'], ['compose.yaml+compose.prod.yaml']],
    [['compose.yaml', 'compose.prod.yaml'], ['compose.yaml+compose.prod.yaml']],
    [['stacks/a/over.yaml'], ['stacks/a/base.yaml+stacks/a/over.yaml']],
    [['stacks/*/base.yaml'], ['stacks/a/base.yaml+stacks/a/over.yaml', 'stacks/b/base.yaml']],
  ])('are found by any of their files: %j', async (paths, expected) => {
    expect((await linted(tree, paths)).projects).toEqual(expected);
  });

  test('are found from a directory below, by names from there', async () => {
    expect((await linted(tree, ['over.yaml'], '/project/stacks/a')).projects).toEqual(['base.yaml+over.yaml']);
    expect((await linted(tree, ['../../compose.yaml'], '/project/stacks/a')).projects).toEqual([
      '../../compose.yaml+../../compose.prod.yaml',
    ]);
  });

  test('share a file without a wildcard', async () => {
    const shared = {
      '.plimsoll.yaml': 'projects: [[compose.yaml, compose.*.yaml]]\n',
      'compose.yaml': BASE,
      'compose.dev.yaml': PRIVILEGED,
      'compose.prod.yaml': PRIVILEGED,
    };
    for (const path of ['.', 'compose.yaml'])
      expect((await linted(shared, [path])).projects).toEqual([
        'compose.yaml+compose.dev.yaml',
        'compose.yaml+compose.prod.yaml',
      ]);
    expect((await linted(shared, ['compose.prod.yaml'])).projects).toEqual(['compose.yaml+compose.prod.yaml']);
  });

  test('whose files are not there are an error', async () => {
    const { notes } = await linted({ ...tree, '.plimsoll.yaml': 'projects: [[compose.yaml, gone.yaml]]\n' }, [
      'compose.yaml',
    ]);
    expect(notes).toContain('gone.yaml: No such file or directory.');
  });

  test.each([
    [['a?.yaml'], 'a project file may contain one `*` per path segment and `**`, but no other wildcards.'],
    [['{a,b}.yaml'], 'a project file may contain one `*` per path segment and `**`, but no other wildcards.'],
    [['*a*.yaml'], 'a project file may contain one `*` per path segment and `**`, but no other wildcards.'],
    [['**/a/**/b.yaml'], 'a project file may contain `**` only once.'],
    [['*/a.yaml', 'b*/*.yaml'], 'the same wildcards'],
    [['*.yaml', '**/b.yaml'], 'the same wildcards'],
  ])('%j is not read', (files, message) => {
    expect(() => createProjectPattern(files)).toThrow(GlobFault);
    expect(() => createProjectPattern(files)).toThrow(message);
  });

  test.each<[string, string, readonly string[] | undefined]>([
    ['a/b.yaml', 'a/b.yaml', []],
    ['*/b.yaml', 'a/b.yaml', ['a']],
    ['*/b.yaml', 'a/c/b.yaml', undefined],
    ['*/b.yaml', '../b.yaml', undefined],
    ['**/b.yaml', 'b.yaml', ['']],
    ['**/b.yaml', 'a/c/b.yaml', ['a/c']],
    ['x/**/b-*.yaml', 'x/a/b-c.yaml', ['a', 'c']],
    ['a*a.yaml', 'a.yaml', undefined],
  ])('%s in %s: %j', (entry, path, captured) => {
    const [parts = []] = createProjectPattern([entry]).entries;
    expect(matchEntry(parts, path)).toEqual(captured);
    if (captured !== undefined) expect(fillEntry(parts, captured)).toBe(path);
  });
});

describe('a file for one environment next to the main one', () => {
  test('is said to be linted alone where it lacks what the main one has', async () => {
    const { projects, notes } = await linted({ 'compose.yaml': BASE, 'compose.prod.yaml': PRIVILEGED }, ['.']);
    expect(projects).toEqual(['compose.prod.yaml', 'compose.yaml']);
    expect(notes).toEqual([
      'compose.prod.yaml: Linted alone, but it contains only parts of services. If you use it on top of compose.yaml, list both under projects in the configuration, or use --project=compose.yaml,compose.prod.yaml.',
    ]);
  });

  test.each<[string, Tree]>([
    ['it lacks nothing', { 'compose.yaml': BASE, 'compose.prod.yaml': BASE }],
    ['there is no main file', { 'compose.prod.yaml': PRIVILEGED }],
    ['its name is another', { 'compose.yaml': BASE, 'part.yaml': PRIVILEGED }],
    [
      'it is of a project',
      {
        '.env': 'COMPOSE_FILE=compose.yaml:compose.prod.yaml\n',
        'compose.yaml': BASE,
        'compose.prod.yaml': PRIVILEGED,
      },
    ],
  ])('and nothing is said where %s', async (_, tree) => {
    expect((await linted(tree, ['.'])).notes).toEqual([]);
  });
});

describe('composeFiles in the configuration', () => {
  const tree = {
    '.plimsoll.yaml': "composeFiles: ['*.compose', 'ci/**', '!ci/no/**']\n",
    'app.compose': BASE,
    'ci/jobs.yaml': 'jobs: {a: 1}\n',
    'ci/no/compose.yaml': BASE,
    'x/compose.yaml': BASE,
  };

  test('says which files are Compose files, and which are not', async () => {
    expect(await linted(tree, ['.'])).toEqual({
      projects: ['app.compose', 'ci/jobs.yaml', 'x/compose.yaml'],
      notes: ['ci/no/compose.yaml: Skipped: it is excluded from Compose files by the configuration.'],
    });
  });

  test('holds for a file that is named', async () => {
    expect((await linted(tree, ['app.compose'])).projects).toEqual(['app.compose']);
    expect((await linted(tree, ['ci/no/compose.yaml'])).projects).toEqual([]);
  });
});
