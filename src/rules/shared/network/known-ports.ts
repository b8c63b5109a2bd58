/** What usually listens on a port. */
export interface KnownPort {
  /** Such as "Redis". */
  readonly what: string;
  /** Other programs use the port as well: it counts only where the name of the image has one of these words. */
  readonly names?: RegExp;
}

/** The API of a container engine that asks nobody for anything. */
export const ENGINE_PORT = 2375;

/** Container ports of databases, caches, queues and administration, for images of which nothing is known. */
export const KNOWN_PORTS: ReadonlyMap<number, KnownPort> = new Map<number, KnownPort>([
  [ENGINE_PORT, { what: 'the API of a container engine' }],
  [2376, { what: 'the API of a container engine' }],
  [1433, { what: 'SQL Server' }],
  [1521, { what: 'Oracle Database' }],
  [2181, { what: 'ZooKeeper' }],
  [2379, { what: 'etcd' }],
  [3306, { what: 'MySQL' }],
  [33060, { what: 'MySQL' }],
  [4369, { what: 'the Erlang port mapper' }],
  [5432, { what: 'PostgreSQL' }],
  [5601, { what: 'Kibana', names: /kibana|dashboards/ }],
  [5672, { what: 'RabbitMQ' }],
  [5984, { what: 'CouchDB', names: /couch/ }],
  [6333, { what: 'Qdrant', names: /qdrant/ }],
  [6379, { what: 'Redis' }],
  [7233, { what: 'Temporal', names: /temporal/ }],
  [7474, { what: 'Neo4j', names: /neo4j/ }],
  [7687, { what: 'Neo4j' }],
  [8080, { what: "Traefik's API", names: /traefik/ }],
  [8086, { what: 'InfluxDB', names: /influx/ }],
  [8200, { what: 'Vault', names: /vault|openbao/ }],
  [8500, { what: 'Consul', names: /consul/ }],
  [8888, { what: 'Jupyter', names: /jupyter|notebook/ }],
  [9000, { what: 'MinIO', names: /minio/ }],
  [9001, { what: 'the console of MinIO', names: /minio/ }],
  [9042, { what: 'Cassandra' }],
  [9090, { what: 'Prometheus', names: /prometheus/ }],
  [9092, { what: 'Kafka', names: /kafka|redpanda/ }],
  [9200, { what: 'Elasticsearch' }],
  [9300, { what: 'Elasticsearch', names: /elastic|opensearch/ }],
  [11211, { what: 'Memcached' }],
  [11434, { what: 'Ollama', names: /ollama/ }],
  [15672, { what: 'the admin interface of RabbitMQ' }],
  [19530, { what: 'Milvus' }],
  [26257, { what: 'CockroachDB' }],
  [27017, { what: 'MongoDB' }],
]);
