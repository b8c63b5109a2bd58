import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession, type SessionOptions, type SessionResult } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const TREE: Tree = {
  '.plimsoll.yaml': 'rules: { missing-healthcheck: off }\n',
  'app/compose.yaml':
    'include: [db.yaml]\nservices:\n  web:\n    image: "nginx:${TAG}"\n    env_file: [absent.env]\n    extends: { file: ../base.yaml, service: web }\n',
  'app/compose.override.yaml': 'services:\n  web:\n    pid: host\n',
  'app/.env': 'TAG=latest\n',
  'app/db.yaml': 'services:\n  db:\n    image: postgres:17\n',
  'base.yaml': 'services:\n  web:\n    privileged: true\n',
  'other/compose.yaml': 'services:\n  other:\n    image: other:1\n    privileged: true\n',
};

function open(tree: Tree, options: Partial<SessionOptions> = {}): ReturnType<typeof createSession> {
  return createSession({ files: createMemoryFiles(tree), today: '2026-11-24', ...options });
}

function reported({ inputs }: SessionResult): readonly string[] {
  return inputs.flatMap(({ findings }) => findings.map(({ rule, location }) => `${rule} ${location.path}`));
}

describe('a document that is not saved is read instead of its file', () => {
  test.each<
    readonly [what: string, path: string, text: string, change: Readonly<{ appears?: string; disappears?: string }>]
  >([
    [
      'the file itself',
      'app/compose.yaml',
      'services:\n  web:\n    image: nginx:1\n    uts: host\n',
      { appears: 'host-uts-namespace app/compose.yaml' },
    ],
    [
      'its override',
      'app/compose.override.yaml',
      'services:\n  web:\n    ipc: host\n',
      {
        appears: 'host-ipc-namespace app/compose.override.yaml',
        disappears: 'host-pid-namespace app/compose.override.yaml',
      },
    ],
    [
      'what it extends',
      'base.yaml',
      'services:\n  web:\n    init: true\n',
      { disappears: 'privileged-container base.yaml' },
    ],
    [
      'what it includes',
      'app/db.yaml',
      'services:\n  db:\n    image: postgres:17\n    privileged: true\n',
      { appears: 'privileged-container app/db.yaml' },
    ],
    ['its variables', 'app/.env', 'TAG=1.27\n', { disappears: 'unpinned-image app/compose.yaml' }],
    ['a configuration', '.plimsoll.yaml', '{}\n', { appears: 'missing-healthcheck app/compose.yaml' }],
    ['a configuration that is new', 'app/.plimsoll.yaml', '{}\n', { appears: 'missing-healthcheck app/compose.yaml' }],
    [
      'a configuration that ignores it',
      'app/.plimsoll.yaml',
      'ignores: ["*"]\n',
      { disappears: 'privileged-container base.yaml' },
    ],
    ['a baseline', '.plimsoll-baseline.json', '{"version": 2, "findings": []}', {}],
  ])('%s', async (_, path, text, { appears, disappears }) => {
    const before = reported(await open(TREE).lint({ paths: ['app/compose.yaml'] }));
    const after = reported(await open(TREE, { documents: [{ path, text }] }).lint({ paths: ['app/compose.yaml'] }));
    expect(after).toEqual(reported(await open({ ...TREE, [path]: text }).lint({ paths: ['app/compose.yaml'] })));
    if (appears !== undefined) expect([before.includes(appears), after.includes(appears)]).toEqual([false, true]);
    if (disappears !== undefined)
      expect([before.includes(disappears), after.includes(disappears)]).toEqual([true, false]);
  });

  test('one without a file is found in its directory', async () => {
    const documents = [{ path: 'new/stack/compose.yaml', text: 'services:\n  a:\n    image: a:1\n' }];
    const { inputs } = await open(TREE, { documents }).lint({ paths: ['new'] });
    expect(inputs.map(({ paths }) => paths)).toEqual([['new/stack/compose.yaml']]);
    expect((await open(TREE, { documents }).lint({ paths: ['.'] })).inputs.flatMap(({ paths }) => paths)).toContain(
      'new/stack/compose.yaml',
    );
  });
});

describe('what a result depends on', () => {
  test('is every file that was read, and every one that was looked for', async () => {
    const session = open(TREE);
    await session.lint({ paths: ['app/compose.yaml'] });
    const depends = (path: string): boolean => session.dependencies.has(path);
    expect(Object.keys(TREE).filter((path) => !depends(path))).toEqual(['other/compose.yaml']);
    for (const missing of [
      'app/absent.env',
      'app/.plimsoll.yaml',
      '.plimsoll-baseline.json',
      '.git',
      '.git/HEAD',
      '/compose.yaml',
    ])
      expect([missing, depends(missing)]).toEqual([missing, true]);
    for (const other of ['app/more.yaml', 'app/db.yaml.bak', 'README.md', 'other'])
      expect([other, depends(other)]).toEqual([other, false]);
    expect([...session.dependencies.paths]).toContain('/project/app/absent.env');
  });

  test('of a directory, is all in it', async () => {
    const session = open(TREE);
    await session.lint({ paths: ['app'] });
    expect(
      ['app/new.yaml', 'app/sub/new.yaml', 'other/new.yaml'].map((path) => session.dependencies.has(path)),
    ).toEqual([true, true, false]);
  });

  test('is all that can change it', async () => {
    const service = (keys: string): string => `services:\n  web:\n    image: "x:\${TAG:-1}"\n${keys}`;
    const texts = [
      service('    privileged: true\n'),
      service('    extends: { file: base.yaml, service: web }\n'),
      service('    extends: { file: ../base.yaml, service: web }\n'),
      `include: [base.yaml]\n${service('    env_file: [.env]\n').replace('web', 'db')}`,
      `include: [app/compose.yaml, base.yaml]\n`,
      'TAG=latest\nCOMPOSE_FILE=compose.yaml:base.yaml\n',
      'COMPOSE_FILE=base.yaml\n',
      'rules: { privileged-container: off }\n',
      'ignores: ["*"]\n',
      '',
    ];
    const names = [
      'compose.yaml',
      'compose.override.yml',
      'docker-compose.yml',
      'base.yaml',
      '.env',
      '.plimsoll.yaml',
      '.gitignore',
      '.git',
    ];
    const path = fc.tuple(fc.constantFrom('', 'app/', '/'), fc.constantFrom(...names)).map((parts) => parts.join(''));
    const tree = fc.dictionary(path, fc.constantFrom(...texts), { maxKeys: 10, noNullPrototype: true });
    const target = fc.constantFrom('app/compose.yaml', 'app/base.yaml', 'app', '.', 'app/*.yaml');
    await fc.assert(
      fc.asyncProperty(
        tree,
        path,
        fc.option(fc.constantFrom(...texts)),
        target,
        async (before, changed, text, named) => {
          const others = Object.entries(before).filter(([other]) => other !== changed);
          const after = Object.fromEntries(text === null ? others : [...others, [changed, text]]);
          const session = open(before);
          const results = [await outcome(session, named), await outcome(open(after), named)];
          if (!session.dependencies.has(changed)) expect(results[1]).toBe(results[0]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

async function outcome(session: ReturnType<typeof createSession>, path: string): Promise<string> {
  try {
    const { inputs, notes, hasFailed } = await session.lint({ paths: [path] });
    return JSON.stringify([inputs, notes, hasFailed]);
  } catch (error) {
    return String(error);
  }
}
