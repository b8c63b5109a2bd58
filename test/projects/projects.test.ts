import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../../src/files/file-reader.ts';
import { createSession, type LintRequest, type Session, type SessionResult } from '../../src/session/session.ts';
import { joinPath } from '../../src/util/paths.ts';
import { runs } from '../long.ts';
import { createMemoryFiles } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const SOCKET = "services: {web: {volumes: ['/var/run/docker.sock:/var/run/docker.sock']}}\n";
const BASE = 'services: {web: {image: "i:1"}}\n';
const PRIVILEGED = 'services: {web: {image: "i:1", privileged: true}}\n';
const NOT_PRIVILEGED = 'services: {web: {privileged: false}}\n';

function open(tree: Tree, workingDirectory = '/project', documents: readonly SourceFile[] = []): Session {
  const absolute = Object.entries(tree).map(([path, text]): [string, string] => [joinPath('/project', path), text]);
  return createSession({
    files: createMemoryFiles(Object.fromEntries(absolute), workingDirectory),
    documents,
    today: '2026-11-24',
  });
}

function lint(tree: Tree, request: LintRequest): Promise<SessionResult> {
  return open(tree).lint(request);
}

/** `project rule path` of each error, and the projects. */
function errors(tree: Tree, ...paths: readonly string[]): Promise<readonly string[]> {
  return findings(tree, paths, ['error']);
}

/** The same for some severities. */
async function findings(
  tree: Tree,
  paths: readonly string[],
  severities: readonly string[] = ['error', 'info'],
): Promise<readonly string[]> {
  const { inputs } = await lint(tree, { paths });
  return inputs.flatMap(({ paths: project, findings }) =>
    findings
      .filter(({ severity }) => severities.includes(severity))
      .map(({ rule, location }) => `${project.join('+')}: ${rule} in ${location.path}`),
  );
}

describe('a project is what all its files make it', () => {
  test('two with a common first file are two', async () => {
    const tree = { 'base.yml': BASE, 'dev.yml': 'services: {web: {read_only: true}}\n', 'prod.yml': SOCKET };
    const { inputs } = await lint(tree, {
      paths: [],
      projects: [
        ['base.yml', 'dev.yml'],
        ['base.yml', 'prod.yml'],
      ],
    });
    expect(inputs.map(({ paths }) => paths.join('+'))).toEqual(['base.yml+dev.yml', 'base.yml+prod.yml']);
    expect(inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toContain('docker-socket-mount');
  });

  test.each<[name: string, base: string, prod: string, expected: readonly string[]]>([
    ['the same', 'a: {image: "i:1", privileged: true}', 'a: {read_only: true}', ['a']],
    ['of fewer services', 'a: &a {image: "i:1", privileged: true}, b: *a', 'b: {privileged: false}', ['a,b']],
    ['of other services', 'a: &a {image: "i:1"}, b: *a', 'b: {privileged: true}', ['a', 'b']],
  ])('what two say of a common file is one finding: %s', async (_name, base, prod, expected) => {
    const tree = {
      'base.yml': `services: {${base}}\n`,
      'dev.yml': 'services: {a: {privileged: true}}\n',
      'prod.yml': `services: {${prod}}\n`,
    };
    const projects = [
      ['base.yml', expected.length > 1 ? 'dev.yml' : 'base.yml'],
      ['base.yml', 'prod.yml'],
    ];
    const { inputs } = await lint(tree, { paths: [], projects: projects.map((files) => [...new Set(files)]) });
    const found = inputs.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'privileged-container'));
    expect(found.map(({ subjects }) => subjects.map(({ name }) => name).join(','))).toEqual(expected);
  });

  test.each([['.'], ['compose.yml'], ['compose.prod.yml'], ['*.prod.yml'], ['/project']])(
    'COMPOSE_FILE says which they are, when %s is named',
    async (path) => {
      const tree = {
        '.env': 'COMPOSE_FILE=compose.yml:compose.prod.yml\n',
        'compose.yml': BASE,
        'compose.override.yml': 'services: {web: {pid: host}}\n',
        'compose.prod.yml': SOCKET,
      };
      const found = await errors(tree, path);
      expect(found.map((one) => one.replaceAll('/project/', ''))).toContain(
        'compose.yml+compose.prod.yml: docker-socket-mount in compose.prod.yml',
      );
      expect(found.filter((one) => one.includes('compose.yml+compose.override.yml'))).toEqual([]);
    },
  );

  test.each([
    ['DIR=.\nCOMPOSE_FILE=base.yaml:${DIR}/over.yaml\n'],
    ['COMPOSE_FILE="base.yaml:over.yaml" # both\n'],
    ["COMPOSE_FILE: 'base.yaml:over.yaml'\n"],
    ['export COMPOSE_FILE=${UNSET:-base.yaml}:over.yaml\n'],
    ['COMPOSE_FILE=old.yaml\nCOMPOSE_FILE=base.yaml:over.yaml\n'],
  ])('COMPOSE_FILE is read as all of .env is: %j', async (env) => {
    const tree = { 'a/.env': env, 'a/base.yaml': BASE, 'a/over.yaml': SOCKET };
    for (const path of ['a', 'a/base.yaml', 'a/over.yaml'])
      expect(await errors(tree, path)).toEqual(['a/base.yaml+a/over.yaml: docker-socket-mount in a/over.yaml']);
  });

  test('COMPOSE_FILE names files in directories below', async () => {
    const tree = { '.env': 'COMPOSE_FILE=base.yaml:deploy/prod.yaml\n', 'base.yaml': BASE, 'deploy/prod.yaml': SOCKET };
    const expected = ['base.yaml+deploy/prod.yaml: docker-socket-mount in deploy/prod.yaml'];
    for (const path of ['.', 'deploy', 'deploy/prod.yaml', 'base.yaml'])
      expect(await errors(tree, path)).toEqual(expected);
  });
});

describe('a file that another project includes', () => {
  const tree = {
    'compose.yaml': 'include: [prod/compose.yaml, prod/stack.yaml]\n',
    'compose.override.yaml': 'services: {web: {privileged: false}, db: {privileged: false, mem_limit: 1g}}\n',
    'prod/compose.yaml': PRIVILEGED,
    'prod/stack.yaml': 'services: {db: {image: "i:1", privileged: true, networks: [back]}}\n',
  };
  const own = 'prod/compose.yaml: privileged-container in prod/compose.yaml';

  test.each([['.'], ['prod'], ['prod/compose.yaml'], ['prod/*.yaml'], ['compose.yaml', 'prod/compose.yaml']])(
    'is evaluated by itself where it is a project by its name: %s',
    async (...paths) => {
      expect(await errors(tree, ...paths)).toContain(own);
    },
  );

  test('is evaluated by itself where it is named, with what it says and not what it lacks', async () => {
    const { inputs } = await lint(tree, { paths: ['prod/stack.yaml'] });
    const alone = inputs.find(({ paths }) => paths[0] === 'prod/stack.yaml' && paths.length === 1);
    expect(alone?.findings.map(({ rule }) => rule)).toContain('privileged-container');
    expect(alone?.findings.map(({ rule }) => rule)).not.toContain('syntax/undefined-reference');
    expect(alone?.findings.map(({ rule }) => rule)).not.toContain('unlimited-memory');
  });

  test('is evaluated by itself where it is given as a project', async () => {
    const { inputs } = await lint(tree, { paths: ['.'], projects: [['prod/stack.yaml']] });
    expect(inputs.map(({ paths }) => paths.join('+'))).toContain('prod/stack.yaml');
  });

  test('is a part only where it refers to what it does not define, whatever its name', async () => {
    const root = 'include: [db/compose.yaml]\nnetworks: {back: {}}\n';
    const part = 'services: {db: {image: "i:1", privileged: true, networks: [back]}}\n';
    for (const path of ['.', 'compose.yaml'])
      expect(await errors({ 'compose.yaml': root, 'db/compose.yaml': part }, path)).toEqual([
        'compose.yaml: privileged-container in db/compose.yaml',
      ]);
  });

  test('has its findings once where both say the same', async () => {
    const same = Object.fromEntries(Object.entries(tree).filter(([path]) => path !== 'compose.override.yaml'));
    const found = (await lint(same, { paths: ['.'] })).inputs.flatMap(({ findings }) =>
      findings.map(({ rule, location }) => `${rule} ${location.path} ${location.span.start}`),
    );
    expect(found.filter((one, index) => found.indexOf(one) !== index)).toEqual([]);
  });

  test('has them where nothing else is named', async () => {
    expect(await errors({ 'compose.yaml': PRIVILEGED, 'compose.override.yaml': NOT_PRIVILEGED }, '.')).toEqual([]);
  });
});

describe('a file that another one may include or extend, by a path with a variable', () => {
  const part = 'services: {a: {image: "i:1", privileged: true, networks: [back]}}\n';
  const rest = 'networks: {back: }\nservices: {z: {image: "i:1"';
  test.each<[name: string, compose: string, hasReference: boolean]>([
    ['an include', `include: ["\${D}/web.yaml"]\n${rest}}}\n`, false],
    ['an include from the folder above', `include: ["\${D}/../web.yaml"]\n${rest}}}\n`, false],
    ['one of several files', `include: [{path: [other.yaml, "parts/\${X}.yaml"]}]\n${rest}}}\n`, false],
    ['an extended service', `${rest}, extends: {file: "\${F}", service: a}}}\n`, false],
    ['an include of another one', `include: ["\${D}/db.yaml"]\n${rest}}}\n`, true],
    ['an env file', `${rest}, env_file: "\${D}/web.yaml"}}\n`, true],
    ['nothing', `${rest}}}\n`, true],
  ])('can lack what that defines: %s', async (_name, compose, hasReference) => {
    const found = await findings(
      { 'compose.yaml': compose, 'parts/web.yaml': part, 'other.yaml': 'services: {o: {image: "i:1"}}\n' },
      ['.'],
    );
    expect(found).toContain('parts/web.yaml: privileged-container in parts/web.yaml');
    expect(found.some((one) => one.startsWith('parts/web.yaml: syntax/undefined-reference'))).toBe(hasReference);
  });
});

describe('a name that a file does not define', () => {
  const web = 'services: {web: {image: "web:1", networks: [net], depends_on: [db]}}\n';
  const base = 'services: {db: {image: "postgres:17", networks: [net]}}\nnetworks: {net: {}}\n';
  const references = async (tree: Tree, request: LintRequest): Promise<readonly string[]> =>
    (await lint(tree, request)).inputs.flatMap(({ findings }) =>
      findings
        .filter(({ rule }) => rule === 'syntax/undefined-reference')
        .map(({ severity, message: { what, remedy = '' } }) => `${severity}: ${what} ${remedy}`),
    );

  const MERGED = 'If the two files are merged, list both under `projects` in the configuration.';
  test.each([['.'], ['web'], ['web/compose.yaml']])(
    'is a note that names the file which has it, whatever is linted: %s',
    async (path) => {
      expect(await references({ 'base/compose.yaml': base, 'web/compose.yaml': web }, { paths: [path] })).toEqual([
        `info: Undefined network \`net\` in the project. It is defined in base/compose.yaml. ${MERGED}`,
        'error: Undefined service `db` in the project. ',
      ]);
    },
  );

  test.each(['stack.yaml', 'compose.prod.yaml', 'compose.override.yaml'])(
    'is a note in a file that Compose does not load by itself: %s',
    async (name) => {
      expect(await references({ [name]: web }, { paths: [name] })).toEqual([
        'info: Undefined network `net` in this file. Define it under top-level `networks:`, or in a file that is merged with this one.',
        'info: Undefined service `db` in this file. Define it in a file that is merged with this one.',
      ]);
    },
  );

  test('is an error where nothing else has it', async () => {
    const tree = { 'compose.yaml': web, 'base/compose.yaml': BASE };
    expect((await references(tree, { paths: ['.'] })).map((one) => one.slice(0, 6))).toEqual(['error:', 'error:']);
  });

  test('is searched for above the working directory in a repository only', async () => {
    const tree = { 'compose.yaml': web, '../compose.yaml': base };
    const severities = async (more: Tree): Promise<readonly string[]> =>
      (await references({ ...tree, ...more }, { paths: ['.'] })).map((one) => one.slice(0, 5));
    expect(await severities({})).toEqual(['error', 'error']);
    expect(await severities({ '../.git/HEAD': '' })).toEqual(['info:', 'error']);
  });

  test('is an error in what was given as a project', async () => {
    const tree = { 'a.yaml': web, 'b.yaml': BASE, 'base/compose.yaml': base };
    for (const project of [['a.yaml'], ['a.yaml', 'b.yaml']])
      expect((await references(tree, { paths: [], projects: [project] })).map((one) => one.slice(0, 6))).toEqual([
        'error:',
        'error:',
      ]);
  });

  test('has the severity that the configuration gives it', async () => {
    const tree = {
      'base/compose.yaml': base,
      'web/compose.yaml': web,
      '.plimsoll.yaml': 'rules: {syntax/undefined-reference: warning}\n',
    };
    expect((await references(tree, { paths: ['.'] })).map((one) => one.slice(0, 8))).toEqual(['warning:', 'warning:']);
  });
});

describe('a file that another one extends', () => {
  test('is said once to be broken, by whichever is read', async () => {
    const tree = {
      'base.yaml': 'services:\n  web:\n    image: i:1\n    ports: [80\n    privileged: true\n',
      'main.yaml': 'services: {app: {extends: {file: base.yaml, service: web}}}\n',
    };
    const found = async (...paths: readonly string[]): Promise<readonly string[]> =>
      (await errors(tree, ...paths)).filter((one) => one.includes('syntax/')).map((one) => one.replace(/^.*: /, ''));
    for (const paths of [['.'], ['main.yaml', 'base.yaml'], ['base.yaml', 'main.yaml'], ['main.yaml'], ['base.yaml']])
      expect([paths, await found(...paths)]).toEqual([paths, ['syntax/invalid-yaml in base.yaml']]);
  });

  const service = (keys: string): string => `{image: "i:1", ${keys}}`;
  /** `path name` of each checked service, by input. */
  async function evaluated(tree: Tree, ...paths: readonly string[]): Promise<readonly string[]> {
    const { inputs } = await lint(tree, { paths });
    return inputs.flatMap(({ paths: project, subjects }) => subjects.map(({ name }) => `${project.join('+')} ${name}`));
  }
  const tree = {
    'base.yaml': `services: {web: ${service('privileged: true')}, db: ${service('privileged: true')}}\n`,
    'compose.yaml': 'services: {app: {extends: {file: base.yaml, service: web}}}\n',
  };

  test('is not linted again for the services that are extended, but for the others', async () => {
    expect(await evaluated(tree, '.')).toEqual(['base.yaml db', 'compose.yaml app']);
    expect(await errors(tree, '.')).toEqual([
      'base.yaml: privileged-container in base.yaml',
      'compose.yaml: privileged-container in base.yaml',
    ]);
  });

  test('is linted whole where it is named, given, or a project by its name', async () => {
    expect(await evaluated(tree, 'base.yaml')).toEqual(['base.yaml web', 'base.yaml db']);
    expect(await evaluated(tree, 'base.yaml', '.')).toContain('base.yaml web');
    const own = {
      'a/compose.yaml': tree['base.yaml'],
      'compose.yaml': tree['compose.yaml'].replace('base.yaml', 'a/compose.yaml'),
    };
    expect(await evaluated(own, '.')).toContain('a/compose.yaml web');
  });

  test('is linted whole where what extends it is not', async () => {
    expect(
      await evaluated(
        {
          'app/base.yaml': tree['base.yaml'],
          'compose.yaml': 'services: {app: {extends: {file: app/base.yaml, service: web}}}\n',
        },
        'app',
      ),
    ).toEqual(['app/base.yaml web', 'app/base.yaml db']);
  });

  test('over several steps', async () => {
    const chain = {
      'a.yaml': `services: {a: ${service('privileged: true')}}\n`,
      'b.yaml':
        'services: {b: {extends: {file: a.yaml, service: a}}, c: {extends: {file: a.yaml, service: a}, pid: host}}\n',
      'compose.yaml': 'services: {app: {extends: {file: b.yaml, service: b}}}\n',
    };
    expect(await evaluated(chain, '.')).toEqual(['b.yaml c', 'compose.yaml app']);
  });

  test('never so that a service is linted nowhere', async () => {
    const crossed = {
      'a.yaml': `services: {x: {extends: {file: b.yaml, service: y}}, z: ${service('privileged: true')}}\n`,
      'b.yaml': `services: {y: {extends: {file: a.yaml, service: z}}, w: {extends: {file: a.yaml, service: x}}}\n`,
    };
    expect(await evaluated(crossed, '.')).toEqual(['b.yaml y', 'b.yaml w']);
    expect(await errors(crossed, '.')).toEqual(['b.yaml: privileged-container in a.yaml']);
    const circle = {
      'a.yaml': `services: {x: {extends: {file: b.yaml, service: y}, privileged: true}}\n`,
      'b.yaml': `services: {y: {extends: {file: a.yaml, service: x}, pid: host}}\n`,
    };
    expect(await evaluated(circle, '.')).toEqual(['a.yaml x', 'b.yaml y']);
  });

  test('by a service of its own file is linted there', async () => {
    expect(
      await evaluated(
        { 'stack.yaml': `services: {a: ${service('')}, b: {extends: {file: stack.yaml, service: a}}}\n` },
        '.',
      ),
    ).toEqual(['stack.yaml a', 'stack.yaml b']);
  });
});

describe('whatever names a file', () => {
  const service = (keys: string): string => `services:\n  web:\n    image: "i:1"\n${keys}`;
  const texts: Readonly<Record<string, readonly string[]>> = {
    'compose.yaml': [
      service('    privileged: true\n'),
      service('    extends: { file: base.yaml, service: web }\n'),
      `include: [db.yaml]\n${service('')}`,
      'include: [app/compose.yaml, app/db.yaml]\n',
      'include: [{ path: [app/compose.yaml, db.yaml] }]\n',
      service('    extends: { file: app/base.yaml, service: web }\n    volumes: [./data:/x, ../../../etc:/y]\n'),
      BASE,
    ],
    'compose.override.yaml': [NOT_PRIVILEGED, 'services: {web: {pid: host}, db: {mem_limit: 1g}}\n'],
    'base.yaml': [
      service('    ipc: host\n    volumes: [./data:/x, ../../../../run:/y]\n'),
      `${PRIVILEGED.trim().slice(0, -1)}, db: {extends: {file: db.yaml, service: db}}}\n`,
    ],
    'db.yaml': ['services: {db: {image: "db:1", privileged: true, networks: [back]}}\n', SOCKET],
    '.plimsoll.yaml': [
      'projects: [[compose.yaml, db.yaml]]\n',
      "projects: [['**/base.yaml', '**/db.yaml'], [compose.yaml]]\n",
      "composeFiles: ['!base.yaml']\n",
    ],
    '.env': [
      'COMPOSE_FILE=compose.yaml:db.yaml\n',
      'F=db.yaml\nCOMPOSE_FILE=base.yaml:$F\n',
      'COMPOSE_FILE=app/db.yaml\n',
      'A=1\n',
    ],
  };
  const tree = fc
    .tuple(
      ...['', 'app/'].flatMap((folder) =>
        Object.entries(texts).map(([name, possible]) =>
          fc.option(fc.constantFrom(...possible)).map((text) => [folder + name, text] as const),
        ),
      ),
    )
    .map((files) =>
      Object.fromEntries(files.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const]))),
    );

  test('the verdict on a container is the same', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const known = new Map<string, string>();
        const yaml = Object.keys(files).filter((path) => path.endsWith('.yaml') && !path.includes('.plimsoll'));
        for (const [workingDirectory, path, stdin] of [
          ['/project', '.'],
          ['/', 'project'],
          ['/project/app', '.'],
          ['/project/app', '/project'],
          ['/project', '*.yaml'],
          ['/project', 'app/{compose,db}.yaml'],
          ...yaml.flatMap((one) => [
            ['/project', one],
            // From standard input, under the file's name.
            ['/project', one, files[one] ?? ''],
            ['/project/app', `/project/${one}`],
            ['/', `project/${one}`],
            ['/elsewhere', `../project/${one}`],
          ]),
        ] as const) {
          const toKey = (one: string): string => joinPath(workingDirectory, one);
          const session =
            stdin === undefined
              ? open(files, workingDirectory)
              : open({ ...files, [path]: 'services: {}\n' }, workingDirectory, [{ path, text: stdin }]);
          const request = { paths: [path] };
          const { inputs } = await session.run(request, session.find(request));
          for (const {
            project,
            input: { subjects },
          } of inputs) {
            for (const { name, location, verdicts } of subjects) {
              for (const [rule, verdict] of verdicts) {
                const key = [project.map(toKey).join('+'), name, toKey(location.path), location.span.start, rule].join(
                  ' ',
                );
                const before = known.get(key) ?? verdict;
                expect([path, key, verdict]).toEqual([path, key, before]);
                known.set(key, verdict);
              }
            }
          }
        }
      }),
      { numRuns: runs(25) },
    );
  });

  test('what is found in a file of a directory is found where the file is named', async () => {
    const found = async (files: Tree, request: LintRequest, documents: Tree = {}): Promise<readonly string[]> => {
      const session = createSession({
        files: createMemoryFiles(files),
        today: '2026-11-24',
        documents: Object.entries(documents).map(([path, text]) => ({ path, text })),
      });
      return (await session.lint(request)).inputs.flatMap(({ findings }) =>
        findings.map(({ rule, location }) => `${rule} ${location.path} ${location.span.start}`),
      );
    };
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const whole = (await found(files, { paths: ['.'] })).filter((one) => !one.startsWith('syntax/'));
        for (const [path, text] of Object.entries(files)) {
          if (!path.endsWith('.yaml') || path.includes('.plimsoll')) continue;
          const named = await found(files, { paths: [path] });
          const own = whole.filter((one) => one.split(' ')[1] === path);
          expect([path, own.filter((one) => !named.includes(one))]).toEqual([path, []]);
          // From an editor: an unsaved text in another file.
          expect(await found({ ...files, [path]: '' }, { paths: [path] }, { [path]: text })).toEqual(named);
        }
      }),
      { numRuns: runs(25) },
    );
  });
});
