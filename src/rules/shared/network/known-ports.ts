import { groupBy } from '../../../util/maps.ts';
import { wordFinder } from '../image/words.ts';

interface KnownPort {
  readonly port: number;
  readonly what: string;
  /**
   * Set if other programs use the port too: it counts only if the image's name contains one of
   * these words, without a letter next to it.
   */
  readonly names?: string;
  /** It doesn't count if the image's name has one of these words. */
  readonly except?: string;
}

/** The API of a container engine without authentication. */
export const ENGINE_PORT = 2375;

/** Databases, caches, queues and admin interfaces, for unknown images. */
const KNOWN_PORTS: readonly KnownPort[] = [
  { port: 80, what: 'phpMyAdmin', names: 'phpmyadmin' },
  { port: 80, what: 'pgAdmin', names: 'pgadmin' },
  { port: 1433, what: 'SQL Server' },
  { port: 1521, what: 'Oracle Database' },
  { port: 1883, what: 'MQTT' },
  { port: 2181, what: 'ZooKeeper' },
  { port: ENGINE_PORT, what: 'a container engine API' },
  { port: 2376, what: 'a container engine API' },
  { port: 2379, what: 'etcd' },
  { port: 3000, what: 'Grafana', names: 'grafana' },
  { port: 3301, what: 'Tarantool', names: 'tarantool' },
  { port: 3306, what: 'MySQL' },
  { port: 33060, what: 'MySQL' },
  { port: 4222, what: 'NATS', names: 'nats|natsio' },
  { port: 4369, what: 'the Erlang port mapper' },
  { port: 4444, what: 'Selenium', names: 'selenium' },
  { port: 4730, what: 'Gearman', names: 'gearman|gearmand' },
  { port: 5000, what: 'an image registry', names: 'registry' },
  { port: 5050, what: 'pgAdmin', names: 'pgadmin' },
  { port: 5432, what: 'PostgreSQL' },
  { port: 5555, what: 'Flower', names: 'airflow|flower|celery' },
  { port: 5601, what: 'Kibana', names: 'kibana|dashboards' },
  { port: 5672, what: 'RabbitMQ' },
  { port: 5984, what: 'CouchDB', names: 'couchdb' },
  { port: 6333, what: 'Qdrant', names: 'qdrant' },
  { port: 6379, what: 'Redis' },
  { port: 7077, what: 'Spark', names: 'spark' },
  { port: 7233, what: 'Temporal', names: 'temporal|temporalio' },
  { port: 7474, what: 'Neo4j', names: 'neo4j' },
  { port: 7687, what: 'Neo4j' },
  { port: 8080, what: "Traefik's API", names: 'traefik' },
  { port: 8080, what: 'Jenkins', names: 'jenkins' },
  { port: 8080, what: 'Adminer', names: 'adminer' },
  { port: 8080, what: 'Airflow', names: 'airflow' },
  { port: 8080, what: 'Kafka UI', names: 'kafka-ui|kafkaui|akhq' },
  { port: 8080, what: 'Spark', names: 'spark' },
  { port: 8081, what: 'mongo-express', names: 'mongo-express' },
  { port: 8081, what: 'Redis Commander', names: 'redis-commander' },
  { port: 8081, what: 'Nexus', names: 'nexus' },
  { port: 8081, what: 'Flink', names: 'flink' },
  { port: 8081, what: 'Kafka Schema Registry', names: 'schema-registry' },
  { port: 8082, what: 'Kafka REST Proxy', names: 'kafka-rest' },
  { port: 8083, what: 'Kafka Connect', names: 'kafka-connect' },
  { port: 8086, what: 'InfluxDB', names: 'influxd|influxdb' },
  { port: 8088, what: 'Hadoop ResourceManager', names: 'hadoop|yarn' },
  { port: 8088, what: 'ksqlDB', names: 'ksql|ksqldb' },
  { port: 8123, what: 'ClickHouse', names: 'clickhouse' },
  { port: 8161, what: 'the ActiveMQ console', names: 'activemq|artemis' },
  { port: 8200, what: 'Vault', names: 'vault|openbao' },
  { port: 8500, what: 'Consul', names: 'consul' },
  { port: 8529, what: 'ArangoDB' },
  { port: 8848, what: 'Nacos', names: 'nacos' },
  { port: 8888, what: 'Jupyter', names: 'jupyter(?:lab|hub)?|[a-z]*notebook' },
  { port: 8983, what: 'Solr' },
  { port: 9000, what: 'MinIO', names: 'minio|maxio' },
  { port: 9000, what: 'Portainer', names: 'portainer' },
  { port: 9000, what: 'SonarQube', names: 'sonar|sonarqube' },
  { port: 9000, what: 'ClickHouse', names: 'clickhouse' },
  { port: 9001, what: 'the MinIO console', names: 'minio|maxio' },
  { port: 9021, what: 'Kafka Control Center', names: 'control-center' },
  { port: 9042, what: 'Cassandra' },
  { port: 9090, what: 'Prometheus', names: 'prometheus' },
  { port: 9092, what: 'Kafka', names: 'kafka|redpanda|cp-server' },
  { port: 9093, what: 'Alertmanager', names: 'alertmanager' },
  { port: 9200, what: 'Elasticsearch', except: 'ocis|opencloud|owncloud' },
  { port: 9300, what: 'Elasticsearch', names: 'elastic|elasticsearch|opensearch' },
  { port: 9443, what: 'Portainer', names: 'portainer' },
  { port: 10_000, what: 'Webmin', names: 'webmin' },
  { port: 11_211, what: 'Memcached' },
  { port: 11_434, what: 'Ollama', names: 'ollama' },
  { port: 15_672, what: 'the RabbitMQ management UI' },
  { port: 18_083, what: 'the EMQX dashboard', names: 'emqx' },
  { port: 19_530, what: 'Milvus' },
  { port: 26_257, what: 'CockroachDB' },
  { port: 27_017, what: 'MongoDB' },
  { port: 61_616, what: 'ActiveMQ' },
];

const byPort = groupBy(
  KNOWN_PORTS.map(({ names, except, ...known }) => ({ ...known, names: wordIn(names), except: wordIn(except) })),
  ({ port }) => port,
);

export const KNOWN_PORT_NUMBERS: readonly number[] = [...byPort.keys()];

/**
 * The service on a port, for an image with this lowercase name. If the name doesn't help, the usual
 * one; `undefined` if other programs use the port too.
 */
export function whatListens(port: number, name: string): string | undefined {
  const known = byPort.get(port);
  if (known === undefined) return 'an admin port';
  const found = known.find(({ names, except }) => names?.(name) !== false && except?.(name) !== true);
  return found && (found.names === undefined ? `usually ${found.what}` : found.what);
}

function wordIn(words: string | undefined): ((name: string) => boolean) | undefined {
  return words === undefined ? undefined : wordFinder(words);
}
