/** A published image, imitated with Debian's program: its user, file changes and writable paths. */
export interface Program {
  /** The image name in the Compose file. */
  readonly image: string;
  /** The root command that turns the common tree into this image. */
  readonly setup: string;
  /** The `entrypoints` script that the image starts, if any. */
  readonly entrypoint?: string;
  /** The words after it. */
  readonly command: readonly string[];
  /** The Compose file's own command, if it replaces the image's. */
  readonly given?: readonly string[];
  /** Other commands, which change where it listens. */
  readonly moved?: readonly (readonly string[])[];
  /** The Compose file runs it under the engine's init. */
  readonly init?: true;
  readonly workingDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A command in the container that asks whether it works. */
  readonly ask: string;
  /** The name of the serving process. */
  readonly process: string;
  /** The image's signal to stop, if it isn't SIGTERM. */
  readonly stopSignal?: string;
  /** Seconds between health checks, if it needs more of them before the first. */
  readonly checkSeconds?: number;
  /** Its exit code when stopped, if neither 0 nor the signal's. */
  readonly stopsWith?: number;
  /** Paths it tries to write but doesn't need. */
  readonly givesUp?: readonly string[];
}

function user(name: string, id: number, home = '/nonexistent'): string {
  return `echo '${name}:x:${id}:${id}::${home}:/bin/bash' >>/etc/passwd
echo '${name}:x:${id}:' >>/etc/group
`;
}

function folder(path: string, owner: string, mode = '755'): string {
  return `rm -rf ${path} && mkdir -p ${path} && chown ${owner}: ${path} && chmod ${mode} ${path}
`;
}

/** Sends an HTTP request; any answer counts. */
function http(port: number, path = '/'): string {
  return `curl -sfm 3 http://127.0.0.1:${port}${path}`;
}

/** Sends bytes to a port and looks for a word in the answer. */
function speak(port: number, bytes: string, word: string): string {
  return `exec 3<>/dev/tcp/127.0.0.1/${port} && printf '${bytes}' >&3 && timeout 2 dd bs=512 count=1 <&3 2>/dev/null | tr -d '\\0' | grep -q ${word}`;
}

const NGINX_CONFIG = `worker_processes 1;
error_log /dev/stderr notice;
pid PID;
events {}
http {
  access_log /dev/stdout;
  client_body_temp_path CACHE/client_temp;
  proxy_temp_path CACHE/proxy_temp;
  fastcgi_temp_path CACHE/fastcgi_temp;
  uwsgi_temp_path CACHE/uwsgi_temp;
  scgi_temp_path CACHE/scgi_temp;
  include /etc/nginx/conf.d/*.conf;
}`;

function nginxSetup(pid: string, cache: string, port: number): string {
  return `rm -rf /etc/nginx/conf.d && mkdir -p /etc/nginx/conf.d /usr/share/nginx/html
echo 'server { listen ${port}; root /usr/share/nginx/html; }' >/etc/nginx/conf.d/default.conf
echo ok >/usr/share/nginx/html/index.html
cat >/etc/nginx/nginx.conf <<'END'
${NGINX_CONFIG.replaceAll('PID', pid).replaceAll('CACHE', cache)}
END
`;
}

const HTTPD_CONFIG = `ServerRoot /usr/local/apache2
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
Listen 80
ServerName localhost
User www-data
Group www-data
PidFile logs/httpd.pid
ErrorLog /proc/self/fd/2
DocumentRoot /usr/local/apache2/htdocs
DirectoryIndex index.html`;

const CERTIFICATE = '/usr/share/tls/server';

/** Redis and Valkey on another port, on a socket, and with TLS only. */
function inMemory(server: string): readonly (readonly string[])[] {
  return [
    [server, '--port', '6380'],
    [server, '--port', '0', '--unixsocket', '/data/server.sock'],
    [
      server,
      '--port',
      '0',
      '--tls-port',
      '6381',
      ...tls('cert', 'crt'),
      ...tls('key', 'key'),
      ...tls('ca-cert', 'crt'),
    ],
  ];
}

function tls(what: string, extension: string): readonly string[] {
  return [`--tls-${what}-file`, `${CERTIFICATE}.${extension}`];
}

/** Makes a self-signed certificate. */
const MAKE_CERTIFICATE = `mkdir -p /usr/share/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=localhost -keyout ${CERTIFICATE}.key -out ${CERTIFICATE}.crt 2>/dev/null
chmod 644 ${CERTIFICATE}.key
`;

/** Like the image's `--connect` check: access denied counts as an answer. */
const HEALTHCHECK = `cat >/usr/local/bin/healthcheck.sh <<'END'
#!/bin/bash
! mariadb -h localhost --protocol tcp -e 'select 1' 2>&1 | grep -q "Can't connect"
END
chmod +x /usr/local/bin/healthcheck.sh
`;

export const PROGRAMS: readonly Program[] = [
  {
    image: 'postgres:17',
    setup: `${user('postgres', 999, '/var/lib/postgresql')}${folder('/var/lib/postgresql/data', 'postgres', '1777')}${folder('/run/postgresql', 'postgres', '3777')}${folder('/var/log/postgresql', 'postgres')}`,
    entrypoint: 'postgres',
    command: ['postgres'],
    environment: {
      PGDATA: '/var/lib/postgresql/data',
      PATH: '/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      POSTGRES_PASSWORD: 'given-from-outside',
    },
    ask: 'PGPASSWORD=$POSTGRES_PASSWORD psql -h 127.0.0.1 -U postgres -d app -Atc "create table if not exists t(i int); insert into t values (1); select 6*7" | grep -q 42',
    process: 'postgres',
    stopSignal: 'SIGINT',
    moved: [
      ['postgres', '-p', '5433'],
      ['postgres', '-c', 'port=5433', '-c', 'listen_addresses='],
      ['postgres', '-k', '/var/lib/postgresql/data'],
    ],
  },
  {
    image: 'postgres:18',
    setup: `${user('postgres', 999, '/var/lib/postgresql')}${folder('/var/lib/postgresql', 'postgres', '1777')}${folder('/run/postgresql', 'postgres', '3777')}`,
    entrypoint: 'postgres',
    command: ['postgres'],
    environment: {
      PGDATA: '/var/lib/postgresql/18/docker',
      PATH: '/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      POSTGRES_PASSWORD: 'given-from-outside',
    },
    ask: 'PGPASSWORD=$POSTGRES_PASSWORD psql -h 127.0.0.1 -U postgres -d app -Atc "create table if not exists t(i int); insert into t values (1); select 6*7" | grep -q 42',
    process: 'postgres',
    stopSignal: 'SIGINT',
  },
  {
    image: 'redis:7.4',
    setup: `${user('redis', 999)}${folder('/data', 'redis')}${MAKE_CERTIFICATE}`,
    entrypoint: 'redis-until-7',
    command: ['redis-server'],
    given: ['redis-server', '--appendonly', 'yes'],
    workingDirectory: '/data',
    ask: 'redis-cli set a 1 && redis-cli save | grep -q OK',
    process: 'redis-server',
    moved: inMemory('redis-server'),
  },
  {
    image: 'redis:7.4',
    init: true,
    setup: `${user('redis', 999)}${folder('/data', 'redis')}${MAKE_CERTIFICATE}`,
    entrypoint: 'redis-until-7',
    command: ['redis-server'],
    given: ['redis-server', '--appendonly', 'yes'],
    workingDirectory: '/data',
    ask: 'redis-cli set a 1 && redis-cli save | grep -q OK',
    process: 'redis-server',
  },
  {
    image: 'redis:8.0',
    setup: `${user('redis', 999)}${folder('/data', 'redis')}${MAKE_CERTIFICATE}`,
    entrypoint: 'redis-from-8',
    command: ['redis-server'],
    given: ['redis-server', '--appendonly', 'yes'],
    workingDirectory: '/data',
    ask: 'redis-cli set a 1 && redis-cli save | grep -q OK',
    process: 'redis-server',
  },
  {
    image: 'valkey/valkey:8.1',
    setup: `${user('valkey', 999)}${folder('/data', 'valkey')}${MAKE_CERTIFICATE}`,
    entrypoint: 'valkey',
    command: ['valkey-server'],
    given: ['valkey-server', '--appendonly', 'yes'],
    workingDirectory: '/data',
    ask: 'valkey-cli set a 1 && valkey-cli save | grep -q OK',
    process: 'valkey-server',
    moved: inMemory('valkey-server'),
  },
  {
    image: 'mariadb:11.8',
    setup: `${user('mysql', 999)}${folder('/var/lib/mysql', 'mysql')}${folder('/run/mysqld', 'mysql', '1777')}rm -rf /etc/mysql && mkdir /etc/mysql
${HEALTHCHECK}`,
    entrypoint: 'mariadb',
    command: ['mariadbd', '--socket=/run/mysqld/mysqld.sock'],
    environment: { MARIADB_ROOT_PASSWORD: 'given-from-outside' },
    ask: 'mariadb --socket=/run/mysqld/mysqld.sock -uroot -p"$MARIADB_ROOT_PASSWORD" -Ne "create database if not exists app; create or replace table app.t(i int); select 6*7" | grep -q 42',
    process: 'mariadbd',
    moved: [['mariadbd', '--socket=/run/mysqld/mysqld.sock', '--port=3307']],
  },
  {
    image: 'nginx:1.26',
    setup: `${user('nginx', 101)}${folder('/var/cache/nginx', 'root')}${nginxSetup('/run/nginx.pid', '/var/cache/nginx', 80)}sed -i '1i user nginx;' /etc/nginx/nginx.conf`,
    entrypoint: 'nginx',
    command: ['nginx', '-g', 'daemon off;'],
    ask: http(80),
    process: 'nginx',
    stopSignal: 'SIGQUIT',
    givesUp: ['/etc/nginx/conf.d'],
  },
  {
    image: 'nginxinc/nginx-unprivileged:1.27',
    setup: `${user('nginx', 101)}${nginxSetup('/tmp/nginx.pid', '/tmp', 8080)}chown -R nginx: /etc/nginx`,
    entrypoint: 'nginx',
    command: ['nginx', '-g', 'daemon off;'],
    ask: http(8080),
    process: 'nginx',
    stopSignal: 'SIGQUIT',
    givesUp: ['/etc/nginx/conf.d'],
  },
  {
    image: 'httpd:2.4',
    setup: `mkdir -p /usr/local/apache2/bin /usr/local/apache2/htdocs /usr/local/apache2/logs
echo ok >/usr/local/apache2/htdocs/index.html
cat >/usr/local/apache2/httpd.conf <<'END'
${HTTPD_CONFIG}
END
ln -s /usr/sbin/apache2 /usr/local/bin/httpd`,
    entrypoint: 'httpd',
    command: ['-f', '/usr/local/apache2/httpd.conf'],
    ask: http(80),
    process: 'httpd',
    stopSignal: 'SIGWINCH',
  },
  {
    image: 'haproxy:3.0',
    setup: `${user('haproxy', 99)}${folder('/var/lib/haproxy', 'haproxy')}mkdir -p /usr/local/etc/haproxy
printf 'defaults\\n mode http\\n timeout client 5s\\n timeout connect 5s\\n timeout server 5s\\nfrontend f\\n bind :8080\\n http-request return status 200\\n' >/usr/local/etc/haproxy/haproxy.cfg`,
    command: ['haproxy', '-W', '-db', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
    ask: http(8080),
    process: 'haproxy',
    stopSignal: 'SIGUSR1',
  },
  {
    image: 'memcached:1.6',
    setup: user('memcache', 11211),
    command: ['memcached'],
    ask: speak(11211, 'version\\r\\n', 'VERSION'),
    process: 'memcached',
  },
  {
    image: 'rabbitmq:4.0',
    setup: `${user('rabbitmq', 999, '/var/lib/rabbitmq')}${folder('/var/lib/rabbitmq', 'rabbitmq', '1777')}rm -rf /etc/rabbitmq && mkdir -p /etc/rabbitmq && chown rabbitmq: /etc/rabbitmq`,
    entrypoint: 'rabbitmq',
    command: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
    // Debian's own scripts in /usr/sbin require another user.
    environment: { HOME: '/var/lib/rabbitmq', RABBITMQ_LOGS: '-', PATH: '/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin' },
    // The image's health check runs as root and reads a cookie of the user.
    ask: `${speak(5672, 'AMQP\\0\\0\\011\\001', 'RabbitMQ')} && /usr/lib/rabbitmq/bin/rabbitmq-diagnostics -q ping`,
    process: 'beam.smp',
    // As the fix leaves it: a check before the server has written its cookie writes it as root.
    checkSeconds: 30,
  },
  {
    image: 'eclipse-mosquitto:2.0',
    setup: `${user('mosquitto', 1883)}mkdir -p /mosquitto/config /mosquitto/data /mosquitto/log
printf 'listener 1883\\nallow_anonymous true\\npersistence true\\npersistence_location /mosquitto/data/\\nautosave_interval 1\\n' >/mosquitto/config/mosquitto.conf
chown -R mosquitto: /mosquitto`,
    entrypoint: 'mosquitto',
    command: ['/usr/sbin/mosquitto', '-c', '/mosquitto/config/mosquitto.conf'],
    ask: 'mosquitto_pub -r -t a -m b && mosquitto_sub -t a -C 1 -W 2 | grep -q b && test -s /mosquitto/data/mosquitto.db',
    process: 'mosquitto',
  },
  {
    image: 'prom/prometheus:v2.53.0',
    setup: `${user('nobody', 65534)}${folder('/prometheus', 'nobody')}mkdir -p /etc/prometheus && echo '{}' >/etc/prometheus/prometheus.yml `,
    command: ['prometheus', '--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
    workingDirectory: '/prometheus',
    ask: http(9090, '/-/ready'),
    process: 'prometheus',
  },
  {
    image: 'caddy:2.6',
    setup: `setcap cap_net_bind_service=+ep /usr/bin/caddy && mkdir -p /config/caddy /data/caddy /etc/caddy && printf ':80\\nrespond ok\\n' >/etc/caddy/Caddyfile`,
    command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
    environment: { XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data' },
    ask: http(80),
    process: 'caddy',
    givesUp: ['/root/.step'],
  },
  {
    image: 'influxdb:1.11',
    setup: `${user('influxdb', 1000)}${folder('/var/lib/influxdb', 'influxdb')}mkdir -p /etc/influxdb
printf '[meta]\\n dir = "/var/lib/influxdb/meta"\\n[data]\\n dir = "/var/lib/influxdb/data"\\n wal-dir = "/var/lib/influxdb/wal"\\n' >/etc/influxdb/influxdb.conf`,
    command: ['influxd', '-config', '/etc/influxdb/influxdb.conf'],
    ask: `curl -sfm 3 'http://127.0.0.1:8086/query' --data-urlencode 'q=CREATE DATABASE app' && curl -sfm 3 'http://127.0.0.1:8086/write?db=app' --data-binary 'a b=1'`,
    process: 'influxd',
  },
  {
    image: 'registry:2.8.3',
    setup: `mkdir -p /etc/docker/registry /var/lib/registry
printf 'version: 0.1\\nstorage:\\n  filesystem:\\n    rootdirectory: /var/lib/registry\\nhttp:\\n  addr: :5000\\n' >/etc/docker/registry/config.yml`,
    command: ['docker-registry', 'serve', '/etc/docker/registry/config.yml'],
    // Starts an upload, which writes.
    ask: 'curl -sfm 3 -X POST http://127.0.0.1:5000/v2/a/blobs/uploads/',
    process: 'docker-registry',
    stopsWith: 2,
  },
  {
    image: 'nats:2.10',
    setup: '',
    command: ['nats-server', '--addr', '0.0.0.0'],
    ask: speak(4222, '', 'INFO'),
    process: 'nats-server',
    stopsWith: 1,
  },
  {
    image: 'prom/alertmanager:v0.28.0',
    setup: `${user('nobody', 65534)}${folder('/alertmanager', 'nobody')}mkdir -p /etc/alertmanager && printf 'route:\\n  receiver: a\\nreceivers:\\n  - name: a\\n' >/etc/alertmanager/alertmanager.yml`,
    command: [
      'prometheus-alertmanager',
      '--config.file=/etc/alertmanager/alertmanager.yml',
      '--storage.path=/alertmanager',
      '--cluster.listen-address=',
    ],
    workingDirectory: '/alertmanager',
    ask: http(9093, '/-/ready'),
    process: 'prometheus-aler',
  },
  {
    image: 'prom/node-exporter:v1.9.0',
    setup: user('nobody', 65534),
    command: ['prometheus-node-exporter'],
    ask: `${http(9100, '/metrics')} | grep -q node_`,
    process: 'prometheus-node',
    stopsWith: 2,
  },
  {
    image: 'prom/pushgateway:v1.11.0',
    setup: user('nobody', 65534),
    command: ['prometheus-pushgateway'],
    ask: "echo 'a 1' | curl -sfm 3 --data-binary @- http://127.0.0.1:9091/metrics/job/a",
    process: 'prometheus-push',
  },
  {
    image: 'prometheuscommunity/postgres-exporter:v0.17.1',
    setup: user('nobody', 65534),
    command: ['prometheus-postgres-exporter'],
    environment: { DATA_SOURCE_NAME: 'postgresql://a@127.0.0.1/a' },
    ask: `${http(9187, '/metrics')} | grep -q pg_up`,
    process: 'prometheus-post',
    stopsWith: 2,
  },
];
