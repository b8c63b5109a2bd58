import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryIo } from '../memory-io.ts';

/** Must not appear in any output. */
const CANARY = 'c4nary7Bird';

/** Script lines that a rule reports. */
const IN_SCRIPTS: readonly string[] = [
  'docker login -u me -p CANARY',
  'docker login --password CANARY',
  'docker login --password=CANARY',
  'echo CANARY | docker login --password-stdin',
  'echo "CANARY" | sudo docker login -u me --password-stdin',
  'printf "%s" CANARY | docker login --password-stdin',
  'docker login --password-stdin <<< CANARY',
  "ssh host 'echo CANARY | docker login --password-stdin'",
  'echo CANARY | sudo -S true',
  'podman run --creds u:CANARY alpine',
  'skopeo copy --src-creds u:CANARY a b',
  ': ${A:=CANARY}',
  ': "${A:=CANARY}"',
  'echo ${PASSWORD:-CANARY}',
  'mysql -pCANARY',
  'sudo mysqldump -u root -pCANARY db',
  'docker exec db mysql -pCANARY',
  'redis-cli -a CANARY',
  'redis-cli -aCANARY',
  'redis-server --requirepass CANARY',
  'curl -u u:CANARY x',
  'curl -sSLu u:CANARY x',
  'curl -uu:CANARY x',
  'curl --user=u:CANARY x',
  'curl -H "Authorization: Bearer CANARY" x',
  "curl -H 'Authorization: Basic CANARY' x",
  "curl -H 'X-Api-Key: CANARY' x",
  'sshpass -p CANARY ssh x',
  'sshpass -pCANARY ssh x',
  'curl https://u:CANARY@host/x',
  'curl https://u:a@CANARY@host/x',
  'curl https://u:a/CANARY@host/x',
  'git clone https://CANARY@github.com/a/b',
  'git clone https://CANARY:x-oauth-basic@github.com/a/b',
  'app --token CANARY',
  'app --db-password=CANARY',
  'kubectl create secret generic x --from-literal=password=CANARY',
  'mongosh -u u -p CANARY',
  'openssl enc -k CANARY',
  'htpasswd -nbB u CANARY',
  'rabbitmqctl add_user u CANARY',
  'mc alias set a http://b key CANARY',
  'A=(--token CANARY --rm)',
  'PASSWORDS=(CANARY x)',
  'etcdctl --user root:CANARY get a',
  'ngrok authtoken CANARY',
  'ngrok config add-authtoken CANARY',
  'ssh-keygen -t ed25519 -N CANARY -f key',
  'ssh-keygen -p -P CANARY -N "" -f key',
  `psql -c "ALTER USER a WITH PASSWORD 'CANARY'"`,
  `mysql -e "CREATE USER a IDENTIFIED BY 'CANARY'"`,
  'curl https://hooks.slack.com/services/T0123ABCD/B0123ABCD/CANARYCANARYCANARY',
  'curl https://api.telegram.org/bot123456789:CANARYCANARYCANARYCANARYCANARYCA/getMe',
  'true `mysql -pCANARY`',
  'unused() { mysql -pCANARY; }',
];

/** Service lines that a rule or the parser reports. */
const IN_SERVICES: readonly string[] = [
  'command: ["--password", "CANARY"]',
  'command: [app, --token, CANARY]',
  'command: "app --token CANARY"',
  'command: [mysqld, -c, "mysql -pCANARY"]',
  'command: [sh, -c, "echo CANARY | docker login --password-stdin"]',
  'command: [curl, -u, "u:CANARY", -H, "Authorization: Bearer CANARY"]',
  'command: [redis-server, --requirepass, CANARY]',
  'entrypoint: [sshpass, -p, CANARY, ssh]',
  'healthcheck: {test: [CMD, mysqladmin, ping, -pCANARY]}',
  'healthcheck: {test: "redis-cli -a CANARY ping"}',
  'healthcheck: {test: [CMD-SHELL, "app --password=CANARY"]}',
  'labels: {app.password: CANARY}',
  'labels: ["app.token=CANARY"]',
  'labels: {url: "https://u:CANARY@host/x"}',
  'labels: {cmd: "app --password=CANARY"}',
  'labels: {job: "mysql -pCANARY"}',
  'labels: ["job=mysql -pCANARY"]',
  'logging: {driver: splunk, options: {splunk-token: CANARY}}',
  'environment: {A: CANARY}',
  'environment: ["A=CANARY"]',
  'environment: {DB_PASS: "${FOO:-CANARY}"}',
  'environment: ["DB_PASS=${FOO:-CANARY}"]',
  'environment: {SLACK: "https://hooks.slack.com/services/T0123ABCD/B0123ABCD/CANARYCANARYCANARY"}',
  'labels: {bot: "https://api.telegram.org/bot123456789:CANARYCANARYCANARYCANARYCANARYCA/getMe"}',
  'command: [etcdctl, --user, "root:CANARY", get, a]',
  'command: [ngrok, authtoken, CANARY]',
  'command: "ssh-keygen -N CANARY"',
  'command: [sh, -c, "wget https://discord.com/api/webhooks/123456789012345678/CANARYCANARYCANARY"]',
  'command: ["-----BEGIN PRIVATE KEY-----\\nMIICANARY0123456789\\n-----END PRIVATE KEY-----"]',
  'environment: {A: &x CANARY}, network_mode: *x, hostname: *x',
  'environment: &x {A: CANARY}, labels: *x',
];

/** Service values from `.env`, where `X` and `DB_PASSWORD` are the canary. */
const FROM_OUTSIDE: readonly string[] = [
  'network_mode: "${X}"',
  'extra_hosts: ["a:${X}"]',
  'extra_hosts: {a: "${X}"}',
  'links: ["${X}"]',
  'labels: {a: "${X}"}',
  'command: [app, "${X}"]',
  'healthcheck: {test: "app ${X}"}',
  'ports: ["${X}:80"]',
  'mem_limit: "${X}"',
  'restart: "${X}"',
  'user: "${X}"',
  'container_name: "${X}"',
  'hostname: "${X}"',
  'volumes: ["${X}:/x"]',
  'sysctls: {a: "${X}"}',
  'image: "reg/${DB_PASSWORD}:latest"',
  'volumes: ["/srv/${DB_PASSWORD}:/etc/x"]',
];

/** Other files with a secret: what a host's own syntax assigns or starts. */
const IN_HOSTS: readonly (readonly [title: string, tree: Readonly<Record<string, string>>])[] = [
  ...['=', ':=', '?='].map(
    (sign) =>
      [
        `a variable of make with ${sign}`,
        {
          Makefile: `DB_PASSWORD ${sign} CANARY\nrun:\n\tdocker run --privileged --pids-limit $(DB_PASSWORD) --network $(DB_PASSWORD) reg/$(DB_PASSWORD)\n`,
        },
      ] as const,
  ),
  [
    'a variable of just',
    {
      justfile: 'db_password := "CANARY"\nrun:\n  docker run --privileged --pids-limit {{db_password}} nginx\n',
    },
  ],
  [
    'a health check of a Dockerfile, as a list',
    {
      'compose.yaml':
        'services: {web: {build: {dockerfile_inline: "FROM nginx\\nHEALTHCHECK CMD [\\"mysqladmin\\",\\"-pCANARY\\"]\\nUSER root"}, privileged: true}}\n',
    },
  ],
  [
    'a health check of Ansible, as a list',
    {
      'playbook.yml':
        '- hosts: all\n  tasks:\n    - docker_container: {name: a, image: nginx, privileged: true, healthcheck: {test: [CMD, mysqladmin, "-pCANARY"]}}\n',
    },
  ],
  [
    'an entrypoint of GitLab',
    {
      '.gitlab-ci.yml':
        'a:\n  image: {name: "x:latest", entrypoint: [mysql, -pCANARY], command: [a]}\n  script: [docker run --privileged nginx]\n',
    },
  ],
  ['a label', { 'run.sh': 'docker run --privileged --label "job=mysql -pCANARY" nginx\n' }],
  ['words after an entrypoint', { 'run.sh': 'docker run --privileged --entrypoint mysql nginx -pCANARY\n' }],
];

/** Builds with secret arguments and variables: by name, by form, and by neither. */
const BUILDS: readonly (readonly [title: string, tree: Readonly<Record<string, string>>])[] = [
  ...['NPM_TOKEN: CANARY', 'URL: "https://u:CANARY@host/x"', 'OPTS: -Dstore.password=CANARY', 'VERSION: CANARY'].map(
    (line) =>
      [
        `args of a service: ${line}`,
        { 'compose.yaml': `services: {web: {build: {context: ., args: {${line}}}, privileged: true}}\n` },
      ] as const,
  ),
  [
    'args of a service in a list',
    { 'compose.yaml': 'services: {web: {build: {context: ., args: ["DB_PASSWORD=CANARY"]}, privileged: true}}\n' },
  ],
  [
    'args of a service from .env',
    {
      'compose.yaml':
        'services: {web: {build: {context: ., args: {API_TOKEN: "${X}", V: "${X}"}}, privileged: true}}\n',
      '.env': 'X=CANARY\n',
    },
  ],
  ...['DB_PASSWORD=CANARY', '"URL=https://u:CANARY@host/x"', 'VERSION=CANARY'].map(
    (word) =>
      [
        `docker build --build-arg ${word}`,
        { 'run.sh': `docker build --build-arg ${word} -t a .; docker run --privileged a\n` },
      ] as const,
  ),
  [
    'a variable that a script passes on',
    { 'run.sh': 'X=CANARY\ndocker build --build-arg DB_PASSWORD="$X" .; docker run --privileged a\n' },
  ],
  [
    'an exported variable',
    { 'run.sh': 'export NPM_TOKEN=CANARY\ndocker build --build-arg NPM_TOKEN .; docker run --privileged a\n' },
  ],
  ...[
    'ENV DB_PASSWORD=CANARY',
    'ENV DB_PASSWORD CANARY',
    'ARG A=CANARY',
    'ARG API_TOKEN="CANARY"',
    'ONBUILD ENV A=CANARY',
  ].map(
    (line) =>
      [
        `a Dockerfile: ${line}`,
        {
          'compose.yaml': 'services: {web: {build: ., privileged: true}}\n',
          Dockerfile: `FROM debian:12\n${line}\nUSER root\n`,
        },
      ] as const,
  ),
  [
    'a dev container',
    {
      '.devcontainer/devcontainer.json':
        '{"build": {"dockerfile": "Dockerfile", "args": {"NPM_TOKEN": "CANARY", "V": "CANARY"}}, "remoteEnv": {"API_TOKEN": "CANARY", "X": "CANARY"}, "privileged": true}\n',
      '.devcontainer/Dockerfile': 'FROM debian:12\nENV DB_PASSWORD=CANARY\n',
    },
  ],
];

/** All output about a tree, by source, including cache and baseline. */
async function outputs(tree: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const command of [
    ['--cache', ...FORMATS.flatMap((format) => ['--format', `${format}=${format}.out`])],
    ['--format', 'pretty'],
    ['--fixes', '--format', 'json', '--format', 'sarif=sarif.out', '--format', 'gitlab=gitlab.out'],
    ['model'],
    ['baseline'],
  ]) {
    const io = createMemoryIo(tree);
    await main([...command, '.'], io);
    const name = command.includes('--cache') ? 'lint' : command.join(' ');
    found.set(name, `${io.out()}\n${io.err()}`);
    for (const [path, text] of io.written) found.set(`${name}, ${path}`, text);
  }
  return found;
}

async function leaks(tree: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found = await outputs(
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, text.replaceAll('CANARY', CANARY)])),
  );
  return [...found].flatMap(([command, text]) => {
    const lines = text.split('\n').filter((line) => line.toLowerCase().includes(CANARY.toLowerCase()));
    return lines.map((line) => `${command}: ${line.trim().slice(0, 300)}`);
  });
}

const service = (line: string): string =>
  `services: {web: {${line.startsWith('image') ? '' : 'image: nginx, '}${line}, privileged: true}}\n`;

describe('a secret is in nothing that is written', () => {
  test.each(IN_SCRIPTS)('in a script: %s', async (line) => {
    expect(await leaks({ 'run.sh': `${line}; docker run --privileged nginx\n` })).toEqual([]);
  });

  test.each(IN_SCRIPTS)('after the image: %s', async (line) => {
    const words = line.replaceAll("'", "'\\''");
    expect(await leaks({ 'run.sh': `docker run --privileged nginx sh -c '/usr/sbin/sshd; ${words}'\n` })).toEqual([]);
  });

  test.each(IN_SERVICES)('in a service: %s', async (line) => {
    expect(await leaks({ 'compose.yaml': service(line) })).toEqual([]);
  });

  test.each(FROM_OUTSIDE)('from .env: %s', async (line) => {
    expect(await leaks({ 'compose.yaml': service(line), '.env': `X=${CANARY}\nDB_PASSWORD=${CANARY}\n` })).toEqual([]);
  });

  test.each(IN_HOSTS)('in another file: %s', async (_, tree) => {
    expect(await leaks(tree)).toEqual([]);
  });

  test.each(BUILDS)('in a build: %s', async (_, tree) => {
    expect(await leaks({ ...tree, '.plimsoll.yaml': 'preset: all\n' })).toEqual([]);
  });

  test('by the name of a network or a volume', async () => {
    const text =
      'services: {web: {image: nginx, networks: [n], volumes: ["v:/v"]}}\nnetworks: {n: {name: "${X}"}}\nvolumes: {v: {name: "${X}"}}\n';
    expect(await leaks({ 'compose.yaml': text, '.env': `X=${CANARY}\n` })).toEqual([]);
  });

  test('what is read is there all the same', async () => {
    const found = await outputs({ 'run.sh': 'mysql -pc4nary; docker run --privileged nginx\n' });
    for (const format of FORMATS) expect(`${format}: ${found.get(`lint, ${format}.out`) ?? ''}`).toContain('run.sh');
    for (const command of ['--format pretty', 'model', 'baseline, .plimsoll-baseline.json', 'lint, .plimsollcache'])
      expect(`${command}: ${found.get(command) ?? ''}`).toContain('run.sh');
    expect(found.get('--format pretty')).toContain('| mysql -p***; docker run --privileged nginx');
  });
});

/** A service, its `.env`, and the reported text. */
const EVIDENCE: readonly (readonly [line: string, variables: string, shown: string])[] = [
  ['ports: ["${PORT}:80"]', 'PORT=8080', 'port 8080:80 on all host addresses'],
  ['ports: ["${PORT}:80"]', 'PORT=8080', 'Specify an address: `127.0.0.1:${PORT}:80`'],
  ['ports: ["${HTTP}:90"]', 'HTTP=90', 'host port 90'],
  ['image: "app:${TAG}"', 'TAG=latest', 'runs `app:latest`'],
  ['image: "${IMAGE}"', 'IMAGE=app', 'runs `app` without a tag'],
  ['restart: "${RESTART}"', 'RESTART=always', '(`always`)'],
  ['volumes: ["${DATA}:/x"]', 'DATA=/etc', '`/etc`'],
  ['volumes: ["/etc/${SUB}:/x"]', 'SUB=ssh', '`/etc/ssh`'],
  ['user: web, environment: {X: "${P:?put it in .env}"}', '', 'Set it in `.env`'],
];

describe('what a rule looks at is shown', () => {
  test.each(EVIDENCE)('%s with %s', async (line, variables, shown) => {
    const io = createMemoryIo({ 'compose.yaml': service(line), '.env': `${variables}\n` });
    await main(['--format', 'text', 'compose.yaml'], io);
    expect(io.out()).toContain(shown);
  });

  test('the words of an array next to those in which something is found', async () => {
    const line = 'OPTS=(--restart=always -p 8000:8000 -e A=x)';
    const io = createMemoryIo({ 'run.sh': `${line}\ndocker run "\${OPTS[@]}" nginx\n` });
    await main(['--format', 'pretty', 'run.sh'], io);
    expect(io.out()).toContain('| OPTS=(--restart=always -p 8000:8000 -e A=***)');
  });
});
