import { expect, test } from 'vitest';
import { knownImage } from '../../src/images/known-image.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import { lintText } from '../../src/lint/lint.ts';
import type { Container } from '../../src/model/container.ts';
import { isOpen, servicesOf } from '../../src/rules/shared/network/exposure.ts';
import { subjectsIn } from '../subjects-in.ts';

async function containerOf(service: string): Promise<Container> {
  const text = `services:\n  a:\n${service.replace(/^/gm, '    ')}\n`;
  const [subject] = await subjectsIn({ path: 'compose.yaml', text });
  if (subject?.kind !== 'container') throw new Error('no container');
  return subject;
}

/** A service, and whom the first port that its image listens on lets in. */
const GUARDS: readonly (readonly [service: string, guard: string, isOpen: boolean])[] = [
  ['image: redis:7', 'open', true],
  ['image: redis:7\ncommand: redis-server --appendonly yes', 'open', true],
  ['image: redis:7\ncommand: ["--requirepass", ""]', 'open', true],
  ['image: redis:7\ncommand: redis-server --requirepass hunter2', 'written', true],
  ['image: redis:7\ncommand: ["sh", "-c", "exec redis-server --requirepass hunter2"]', 'written', true],
  ['image: redis:7\ncommand: ["sh", "-c", "redis-server --requirepass $$PASSWORD"]', 'outside', false],
  ['image: redis:7\ncommand: redis-server --requirepass ${PASSWORD}', 'outside', false],
  ['image: redis:7\ncommand: redis-server --requirepass ${PASSWORD:-hunter2}', 'written', true],
  ['image: redis:7\ncommand: redis-server ${OPTIONS}', 'unknown', false],
  ['image: redis:7\ncommand: ["sh", "-c", "prepare && redis-server"]', 'unknown', false],
  ['image: redis:7\ncommand: redis-sentinel /s.conf', 'unknown', false],
  ['image: redis:7\ncommand: redis-server /own.conf\nvolumes: ["./a.conf:/own.conf"]', 'unknown', false],
  ['image: redis:7\nvolumes: ["./redis:/usr/local/etc/redis"]', 'unknown', false],
  ['image: redis:7\nvolumes: ["data:/data"]', 'open', true],
  ['image: redis:7\ncommand: redis-server --aclfile /acl', 'unknown', false],
  ['image: mongo:7', 'open', true],
  ['image: mongo:7\nenv_file: [{path: missing.env, required: false}]', 'unknown', false],
  ['image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_PASSWORD=hunter2]', 'written', true],
  ['image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_PASSWORD_FILE=/run/secrets/p]', 'outside', false],
  ['image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_PASSWORD]', 'outside', false],
  ['image: postgres:17', 'asks', false],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: trust}', 'open', true],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: "${METHOD}"}', 'unknown', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: "{{ password }}"}', 'outside', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: "${PASSWORD:-}"}', 'outside', false],
  ['image: minio/minio:latest\ncommand: server /data', 'default', true],
  ['image: minio/minio:latest\ncommand: mirror a b', 'unknown', false],
  ['image: rabbitmq:4\nenvironment: [RABBITMQ_DEFAULT_PASS=guest]', 'written', true],
  [
    'image: grafana/grafana:11.4.0\nenvironment: [GF_AUTH_ANONYMOUS_ENABLED=true, GF_AUTH_ANONYMOUS_ORG_ROLE=Admin]',
    'open',
    true,
  ],
  [
    'image: grafana/grafana:11.4.0\nenvironment: [GF_AUTH_ANONYMOUS_ENABLED=true, "GF_SECURITY_ADMIN_PASSWORD=${P}"]',
    'outside',
    false,
  ],
  ['image: prom/prometheus:v3.0.1\ncommand: --web.config.file=/web.yml', 'unknown', false],
  ['image: louislam/uptime-kuma:1', 'asks', false],
  // A tag that no row covers for its user and health check: the login is the same.
  ['image: postgres:12\nenvironment: {POSTGRES_PASSWORD: hunter2}', 'written', true],
  ['image: postgres:99\nenvironment: {POSTGRES_PASSWORD: hunter2}', 'written', true],
  ['image: postgres:${TAG}\nenvironment: {POSTGRES_PASSWORD: hunter2}', 'written', true],
  ['image: postgres:${TAG}\nenvironment: {POSTGRES_PASSWORD: "${PASSWORD}"}', 'outside', false],
  ['image: postgres:9.6.2', 'open', true],
  ['image: postgres:9.6', 'asks', false],
  ['image: redis:5-alpine\ncommand: redis-server --requirepass hunter2', 'written', true],
  ['image: redis:5-alpine', 'open', true],
  ['image: redis@sha256:' + '0'.repeat(64), 'open', true],
  ['image: mysql:5.6\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: "yes"}', 'open', true],
  ['image: mysql:5.6\nenvironment: {MYSQL_ROOT_PASSWORD: root}', 'written', true],
  ['image: mariadb:10.1\ncommand: mysqld --log-bin\nenvironment: {MYSQL_ROOT_PASSWORD: root}', 'written', true],
  ['image: mongo:3.4', 'open', true],
  ['image: rabbitmq:3.8-management', 'default', true],
  ['image: elasticsearch:7.17.15', 'open', true],
  [
    'image: elasticsearch:7.17.15\nenvironment: [xpack.security.enabled=true, "ELASTIC_PASSWORD=${P}"]',
    'outside',
    false,
  ],
  ['image: elasticsearch:8.11.2', 'asks', false],
  ['image: clickhouse/clickhouse-server:24.10.1', 'open', true],
  ['image: clickhouse/clickhouse-server:24.12', 'closed', false],
  ['image: minio/minio:RELEASE.2021-01-01T00-00-00Z\ncommand: minio server /data', 'default', true],
  ['image: grafana/grafana:8.3.4', 'default', true],
  [
    'image: quay.io/coreos/etcd:v3.2.9\ncommand: /usr/local/bin/etcd --listen-client-urls http://0.0.0.0:2379',
    'open',
    true,
  ],
];

test.each(GUARDS)('%s: %s', async (service, guard, open) => {
  const container = await containerOf(service);
  const [first] = servicesOf(container, knownImage(container, { table: IMAGE_TABLE })).ofImage ?? [];
  expect(first?.guard.kind).toBe(guard);
  expect(first !== undefined && isOpen(first)).toBe(open);
});

test.each([
  ['example/cache:1', [6379], [6379]],
  ['kapacitor:1.5', [9092], []],
  ['example/kafka:1', [9092], [9092]],
  ['example/solr:8', [8983], [8983]],
  ['example/web:1', [80, 3000, 8080, 8081, 9000], []],
  ['example/phpmyadmin:5', [80, 8080], [80]],
  ['example/vaultwarden:1', [8200], []],
  ['example/sparkjava:1', [8080], []],
])('of %s the numbers %j count as %j', async (image, numbers, counted) => {
  const container = await containerOf(`image: ${image}`);
  const { ofImage, byNumber } = servicesOf(container, knownImage(container, { table: IMAGE_TABLE }));
  expect(ofImage).toBeUndefined();
  expect(byNumber(numbers).map(({ port }) => port)).toEqual(counted);
});

test('what is built here is called by the name of its service', async () => {
  const container = await containerOf('build: ./grafana\nports: ["3000:3000"]');
  const byNumber = (name: string): readonly string[] =>
    servicesOf({ ...container, name }, {})
      .byNumber([3000])
      .map(({ what }) => what);
  expect(byNumber('grafana')).toEqual(['Grafana']);
  expect(byNumber('web')).toEqual([]);
});

test('the traefik API is there with its flag only', async () => {
  const portsOf = async (command: string): Promise<readonly number[] | undefined> => {
    const container = await containerOf(`image: traefik:v3.1\ncommand: ${command}`);
    return servicesOf(container, knownImage(container, { table: IMAGE_TABLE })).ofImage?.map(({ port }) => port);
  };
  expect(await portsOf('--api.insecure=true')).toContain(8080);
  expect(await portsOf('--api.insecure=false')).not.toContain(8080);
});

test('a port is reported by one rule, and fails for the other too', async () => {
  const text =
    'services: {a: {image: "redis:7", ports: ["6379:6379"]}, b: {image: "redis:7", ports: ["1:6379", "2:2"]}}\n';
  const { findings, subjects } = await lintText({ path: 'compose.yaml', text });
  const ports = findings.filter(({ rule }) => ['open-service', 'exposed-port', 'wildcard-bind-address'].includes(rule));
  expect(ports.map(({ rule }) => rule)).toEqual(['open-service', 'open-service', 'wildcard-bind-address']);
  expect(subjects.map(({ verdicts }) => verdicts.get('wildcard-bind-address'))).toEqual(['fail', 'fail']);
  expect(subjects.map(({ reportedBy }) => reportedBy?.['wildcard-bind-address'])).toEqual(['open-service', undefined]);
});

test('where the rule that says more is off, the other reports the port', async () => {
  const text = 'services: {a: {image: "redis:7", ports: ["6379:6379"]}}\n';
  const { findings } = await lintText(
    { path: 'compose.yaml', text },
    { rules: { 'open-service': { severity: 'off' } } },
  );
  expect(findings.map(({ rule }) => rule)).toContain('wildcard-bind-address');
});
