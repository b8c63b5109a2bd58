/** A service in a form that people use: with mounts, variables and commands of its program. */
export interface Form {
  /** The image of one of the programs. */
  readonly image: string;
  readonly name: string;
  /** Lines of the service, besides its image. */
  readonly lines: readonly string[];
  /** Files of the project, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Asks whether it works, if not as the program's own image does. */
  readonly ask?: string;
}

const PAGE = { 'html/index.html': 'ours\n' };
const OURS = 'curl -sfm 3 http://127.0.0.1:80/ | grep -q ours';
const PASSWORD = 'POSTGRES_PASSWORD=given-from-outside';

/** Forms that are common in Compose files, written by hand. */
export const FORMS: readonly Form[] = [
  {
    image: 'postgres:17',
    name: 'a volume',
    lines: [`environment: [${PASSWORD}]`, 'volumes: ["data:/var/lib/postgresql/data"]'],
  },
  {
    image: 'postgres:17',
    name: 'options',
    lines: [
      `environment: [${PASSWORD}]`,
      'command: postgres -c max_connections=200 -c shared_buffers=64MB',
      'volumes: ["data:/var/lib/postgresql/data"]',
    ],
  },
  {
    image: 'postgres:17',
    name: 'a subdirectory for its data',
    lines: [
      `environment: [${PASSWORD}, PGDATA=/var/lib/postgresql/data/pgdata]`,
      'volumes: ["data:/var/lib/postgresql/data"]',
    ],
  },
  {
    image: 'postgres:17',
    name: 'a log directory',
    lines: [
      `environment: [${PASSWORD}]`,
      'command: postgres -c logging_collector=on -c log_directory=/var/log/postgresql',
      'volumes: ["data:/var/lib/postgresql/data"]',
    ],
  },
  {
    image: 'redis:7.4',
    name: 'append-only',
    lines: ['command: redis-server --appendonly yes', 'volumes: ["data:/data"]'],
  },
  {
    image: 'redis:7.4',
    name: 'its own configuration',
    lines: [
      'command: redis-server /usr/local/etc/redis/redis.conf',
      'volumes: ["./redis.conf:/usr/local/etc/redis/redis.conf:ro", "data:/data"]',
    ],
    files: { 'redis.conf': 'appendonly yes\ndir /data\n' },
  },
  { image: 'redis:8.0', name: 'no volume', lines: ['restart: unless-stopped'] },
  {
    image: 'valkey/valkey:8.1',
    name: 'a volume',
    lines: ['command: valkey-server --save 60 1', 'volumes: ["data:/data"]'],
  },
  {
    image: 'mariadb:11.8',
    name: 'a volume',
    lines: ['environment: [MARIADB_ROOT_PASSWORD=given-from-outside]', 'volumes: ["data:/var/lib/mysql"]'],
  },
  {
    image: 'mariadb:11.8',
    name: 'its own configuration',
    lines: [
      'environment: [MARIADB_ROOT_PASSWORD=given-from-outside]',
      'volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf:ro", "data:/var/lib/mysql"]',
    ],
    files: { 'my.cnf': '[mariadbd]\nmax_connections=50\n' },
  },
  {
    image: 'nginx:1.26',
    name: 'a site',
    lines: ['volumes: ["./html:/usr/share/nginx/html:ro"]'],
    files: PAGE,
    ask: OURS,
  },
  {
    image: 'nginx:1.26',
    name: 'its own configuration',
    lines: ['volumes: ["./conf.d:/etc/nginx/conf.d:ro", "./html:/srv/html:ro"]'],
    files: { ...PAGE, 'conf.d/site.conf': 'server { listen 80; root /srv/html; }\n' },
    ask: OURS,
  },
  {
    image: 'nginx:1.26',
    name: 'templates',
    lines: ['environment: [SITE=/srv/html]', 'volumes: ["./templates:/etc/nginx/templates:ro", "./html:/srv/html:ro"]'],
    files: { ...PAGE, 'templates/default.conf.template': 'server { listen 80; root ${SITE}; }\n' },
    ask: OURS,
  },
  {
    image: 'nginxinc/nginx-unprivileged:1.27',
    name: 'a site',
    lines: ['volumes: ["./html:/usr/share/nginx/html:ro"]'],
    files: PAGE,
    ask: OURS.replace(':80/', ':8080/'),
  },
  {
    image: 'httpd:2.4',
    name: 'a site',
    lines: ['volumes: ["./html:/usr/local/apache2/htdocs:ro"]'],
    files: PAGE,
    ask: OURS,
  },
  {
    image: 'haproxy:3.0',
    name: 'its own configuration',
    lines: ['volumes: ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"]'],
    files: {
      'haproxy.cfg':
        'defaults\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\nfrontend f\n bind :8080\n http-request return status 200\n',
    },
  },
  { image: 'memcached:1.6', name: 'options', lines: ['command: memcached -m 64 -c 256'] },
  {
    image: 'rabbitmq:4.0',
    name: 'a user',
    lines: [
      'hostname: broker',
      'environment: [RABBITMQ_DEFAULT_USER=app, RABBITMQ_DEFAULT_PASS=given-from-outside]',
      'volumes: ["data:/var/lib/rabbitmq"]',
    ],
  },
  {
    image: 'eclipse-mosquitto:2.0',
    name: 'its own configuration',
    lines: ['volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf:ro", "data:/mosquitto/data"]'],
    files: {
      'mosquitto.conf':
        'listener 1883\nallow_anonymous true\npersistence true\npersistence_location /mosquitto/data/\nautosave_interval 1\n',
    },
  },
  {
    image: 'prom/prometheus:v2.53.0',
    name: 'its own configuration',
    lines: [
      'command: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus", "--web.enable-lifecycle"]',
      'volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro", "data:/prometheus"]',
    ],
    files: { 'prometheus.yml': 'global: { scrape_interval: 15s }\n' },
  },
  {
    image: 'caddy:2.6',
    name: 'its own configuration',
    lines: ['volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro", "data:/data", "config:/config"]'],
    files: { Caddyfile: ':80\nrespond ours\n' },
    ask: OURS,
  },
  {
    image: 'influxdb:1.11',
    name: 'a volume',
    lines: ['environment: [INFLUXDB_DB=app]', 'volumes: ["data:/var/lib/influxdb"]'],
  },
  {
    image: 'registry:2.8.3',
    name: 'a volume',
    lines: ['environment: [REGISTRY_STORAGE_DELETE_ENABLED=true]', 'volumes: ["data:/var/lib/registry"]'],
  },
  { image: 'nats:2.10', name: 'options', lines: ['command: ["--addr", "0.0.0.0", "--http_port", "8222"]'] },
  {
    image: 'nats:2.10',
    name: 'JetStream',
    lines: ['command: ["--addr", "0.0.0.0", "-js", "--store_dir", "/data"]', 'volumes: ["data:/data"]'],
  },
  {
    image: 'prom/alertmanager:v0.28.0',
    name: 'its own configuration',
    lines: ['volumes: ["./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro", "data:/alertmanager"]'],
    files: { 'alertmanager.yml': 'route:\n  receiver: a\nreceivers:\n  - name: a\n' },
  },
  {
    image: 'prom/node-exporter:v1.9.0',
    name: 'the host, read-only',
    lines: [
      'command: ["--path.procfs=/host/proc", "--path.sysfs=/host/sys"]',
      'volumes: ["/proc:/host/proc:ro", "/sys:/host/sys:ro"]',
    ],
  },
  { image: 'prom/pushgateway:v1.11.0', name: 'plain', lines: ['restart: always'] },
  {
    image: 'prometheuscommunity/postgres-exporter:v0.17.1',
    name: 'a database',
    lines: ['environment: ["DATA_SOURCE_NAME=postgresql://a@127.0.0.1/a"]'],
  },
  {
    image: 'redis:7.4',
    name: 'a directory of the host',
    lines: ['command: redis-server --save 60 1', 'volumes: ["./data:/data"]'],
    files: { 'data/.keep': '' },
  },
];
