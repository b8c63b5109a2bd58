import { describe, expect, test } from 'vitest';
import type { FixRun } from '../../src/fixes/fix-inputs.ts';
import { fixFiles } from './fix-text.ts';

const READ_ONLY = 'writable-root-filesystem';
const CAPABILITIES = 'added-capability';
const USER = 'root-user';

function service(image: string, ...lines: readonly string[]): string {
  return `services:\n  s:\n    image: ${image}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

function fixed(files: Readonly<Record<string, string>>, choice: Parameters<typeof fixFiles>[1]): Promise<FixRun> {
  return fixFiles(files, choice, { preset: 'hardened' });
}

function rulesOf(of: FixRun['made'] | FixRun['withdrawn']): readonly string[] {
  const rules = of.map(({ finding }) => finding.rule);
  return [READ_ONLY, CAPABILITIES, USER].filter((rule) => rules.includes(rule));
}

describe('a setting with which the start writes or needs more withholds the fixes, also by name', () => {
  test.each([
    ['nginx:1.27', 'volumes: ["./t:/etc/nginx/templates:ro"]', 'renders these templates'],
    ['nginx:1.27', 'volumes: ["./a.template:/etc/nginx/templates/default.conf.template"]', 'renders these templates'],
    ['nginx:1.27', 'environment: {NGINX_ENVSUBST_OUTPUT_DIR: /etc/nginx}', 'renders templates elsewhere'],
    ['nginx:1.27', 'environment: {NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE: "1"}', 'edits'],
    ['nginx:1.27', 'volumes: ["./90-x.sh:/docker-entrypoint.d/90-x.sh:ro"]', 'runs scripts'],
    ['nginx:1.27', 'volumes: ["./entry.sh:/docker-entrypoint.sh"]', 'A mount replaces'],
    ['nextcloud:33', 'environment: {REDIS_HOST: redis}', 'redis-session.ini'],
    ['nextcloud:33', 'env_file: nextcloud.env', 'A file that was not read'],
    ['nextcloud:33', 'volumes: ["./h:/docker-entrypoint-hooks.d/before-starting:ro"]', 'runs scripts'],
    ['postgres:17', 'command: postgres -c log_directory=/var/log/postgresql', '/var/log/postgresql'],
    ['postgres:17', 'command: ["-c", "unix_socket_directories=/tmp/sockets"]', '/tmp/sockets'],
    ['postgres:17', 'environment: {PGDATA: /srv/pg/data}', '/srv/pg/data'],
    ['redis:7.4', 'command: redis-server --logfile /var/log/redis/redis.log', '/var/log/redis'],
    ['mariadb:11', 'command: --log-error=/var/log/mysql/error.log', '/var/log/mysql'],
    ['vaultwarden/server:1.34.0', 'environment: {SSO_ENABLED: "true"}', 'edits /web-vault'],
    ['adminer:5', 'environment: {ADMINER_PLUGINS: tables-filter}', 'plugins-enabled'],
    ['grafana/grafana:12.0.0', 'environment: {GF_AWS_PROFILES: default}', '.aws/credentials'],
    ['lscr.io/linuxserver/sonarr:latest', 'environment: {DOCKER_MODS: a/b}', 'installs programs'],
    ['lscr.io/linuxserver/sonarr:latest', 'volumes: ["./s:/custom-cont-init.d:ro"]', 'runs scripts'],
  ])('%s with %s', async (image, line, why) => {
    const files = { 'compose.yaml': service(image, line) };
    for (const rules of [[], [READ_ONLY]]) {
      const { made, withdrawn } = await fixed(files, { rules });
      expect(rulesOf(made)).not.toContain(READ_ONLY);
      expect(withdrawn.some(({ withdrawal }) => withdrawal.message.includes(why))).toBe(true);
    }
  });
});

describe('the same image without it keeps its fixes at medium', () => {
  test.each([
    ['nginx:1.27', []],
    ['nginx:1.27', ['volumes: ["./html:/usr/share/nginx/html:ro"]']],
    ['nextcloud:33', ['volumes: ["data:/var/www/html"]']],
    ['postgres:17', ['command: -c max_connections=200']],
    ['postgres:17', ['environment: {PGDATA: /var/lib/postgresql/data/pgdata}']],
    ['postgres:17', ['volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql"]']],
    ['mariadb:11', ['command: --log-error=/var/lib/mysql/error.log']],
    ['redis:7.4', ['command: redis-server --logfile /logs/redis.log', 'volumes: ["/srv/logs:/logs"]']],
    ['prom/prometheus:v2.53.0', ['volumes: ["./p.yml:/etc/prometheus/prometheus.yml"]']],
  ])('%s with %j', async (image, lines) => {
    const { made } = await fixed({ 'compose.yaml': service(image, ...lines) }, { risk: 'medium' });
    expect(rulesOf(made)).toEqual(expect.arrayContaining([READ_ONLY, CAPABILITIES]));
  });
});

test.each([
  ['nginx:1.27', './nginx.conf:/etc/nginx/nginx.conf:ro'],
  ['nginx:1.27', './conf.d:/etc/nginx/conf.d'],
  ['mariadb:11', './my.cnf:/etc/mysql/conf.d/my.cnf'],
  ['redis:7.4', './redis.conf:/usr/local/etc/redis/redis.conf'],
  ['postgres:17', './init:/docker-entrypoint-initdb.d'],
])(
  '%s with its own configuration or scripts, %s: a read-only root filesystem stays a high risk',
  async (image, mount) => {
    const files = { 'compose.yaml': service(image, `volumes: ["${mount}"]`) };
    expect(rulesOf((await fixed(files, { risk: 'medium' })).made)).toContain(CAPABILITIES);
    expect(rulesOf((await fixed(files, { risk: 'medium' })).made)).not.toContain(READ_ONLY);
    expect(rulesOf((await fixed(files, { risk: 'high' })).made)).toContain(READ_ONLY);
  },
);

describe('another program says why, and is fixed only by name', () => {
  test.each([
    [{ 'compose.yaml': service('nginx:1.27', 'command: /start.sh') }, 'command'],
    [{ 'compose.yaml': service('nginx:1.27', 'entrypoint: /start.sh') }, 'entrypoint'],
    [
      { 'compose.yaml': 'services: { s: { build: . } }\n', Dockerfile: 'FROM nginx:1.27\nCMD ["/start.sh"]\n' },
      '`CMD`',
    ],
    [{ 'compose.yaml': 'services: { s: { build: . } }\n', Dockerfile: 'FROM nginx:1.27\nCMD ./start.sh\n' }, '`CMD`'],
    [
      { 'compose.yaml': 'services: { s: { build: . } }\n', Dockerfile: 'FROM nginx:1.27\nENTRYPOINT ["/e"]\n' },
      '`ENTRYPOINT`',
    ],
  ])('%j', async (files, why) => {
    const { made, withdrawn } = await fixed(files, { risk: 'high' });
    expect(rulesOf(made)).toEqual([]);
    expect(rulesOf(withdrawn)).toEqual([READ_ONLY, CAPABILITIES]);
    expect(withdrawn.every(({ withdrawal }) => withdrawal.message.includes(why))).toBe(true);
    const named = await fixed(files, { rules: [READ_ONLY, CAPABILITIES] });
    expect(rulesOf(named.made)).toEqual([READ_ONLY, CAPABILITIES]);
  });
});

describe('a Dockerfile on a known image', () => {
  const compose = 'services: { s: { build: . } }\n';

  test.each([
    ['COPY default.conf.template /etc/nginx/templates/', 'renders these templates'],
    ['ENV NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE=1', 'edits'],
    ['COPY ["a.sh", "/docker-entrypoint.d/a.sh"]', 'runs scripts'],
  ])('%s', async (line, why) => {
    const { made, withdrawn } = await fixed({ 'compose.yaml': compose, Dockerfile: `FROM nginx:1.27\n${line}\n` }, {});
    expect(rulesOf(made)).not.toContain(READ_ONLY);
    expect(withdrawn.some(({ withdrawal }) => withdrawal.message.includes(why))).toBe(true);
  });

  test('may write anywhere, so a read-only root filesystem stays a high risk', async () => {
    const files = { 'compose.yaml': compose, Dockerfile: 'FROM nginx:1.27\nCOPY dist /usr/share/nginx/html\n' };
    expect(rulesOf((await fixed(files, { risk: 'medium' })).made)).toEqual([CAPABILITIES]);
    expect(rulesOf((await fixed(files, { risk: 'high' })).made)).toEqual([READ_ONLY, CAPABILITIES]);
  });
});

describe('a runtime that starts a script or a package manager drops its capabilities only by name', () => {
  test.each([
    ['debian:bookworm', 'command: bash -c "apt-get update && apt-get install -y curl"', false],
    ['alpine:3.20', 'command: ["sh", "-c", "crontab /jobs && crond -f"]', false],
    ['node:18-alpine', 'command: npm start', false],
    ['node:18-alpine', 'entrypoint: /usr/local/bin/start.sh', false],
    ['node:22', 'command: node server.js', true],
    ['python:3.12', 'command: python app.py', true],
    ['python:3.12', 'init: true', true],
  ])('%s with %s', async (image, line, isMade) => {
    const { made } = await fixed({ 'compose.yaml': service(image, line) }, { risk: 'high' });
    expect(rulesOf(made).includes(CAPABILITIES)).toBe(isMade);
  });
});

test('dropping few capabilities stays a high risk', async () => {
  const files = { 'compose.yaml': service('pihole/pihole:2025.04.0') };
  expect(rulesOf((await fixed(files, { risk: 'medium' })).made)).not.toContain(CAPABILITIES);
  expect(rulesOf((await fixed(files, { risk: 'high' })).made)).toContain(CAPABILITIES);
});

test('a password file that only root may read keeps root', async () => {
  const files = {
    'compose.yaml': `${service('postgres:17', 'environment: {POSTGRES_PASSWORD_FILE: /run/secrets/p}', 'secrets: [p]')}secrets: {p: {file: ./p}}\n`,
  };
  const { withdrawn } = await fixed(files, { rules: [USER] });
  expect(withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual([
    expect.stringContaining('POSTGRES_PASSWORD_FILE'),
  ]);
});

test.each([
  ['postgres:17', ['tmpfs: [/run/postgresql]']],
  ['mariadb:11', ['tmpfs: [/run/mysqld, /tmp]']],
])('%s: a tmpfs that the tool writes keeps no user out', async (image, lines) => {
  const first = await fixed({ 'compose.yaml': service(image) }, { rules: [READ_ONLY] });
  const { made } = await fixed({ 'compose.yaml': first.files[0]?.after ?? '' }, { rules: [USER] });
  expect(rulesOf(made)).toEqual([USER]);
  expect(rulesOf((await fixed({ 'compose.yaml': service(image, ...lines) }, { rules: [USER] })).made)).toEqual([USER]);
});

describe('blocking new privileges is withheld where programs raise them', () => {
  test.each([
    ['hashicorp/vault:1.18', 'cap_add: [IPC_LOCK]', 'privileges'],
    ['vault:1.13.3', 'command: server', 'file capabilities'],
    ['checkmk/check-mk-raw:2.3.0-latest', 'ports: ["127.0.0.1:1:5000"]', 'file capabilities'],
    ['lscr.io/linuxserver/smokeping:latest', 'ports: ["127.0.0.1:1:80"]', 'file capabilities'],
    ['jasonrivers/nagios:latest', 'ports: ["127.0.0.1:1:80"]', 'file capabilities'],
    ['bytemark/smtp', 'restart: always', 'file capabilities'],
    ['example/app:1', 'command: ping -i 60 example.com', 'ping'],
    ['example/app:1', 'healthcheck: { test: ["CMD-SHELL", "sudo -u app status"] }', 'health check'],
  ])('%s with %s', async (image, line, why) => {
    const rules = ['new-privileges-allowed'];
    const { made, withdrawn } = await fixFiles({ 'compose.yaml': service(image, line) }, { rules });
    expect(made).toEqual([]);
    expect(withdrawn[0]?.withdrawal.message).toContain(why);
  });

  test('vaultwarden is another program', async () => {
    const files = { 'compose.yaml': service('vaultwarden/server:1.34.0') };
    expect((await fixFiles(files, { rules: ['new-privileges-allowed'] })).made).toHaveLength(1);
  });
});
