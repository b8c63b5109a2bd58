import { describe, expect, test } from 'vitest';
import { fixCompose, fixFiles } from './fix-text.ts';

const CAPABILITIES = 'added-capability';
const READ_ONLY = 'writable-root-filesystem';

function service(image: string, ...lines: readonly string[]): string {
  return `services:\n  s:\n    image: ${image}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

/** The lines that a fix adds to a service. */
async function written(rule: string, image: string, ...lines: readonly string[]): Promise<readonly string[]> {
  const before = service(image, ...lines);
  const after = await fixCompose(before, rule);
  return after.startsWith(before)
    ? after.slice(before.length).replaceAll(/^ {4}/gm, '').trimEnd().split('\n')
    : [after];
}

describe('capabilities that an image needs to start are kept', () => {
  test.each([
    // Starts as root, on new volumes, host directories and existing data.
    ['postgres:17', [], ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']],
    ['postgres:13-alpine', [], ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']],
    ['postgres:9.6.24', [], ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']],
    // Started as its final user, it can't drop privileges.
    ['postgres:17', ['user: "999:999"'], []],
    ['postgres:17', ['user: postgres'], []],
    ['postgres:17', ['command: -c shared_buffers=1GB'], ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']],
    // The engine's init can't signal processes of other users.
    ['postgres:17', ['init: true'], ['CHOWN', 'DAC_OVERRIDE', 'KILL', 'SETGID', 'SETUID']],
    ['redis:8', [], ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETPCAP', 'SETUID']],
    ['nginx:1.27', [], ['CHOWN', 'SETGID', 'SETUID']],
    ['nginx:1.27', ['network_mode: host'], ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
    ['prom/prometheus:v2.53.0', [], []],
  ])('%s %j', async (image, lines, capabilities) => {
    const drop = ['cap_drop:', '  - ALL'];
    const add = capabilities.length === 0 ? [] : ['cap_add:', ...capabilities.map((name) => `  - ${name}`)];
    expect((await written(CAPABILITIES, image, ...lines)).toSorted()).toEqual([...add, ...drop].toSorted());
  });

  test('what is added already, and what does without, is not added', async () => {
    const text = service('postgres:17', 'cap_add: [NET_ADMIN, CHOWN]', 'cap_drop: [SETUID]');
    expect(await fixCompose(text, CAPABILITIES)).toContain('cap_add: [CHOWN, DAC_OVERRIDE, SETGID]');
  });

  test.each([
    ['a command that starts another program', 'command: sh -c "psql"'],
    ['an entrypoint of its own', 'entrypoint: /start.sh'],
    ['a user that is not known', 'user: ${USER_ID:?}'],
    ['a network that is not known', 'network_mode: ${NETWORK:?}'],
  ])('unknown with %s', async (_, line) => {
    const { made, byName } = await fixFiles({ 'compose.yaml': service('postgres:17', line) });
    expect(made.map(({ finding }) => finding.rule)).not.toContain(CAPABILITIES);
    expect(byName.get(CAPABILITIES)).toBe(1);
  });
});

test('only the ports for the host itself are published on loopback', async () => {
  const text = service('traefik:v3.3', 'ports: ["80:80", "443:443", "8080:8080"]');
  const left = text.replace('8080:8080', '127.0.0.1:8080:8080');
  const choice = { risk: 'medium', minSeverity: 'warning' } as const;
  expect((await fixFiles({ 'compose.yaml': text }, choice)).files[0]?.after).toBe(left);
  // Nobody knows who needs to reach a custom program.
  const own = service('example/app:1', 'ports: ["8080:80"]');
  expect((await fixFiles({ 'compose.yaml': own }, { ...choice, values: [] })).files).toEqual([]);
});

test("a network whose name is unknown is not the host's", async () => {
  const text = `name: a-\${B}\n${service('nginx:1.27')}`;
  expect(await fixCompose(text, CAPABILITIES)).toContain('cap_add:\n      - CHOWN\n      - SETGID\n      - SETUID\n');
});

describe('what does not start as root has no capability to lose', () => {
  const RISK = { risk: 'medium', rules: [] } as const;
  test.each([
    [['user: "1000:1000"'], ['medium']],
    [['user: app'], ['medium']],
    [['user: "0:1000"'], []],
    [['user: root'], []],
    [['user: "${UID:?}"'], []],
    [[], []],
  ])('%j', async (lines, risks) => {
    const { made } = await fixFiles({ 'compose.yaml': service('example/app:1', ...lines) }, RISK);
    const own = made.filter(({ finding: { rule } }) => rule === CAPABILITIES);
    expect(own.map(({ fix }) => fix.risk)).toEqual(risks);
  });

  test.each([
    ['USER 1000', ['medium']],
    ['USER root', []],
  ])('by the Dockerfile: %s', async (line, risks) => {
    const files = { 'compose.yaml': 'services: { s: { build: . } }\n', Dockerfile: `FROM example/base:1\n${line}\n` };
    const { made } = await fixFiles(files, RISK);
    const own = made.filter(({ finding: { rule } }) => rule === CAPABILITIES);
    expect(own.map(({ fix }) => fix.risk)).toEqual(risks);
  });
});

test.each([
  ['mariadb:10.1', 'mysqladmin ping -h 127.0.0.1'],
  ['mariadb:10.6.4', 'mysqladmin ping -h 127.0.0.1'],
  ['mariadb:10.6.14', 'healthcheck.sh --connect'],
  ['mariadb:10.11', 'healthcheck.sh --connect'],
  ['mariadb:11.2', 'healthcheck.sh --connect'],
  ['emqx:5.8', '/opt/emqx/bin/emqx ctl status'],
])('%s is asked by a program that it has', async (image, command) => {
  expect(await fixCompose(service(image), 'missing-healthcheck')).toContain(`test: ${command}\n`);
});

describe('a read-only root has a tmpfs where the image writes', () => {
  test.each([
    ['postgres:17', [], ['read_only: true', 'tmpfs:', '  - /run/postgresql']],
    // A tmpfs belongs to root.
    [
      'postgres:17',
      ['user: postgres'],
      ['user: postgres', 'read_only: true', 'tmpfs:', '  - /run/postgresql:mode=1777'],
    ],
    ['mariadb:11', [], ['read_only: true', 'tmpfs:', '  - /run/mysqld', '  - /tmp']],
    ['mariadb:11', ['tmpfs: [/tmp]'], ['tmpfs: [/tmp, /run/mysqld]', 'read_only: true']],
    ['nginx:1.27', [], ['read_only: true', 'tmpfs:', '  - /var/cache/nginx', '  - /run']],
    // Its data is in a volume, named or not.
    ['redis:7', [], ['read_only: true']],
  ])('%s %j', async (image, lines, expected) => {
    expect(await fixCompose(service(image, ...lines), READ_ONLY)).toBe(service(image, ...expected));
  });
});

test('is less risky than for an image that is unknown, and says why', async () => {
  const run = await fixFiles(
    { 'compose.yaml': service('postgres:17') },
    { risk: 'medium', rules: [CAPABILITIES, READ_ONLY] },
  );
  expect(run.made.map(({ fix: { title, risk, lowered } }) => [title, risk, lowered])).toEqual([
    [
      'Drop all capabilities except CHOWN, DAC_OVERRIDE, SETGID and SETUID',
      'medium',
      "The image's start-up needs were measured with PostgreSQL 17.12 on a real engine, on first and second start.",
    ],
    [
      'Make the root filesystem read-only, with /run/postgresql in memory',
      'medium',
      'The paths the image writes were measured with PostgreSQL 17.12 on a real engine, on first and second start.',
    ],
  ]);
});

describe('what becomes a user starts as it', () => {
  const USER = 'root-user';
  const DATA = 'volumes: [data:/var/lib/postgresql/data]';

  test.each([
    ['postgres:17', [], '"999:999"'],
    ['postgres:17-alpine', [], '"70:70"'],
    ['postgres:17', [DATA], '"999:999"'],
    // That user reads first-start scripts anyway.
    ['postgres:17', ['volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql"]'], '"999:999"'],
    ['redis:8', ['command: redis-server /etc/redis.conf', 'volumes: ["./redis.conf:/etc/redis.conf"]'], '"999"'],
    ['eclipse-mosquitto:2.0', [], '"1883:1883"'],
  ])('%s %j', async (image, lines, user) => {
    expect(await fixCompose(service(image, ...lines), USER)).toBe(service(image, ...lines, `user: ${user}`));
  });

  test.each([
    ['gosu, before anything else', 'postgres:17', 'medium'],
    ['gosu, as its entrypoint says', 'mysql:8.4', 'medium'],
    ['the program itself, which read its keys before', 'eclipse-mosquitto:2.0', 'high'],
    ['the program itself, whose entrypoint copied files before', 'wordpress:6', 'high'],
  ])('by %s', async (_, image, risk) => {
    const { made } = await fixFiles({ 'compose.yaml': service(image) }, { rules: [USER] }, { preset: 'all' });
    expect(made.map(({ fix, finding }) => [finding.rule, fix.risk])).toEqual([[USER, risk]]);
  });

  test.each([
    ['a folder of the host', 'postgres:17', ['volumes: ["./data:/var/lib/postgresql/data"]'], /`\.\/data` on the host/],
    ['a folder above', 'eclipse-mosquitto:2.0', ['volumes: ["./m:/mosquitto"]'], /`\.\/m` on the host/],
    ['one that a variable names', 'redis:8', ['volumes: ["${DATA}:/data"]'], /`\$\{DATA\}` on the host/],
    [
      'data elsewhere',
      'postgres:17',
      ['environment: [PGDATA=/pg/data]', 'volumes: [data:/pg]'],
      /`\/pg` isn't a directory in the image/,
    ],
    ['a volume without what the image has', 'redis:8', ['volumes: ["data:/data:nocopy"]'], /With `nocopy`/],
    ['data in memory', 'redis:8', ['tmpfs: [/data]'], /`\/data` unless `mode=1777`/],
    ['a low port of the host', 'wordpress:6', ['network_mode: host'], /port below 1024/],
    ['another user for the program', 'wordpress:6', ['environment: [APACHE_RUN_USER=app]'], /`APACHE_RUN_USER`/],
  ])('not with %s', async (_, image, lines, message) => {
    expect(await fixCompose(service(image, ...lines), USER)).toMatch(message);
  });

  test.each([
    ['its data are those of root', 'caddy:2'],
    ['the volume is made by nobody', 'syncthing/syncthing:2'],
    ['it has to start as root', 'nginx:1.27'],
    ['nobody knows', 'example/app:1'],
  ])('not offered where %s', async (_, image) => {
    expect(await fixCompose(service(image), USER)).toBe(service(image));
  });

  test('gets nothing then that only root needs', async () => {
    const { files, withdrawn } = await fixFiles(
      { 'compose.yaml': service('postgres:17') },
      { rules: [USER, CAPABILITIES, READ_ONLY] },
      { preset: 'all' },
    );
    const fixed = files[0]?.after ?? '';
    expect(withdrawn.map(({ finding }) => finding.rule)).not.toContain(USER);
    expect(fixed).toContain('user: "999:999"');
    expect(fixed).toContain('tmpfs:\n      - /run/postgresql:mode=1777');
    expect(fixed).not.toContain('cap_add');
  });

  test.each([
    ['run.sh', 'docker run -d --name db postgres:17\n', 'docker run --user 999:999 -d --name db postgres:17\n'],
    [
      'db.container',
      '[Container]\nImage=docker.io/library/postgres:17\n',
      '[Container]\nImage=docker.io/library/postgres:17\nUser=999:999\n',
    ],
    [
      'play.yaml',
      '- hosts: all\n  tasks:\n    - community.docker.docker_container:\n        name: db\n        image: postgres:17\n',
      '- hosts: all\n  tasks:\n    - community.docker.docker_container:\n        name: db\n        image: postgres:17\n        user: "999:999"\n',
    ],
  ])('in %s', async (path, before, after) => {
    const { files } = await fixFiles({ [path]: before }, { rules: [USER] }, { preset: 'all' });
    expect(files.map((file) => file.after)).toEqual([after]);
  });
});

test('is made by name only for an image that is unknown', async () => {
  const files = { 'compose.yaml': service('example/app:1') };
  const all = await fixFiles(files);
  expect(all.made.map(({ finding }) => finding.rule)).not.toContain(READ_ONLY);
  expect([...all.byName]).toEqual([
    [CAPABILITIES, 1],
    [READ_ONLY, 1],
  ]);
  const named = await fixFiles(files, { rules: [READ_ONLY] });
  expect(named.files[0]?.after).toContain('read_only: true');
});

const pgIsReady = (options: string): string =>
  `'pg_isready ${options === '' ? '' : `${options} `}-U "$$\{POSTGRES_USER:-postgres}" -d postgres'`;

/** An image, its lines, and its health check; none if unknown. */
const PROBES: readonly (readonly [image: string, line: string, probe: string])[] = [
  ['postgres:17', '', pgIsReady('')],
  ['postgres:17', 'command: postgres -p 5433', pgIsReady('-p 5433')],
  ['postgres:17', 'command: -cport=5433 -c ssl=on', pgIsReady('-p 5433')],
  ['postgres:17', `command: -c listen_addresses='*'`, pgIsReady('')],
  ['postgres:17', 'command: -k /run/x', pgIsReady('-h /run/x')],
  ['postgres:17', 'environment: {PGPORT: "5433"}', pgIsReady('')],
  ['postgres:17', 'environment: {PGHOST: other}', ''],
  ['postgres:17', 'command: -c port=${PORT:?}', ''],
  ['postgres:17', 'command: -c config_file=/etc/postgresql.conf', ''],
  ['redis:7', '', 'redis-cli ping'],
  ['redis:7', 'command: redis-server --appendonly yes', 'redis-cli ping'],
  ['redis:7', 'command: redis-server --requirepass ${PASSWORD:?} --bind 0.0.0.0', 'redis-cli ping'],
  ['redis:7', 'command: redis-server --port 6380', 'redis-cli -p 6380 ping'],
  ['redis:7', 'command: redis-server --port "6380;id"', ''],
  [
    'redis:7',
    'command: redis-server --port 0 --unixsocket /run/a.sock --unixsocketperm 700',
    'redis-cli -s /run/a.sock ping',
  ],
  [
    'valkey/valkey:8.1',
    'command: valkey-server --port 0 --tls-port 7000 --tls-cert-file /c.crt --tls-key-file /c.key',
    'valkey-cli -p 7000 --tls --insecure --cert /c.crt --key /c.key ping',
  ],
  ['redis:7', 'command: redis-server --port 0 --tls-port 7000', ''],
  ['redis:7', 'command: redis-server --port 0', ''],
  ['redis:7', 'command: redis-server --bind 192.0.2.1', ''],
  ['redis:7', 'command: redis-server /etc/redis/config', ''],
  ['redis:7', 'command: redis-server ${OPTIONS:?}', ''],
  ['mysql:8.4', 'command: --port=3307 --bind-address=0.0.0.0', 'mysqladmin ping -h 127.0.0.1 -P 3307'],
  ['mysql:8.4', 'command: --skip-networking', 'mysqladmin ping'],
  ['mysql:8.4', 'volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf:ro"]', ''],
  ['mariadb:11.8', '', 'healthcheck.sh --connect'],
  ['mariadb:11.8', 'command: mariadbd --port=3307', 'mariadb-admin ping -h 127.0.0.1 -P 3307'],
  ['mariadb:11.8', 'command: --require-secure-transport', ''],
  ['mongo:8.0', '', `"mongosh --quiet --eval 'quit(db.runCommand({ ping: 1 }).ok ? 0 : 2)'"`],
  [
    'mongo:8.0',
    'command: --configsvr --bind_ip_all',
    `"mongosh --quiet --port 27019 --eval 'quit(db.runCommand({ ping: 1 }).ok ? 0 : 2)'"`,
  ],
  ['mongo:8.0', 'command: mongod --port 27018 --tlsMode requireTLS', ''],
  ['rabbitmq:4.1', 'environment: {RABBITMQ_NODE_PORT: "5673"}', 'rabbitmq-diagnostics -q ping'],
];

test.each(PROBES)('%s with %j is asked for its health with %j', async (image, line, probe) => {
  const lines = line === '' ? [] : [line];
  const added = probe === '' ? [] : ['healthcheck:', `  test: ${probe}`];
  expect(await fixCompose(service(image, ...lines), 'missing-healthcheck')).toBe(service(image, ...lines, ...added));
});

test.each(['dpage/pgadmin4:9.10', 'pihole/pihole:2025.04.0'])('%s may raise its privileges', async (image) => {
  expect(await fixCompose(service(image), 'new-privileges-allowed')).toMatch(
    /^withheld: Its image's programs must raise/,
  );
});

const RAISING = [
  ['a privileged container', 'example/agent:1', ['privileged: true'], 'It is privileged'],
  ['an engine in a container', 'docker:28-dind', [], 'People or jobs run'],
  ['a CI runner', 'gitlab/gitlab-runner:v18.0.0', [], 'People or jobs run'],
  ['a development environment', 'mcr.microsoft.com/devcontainers/python:3.11', [], 'People or jobs run'],
  ['a container that people work in', 'example/tools:1', ['command: sleep infinity'], 'People or jobs run'],
  [
    'the same in a shell',
    'example/tools:1',
    ['command: /bin/sh -c "while sleep 1000; do :; done"'],
    'People or jobs run',
  ],
  ['a command with sudo', 'example/tools:1', ['command: sudo -u app serve'], 'Its command uses `sudo`'],
] as const;

test.each(RAISING)('%s may need to raise its privileges', async (_, image, lines, reason) => {
  expect(await fixCompose(service(image, ...lines), 'new-privileges-allowed')).toContain(`withheld: ${reason}`);
});

test.each([
  ['command: /bin/sh -c "while sleep 60; do backup; done"'],
  ['command: /usr/share/sudoku'],
  ['command: tail -f /var/log/app.log'],
])('a service with %s is not a container that people work in', async (line) => {
  expect(await written('new-privileges-allowed', 'example/app:1', line)).toEqual([
    'security_opt:',
    '  - no-new-privileges:true',
  ]);
});

test.each([
  ['RUN apt-get install -y curl sudo', true],
  ['RUN setcap cap_net_bind_service=+ep /usr/bin/app', true],
  ['RUN chmod u+s /usr/bin/fping', true],
  ['RUN chmod -R 4755 /usr/bin/fping', true],
  ['RUN chmod 0755 /entrypoint.sh && chmod +x /a && rm -rf /etc/sudoers.d', false],
  ['RUN chmod 700 /a.sh # a+s', false],
])('a Dockerfile with %s', async (step, isRaising) => {
  const text = 'services:\n  s:\n    build: .\n';
  const { withdrawn, files } = await fixFiles(
    { 'compose.yaml': text, Dockerfile: `FROM alpine:3.22\n${step}\n` },
    { rules: ['new-privileges-allowed'] },
  );
  expect(withdrawn.some(({ withdrawal }) => withdrawal.message.startsWith('Its Dockerfile has `sudo`'))).toBe(
    isRaising,
  );
  expect(files.length).toBe(isRaising ? 0 : 1);
});

describe('directories of the host can belong to anyone', () => {
  test.each([
    ['./letsencrypt:/letsencrypt', ['DAC_OVERRIDE']],
    ['${DATA}/letsencrypt:/letsencrypt', ['DAC_OVERRIDE']],
    ['/srv/traefik.yml:/etc/traefik/traefik.yml:ro', ['DAC_OVERRIDE']],
    ['letsencrypt:/letsencrypt', []],
    ['/etc/localtime:/etc/localtime:ro', []],
    ['/var/run/docker.sock:/var/run/docker.sock:ro', []],
  ])('%s', async (volume, kept) => {
    const lines = await written(CAPABILITIES, 'traefik:v3.3', 'volumes:', `  - ${volume}`);
    const add = kept.length === 0 ? [] : ['cap_add:', ...kept.map((name) => `  - ${name}`)];
    expect(lines).toEqual(['cap_drop:', '  - ALL', ...add]);
  });
});

describe('a port whose address clients are told goes to localhost only if it is that, or the user says so', () => {
  test.each([
    ['EXTERNAL://${HOST:-127.0.0.1}:9092', true],
    ['IN://k:9093,EXTERNAL://broker.example.org:9092', true],
    ['EXTERNAL://192.168.1.4:9092', true],
    ['EXTERNAL://localhost:9092', false],
    ['EXTERNAL://127.0.0.1:9092,IN://broker.example.org:19092', false],
    ['IN://kafka:9092', false],
    ['IN://kafka:9092,EXTERNAL://broker.example.org:19092', false],
  ])('%s', async (listeners, isElsewhere) => {
    const text = service(
      'confluentinc/cp-kafka:7.8.0',
      'ports: ["9092:9092"]',
      'environment:',
      `  KAFKA_ADVERTISED_LISTENERS: ${listeners}`,
    );
    const choice = { rules: ['open-service'], values: [] };
    const { withdrawn, files } = await fixFiles({ 'compose.yaml': text }, choice);
    expect(
      withdrawn.map(({ withdrawal }) => withdrawal.message.startsWith('`KAFKA_ADVERTISED_LISTENERS` gives')),
    ).toEqual(isElsewhere ? [true] : []);
    expect(files.some(({ after }) => after.includes('127.0.0.1:9092:9092'))).toBe(!isElsewhere);
    expect(await fixCompose(text, 'open-service')).toContain('127.0.0.1:9092:9092');
  });
});

test('a non-root program on a low port may have a file capability, so its capabilities stay', async () => {
  const text = (port: string): string => service('example/mail:1', 'user: "1000"', `ports: ["${port}"]`);
  const choice = { rules: [], risk: 'medium', values: [] } as const;
  const drops = async (port: string): Promise<boolean> =>
    (await fixFiles({ 'compose.yaml': text(port) }, choice)).files.some(({ after }) => after.includes('cap_drop'));
  expect([await drops('8025:8025'), await drops('10025:25')]).toEqual([true, false]);
});

test('a port without a fixed host port stays on all addresses', async () => {
  const text = service('postgres:17', 'ports: ["5432"]', 'environment: {POSTGRES_PASSWORD_FILE: /run/secrets/p}');
  const { withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: ['exposed-port'], values: [] });
  expect(withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual([
    'The engine chooses its host port: if only containers use it, remove it.',
  ]);
});

test.each([
  ['/sys/kernel/tracing:/sys/kernel/tracing', true],
  ['/etc/hosts:/etc/hosts', true],
  ['/sys:/host/sys', false],
  ['/etc:/host/etc', false],
])('%s is mounted to be written: %s', async (mount, isWritten) => {
  const fixed = await fixCompose(service('example/agent:1', `volumes: ["${mount}"]`), 'sensitive-host-mount');
  expect([fixed.includes('withheld: `'), fixed.includes(`${mount}:ro`)]).toEqual([isWritten, !isWritten]);
});

test('a service for programs that is alone in its file stays reachable from elsewhere', async () => {
  const text = 'services:\n  s:\n    image: ghcr.io/flaresolverr/flaresolverr:latest\n    ports: ["8191:8191"]\n';
  const fix = async (of: string): Promise<string | undefined> =>
    (await fixFiles({ 'compose.yaml': of }, { rules: ['open-service'], values: [] })).files[0]?.after;
  expect(await fix(text)).toBe(undefined);
  expect(await fix(`${text}  t:\n    image: example/app:1\n`)).toContain('"127.0.0.1:8191:8191"');
});
