/** The API of a container engine, without a password and with TLS. */
export const ENGINE_PORTS: readonly number[] = [2375, 2376];

/** Ports on which databases, caches, queues and their admin interfaces listen, and what they are. */
export const ADMIN_PORTS: ReadonlyMap<number, string> = new Map([
  ...ENGINE_PORTS.map((port): readonly [number, string] => [port, 'the API of a container engine']),
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [2379, 'etcd'],
  [2181, 'ZooKeeper'],
  [3306, 'MySQL'],
  [33060, 'MySQL'],
  [4369, 'the Erlang port mapper'],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [8200, 'Vault'],
  [8500, 'Consul'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [11211, 'Memcached'],
  [15672, 'the admin interface of RabbitMQ'],
  [26257, 'CockroachDB'],
  [27017, 'MongoDB'],
]);
