import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createSession, type LintRequest, type SessionResult } from '../../src/session/session.ts';
import { joinPath } from '../../src/util/paths.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const BASE = 'services: {web: {image: "i:1", privileged: true}}\n';
const PROD = 'services: {web: {pid: host}, extra: {image: "i:2", ipc: host}}\n';
const UP = '#!/bin/sh\ndocker compose -f compose.yaml -f compose.prod.yaml up -d\n';
const TREE = { 'compose.yaml': BASE, 'compose.prod.yaml': PROD, 'deploy.sh': UP };

function lint(tree: Tree, request: LintRequest): Promise<SessionResult> {
  const absolute = Object.entries(tree).map(([path, text]): [string, string] => [joinPath('/project', path), text]);
  return createSession({
    files: createMemoryFiles(Object.fromEntries(absolute), '/project'),
    today: '2026-11-24',
  }).lint(request);
}

/** `project: rule in path` of each error. */
async function errors(tree: Tree, ...paths: readonly string[]): Promise<readonly string[]> {
  const { inputs } = await lint(tree, { paths });
  return inputs
    .flatMap(({ paths: project, findings }) =>
      findings
        .filter(({ severity }) => severity === 'error')
        .map(
          ({ rule, location, subjects }) =>
            `${project.join('+')}: ${rule} of ${subjects[0]?.name ?? ''} in ${location.path}`,
        ),
    )
    .toSorted();
}

const WHOLE = [
  'compose.yaml+compose.prod.yaml: host-ipc-namespace of extra in compose.prod.yaml',
  'compose.yaml+compose.prod.yaml: host-pid-namespace of web in compose.prod.yaml',
  'compose.yaml+compose.prod.yaml: privileged-container of web in compose.yaml',
];

describe('a project that a script deploys', () => {
  test.each([
    ['in its folder', 'deploy.sh', UP],
    ['in a folder of its own', 'scripts/deploy.sh', UP.replace('docker', 'cd "$(dirname "$0")/.."\ndocker')],
    [
      'by a function and variables',
      'deploy.sh',
      '#!/bin/bash\nF=(-f compose.yaml -f compose.prod.yaml)\ndc() { docker-compose "${F[@]}" "$@"; }\ndc up -d\n',
    ],
    ['as a one-off command', 'deploy.sh', UP.replace('up -d', 'run web')],
    ['with podman', 'deploy.sh', UP.replace('docker', 'podman')],
    ['with podman-compose', 'deploy.sh', UP.replace('docker compose', 'podman-compose --in-pod 1')],
    ['in a Makefile', 'Makefile', 'up:\n\tdocker compose -f compose.yaml -f compose.prod.yaml up -d\n'],
    [
      'in a workflow',
      '.github/workflows/ci.yml',
      'on: push\njobs: {a: {runs-on: u, steps: [{run: docker compose -f compose.yaml -f compose.prod.yaml up}]}}\n',
    ],
  ])('%s is evaluated as that', async (_, path, script) => {
    const found = await errors({ 'compose.yaml': BASE, 'compose.prod.yaml': PROD, [path]: script }, '.');
    expect(found.filter((each) => each.startsWith('compose'))).toEqual(WHOLE);
  });

  test.each([
    ['for one command', 'COMPOSE_FILE=compose.yaml:compose.prod.yaml docker compose up -d\n'],
    ['exported', 'export COMPOSE_FILE=compose.yaml:compose.prod.yaml\ndocker compose build\ndocker compose up -d\n'],
    [
      'with a separator of its own',
      'F=compose.prod.yaml\nexport COMPOSE_PATH_SEPARATOR=, COMPOSE_FILE="compose.yaml,$F"\ndocker-compose up -d\n',
    ],
  ])('is named by a variable %s', async (_, script) => {
    const tree = { ...TREE, 'deploy.sh': `#!/bin/sh\n${script}` };
    expect((await errors(tree, '.')).filter((each) => each.startsWith('compose'))).toEqual(WHOLE);
  });

  test.each([
    ['not exported', 'COMPOSE_FILE=compose.yaml:compose.prod.yaml\ndocker compose up -d\n'],
    ['that -f replaces', 'export COMPOSE_FILE=compose.yaml:compose.prod.yaml\ndocker compose -f compose.yaml up -d\n'],
    ['of a command that deploys nothing', 'COMPOSE_FILE=compose.yaml:compose.prod.yaml docker compose ps\n'],
  ])('is not named by a variable %s', async (_, script) => {
    const { inputs } = await lint({ ...TREE, 'deploy.sh': `#!/bin/sh\n${script}` }, { paths: ['.'] });
    expect(inputs.map(({ paths }) => paths.join('+'))).not.toContain('compose.yaml+compose.prod.yaml');
  });

  test.each([
    ['from there', 'deploy.sh', 'docker compose --project-directory . -f docker/app.yaml up -d\n'],
    [
      'from elsewhere',
      'ci/deploy.sh',
      'cd "$(dirname "$0")/.."\ndocker compose -f docker/app.yaml --project-directory "$PWD" up -d\n',
    ],
    [
      'by what the script finds',
      'ci/deploy.sh',
      'R=$(dirname "$0")/..\ndocker compose -f "$R/docker/app.yaml" --project-directory="$R" up -d\n',
    ],
  ])('lies in the directory that it is given, %s', async (_, path, script) => {
    const app = 'services: {web: {image: "i:$TAG", env_file: web.env, privileged: true}}\n';
    const tree = { 'docker/app.yaml': app, '.env': 'TAG=latest\n', 'web.env': '', [path]: `#!/bin/sh\n${script}` };
    const { inputs } = await lint(tree, { paths: ['.'] });
    const found = inputs.flatMap(({ findings }) => findings.map(({ rule, location }) => `${rule} ${location.path}`));
    expect(found.filter((each) => /syntax|privileged|unpinned/.test(each))).toEqual([
      'unpinned-image docker/app.yaml',
      'privileged-container docker/app.yaml',
    ]);
  });

  test('keeps what its main file says by itself, where the others change it', async () => {
    const tree = { ...TREE, 'compose.prod.yaml': 'services: {web: {privileged: false}}\n' };
    expect(await errors(tree, '.')).toEqual(['compose.yaml: privileged-container of web in compose.yaml']);
  });

  test('is reported once next to a project with a file in common', async () => {
    const tree = { ...TREE, 'compose.override.yaml': 'services: {web: {uts: host}}\n' };
    expect(await errors(tree, '.')).toEqual([
      'compose.yaml+compose.override.yaml: host-uts-namespace of web in compose.override.yaml',
      'compose.yaml+compose.override.yaml: privileged-container of web in compose.yaml',
      ...WHOLE.slice(0, 2),
    ]);
  });

  test('is reported once next to a dev container with a file in common', async () => {
    const tree = {
      ...TREE,
      'compose.dev.yaml': 'services: {web: {uts: host}}\n',
      '.devcontainer/devcontainer.json':
        '{"dockerComposeFile": ["../compose.yaml", "../compose.dev.yaml"], "service": "web"}\n',
    };
    expect(await errors(tree, '.')).toEqual([
      '.devcontainer/devcontainer.json: host-uts-namespace of web in compose.dev.yaml',
      '.devcontainer/devcontainer.json: privileged-container of web in compose.yaml',
      ...WHOLE.slice(0, 2),
    ]);
  });

  test('is one, however many scripts deploy it', async () => {
    const { inputs } = await lint({ ...TREE, 'again.sh': UP }, { paths: ['.'] });
    expect(inputs.filter(({ paths }) => paths.length > 1)).toHaveLength(1);
  });

  test('has the files that are certain and, where one is named on some code paths only, that too', async () => {
    const script = '#!/bin/sh\nF="-f a.yaml -f b.yaml"\nif [ "$1" ]; then F="$F -f c.yaml"; fi\ndocker compose $F up\n';
    const tree = { 'a.yaml': BASE, 'b.yaml': PROD, 'c.yaml': 'services: {web: {uts: host}}\n', 'up.sh': script };
    const { inputs } = await lint(tree, { paths: ['.'] });
    const projects = inputs.map(({ paths }) => paths.join('+'));
    expect(projects).toContain('a.yaml+b.yaml');
    expect(projects).toContain('a.yaml+b.yaml+c.yaml');
  });

  test.each([
    ['a file is missing', UP.replace('prod', 'test')],
    ['a template engine makes a file', UP.replace('compose.prod.yaml', 'template.yaml')],
    ['a file is not known', UP.replace('compose.prod.yaml', '"$FILE"')],
    ['more files may be named', UP.replace('up -d', '$MORE up -d')],
    ['the folder is not known', UP.replace('-f compose.yaml', '--project-directory "$1" -f compose.yaml')],
    ['nothing is created', UP.replace('up -d', 'down')],
    ['podman-compose creates nothing', UP.replace('docker compose', 'podman-compose').replace('up -d', 'down')],
  ])('is none where %s', async (_, script) => {
    const template = 'services:\n  web:\n{{- if .x }}\n    image: {{ .name }}\n{{- end }}\n';
    const { inputs } = await lint({ ...TREE, 'template.yaml': template, 'deploy.sh': script }, { paths: ['.'] });
    expect(inputs.filter(({ paths }) => paths.length > 1)).toEqual([]);
  });

  test('has the values of the env file that the command names', async () => {
    const tree = {
      ...TREE,
      '.env': 'PID=private\n',
      'prod.env': 'PID=host\n',
      'compose.prod.yaml': 'services: {web: {pid: "$PID"}}\n',
      'deploy.sh': UP.replace('compose -f', 'compose --env-file prod.env -f'),
    };
    const found = await errors(tree, '.');
    expect(found).toContain('compose.yaml+compose.prod.yaml: host-pid-namespace of web in compose.prod.yaml');
  });

  test('is not recognized without the script', async () => {
    const { notes } = await lint(TREE, { paths: ['compose.prod.yaml'] });
    expect(notes.map(({ message }) => message)).toEqual([
      expect.stringContaining('Linted alone, but it contains only parts of services.'),
    ]);
    expect((await lint(TREE, { paths: ['.'] })).notes).toEqual([]);
  });

  test('is reported for its files that were named, and not for the script alone', async () => {
    expect(await errors(TREE, 'deploy.sh')).toEqual([]);
    const found = await errors(TREE, 'deploy.sh', 'compose.prod.yaml');
    expect(found.map((each) => each.replace(/^[^:]*: /, '')).toSorted()).toEqual([
      'host-ipc-namespace of extra in compose.prod.yaml',
      'host-pid-namespace of web in compose.prod.yaml',
    ]);
  });
});

describe('a Compose file in a here-document', () => {
  const HERE = `#!/bin/bash
docker run --name before --privileged a:1
docker compose -f - up -d <<'EOF'
services:
  web:
    image: i:1
    pid: host # plimsoll: ignore[host-pid-namespace] -- the page is about this
    environment:
      DB_PASSWORD: correct-horse
    ipc: host
EOF
`;

  test('has its places in the script, its comments, and no fixes', async () => {
    const { inputs, texts } = await lint({ 'a.sh': HERE }, { paths: ['a.sh'] });
    const found = inputs.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
    const marked = found.map(({ rule, location: { path, span }, suppression, fixes }) => [
      rule,
      path,
      HERE.slice(span.start, span.end),
      suppression?.kind,
      fixes === undefined,
    ]);
    expect(marked).toEqual([
      ['privileged-container', 'a.sh', '--privileged', undefined, false],
      ['host-pid-namespace', 'a.sh', 'host', 'comment', true],
      ['host-ipc-namespace', 'a.sh', 'host', undefined, true],
    ]);
    const text = texts.get('a.sh') ?? '';
    expect(text).toContain('docker run --name before --privileged a:1\ndocker compose -f - up');
    expect(text).not.toContain('correct-horse');
    expect(text).toHaveLength(HERE.length);
  });

  test.each([
    ['with tabs', "docker compose -f - up <<-'X'\n\tservices:\n\t  web:\n\t    image: i:1\n\t    pid: host\n\tX\n"],
    ['with variables', 'docker compose -p "$P" -f - up <<X\nservices:\n  web:\n    image: $IMAGE\n    pid: host\nX\n'],
    ['behind a pipe', "cat <<'X' | docker compose -f - up\nservices:\n  web:\n    image: i:1\n    pid: host\nX\n"],
    ['over a file', "docker compose -f base.yaml -f - up <<'X'\nservices:\n  web:\n    pid: host\nX\n"],
    [
      'each of two',
      "docker compose -f - up <<'X'\nservices: {a: {image: a:1}}\nX\ndocker compose -f - up <<'X'\nservices: {web: {image: i:1, pid: host}}\nX\n",
    ],
  ])('%s is read', async (_, script) => {
    const tree = { 'base.yaml': 'services: {web: {image: "i:1"}}\n', 'a.sh': `#!/bin/bash\n${script}` };
    const { inputs } = await lint(tree, { paths: ['.'] });
    expect(inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toContain('host-pid-namespace');
  });

  test('has the variables and substitutions of the shell as values that are unknown', async () => {
    const script =
      '#!/bin/bash\ndocker compose -f - up <<X\nservices:\n  web:\n    image: "i:$(date +%s)"\n    pid: host\n    user: \\"\\${UID}\\"\n    ipc: $1\nX\n';
    const { inputs } = await lint({ 'a.sh': script }, { paths: ['a.sh'] });
    const found = inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(found).toContain('host-pid-namespace');
    expect(found.filter((rule) => rule.startsWith('syntax/'))).toEqual([]);
  });

  test('of another kind is none', async () => {
    const script = "#!/bin/bash\ndocker compose -f - up <<'X'\nname: a\nX\n";
    expect((await lint({ 'a.sh': script }, { paths: ['a.sh'] })).inputs.map(({ kind }) => kind)).toEqual(['shell']);
  });
});

const SERVICES = 'services:\n  web:\n    image: i:1\n    pid: host\n';

/** Scripts that write or print {@link SERVICES}, also in one line, and start it. */
describe('a Compose file that a script', () => {
  const LINE = 'services: {web: {image: "i:1", pid: host}}';
  const HERE = `<<'X'\n${SERVICES}X`;
  test.each([
    ['writes', `cat > app.yaml ${HERE}\ndocker compose -f app.yaml up -d`],
    ['writes where none has its name', `cat > app ${HERE}\ndocker compose --file=./app up -d`],
    ['writes under a name that Compose looks for', `cat > docker-compose.yml ${HERE}\ndocker compose up -d`],
    [
      'writes with sudo',
      `sudo tee /opt/app/compose.yaml > /dev/null ${HERE}\ncd /opt/app && sudo docker compose up -d`,
    ],
    ['writes behind a pipe', `cat ${HERE.replace('<<', '| sudo tee app.yaml <<')}\ndocker compose -f app.yaml up`],
    ['writes into another folder', `mkdir a; (cd a; cat > b.yaml ${HERE}\n); docker compose -f a/b.yaml up`],
    ['writes into a folder of a variable', `cat > "$D/b.yaml" ${HERE}\ndocker compose -f "$D/b.yaml" up`],
    ['writes where there is none', `if [ ! -f b.yaml ]; then cat > b.yaml ${HERE}\nfi; docker compose -f b.yaml up`],
    ['writes for one that a variable names', `cat > b.yaml ${HERE}\nexport COMPOSE_FILE=b.yaml\ndocker compose up`],
    ['writes by a function', `w() { cat > b.yaml ${HERE}\n}\nw\ndocker compose -f b.yaml up`],
    ['prints', `echo '${LINE}' | docker compose -f - up`],
    ['prints with escapes', `echo "${LINE.replaceAll('"', '\\"')}" | docker compose -f - up`],
    [
      'prints in lines',
      `printf '%s\\n' 'services:' '  web:' "    image: i:1" '    pid: host' | docker compose -f - up`,
    ],
    ['prints by a format', `printf '${SERVICES.replaceAll('\n', '\\n')}' | docker compose -f - up`],
    ['prints with options of echo', `echo -e "${SERVICES.replaceAll('\n', '\\n')}" | docker compose -f - up`],
    ['gives in a here-string', `docker compose -f - up <<< '${LINE}'`],
    ['writes in one line', `echo '${LINE}' > app.yaml; docker compose -f app.yaml up`],
    [
      'writes line by line',
      'echo services: > a.yaml\necho "  web:" >> a.yaml\n  echo "    image: $I" >> a.yaml\necho "    pid: host" >> a.yaml\ndocker compose -f a.yaml up',
    ],
    [
      'writes on one branch, and another file else',
      `if [ "$1" ]; then cat > a.yaml ${HERE}\nelse cat > a.yaml ${HERE.replace('host', 'private')}\nfi; docker compose -f a.yaml up`,
    ],
  ])('%s is read at its place', async (_, script) => {
    const text = `#!/bin/bash\n${script}\n`;
    const { inputs } = await lint({ 'a.sh': text }, { paths: ['a.sh'] });
    const found = inputs.flatMap(({ findings }) => findings);
    const host = found.filter(({ rule }) => rule === 'host-pid-namespace');
    expect(host.map(({ location: { path, span } }) => `${path} ${text.slice(span.start, span.end)}`)).toEqual([
      'a.sh host',
    ]);
    expect(found.filter(({ rule }) => rule.startsWith('syntax/'))).toEqual([]);
  });

  test.each([
    [
      '.github/workflows/w.yml',
      'on: push\njobs:\n  a:\n    runs-on: u\n    steps:\n      - run: |\n          ',
      '          ',
      5,
    ],
    ['.gitlab-ci.yml', 'a:\n  script:\n    - |\n      ', '      ', 5],
    ['Makefile', 'up:\n\techo \'services: {web: {image: "i:1", pid: host}}\' > a.yaml; \\\n\t', '\t', 0],
  ])('writes in %s is read at its place', async (path, start, indent, last) => {
    const up = 'docker compose -f a.yaml up';
    const next = { '.github/workflows/w.yml': '      - run: ', '.gitlab-ci.yml': '    - ' }[path] ?? '';
    const script =
      last === 0 ? up : `cat > a.yaml <<'X'\n${SERVICES}X`.replaceAll('\n', `\n${indent}`) + `\n${next}${up}`;
    expect(await errors({ [path]: `${start}${script}\n` }, '.')).toEqual([
      `${path}: host-pid-namespace of web in ${path}`,
    ]);
  });

  test('writes over one of its files is one with them', async () => {
    const script = `#!/bin/sh\ncat > over.yaml <<'X'\nservices: {web: {pid: host}}\nX\ndocker compose -f base.yaml -f over.yaml up\n`;
    const tree = { 'base.yaml': 'services: {web: {image: "i:1"}}\n', 'a.sh': script };
    expect(await errors(tree, '.')).toEqual(['base.yaml+a.sh: host-pid-namespace of web in a.sh']);
  });

  test.each([
    ['is never used', `cat > app.yaml ${HERE}\ndocker ps`],
    ['has another name', `cat > app.yaml ${HERE}\ndocker compose -f other.yaml up`],
    ['is taken down', `cat > app.yaml ${HERE}\ndocker compose -f app.yaml down`],
    ['is written later', `docker compose -f app.yaml up\ncat > app.yaml ${HERE}`],
  ])('writes and %s is none', async (_, script) => {
    const { inputs } = await lint({ 'a.sh': `#!/bin/bash\n${script}\n` }, { paths: ['a.sh'] });
    expect(inputs.map(({ kind }) => kind)).toEqual(['shell']);
  });

  test.each([
    ['copies to where Compose looks', 'cp notes.txt compose.yaml\ndocker compose up -d'],
    ['moves there', 'mv -f notes.txt docker-compose.yml && docker-compose up'],
    ['names in an env file', 'docker compose --env-file e.env up -d'],
  ])('%s is one', async (_, script) => {
    const tree = { 'notes.txt': SERVICES, 'e.env': 'A=b\nCOMPOSE_FILE=notes.txt\n', 'a.sh': `#!/bin/sh\n${script}\n` };
    expect((await errors(tree, '.')).map((error) => error.replace(/^.*?: /, ''))).toEqual([
      'host-pid-namespace of web in notes.txt',
    ]);
  });

  test('names is one, whatever its ending', async () => {
    const tree = { 'notes.txt': SERVICES, 'a.sh': '#!/bin/sh\ndocker compose -f notes.txt up\n' };
    expect(await errors(tree, '.')).toEqual(['notes.txt: host-pid-namespace of web in notes.txt']);
  });
});

describe('a unit that a script writes', () => {
  const UNIT = '[Service]\nExecStart=docker run --privileged a:1\n';
  const CONTAINER = '[Container]\nImage=a:1\nPodmanArgs=--privileged\n';
  test.each([
    ['with a here-document', `cat > /etc/systemd/system/a.service <<X\n${UNIT}X`],
    ['with sudo', `sudo tee "/etc/systemd/system/$N.service" > /dev/null <<X\n${UNIT}X\nsudo systemctl start a`],
    ['line by line', `echo '[Service]' > a.service\necho 'ExecStart=docker run --privileged a:1' >> a.service`],
    ['for Quadlet', `cat > ~/.config/containers/systemd/a.container <<X\n${CONTAINER}X\npodman ps`],
    ['from a function', `w() { cat <<X\n${UNIT}X\n}\nw > a.service`],
  ])('is read %s', async (_, script) => {
    const text = `#!/bin/bash\n${script}\n`;
    const { inputs } = await lint({ 'a.sh': text }, { paths: ['a.sh'] });
    const found = inputs.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
    expect(
      found.map(({ rule, location: { path, span }, fixes }) => [rule, path, text.slice(span.start, span.end), fixes]),
    ).toEqual([['privileged-container', 'a.sh', '--privileged', undefined]]);
  });

  test('is none where it starts no container', async () => {
    const script = '#!/bin/sh\ncat > a.service <<X\n[Service]\nExecStart=/bin/app\nX\ndocker ps\n';
    expect((await lint({ 'a.sh': script }, { paths: ['a.sh'] })).inputs.map(({ kind }) => kind)).toEqual(['shell']);
  });
});

describe('a stack', () => {
  const STACK = `version: '3.8'
services:
  web:
    image: i:1
    privileged: true
    security_opt: ['seccomp=unconfined']
    restart: on-failure:3
    cap_add: [SYS_ADMIN]
    ports: ['8080:80']
  db:
    image: i:2
    restart: 'no'
    deploy:
      resources: {limits: {memory: 1g, cpus: '1', pids: 100}}
  job:
    image: i:3
    deploy: {mode: replicated-job}
`;

  /** `rule of service` of each finding, without missing settings. */
  async function found(tree: Tree, ...paths: readonly string[]): Promise<readonly string[]> {
    const { inputs } = await lint(tree, { paths });
    return inputs.flatMap(({ findings }) =>
      findings.flatMap(({ rule, subjects }) => subjects.map(({ name }) => `${rule} of ${name}`)),
    );
  }

  /** The same without swarm-only settings. */
  const PLAIN = STACK.replace('    deploy: {mode: replicated-job}\n', '');

  test('is evaluated as the swarm reads it', async () => {
    const tree = { 'stack.yml': PLAIN, 'deploy.sh': '#!/bin/sh\ndocker stack deploy -c stack.yml app\n' };
    const rules = await found(tree, '.');
    expect(rules).toContain('added-capability of web');
    expect(rules).toContain('unbounded-restart of db');
    expect(rules).not.toContain('privileged-container of web');
    // Nothing reports it if only the file is named.
    expect(await found({ 'stack.yml': PLAIN }, 'stack.yml')).toContain('privileged-container of web');
  });

  test('that a script gives to Compose too is evaluated as both, each finding once', async () => {
    const script = '#!/bin/sh\ndocker stack deploy -c stack.yml app\ndocker compose -f stack.yml up -d\n';
    const rules = await found({ 'stack.yml': PLAIN, 'deploy.sh': script }, '.');
    expect(rules).toContain('privileged-container of web');
    expect(rules).toContain('unbounded-restart of db');
    expect(rules.filter((each) => each === 'unlimited-memory of web')).toHaveLength(1);
  });

  describe('without evidence', () => {
    const IGNORED = '`docker stack deploy` would ignore this';
    const SWARM = 'deploy: {mode: global}';
    const service = (...lines: readonly string[]): string =>
      ['services:', '  web:', '    image: i:1', '    privileged: true', ...lines.map((line) => `    ${line}`), ''].join(
        '\n',
      );
    const messages = async (tree: Tree): Promise<readonly string[]> =>
      (await lint(tree, { paths: ['.'] })).inputs.flatMap(({ findings }) =>
        findings.flatMap(({ rule, message }) => (rule === 'privileged-container' ? [message.what] : [])),
      );

    test.each([
      ['labels', 'deploy: {labels: [a=b]}'],
      ['placement', 'deploy: {placement: {constraints: [node.role == worker]}}'],
      ['a mode', SWARM],
      ['how it is updated', 'deploy: {update_config: {order: start-first}}'],
      ['how it is rolled back', 'deploy: {rollback_config: {order: start-first}}'],
      ['an endpoint mode', 'deploy: {endpoint_mode: vip}'],
    ])('is checked as Compose sends it, and says what a stack ignores: %s', async (_, deploy) => {
      const found = await messages({ 'app.yml': service(deploy) });
      expect(found).toEqual([expect.stringContaining(IGNORED)]);
    });

    test.each([
      ['a name', { 'docker-stack.yml': service() }],
      ['replicas, which Compose has too', { 'app.yml': service('deploy: {replicas: 2}') }],
    ])('is not suspected by %s', async (_, tree) => {
      const found = await messages(tree);
      expect(found).toHaveLength(1);
      expect(found.join('')).not.toContain(IGNORED);
    });

    test('says nothing about keys that a swarm reads', async () => {
      const { inputs } = await lint({ 'app.yml': service(SWARM, 'user: root', 'cap_add: [ALL]') }, { paths: ['.'] });
      const said = inputs.flatMap(({ findings }) => findings).filter(({ message }) => message.what.includes(IGNORED));
      expect([...new Set(said.map(({ rule }) => rule))]).toEqual(['privileged-container']);
    });

    test.each([
      ['3.8', false],
      ['3.9', true],
    ])('version %s has a process limit: %s', async (version, hasLimit) => {
      const io = createMemoryIo({ 'app.yml': `version: "${version}"\n${service(SWARM)}` });
      const given = [
        '--set',
        'memory=1g',
        '--set',
        'pids=200',
        '--rule',
        'unlimited-memory',
        '--rule',
        'unlimited-pids',
      ];
      expect(await main(['fix', '--unsafe', ...given, 'app.yml'], io)).toBe(1);
      expect(io.out()).toMatch(/^\+.*memory: /m);
      expect(/^\+.*pids: /m.test(io.out())).toBe(hasLimit);
    });
  });

  const DEPLOY = '#!/bin/sh\ndocker stack deploy -c docker-compose.yml app\n';
  test.each<[string, Tree, boolean]>([
    ['a script deploys', { 'deploy.sh': DEPLOY }, true],
    ['a script checks', { 'check.sh': '#!/bin/sh\ndocker stack config -c docker-compose.yml\n' }, true],
    ['the configuration lists', { '.plimsoll.yaml': 'stacks: [docker-compose.yml]\n' }, true],
    ['the configuration excludes', { '.plimsoll.yaml': "stacks: ['*', '!docker-compose.yml']\n" }, false],
    ['a script starts too', { 'deploy.sh': DEPLOY, 'up.sh': '#!/bin/sh\ndocker compose up -d\n' }, false],
    ['a script starts from below', { 'deploy.sh': DEPLOY, 'a/up.sh': '#!/bin/sh\ndocker-compose start\n' }, false],
    ['a Makefile starts too', { 'deploy.sh': DEPLOY, Makefile: 'up:\n\tdocker compose up\n' }, false],
    ['a script only stops', { 'deploy.sh': DEPLOY, 'down.sh': '#!/bin/sh\ndocker compose down\n' }, true],
  ])('is a file that %s', async (_, tree, isStack) => {
    const rules = await found({ 'docker-compose.yml': PLAIN, ...tree }, '.');
    expect(rules.includes('privileged-container of web')).toBe(!isStack);
  });

  test('lists once what it ignores', async () => {
    const { inputs } = await lint({ 'app.yml': STACK, '.plimsoll.yaml': 'stacks: [app.yml]\n' }, { paths: ['.'] });
    const all = inputs.flatMap(({ findings }) => findings);
    expect(all.filter(({ rule }) => rule.startsWith('syntax/')).map(({ message }) => message.what)).toEqual([
      "A stack ignores `privileged`, `security_opt`, so plimsoll doesn't check them.",
    ]);
  });

  test('of a part that Compose would reject is evaluated as the swarm reads it', async () => {
    const part = 'services:\n  web:\n    privileged: true\n    cap_add: [SYS_ADMIN]\n';
    const script = '#!/bin/sh\ndocker stack deploy -c base.yml -c part.yml app\n';
    const tree = { 'base.yml': 'services:\n  web:\n    image: i:1\n', 'part.yml': part, 'deploy.sh': script };
    const rules = await found(tree, '.');
    expect(rules).toContain('added-capability of web');
    expect(rules).not.toContain('privileged-container of web');
  });

  test('is offered no key that a swarm rejects', async () => {
    const stack = 'services: {web: {image: "i:1", deploy: {resources: {limits: {memory: 1g}}}}}\n';
    const tree = { 'stack.yml': stack, 'deploy.sh': '#!/bin/sh\ndocker stack deploy -c stack.yml app\n' };
    const { inputs } = await lint(tree, { paths: ['.'] });
    const remedies = inputs
      .flatMap(({ findings }) => findings)
      .flatMap(({ rule, message }) => (rule === 'default-cpu-priority' ? [message.remedy] : []));
    expect(remedies).toEqual(['Limit its CPU use with `cpus` under `deploy.resources.limits`.']);
  });

  test.each([
    ['several files', 'docker stack deploy --compose-file stack.yml -c more.yml app'],
    ['several files in one option', 'docker stack up -c stack.yml,more.yml app'],
    ['a file behind the name', 'docker stack deploy app --compose-file=stack.yml'],
    ['a here-document', `docker stack deploy -c - app <<'X'\n${STACK}X`],
    ['a file that the script writes', `cat > a.yml <<'X'\n${STACK}X\ndocker stack deploy -c a.yml app`],
    ['a here-document behind a pipe', `cat <<'X' | docker stack deploy --compose-file=- app\n${STACK}X`],
  ])('is found in %s', async (_, script) => {
    const tree = { 'more.yml': 'services: {web: {user: root}}\n', 'deploy.sh': `#!/bin/sh\n${script}\n` };
    expect(await found({ ...tree, 'stack.yml': STACK }, '.')).toContain('unbounded-restart of db');
  });

  test('that the client rejects is reported with the keys for which it does', async () => {
    const stack =
      'services: {web: {image: "i:1", mem_limit: 1g, pids_limit: 5, gpus: all, x-a: 1, container_name: w}}\n';
    const tree = { 'stack.yml': stack, 'deploy.sh': '#!/bin/sh\ndocker stack deploy -c stack.yml app\n' };
    const { inputs } = await lint(tree, { paths: ['.'] });
    const refused = inputs.flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'syntax/unknown-key');
    expect(refused.map(({ location: { span } }) => stack.slice(span.start, span.end))).toEqual([
      'mem_limit',
      'pids_limit',
      'gpus',
    ]);
  });
});

test('a fix of what a swarm gets writes limits where a stack has them', async () => {
  const io = createMemoryIo({
    'deploy.sh': '#!/bin/sh\ndocker stack deploy -c stack.yml app\n',
    'stack.yml': 'services:\n  web:\n    image: i:1\n',
  });
  const rules = ['unlimited-memory', 'unlimited-pids', 'default-cpu-priority'].flatMap((rule) => ['--rule', rule]);
  const values = ['--set', 'memory=512m', '--set', 'cpus=1'];
  expect(await main(['fix', '--unsafe', ...rules, ...values, '.'], io)).toBe(1);
  expect(
    io
      .out()
      .split('\n')
      .filter((line) => line.startsWith('+ ')),
  ).toEqual([
    '+    deploy:',
    '+      resources:',
    '+        limits:',
    '+          cpus: "1"',
    '+          memory: 512m',
    '+          pids: 4096',
  ]);
});

describe('the model of what a script deploys', () => {
  async function modelled(tree: Tree, ...paths: readonly string[]): Promise<readonly unknown[]> {
    const io = createMemoryIo(tree);
    expect(await main(['model', ...paths], io)).toBe(0);
    const elements: unknown = JSON.parse(io.out());
    return (Array.isArray(elements) ? elements : []).map(
      ({ name, HostConfig: { Privileged = false, PidMode = '' } }) => `${name} ${Privileged} ${PidMode}`,
    );
  }

  test('has the project, and the main file by itself', async () => {
    expect(await modelled(TREE)).toEqual(['web true ', 'web true host', 'extra false ']);
  });

  test('is found where the script calls a function of another', async () => {
    const library = `up() {\n${UP.split('\n')[1] ?? ''}\n}\n`;
    const tree = { ...TREE, 'deploy.sh': '#!/bin/sh\n. ./lib.inc\nup\ndocker ps\n', 'lib.inc': library };
    expect(await modelled(tree, '.')).toEqual(await modelled(TREE, '.'));
  });

  test('has what was named', async () => {
    expect(await modelled(TREE, 'deploy.sh')).toEqual([]);
    expect(await modelled(TREE, 'deploy.sh', 'compose.prod.yaml')).toContain('extra false ');
  });
});

test('a Compose file that an indented script writes is shown in the lines of the file', async () => {
  const script =
    'cat > compose.yaml <<EOF\nservices:\n  web: {image: "i:1", privileged: true}\nEOF\ndocker compose up -d\n';
  const text = `on: push\njobs:\n  a:\n    runs-on: u\n    steps:\n      - run: |\n${script.replaceAll(/^/gm, ' '.repeat(10))}`;
  const io = createMemoryIo({ '.github/workflows/ci.yml': text });
  await main(['lint', '--format', 'text', '.'], io);
  const line = 1 + text.split('\n').findIndex((one) => one.includes('privileged'));
  expect(io.out()).toContain(`ci.yml:${line}:`);
});
