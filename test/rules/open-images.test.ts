import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

type Verdict = 'open' | 'exposed' | 'undecided' | 'neither';

/** A service that publishes a port, and which of the two rules about it fails: the audit's false and missed errors. */
const VERDICTS: readonly (readonly [service: string, port: number, verdict: Verdict])[] = [
  // Values, as each program reads them.
  ['image: semitechnologies/weaviate:1.30.0\nenvironment: {AUTHENTICATION_APIKEY_ENABLED: "on"}', 8080, 'exposed'],
  [
    'image: semitechnologies/weaviate:1.30.0\nenvironment: {AUTHENTICATION_APIKEY_ENABLED: enabled, AUTHENTICATION_APIKEY_ALLOWED_KEYS: "${K}"}',
    8080,
    'exposed',
  ],
  ['image: semitechnologies/weaviate:1.30.0\nenvironment: {AUTHENTICATION_OIDC_ENABLED: 1}', 8080, 'exposed'],
  ['image: semitechnologies/weaviate:1.30.0\nenvironment: {AUTHENTICATION_OIDC_ENABLED: "yes"}', 8080, 'open'],
  [
    'image: semitechnologies/weaviate:1.30.0\nenvironment: {AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "1"}',
    8080,
    'open',
  ],
  ['image: traefik:v3.1\ncommand: --api.insecure=1', 8080, 'open'],
  ['image: traefik:v3.1\ncommand: --api.insecure=0', 8080, 'neither'],
  [
    'image: quay.io/coreos/etcd:v3.5.0\ncommand: etcd --client-cert-auth=false --listen-client-urls http://0.0.0.0:2379',
    2379,
    'open',
  ],
  [
    'image: quay.io/coreos/etcd:v3.5.0\ncommand: etcd --client-cert-auth --listen-client-urls https://0.0.0.0:2379',
    2379,
    'exposed',
  ],
  // Accounts in a database that the user fills.
  ['image: guacamole/guacamole:1.6.0\nenvironment: {MYSQL_HOSTNAME: db}', 8080, 'exposed'],
  // Each listener of a broker, and no controller.
  [
    'image: confluentinc/cp-kafka:7.8.0\nenvironment: {KAFKA_ADVERTISED_LISTENERS: "IN://k:19092,OUT://${IP:-127.0.0.1}:9093", KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "IN:PLAINTEXT,OUT:PLAINTEXT"}',
    9093,
    'open',
  ],
  [
    'image: apache/kafka:3.9.0\nenvironment: {KAFKA_LISTENERS: "PLAINTEXT://:29092,CONTROLLER://:9093"}',
    29_092,
    'open',
  ],
  [
    'image: apache/kafka:3.9.0\nenvironment: {KAFKA_LISTENERS: "PLAINTEXT://:29092,CONTROLLER://:9093"}',
    9093,
    'neither',
  ],
  // Known programs under another name.
  ['image: "quay.io/debezium/kafka:${V}"\nenvironment: {KAFKA_LISTENERS: "PLAINTEXT://kafka:9092"}', 9092, 'open'],
  ['image: example/kafka:1\nenvironment: {KAFKA_LISTENERS: "SASL_SSL://kafka:9092"}', 9092, 'exposed'],
  ['image: "debezium/example-postgres:${V}"\nenvironment: {POSTGRES_PASSWORD: postgres}', 5432, 'open'],
  ['image: "debezium/example-postgres:${V}"\nenvironment: {POSTGRES_PASSWORD: "${P:?}"}', 5432, 'exposed'],
  ['image: example/app:1\nenvironment: {POSTGRES_PASSWORD: postgres}', 8000, 'neither'],
  ['image: pgsty/minio:1\ncommand: server /data\nenvironment: {MINIO_ROOT_PASSWORD: secret123}', 9000, 'open'],
  // Addresses.
  ['image: quay.io/coreos/etcd:v3.5.0\ncommand: etcd --listen-client-urls http://127.0.0.1:2379', 2379, 'neither'],
  [
    'image: quay.io/coreos/etcd:v3.5.0\ncommand: etcd --listen-client-urls http://localhost:2379,http://[::1]:2379',
    2379,
    'neither',
  ],
  ['image: quay.io/coreos/etcd:v3.5.0\nenvironment: ["ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:${PORT}"]', 2379, 'open'],
  [
    'image: quay.io/coreos/etcd:v3.5.0\nenvironment: ["ETCD_LISTEN_CLIENT_URLS=http://127.0.0.1:${PORT}"]',
    2379,
    'neither',
  ],
  ['image: quay.io/coreos/etcd:v3.5.0\nenvironment: ["ETCD_LISTEN_CLIENT_URLS=${URLS}"]', 2379, 'undecided'],
  // Users of the loopback.
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MYSQL_ROOT_HOST: localhost}', 3306, 'exposed'],
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MYSQL_ROOT_HOST: "%"}', 3306, 'open'],
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MYSQL_RANDOM_ROOT_PASSWORD: 1}', 3306, 'exposed'],
  ['image: mysql:8.4\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MYSQL_ROOT_HOST: "${H}"}', 3306, 'undecided'],
  [
    'image: mariadb:11.8\nenvironment: {MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: 1, MARIADB_ROOT_HOST: 127.0.0.1}',
    3306,
    'exposed',
  ],
  // What is known before a value that is not.
  ['image: neo4j:5\nenvironment: {NEO4J_AUTH: "neo4j/${P:?}"}', 7687, 'exposed'],
  ['image: neo4j:5\nenvironment: {NEO4J_AUTH: "no${P}"}', 7687, 'undecided'],
  // A setting that may add a login, and one that changes nothing.
  [
    'image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_USER: app, CLICKHOUSE_PASSWORD: hunter2}',
    8123,
    'open',
  ],
  [
    'image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_USER: app, CLICKHOUSE_PASSWORD: "${P}"}',
    8123,
    'exposed',
  ],
  ['image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_USER: app}', 8123, 'open'],
  ['image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_USER: default}', 8123, 'neither'],
  ['image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 1}', 8123, 'open'],
  ['image: clickhouse/clickhouse-server:26.3\nenvironment: {CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 0}', 8123, 'neither'],
  ['image: clickhouse/clickhouse-server:26.3', 8123, 'neither'],
  ['image: clickhouse/clickhouse-server:24.1\nenvironment: {CLICKHOUSE_USER: app}', 8123, 'open'],
  ['image: redis:5\nenvironment: {REDIS_PASSWORD: "${P}"}', 6379, 'open'],
  ['image: redis:8.0.2\nenvironment: {REDIS_PASSWORD: "${P}"}', 6379, 'open'],
  ['image: redis:8\nenvironment: {REDIS_PASSWORD: "${P}"}', 6379, 'exposed'],
  ['image: mongo:7\ncommand: --auth', 27_017, 'exposed'],
  [
    'image: registry:2\nenvironment: {REGISTRY_AUTH_TOKEN_REALM: https://a.example, REGISTRY_AUTH_TOKEN_SERVICE: a}',
    5000,
    'neither',
  ],
  ['image: registry:2', 5000, 'open'],
  // What does not start.
  ['image: mongo:7\nenvironment: {MONGO_INITDB_ROOT_USERNAME: root}', 27_017, 'exposed'],
  ['image: mongo:7\nenvironment: {MONGO_INITDB_ROOT_PASSWORD: hunter2}', 27_017, 'exposed'],
  ['image: bitnami/zookeeper:3.9', 2181, 'exposed'],
  ['image: bitnami/zookeeper:3.9\nenvironment: {ALLOW_EMPTY_PASSWORD: "yes"}', 2181, 'open'],
  ['image: bitnami/zookeeper:3.9\nenvironment: {ALLOW_EMPTY_PASSWORD: "no"}', 2181, 'exposed'],
  // Configuration by its path; data volumes have none.
  ['image: mongo:7\nvolumes: ["./init.js:/docker-entrypoint-initdb.d/init.js"]', 27_017, 'open'],
  ['image: nodered/node-red:4.0\nvolumes: ["data:/data"]', 1880, 'open'],
  ['image: nodered/node-red:4.0\nvolumes: ["./data:/data"]', 1880, 'exposed'],
  ['image: nodered/node-red:4.0\nvolumes: ["./flows.json:/data/flows.json"]', 1880, 'open'],
  ['image: solr:9.7\nvolumes: ["data:/var/solr"]', 8983, 'open'],
  ['image: koenkk/zigbee2mqtt:2.1.0\nvolumes: ["data:/app/data"]', 8080, 'open'],
  ['image: koenkk/zigbee2mqtt:2.1.0\nvolumes: [{type: volume, source: data, target: /app/data}]', 8080, 'open'],
  ['image: rabbitmq:3-management\nvolumes: ["./enabled_plugins:/etc/rabbitmq/enabled_plugins"]', 15_672, 'open'],
  ['image: rabbitmq:3-management\nvolumes: ["./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf"]', 15_672, 'exposed'],
  ['image: rabbitmq:3-management\nvolumes: ["./rabbitmq:/etc/rabbitmq"]', 15_672, 'exposed'],
  ['image: selenium/hub:4.20\nvolumes: ["./config.toml:/opt/selenium/config.toml"]', 4444, 'exposed'],
  ['image: selenium/hub:4.20', 4444, 'open'],
  // Each port has its own login.
  [
    'image: selenium/standalone-chrome:4.20\nenvironment: {SE_ROUTER_USERNAME: a, SE_ROUTER_PASSWORD: "${P}"}',
    5900,
    'open',
  ],
  [
    'image: selenium/standalone-chrome:4.20\nenvironment: {SE_ROUTER_USERNAME: a, SE_ROUTER_PASSWORD: "${P}"}',
    4444,
    'exposed',
  ],
  ['image: selenium/standalone-chrome:4.20\nenvironment: {SE_VNC_PASSWORD: "${P}"}', 7900, 'exposed'],
  ['image: selenium/standalone-chrome:4.20\nenvironment: {SE_START_VNC: "false"}', 5900, 'neither'],
  ['image: selenium/node-firefox:4.20\nenvironment: {SE_VNC_NO_PASSWORD: 1}', 7900, 'open'],
  ['image: qmcgaw/gluetun:latest', 8000, 'exposed'],
  ['image: qmcgaw/gluetun:v3.40.0', 8000, 'open'],
  ['image: qmcgaw/gluetun:v3.40.0\nvolumes: ["./auth.toml:/gluetun/auth/config.toml"]', 8000, 'exposed'],
  [
    'image: qmcgaw/gluetun:latest\nenvironment: {HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE: \'{"auth":"none"}\'}',
    8000,
    'open',
  ],
  ['image: emqx/emqx:5.8.9', 18_083, 'open'],
  ['image: emqx/emqx:5.8.9\nenvironment: {EMQX_DASHBOARD__DEFAULT_PASSWORD: "${P}"}', 18_083, 'exposed'],
  ['image: emqx/emqx:5.8.9\nenvironment: {EMQX_DASHBOARD__DEFAULT_PASSWORD: "${P}"}', 1883, 'open'],
  ['image: zookeeper:3.6', 8080, 'open'],
  ['image: zookeeper:3.6\nenvironment: {ZOO_ADMINSERVER_ENABLED: "false"}', 8080, 'neither'],
  // Programs that are started without the image's entrypoint.
  ['image: mongo\nentrypoint: [mongod, --bind_ip_all]', 27_017, 'open'],
  ['image: mongo\nentrypoint: [mongod, --bind_ip_all, --auth]', 27_017, 'exposed'],
  ['image: mongo\nentrypoint: [mongod]', 27_017, 'neither'],
  ['image: mongo\nentrypoint: [mongod]\ncommand: [--bind_ip, 0.0.0.0]', 27_017, 'open'],
  ['image: redis:7\nentrypoint: redis-server --appendonly yes', 6379, 'open'],
  ['image: redis:7\nentrypoint: /start.sh', 6379, 'exposed'],
  ['image: qdrant/qdrant:v1.9.0\ncommand: ./qdrant', 6333, 'open'],
  // A setting that says which program it is, in an image that is not known.
  ['image: eclipse-mosquitto:2.0\ncommand: mosquitto -c /mosquitto-no-auth.conf', 1883, 'open'],
  ['image: ${I}\ncommand: mosquitto -c /mosquitto-no-auth.conf', 1883, 'open'],
  ['image: traefik:v2.2.0-windowsservercore-1809\ncommand: --api.insecure=true', 8080, 'open'],
  ['image: ${I}\ncommand: --api.insecure=true', 8080, 'open'],
  ['image: ${I}\ncommand: --api.insecure=false', 8080, 'neither'],
  ['image: ${I}\nentrypoint: [traefik, --api.insecure]', 8080, 'open'],
  ['image: elasticsearch:${V}\nenvironment: [xpack.security.enabled=false]', 9200, 'open'],
  ['image: elasticsearch:${V}\nenvironment: [xpack.security.enabled=true]', 9200, 'exposed'],
  ['image: ${I}\nenvironment: {POSTGRES_HOST_AUTH_METHOD: trust}', 5432, 'open'],
  ['image: ${I}\nenvironment: {POSTGRES_HOST_AUTH_METHOD: "${M}"}', 5432, 'exposed'],
  // What lets everybody in.
  ['image: phpmyadmin:5\nenvironment: {PMA_USER_FILE: /run/secrets/u}', 80, 'open'],
  [
    'image: ghcr.io/paperless-ngx/paperless-ngx:2.20\nenvironment: {PAPERLESS_AUTO_LOGIN_USERNAME: admin}',
    8000,
    'open',
  ],
  ['image: portainer/portainer:1.20.0\ncommand: --no-auth', 9000, 'open'],
  ['image: percona:psmdb-6.0', 27_017, 'open'],
  [
    'image: percona:psmdb-6.0\nenvironment: {MONGO_INITDB_ROOT_USERNAME: a, MONGO_INITDB_ROOT_PASSWORD: "${P}"}',
    27_017,
    'exposed',
  ],
  [
    'image: mongo:2.6\nenvironment: {MONGO_INITDB_ROOT_USERNAME: a, MONGO_INITDB_ROOT_PASSWORD: "${P}"}',
    27_017,
    'open',
  ],
  [
    'image: mongo:4.4\nenvironment: {MONGO_INITDB_ROOT_USERNAME: a, MONGO_INITDB_ROOT_PASSWORD: "${P}"}',
    27_017,
    'exposed',
  ],
  [
    'image: mongo-express:1.0\nenvironment: {ME_CONFIG_BASICAUTH: "0", ME_CONFIG_BASICAUTH_PASSWORD: "${P}"}',
    8081,
    'open',
  ],
  [
    'image: mongo-express:1.0\nenvironment: {ME_CONFIG_BASICAUTH_ENABLED: "true", ME_CONFIG_BASICAUTH_PASSWORD: "${P}"}',
    8081,
    'exposed',
  ],
  ['image: rediscommander/redis-commander\nenvironment: {HTTP_PASSWORD: "${P}"}', 8081, 'open'],
  ['image: rediscommander/redis-commander\nenvironment: {HTTP_USER: a, HTTP_PASSWORD: "${P}"}', 8081, 'exposed'],
  ['image: amir20/dozzle:v8\nenvironment: {DOZZLE_AUTH_PROVIDER: simple}', 8080, 'exposed'],
  ['image: amir20/dozzle:v8\nenvironment: {DOZZLE_AUTH_PROVIDER: none}', 8080, 'open'],
  ['image: getmeili/meilisearch:v1.12\nenvironment: {MEILI_ENV: production}', 7700, 'exposed'],
  [
    'image: getmeili/meilisearch:v1.12\nenvironment: {MEILI_ENV: production, MEILI_MASTER_KEY: hunter2hunter2hunter2}',
    7700,
    'open',
  ],
  ['image: vaultwarden/server\nenvironment: {DISABLE_ADMIN_TOKEN: "yes"}', 80, 'open'],
  ['image: vaultwarden/server\nenvironment: {DISABLE_ADMIN_TOKEN: "no"}', 80, 'neither'],
  // What the sources said otherwise when they were read again.
  ['image: temporalio/auto-setup:1.28.0\nenvironment: {TEMPORAL_AUTH_AUTHORIZER: default}', 7233, 'exposed'],
  ['image: temporalio/auto-setup:1.28.0', 7233, 'open'],
  ['image: influxdb:1.12\nenvironment: {INFLUXDB_HTTP_AUTH_ENABLED: "1"}', 8086, 'exposed'],
  [
    'image: influxdb:1.12\nenvironment: {INFLUXDB_HTTP_AUTH_ENABLED: "false", INFLUXDB_ADMIN_PASSWORD: "${P}"}',
    8086,
    'open',
  ],
  ['image: influxdb:3-core\nenvironment: {INFLUXDB3_START_WITHOUT_AUTH: "true"}', 8181, 'open'],
  ['image: mariadb:10.0\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1}', 3306, 'open'],
  ['image: mariadb:10.0\nenvironment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MARIADB_ROOT_PASSWORD: "${P}"}', 3306, 'open'],
  ['image: victoriametrics/victoria-metrics:v1.100.0\ncommand: ["-httpAuth.password=${P}"]', 8428, 'open'],
  [
    'image: victoriametrics/victoria-metrics:v1.100.0\ncommand: ["-httpAuth.username=a", "-httpAuth.password=${P}"]',
    8428,
    'exposed',
  ],
  [
    'image: grafana/grafana:11.2.0\nenvironment: {GF_AUTH_ANONYMOUS_ENABLED: "1", GF_AUTH_ANONYMOUS_ORG_ROLE: Admin, GF_SECURITY_ADMIN_PASSWORD: "${P}"}',
    3000,
    'open',
  ],
  ['image: jc21/nginx-proxy-manager:2.12.1\nenvironment: {INITIAL_ADMIN_PASSWORD: "${P}"}', 81, 'exposed'],
  ['image: jc21/nginx-proxy-manager:2.10.4\nenvironment: {INITIAL_ADMIN_PASSWORD: "${P}"}', 81, 'open'],
  ['image: bitnami/minio:2021\nenvironment: {MINIO_SECRET_KEY: "${P}"}', 9000, 'exposed'],
  ['image: cockroachdb/cockroach:v22.1.0\ncommand: start-single-node --insecure', 26_257, 'open'],
  ['image: cockroachdb/cockroach:v22.1.0\ncommand: start-single-node --insecure=false', 26_257, 'exposed'],
  ['image: couchdb:2.3.1\nenvironment: {COUCHDB_PASSWORD: "${P}"}', 5984, 'open'],
  ['image: apache/airflow:3.0.1\nenvironment: {AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "1"}', 8080, 'open'],
  // Names that people use.
  ['image: ghcr.io/alexta69/metube', 8081, 'open'],
  ['image: libretranslate/libretranslate:v1.6.5', 5000, 'open'],
  ['image: libretranslate/libretranslate\nenvironment: {LT_REQUIRE_API_KEY_SECRET: "true"}', 5000, 'neither'],
  ['image: ghcr.io/flaresolverr/flaresolverr:v3.3.21', 8191, 'open'],
  ['image: ghcr.io/umami-software/umami:postgresql-latest', 3000, 'open'],
  ['image: tsl0922/ttyd', 7681, 'open'],
  ['image: tsl0922/ttyd\ncommand: ttyd -c "me:${P}" bash', 7681, 'exposed'],
  ['image: sosedoff/pgweb:0.16.2', 8081, 'open'],
  ['image: sosedoff/pgweb\nenvironment: {PGWEB_AUTH_USER: a, PGWEB_AUTH_PASS: "${P}"}', 8081, 'exposed'],
  ['image: portainer/agent:2.21.0', 9001, 'exposed'],
  ['image: eqalpha/keydb', 6379, 'open'],
  ['image: eqalpha/keydb\nenvironment: {KEYDB_PASSWORD: "${P}"}', 6379, 'exposed'],
  ['image: codercom/code-server', 8080, 'exposed'],
  ['image: codercom/code-server\ncommand: --auth none', 8080, 'open'],
  ['image: ghcr.io/mealie-recipes/mealie:v2.8.0', 9000, 'open'],
  ['image: nicolargo/glances\nenvironment: {GLANCES_OPT: "-w"}', 61_208, 'open'],
  ['image: nicolargo/glances\nenvironment: {GLANCES_OPT: "-w --password"}', 61_208, 'exposed'],
  ['image: nicolargo/glances', 61_208, 'neither'],
  ['image: itzg/minecraft-server\nenvironment: {RCON_PASSWORD: minecraft}', 25_575, 'open'],
  ['image: itzg/minecraft-server', 25_575, 'exposed'],
  ['image: dockersamples/visualizer', 8080, 'open'],
  ['image: arangodb:3.12\nenvironment: {ARANGO_NO_AUTH: 1}', 8529, 'open'],
  ['image: arangodb:3.12\nenvironment: {ARANGO_ROOT_PASSWORD: ""}', 8529, 'open'],
  ['image: arangodb:3.12', 8529, 'exposed'],
  ['image: rethinkdb:2.4', 8080, 'open'],
  ['image: mcr.microsoft.com/mssql/server:2022-latest\nenvironment: {MSSQL_SA_PASSWORD: "${P}"}', 1433, 'exposed'],
  ['image: osixia/openldap:1.5.0', 389, 'open'],
  ['image: osixia/openldap:1.5.0\nenvironment: {LDAP_ADMIN_PASSWORD: "${P}"}', 389, 'exposed'],
  ['image: hyperledger/fabric-ca:1.5.7', 7054, 'open'],
  ['image: hyperledger/fabric-ca:1.5.7\ncommand: fabric-ca-server start -b "me:${P}"', 7054, 'exposed'],
  ['image: rustfs/rustfs\nenvironment: {RUSTFS_SECRET_KEY: "${P}"}', 9000, 'exposed'],
  ['image: technitium/dns-server:15.4.0', 5380, 'open'],
  ['image: edoburu/pgbouncer:v1.25.2-p0\nenvironment: {AUTH_TYPE: trust}', 5432, 'open'],
  ['image: wurstmeister/kafka', 9092, 'open'],
  ['image: traefik:v2.6\ncommand: --api.insecure=true', 8080, 'open'],
  ['image: traefik:v2.6', 8080, 'neither'],
  ['image: google/cadvisor:v0.33.0', 8080, 'neither'],
  ['image: confluentinc/cp-kafka-connect:8.0.0', 8083, 'exposed'],
  ['image: docker.redpanda.com/redpandadata/console:v3.5.0', 8080, 'exposed'],
];

test.each(VERDICTS)('%s: %i is %s', async (service, port, verdict) => {
  const volumes = service.includes('data:/') || service.includes('source: data') ? 'volumes: {data: {}}\n' : '';
  const body = `${service}\nports: ["${port}:${port}"]`.replace(/^/gm, '    ');
  const { subjects } = await lintText({ path: 'compose.yaml', text: `services:\n  a:\n${body}\n${volumes}` });
  const [open, exposed] = ['open-service', 'exposed-port'].map((rule) => subjects[0]?.verdicts.get(rule));
  const found =
    open === 'fail' ? 'open' : open === 'undecided' ? 'undecided' : exposed === 'fail' ? 'exposed' : 'neither';
  expect(found).toBe(verdict);
});
