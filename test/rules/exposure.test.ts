import { expect, test } from 'vitest';
import { readRows } from '../../scripts/images/table.ts';
import { knownImage } from '../../src/images/known-image.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import { lintText } from '../../src/lint/lint.ts';
import type { Container } from '../../src/model/container.ts';
import { isOpen, servicesOf, takesDataIn } from '../../src/rules/shared/network/exposure.ts';
import { subjectsIn } from '../subjects-in.ts';

test('the ports of the table that only take data in are these', () => {
  const names = readRows('src/images').flatMap(({ row: { listens = [] } }) => listens.filter(takesDataIn));
  expect([...new Set(names.map(({ what }) => what))].toSorted()).toEqual([
    'Beats input of the default pipeline',
    'OTLP over HTTP',
    'OTLP over gRPC',
    'Scribe collector',
    'Zipkin collector',
    'collector',
  ]);
});

async function containerOf(service: string): Promise<Container> {
  const text = `services:\n  a:\n${service.replace(/^/gm, '    ')}\n`;
  const [subject] = await subjectsIn({ path: 'compose.yaml', text });
  if (subject?.kind !== 'container') throw new Error('no container');
  return subject;
}

/** A service, and whom its image's first port lets in. */
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
  ['image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_USERNAME=a, MONGO_INITDB_ROOT_PASSWORD=hunter2]', 'written', true],
  [
    'image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_USERNAME=a, MONGO_INITDB_ROOT_PASSWORD_FILE=/run/secrets/p]',
    'outside',
    false,
  ],
  ['image: mongo:7\nenvironment: [MONGO_INITDB_ROOT_USERNAME=a, MONGO_INITDB_ROOT_PASSWORD]', 'outside', false],
  ['image: postgres:17', 'asks', false],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: trust}', 'open', true],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: "${METHOD}"}', 'unknown', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: "{{ password }}"}', 'outside', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: "${PASSWORD:-}"}', 'outside', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: YYYYYY}', 'outside', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: <YOUR_PASSWORD>}', 'outside', false],
  ['image: postgres:17\nenvironment: {POSTGRES_PASSWORD: changeme}', 'written', true],
  ['image: minio/minio:latest\ncommand: server /data', 'default', true],
  ['image: etherpad/etherpad:2.2\nenvironment: {ADMIN_PASSWORD: "${P}"}', 'open', false],
  ['image: etherpad/etherpad:2.2\nenvironment: {REQUIRE_AUTHENTICATION: "true"}', 'asks', false],
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
  // No row covers this tag's user and health check, but the login is the same.
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

/** Settings that change the port or address, or turn a login on or off. */
const SETTINGS: readonly (readonly [service: string, ports: readonly number[], guard: string])[] = [
  ['image: postgres:17\ncommand: -p 5433', [5433], 'asks'],
  ['image: postgres:17\ncommand: postgres --port=5433', [5433], 'asks'],
  ['image: postgres:17\nenvironment: {PGPORT: 5433}', [5433], 'asks'],
  ['image: postgres:17\nenvironment: {PGPORT: "${PORT}"}', [5432], 'asks'],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: trust, PGPORT: 5433}', [5433], 'open'],
  ['image: postgres:17\nenvironment: {POSTGRES_HOST_AUTH_METHOD: md5, POSTGRES_PASSWORD: "${P}"}', [5432], 'outside'],
  ['image: redis:7\ncommand: redis-server --port 6380', [6380], 'open'],
  ['image: redis:7\ncommand: redis-server --port 6380 --requirepass ${P}', [6380], 'outside'],
  ['image: redis/redis-stack-server:7.2.0-v1\nenvironment: {REDIS_ARGS: "--save 60"}', [6379], 'open'],
  ['image: redis/redis-stack-server:7.2.0-v1\nenvironment: {REDIS_ARGS: "--requirepass x"}', [6379], 'unknown'],
  ['image: mysql:8.4\ncommand: --port=3307\nenvironment: {MYSQL_RANDOM_ROOT_PASSWORD: "yes"}', [3307, 33060], 'asks'],
  ['image: mysql:8.4\ncommand: --bind-address=127.0.0.1', [33060], 'asks'],
  ['image: mysql:8.4\ncommand: --bind-address=0.0.0.0 --port=3307', [3307, 33060], 'asks'],
  ['image: mongo:7\ncommand: mongod --auth --port 27018', [27018], 'asks'],
  ['image: mongo:7\ncommand: --bind_ip 127.0.0.1', [], ''],
  ['image: mongo:7\ncommand: --bind_ip 127.0.0.1,10.0.0.1', [27017], 'open'],
  ['image: memcached:1.6\ncommand: memcached -p 11212', [11_212], 'open'],
  ['image: memcached:1.6\ncommand: memcached -l 127.0.0.1', [], ''],
  ['image: memcached:1.6\ncommand: memcached -S', [11_211], 'unknown'],
  ['image: minio/minio:latest\ncommand: server /data --console-address ":9090"', [9000, 9090], 'default'],
  ['image: minio/minio:latest\ncommand: server /data --address :9002', [9002], 'default'],
  ['image: prom/prometheus:v3.0.1\ncommand: --web.listen-address=:9990', [9990], 'open'],
  ['image: prom/prometheus:v2.24.0', [9090], 'open'],
  ['image: prom/prometheus:v2.32.1\ncommand: --web.listen-address=:9990', [9990], 'open'],
  ['image: prom/prometheus:v2.23.0', [], ''],
  ['image: prom/prometheus:v3.0.1\ncommand: --web.listen-address=127.0.0.1:9090', [], ''],
  ['image: grafana/grafana:11.4.0\nenvironment: [GF_SERVER_HTTP_PORT=3001]', [3001], 'default'],
  ['image: ollama/ollama:latest\nenvironment: [OLLAMA_HOST=127.0.0.1]', [], ''],
  ['image: ollama/ollama:latest\nenvironment: [OLLAMA_HOST=0.0.0.0]', [11_434], 'open'],
  ['image: elasticsearch:8.17.0\nenvironment: [xpack.security.enabled=false]', [9200], 'open'],
  ['image: elasticsearch:8.17.0\nenvironment: [XPACK.SECURITY.ENABLED=false]', [9200], 'asks'],
  ['image: apache/kafka:3.9.0', [9092], 'open'],
  [
    'image: apache/kafka:3.9.0\nenvironment: {KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"}',
    [9092],
    'open',
  ],
  [
    'image: apache/kafka:3.9.0\nenvironment: {KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CLIENT:SASL_SSL"}',
    [9092],
    'unknown',
  ],
  ['image: apache/kafka:3.9.0\nenvironment: {KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "${MAP}"}', [9092], 'unknown'],
  [
    'image: confluentinc/cp-kafka:7.5.0\nenvironment: {KAFKA_ADVERTISED_LISTENERS: "SASL_SSL://b:9092"}',
    [9092],
    'unknown',
  ],
  ['image: jenkins/jenkins:lts', [8080, 50_000], 'asks'],
  [
    'image: jenkins/jenkins:lts\nenvironment: {JAVA_OPTS: -Djenkins.install.runSetupWizard=false}',
    [8080, 50_000],
    'open',
  ],
  ['image: traefik:v1.7\ncommand: --api --docker', [80, 443, 8080], 'open'],
  ['image: traefik:v1.7\ncommand: --docker', [80, 443], 'asks'],
  ['image: traefik:v3.1\ncommand: --api.insecure --entrypoints.traefik.address=:9000', [80, 443, 9000], 'open'],
  ['image: quay.io/coreos/etcd:v3.5.14', [2379], 'closed'],
  ['image: couchdb:3\nenvironment: {COUCHDB_PASSWORD: "${P}"}', [5984], 'outside'],
  ['image: neo4j:5\nenvironment: {NEO4J_AUTH: none}', [7474, 7687], 'open'],
  ['image: opensearchproject/opensearch:2.11.0', [9200, 9600, 9650], 'default'],
  [
    'image: opensearchproject/opensearch:3.2.0\nenvironment: {DISABLE_SECURITY_PLUGIN: "true"}',
    [9200, 9600, 9650],
    'open',
  ],
  [
    'image: opensearchproject/opensearch:2.17.0\nenvironment: {plugins.security.disabled: "true"}',
    [9200, 9600, 9650],
    'open',
  ],
  ['image: surrealdb/surrealdb:v2\ncommand: start --unauthenticated', [8000], 'open'],
  ['image: docker:28-dind\nenvironment: {DOCKER_TLS_CERTDIR: ""}', [2375], 'open'],
  ['image: docker:28-dind\nenvironment: {DOCKER_TLS_CERTDIR: ""}\ncommand: --tlsverify --tlscacert=/ca.pem', [], ''],
  ['image: docker:28-dind\nenvironment: [DOCKER_TLS_CERTDIR]', [2376, 2375], 'asks'],
  ['image: docker:28-dind', [2376], 'asks'],
  ['image: docker:28-dind\ncommand: -H tcp://0.0.0.0:2375 --tls=false', [2376], 'asks'],
  ['image: docker:28-dind\ncommand: --tlsverify=false', [2376], 'open'],
  ['image: docker:28-dind\ncommand: dockerd', [2375], 'closed'],
  ['image: docker:28-dind\ncommand: dockerd -H tcp://0.0.0.0:2375', [2375], 'open'],
  ['image: docker:dind\ncommand: dockerd --host=tcp://0.0.0.0:4243 --tls=false', [4243], 'open'],
  ['image: docker:dind\ncommand: dockerd -H unix:///var/run/docker.sock -H 0.0.0.0:4243', [4243], 'open'],
  ['image: docker:dind\nentrypoint: /usr/local/bin/dockerd\ncommand: -H tcp://[::]:2375', [2375], 'open'],
  [`image: docker:dind\ncommand: sh -c 'dockerd -H tcp://0.0.0.0:2375'`, [2375], 'open'],
  [`image: docker:dind\ncommand: ["/bin/sh", "-ec", "exec dockerd --host=tcp://0.0.0.0:4243"]`, [4243], 'open'],
  [`image: docker:dind\nentrypoint: sh -c 'dockerd -H tcp://0.0.0.0:2375'`, [2375], 'open'],
  [`image: docker:dind\ncommand: sh -c 'dockerd -H tcp://0.0.0.0:2375 --tlsverify'`, [2375], 'asks'],
  [`image: docker:dind\ncommand: sh -c 'dockerd -H unix:///var/run/docker.sock'`, [], ''],
  [`image: docker:dind\ncommand: sh -c 'dockerd & curl -H Host:0.0.0.0:1 http://web'`, [2376], 'unknown'],
  ['image: docker:dind\ncommand: dockerd -H tcp://0.0.0.0 --tlsverify=false', [2375], 'open'],
  ['image: docker:dind\ncommand: dockerd -H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/ca.pem', [2376], 'asks'],
  ['image: docker:dind\ncommand: dockerd -H tcp://0.0.0.0:2376 --tls', [2376], 'unknown'],
  ['image: docker:dind\ncommand: dockerd -H tcp://${ADDRESS}:2375', [2375], 'unknown'],
  ['image: docker:dind\ncommand: dockerd -H unix:///var/run/docker.sock', [], ''],
  ['image: docker:dind\ncommand: dockerd -H tcp://127.0.0.1:2375 --tls=false', [], ''],
  ['image: docker:dind\ncommand: dockerd -H tcp://:2375', [2375], 'closed'],
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: "yes"}', [3306, 33060], 'open'],
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: "yes", MYSQL_PASSWORD: "${P}"}', [3306, 33060], 'open'],
  [
    'image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: "yes", MYSQL_ROOT_PASSWORD: "${P}"}',
    [3306, 33060],
    'outside',
  ],
  ['image: bitnami/redis:7.2\nenvironment: [ALLOW_EMPTY_PASSWORD=yes]', [6379], 'open'],
  ['image: bitnami/redis:7.2\nenvironment: [ALLOW_EMPTY_PASSWORD=yes, "REDIS_PASSWORD=${P}"]', [6379], 'outside'],
  ['image: bitnami/redis:7.2\nenvironment: [ALLOW_EMPTY_PASSWORD=no, REDIS_PASSWORD=x]', [6379], 'written'],
  [
    'image: bitnamilegacy/postgresql:16\nenvironment: [POSTGRESQL_PASSWORD=x, POSTGRESQL_PORT_NUMBER=5433]',
    [5433],
    'written',
  ],
  ['image: public.ecr.aws/bitnami/mongodb:7.0', [27_017], 'open'],
  ['image: bitnami/rabbitmq:3.13', [5672, 15_672], 'default'],
  ['image: bitnami/etcd:3\nenvironment: [ALLOW_NONE_AUTHENTICATION=yes]', [2379], 'open'],
  ['image: bitnami/zookeeper:3.8\nenvironment: [ALLOW_ANONYMOUS_LOGIN=yes]', [2181], 'open'],
  ['image: bitnami/kafka:3.4\nenvironment: [ALLOW_PLAINTEXT_LISTENER=yes]', [9092], 'open'],
  ['image: example/redis:7.2\nenvironment: [ALLOW_EMPTY_PASSWORD=yes]', [], ''],
];

test.each(SETTINGS)('%s: %j, %s', async (service, ports, guard) => {
  const container = await containerOf(service);
  const services = servicesOf(container, knownImage(container, { table: IMAGE_TABLE })).ofImage ?? [];
  expect(services.map(({ port }) => port)).toEqual(ports);
  expect(services[0]?.guard.kind ?? '').toBe(guard);
});

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
  const container = await containerOf(`image: ${image}\nports: ${JSON.stringify(numbers.map(String))}`);
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
