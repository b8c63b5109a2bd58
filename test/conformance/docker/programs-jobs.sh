Whole programs: backups, jobs of cron and maintenance.

### backups of databases and volumes
# arguments
# arguments: --full
# arguments: --only postgres
# arguments: --restore-check
# unreached
#!/bin/bash
# backup.sh: run by cron each night.
#
#   15 3 * * *  root  /usr/local/sbin/backup.sh
#   15 4 * * 0  root  /usr/local/sbin/backup.sh --full
set -u
umask 077

BACKUP_ROOT=/var/backups/containers
KEEP_DAYS=14
STAMP=nightly
FULL=0
ONLY=
CHECK=0
ERRORS=0
STARTED=0

POSTGRES_CONTAINERS="shop-db wiki-db"
MYSQL_CONTAINERS="blog-db"
MONGO_CONTAINERS="events-db"
REDIS_CONTAINERS="cache"
VOLUMES=(shop-media wiki-uploads grafana-data)
declare -A VOLUME_OPTIONS=(
  [shop-media]="--exclude thumbnails"
  [wiki-uploads]="--exclude tmp --exclude cache"
  [grafana-data]=""
)

log() {
  printf '%s %s\n' "$1" "$2" >&2
}

note_error() {
  ERRORS=$((ERRORS + 1))
  log ERROR "$1"
}

usage() {
  sed -n '2,6p' "$0"
  exit 2
}

lock() {
  exec 9>"backup.lock"
  if ! flock -n 9; then
    log WARN "another backup runs"
    exit 75
  fi
}

parse_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --full) FULL=1 ;;
      --only)
        [ $# -ge 2 ] || usage
        ONLY=$2
        shift
        ;;
      --restore-check) CHECK=1 ;;
      -*) usage ;;
    esac
    shift
  done
}

wanted() {
  [ -z "$ONLY" ] || [ "$ONLY" = "$1" ]
}

target_of() {
  printf '%s/%s/%s.%s' "$BACKUP_ROOT" "$STAMP" "$1" "$2"
}

exists() {
  docker inspect --format '{{.State.Running}}' "$1" >/dev/null 2>&1
}

# --- databases ------------------------------------------------------------

backup_postgres() {
  local name=$1 database
  for database in app audit; do
    log INFO "postgres $name/$database"
    if ! docker exec -u postgres "$name" pg_dump --format custom "$database" >/dev/null; then
      note_error "$name/$database"
    fi
  done
  docker exec -u postgres "$name" pg_dumpall --globals-only >/dev/null || note_error "$name globals"
}

backup_mysql() {
  local name=$1
  log INFO "mysql $name"
  docker exec -i "$name" sh -c 'exec mysqldump --all-databases --single-transaction -uroot -p"$MYSQL_ROOT_PASSWORD"' \
    >/dev/null || note_error "$name"
}

backup_mongo() {
  local name=$1
  log INFO "mongo $name"
  docker run --rm \
    --network "container:$name" \
    --volume "$BACKUP_ROOT:/backup" \
    mongo:8.0 \
    mongodump --host localhost --gzip --archive="/backup/$name.archive.gz" || note_error "$name"
}

backup_redis() {
  local name=$1
  docker exec "$name" redis-cli BGSAVE >/dev/null
  until [ "$(docker exec "$name" redis-cli LASTSAVE)" != "0" ]; do sleep 1; done
  docker run --rm --volumes-from "$name:ro" -v "$BACKUP_ROOT:/backup" busybox:1.37 cp /data/dump.rdb "/backup/$name.rdb"
}

# --- volumes --------------------------------------------------------------

backup_volume() {
  local volume=$1 options=$2 level=incremental
  [ "$FULL" = 1 ] && level=full
  log INFO "volume $volume ($level)"
  # shellcheck disable=SC2086
  docker run --rm \
    --network none \
    --read-only \
    --volume "$volume:/source:ro" \
    --volume "$BACKUP_ROOT:/backup" \
    alpine:3.20 \
    tar czf "/backup/$volume-$level.tar.gz" $options -C /source . || note_error "$volume"
}

# --- elsewhere ------------------------------------------------------------

RESTIC_OPTIONS=(
  --rm
  --hostname backup
  --env RESTIC_REPOSITORY=rest:https://backup.example.com/containers
  --env RESTIC_PASSWORD_FILE=/run/secrets/restic
  --volume /root/.restic:/run/secrets/restic:ro
)

restic() {
  docker run "${RESTIC_OPTIONS[@]}" --volume "$BACKUP_ROOT:/data:ro" restic/restic:0.17.3 "$@"
}

send() {
  restic backup --tag "$STAMP" /data || note_error "restic"
  if [ "$FULL" = 1 ]; then
    restic forget --keep-daily "$KEEP_DAYS" --prune || note_error "restic forget"
    restic check || note_error "restic check"
  fi
}

prune_local() {
  docker run --rm -v "$BACKUP_ROOT:/backup" alpine:3.20 find /backup -mtime "+$KEEP_DAYS" -delete
}

# --- does it come back? ---------------------------------------------------

restore_check() {
  local scratch=restore-check id
  docker run -d --name "$scratch" --network none --tmpfs /var/lib/postgresql/data \
    -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17 >/dev/null
  for id in 1 2 3; do
    docker exec "$scratch" pg_isready -U postgres && break
    sleep 1
  done
  docker exec -i "$scratch" pg_restore -U postgres --create --dbname postgres </dev/null || note_error "restore"
  docker exec "$scratch" psql -U postgres -c 'SELECT count(*) FROM orders' app >/dev/null || note_error "orders"
  docker rm -f "$scratch" >/dev/null
}

report() {
  local status=success
  [ "$ERRORS" -eq 0 ] || status=failure
  docker run --rm --network host \
    -e STATUS="$status" \
    registry.example.com/tools/heartbeat:2 \
    --job backup --errors "$ERRORS" || true
}

main() {
  local name volume
  parse_options "$@"
  lock
  STARTED=1
  trap report EXIT
  docker volume create restic-cache >/dev/null

  if wanted postgres; then
    for name in $POSTGRES_CONTAINERS; do exists "$name" && backup_postgres "$name"; done
  fi
  if wanted mysql; then
    for name in $MYSQL_CONTAINERS; do exists "$name" && backup_mysql "$name"; done
  fi
  if wanted mongo; then
    for name in $MONGO_CONTAINERS; do exists "$name" && backup_mongo "$name"; done
  fi
  if wanted redis; then
    for name in $REDIS_CONTAINERS; do exists "$name" && backup_redis "$name"; done
  fi
  if wanted volumes; then
    for volume in "${VOLUMES[@]}"; do
      backup_volume "$volume" "${VOLUME_OPTIONS[$volume]}"
    done
  fi
  send
  prune_local
  if [ "$CHECK" = 1 ]; then restore_check; fi
  [ "$ERRORS" -eq 0 ]
}

main "$@"

### jobs of a scheduler
# path: jobs/run
# unreached
# arguments: daily
# arguments: weekly
# arguments: hourly
# arguments: monthly
#!/bin/sh
# run PERIOD: runs the jobs of a period, each in a container of its own.
set -eu

PERIOD=${1:?period}
JOBS_HOME=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$JOBS_HOME/lib/job.sh"
. "$JOBS_HOME/lib/limits.sh"

LOG_PREFIX="jobs/$PERIOD"

case $PERIOD in
  hourly) . "$JOBS_HOME/hourly.jobs" ;;
  daily) . "$JOBS_HOME/daily.jobs" ;;
  weekly) . "$JOBS_HOME/weekly.jobs" ;;
  monthly) . "$JOBS_HOME/monthly.jobs" ;;
  *)
    echo "run: no period $PERIOD" >&2
    exit 64
    ;;
esac
finish
#### jobs/lib/job.sh
# What a job can say of itself. Nothing here is for a certain shell.

JOB_COUNT=0
JOB_FAILED=""
JOB_TZ=Europe/Vienna

log() { printf '%s: %s\n' "$LOG_PREFIX" "$*" >&2; }

# job NAME IMAGE COMMAND…
job() {
  job_name=$1
  job_image=$2
  shift 2
  JOB_COUNT=$((JOB_COUNT + 1))
  log "$job_name"
  # shellcheck disable=SC2046
  if docker run --rm --name "job-$job_name" -e TZ="$JOB_TZ" $(limits_of small) "$job_image" "$@"; then
    :
  else
    JOB_FAILED="$JOB_FAILED $job_name"
  fi
}

# As job, with a network and a volume for what it makes.
data_job() {
  job_name=$1
  job_image=$2
  shift 2
  JOB_COUNT=$((JOB_COUNT + 1))
  docker run --rm --name "job-$job_name" -e TZ="$JOB_TZ" \
    --network data -v /srv/data:/data $(limits_of large) "$job_image" "$@"
}

# A command in a container that runs anyway.
in_service() {
  job_service=$1
  shift
  docker exec -e TZ="$JOB_TZ" "$job_service" "$@" || JOB_FAILED="$JOB_FAILED $job_service"
}

# As the engine itself.
engine_job() {
  job_name=$1
  shift
  docker run --rm --name "job-$job_name" \
    -v /var/run/docker.sock:/var/run/docker.sock \
    --network none \
    docker:27.4-cli "$@"
}

finish() {
  if [ -n "$JOB_FAILED" ]; then
    log "failed:$JOB_FAILED"
    docker run --rm -e JOBS="$JOB_FAILED" registry.example.com/tools/mail:1 --to ops@example.com
    exit 1
  fi
  log "$JOB_COUNT jobs"
}
#### jobs/lib/limits.sh
limits_of() {
  case $1 in
    small) echo --memory 128m --cpus 0.5 --pids-limit 64 ;;
    large) echo --memory 4g --cpus 2 --pids-limit 1024 ;;
  esac
}
#### jobs/hourly.jobs
job ping curlimages/curl:8.11.0 -fsS https://status.example.com/ping
job certificates registry.example.com/tools/certs:1 check --days 14
in_service queue rabbitmqctl list_queues
in_service web nginx -t
if [ -d /nowhere ]; then
  data_job import registry.example.com/etl/import:5 --source /data/in
else
  data_job import registry.example.com/etl/import:5 --source /data/in --quiet
fi
for feed in prices stock; do
  data_job "feed-$feed" registry.example.com/etl/feed:5 "$feed"
done
#### jobs/daily.jobs
job sitemap registry.example.com/shop/tools:4.2 sitemap --base https://shop.example.com
job report registry.example.com/reports/daily:2 --format pdf
data_job aggregate registry.example.com/etl/aggregate:5 --window 1d
data_job vacuum postgres:17 vacuumdb -h db -U postgres --all --analyze

rotate() {
  in_service "$1" logrotate -f "/etc/logrotate.d/$1"
}
rotate web
rotate proxy

# Each day another shard.
shard_of() {
  case $1 in
    mon | thu) echo 1 ;;
    tue | fri) echo 2 ;;
    *) echo 3 ;;
  esac
}
data_job "shard-$(shard_of tue)" registry.example.com/etl/shard:5 --number "$(shard_of tue)"

engine_job disk-usage system df
engine_job prune-images image prune --force --filter until=168h

while read -r name day; do
  [ "$day" = daily ] || continue
  data_job "mirror-$name" registry.example.com/tools/mirror:3 "$name"
done <<'LIST'
debian daily
alpine weekly
pypi daily
LIST
#### jobs/weekly.jobs
job links registry.example.com/tools/linkcheck:2 --depth 3 https://www.example.com
job licences registry.example.com/tools/licences:1 scan

case $JOB_TZ in
  Europe/*) data_job archive registry.example.com/etl/archive:5 --region eu ;;
  *) data_job archive registry.example.com/etl/archive:5 --region us ;;
esac

set -- orders customers invoices
for table; do
  data_job "export-$table" registry.example.com/etl/export:5 --table "$table" --compress
done

engine_job prune-volumes volume prune --force
(
  JOB_TZ=UTC
  job utc-report registry.example.com/reports/weekly:2
)
job local-report registry.example.com/reports/weekly:2
#### jobs/monthly.jobs
# Once a month what takes long.
job invoices registry.example.com/reports/invoices:2 --month last
data_job reindex registry.example.com/etl/index:5 --all

rebuild() {
  rebuild_name=$1
  shift
  data_job "rebuild-$rebuild_name" registry.example.com/etl/rebuild:5 "$@"
}
rebuild cubes --target cubes --threads 4
rebuild search --target search

old_services="mailman wiki"
for each in $old_services; do
  in_service "$each" sh -c "find /var/log -name '*.gz' -delete"
done

engine_job rotate-keys exec vault vault operator rotate
docker run --rm --privileged --pid host -v /:/host:ro aquasec/kube-bench:v0.9.2 --benchmark docker-1.6
docker run --rm --net host --pid host --userns host --cap-add audit_control \
  -v /var/lib:/var/lib:ro -v /var/run/docker.sock:/var/run/docker.sock:ro -v /etc:/etc:ro \
  --label docker_bench_security docker/docker-bench-security:latest

# --- what only the finance department asks for ---
finance() {
  finance_year=$1
  shift
  for finance_quarter in 1 2 3 4; do
    job "finance-$finance_year-q$finance_quarter" registry.example.com/reports/finance:7 \
      --year "$finance_year" --quarter "$finance_quarter" "$@"
  done
}
finance 2024 --format xlsx
finance 2023 --format csv --final

audit() {
  job "audit-$1" registry.example.com/audit/"$1":1 --since 30d
}
for area in access payments; do audit "$area"; done
unset area

case $(limits_of small) in
  *--memory*) engine_job check-limits info --format '{{.MemoryLimit}}' ;;
esac

JOB_TZ=America/New_York
job calendar registry.example.com/reports/calendar:1 --year 2024 --holidays at
data_job snapshot registry.example.com/etl/snapshot:5 --keep 12

job close-us registry.example.com/reports/close:3 --region us
JOB_TZ=Asia/Tokyo
job close-jp registry.example.com/reports/close:3 --region jp

### a check of a host and of what runs on it
# arguments
#!/bin/bash
# audit.sh: looks at a host from containers, and writes a report.
# shellcheck disable=SC2034

REPORT=/dev/null
SECTION=0
TOTAL=0
WARNINGS=0
TOOLS=registry.example.com/audit/tools:9
HOST_OPTIONS="--rm --privileged --pid=host --network=host --userns=host -v /:/host:ro"
SOCKET_OPTIONS="--rm -v /var/run/docker.sock:/var/run/docker.sock:ro --network none"
QUIET_OPTIONS="--rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges"

heading() {
  SECTION=$((SECTION + 1))
  printf '\n[%02d] %s\n' "$SECTION" "$1" >>"$REPORT"
}

result() {
  TOTAL=$((TOTAL + 1))
  case $1 in
    ok) printf ' ok    %s\n' "$2" ;;
    warn)
      printf ' WARN  %s\n' "$2"
      WARNINGS=$((WARNINGS + 1))
      ;;
    info) printf ' info  %s\n' "$2" ;;
  esac >>"$REPORT"
}

# shellcheck disable=SC2086
on_host() { docker run $HOST_OPTIONS "$TOOLS" chroot /host "$@"; }
# shellcheck disable=SC2086
with_socket() { docker run $SOCKET_OPTIONS "$@"; }
# shellcheck disable=SC2086
quietly() { docker run $QUIET_OPTIONS "$TOOLS" "$@" >/dev/null 2>&1; }

check() {
  local text=$1
  shift
  if "$@" >/dev/null 2>&1; then
    result ok "$text"
  else
    result warn "$text"
  fi
}

heading "The kernel"
check "IP forwarding" on_host sysctl -n net.ipv4.ip_forward
check "user namespaces" on_host sysctl -n user.max_user_namespaces
for parameter in kernel.kptr_restrict kernel.dmesg_restrict fs.protected_symlinks; do
  check "$parameter" on_host sysctl -n "$parameter"
done

heading "Files"
while IFS=' ' read -r mode owner path; do
  case $mode in '#'*) continue ;; esac
  check "$path is $mode and of $owner" on_host stat -c "%a %U" "$path"
done <<'FILES'
# mode owner path
644 root /etc/docker/daemon.json
660 root /var/run/docker.sock
711 root /var/lib/docker
FILES

heading "Programs"
for program in docker containerd runc; do
  check "$program is there" on_host command -v "$program"
done
on_host sh -c 'dpkg -l | grep -c docker' >/dev/null
docker run --rm -v /etc:/host/etc:ro --network none "$TOOLS" lynis audit system --rootdir /host --quick >/dev/null

heading "The engine"
check "live restore" with_socket docker:27.4-cli docker info --format '{{.LiveRestoreEnabled}}'
check "no experimental features" with_socket docker:27.4-cli docker version --format '{{.Server.Experimental}}'
with_socket -e NO_COLOR=1 docker/docker-bench-security:latest -b -c host_configuration >/dev/null

heading "Images"
scan_image() {
  local image=$1 severity=${2:-CRITICAL}
  docker run --rm \
    -v /var/run/docker.sock:/var/run/docker.sock:ro \
    -v trivy:/root/.cache \
    --memory 2g \
    aquasec/trivy:0.58.0 image --quiet --severity "$severity" "$image"
}

images=(
  nginx:1.27
  postgres:17.2
  registry.example.com/shop/app:4.2
)
for image in "${images[@]}"; do
  check "$image has no critical holes" scan_image "$image"
done
check "the proxy has no holes at all" scan_image traefik:v3.2 LOW,MEDIUM,HIGH,CRITICAL

heading "Containers"
inspect_service() {
  local name=$1 user
  docker exec "$name" id -u >/dev/null
  docker exec "$name" sh -c 'cat /proc/1/status' >/dev/null
  if [ "$2" = deep ]; then
    docker exec -u 0 --privileged "$name" sh -c 'find / -xdev -perm -4000' >/dev/null
    docker run --rm --pid "container:$name" --network "container:$name" --cap-add SYS_PTRACE "$TOOLS" ps aux >/dev/null
  fi
}
inspect_service web shallow
inspect_service db deep

list_services() {
  cat <<END
proxy shallow
queue deep
END
}
while read -r name depth; do
  inspect_service "$name" "$depth"
done < <(list_services)

heading "The network"
probe() {
  local target=$1 port
  shift
  for port; do
    docker run --rm --network host --cap-drop ALL instrumentisto/nmap:7.95 -p "$port" "$target" >/dev/null
  done
}
probe localhost 22 2375 2376
probe 10.0.0.1 443
docker run --rm --net=host --cap-add=NET_ADMIN --cap-add=NET_RAW "$TOOLS" sh -c 'iptables -S; ss -ltn' >/dev/null
quietly openssl s_client -connect localhost:2376

heading "Secrets"
secrets_in() {
  local folder=$1 rules=$2
  docker run --rm -v "$folder:/scan:ro" --network none zricethezav/gitleaks:v8.21.2 \
    detect --no-git --source /scan --config "/scan/$rules"
}
for folder in /etc /srv/shop; do
  check "$folder" secrets_in "$folder" .gitleaks.toml
done

heading "Time"
check "the clock is right" on_host chronyc tracking
check "the zone" on_host cat /etc/timezone

heading "Limits"
declare -A limit=([web]=512m [db]=2g [queue]=256m)
for name in web db queue; do
  docker run --rm --memory "${limit[$name]}" --pids-limit 100 --name "limit-$name" "$TOOLS" stress --vm 1 >/dev/null
done

(
  HOST_OPTIONS="--rm --pid=host"
  heading "Without privileges"
  check "processes" on_host ps -e
)

heading "Logs"
count_errors() {
  local name=$1 since=${2:-24h}
  docker logs --since "$since" "$name" >/dev/null 2>&1
  docker exec "$name" sh -c "grep -c error /var/log/$name.log" >/dev/null
}
check "the web server" count_errors web
check "the database" count_errors db 7d

heading "What is mounted"
mounts() {
  local IFS=:
  # shellcheck disable=SC2086
  set -- $1
  docker run --rm --network none -v "$1:/mnt:ro" "$TOOLS" stat /mnt >/dev/null
}
for pair in /srv/shop:web /srv/wiki:wiki /etc:; do
  mounts "$pair"
done

heading "What starts by itself"
policy() {
  case $1 in
    always | unless-stopped) result info "$2 starts again ($1)" ;;
    *) result warn "$2 does not start again" ;;
  esac
}
policy "$(echo always)" web
policy "" batch

heading "A container that may do nothing"
harmless=(
  --rm
  --network none
  --read-only
  --cap-drop ALL
  --security-opt no-new-privileges
  --user 65534:65534
  --memory 64m
  --pids-limit 16
)
docker run "${harmless[@]}" "$TOOLS" true
docker run "${harmless[@]}" --tmpfs /tmp:noexec "$TOOLS" sh -c 'touch /tmp/x'

finish() {
  local verdict=passed
  [ "$WARNINGS" -eq 0 ] || verdict=warnings
  docker run --rm -i --network host "$TOOLS" upload --verdict "$verdict" --total "$TOTAL" </dev/null
}
finish >/dev/null

exit 0

### maintenance of databases in containers
# path: dbctl
# unreached
# arguments: status
# arguments: vacuum
# arguments: vacuum full
# arguments: analyze orders
# arguments: create-user reader
# arguments: grant reader shop
# arguments: clone shop shop_test
# arguments: replica add
# arguments: replica promote
# arguments: shell
# arguments: shell mysql
# arguments: slow
# arguments: import dump.sql
# arguments: tune small
# arguments: tune large
# arguments: bench
# arguments: archive 2023
# arguments: watch
# arguments: checksum
#!/bin/sh
# dbctl: what is done with the databases now and then. POSIX sh, since it also runs where there is no bash.

set -eu

PG=pg-main
PG_IMAGE=postgres:17.2
MY=mysql-main
MY_IMAGE=mysql:8.4
NET=databases
SQL_DIR=/srv/sql

prog=${0##*/}

err() {
  printf '%s: %s\n' "$prog" "$*" >&2
}

usage() {
  err "usage: $prog status | vacuum [full] | shell [mysql] | …"
  exit 64
}

pg() {
  docker exec -u postgres "$PG" "$@"
}

pg_sql() {
  pg psql -X -q -v ON_ERROR_STOP=1 "$@"
}

pg_input() {
  docker exec -i -u postgres "$PG" psql -X -q -v ON_ERROR_STOP=1 "$1"
}

my() {
  docker exec -e MYSQL_PWD "$MY" "$@"
}

# A client of its own, for what takes long or needs files.
pg_client() {
  docker run --rm --network "$NET" -e PGHOST="$PG" -e PGUSER=postgres -v "$SQL_DIR:/sql:ro" "$PG_IMAGE" "$@"
}

my_client() {
  docker run --rm --network "$NET" -v "$SQL_DIR:/sql:ro" "$MY_IMAGE" mysql -h "$MY" "$@"
}

do_status() {
  pg_sql -c 'SELECT datname, numbackends FROM pg_stat_database' postgres
  my mysqladmin status
}

do_vacuum() {
  case ${1-} in
    full) pg_client vacuumdb --all --full --jobs 2 ;;
    *) pg vacuumdb --all --analyze ;;
  esac
}

do_analyze() {
  pg_sql -c "ANALYZE VERBOSE $1" shop
}

do_create_user() {
  pg createuser --no-superuser --no-createdb "$1"
  my mysql -e "CREATE USER '$1'@'%'"
}

do_grant() {
  pg_input "$2" <<END
GRANT CONNECT ON DATABASE $2 TO $1;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO $1;
END
}

do_clone() {
  pg createdb --template "$1" "$2"
}

do_replica() {
  case $1 in
    add)
      docker volume create pg-replica >/dev/null
      docker run --rm --network "$NET" -v pg-replica:/data --user postgres "$PG_IMAGE" \
        pg_basebackup -h "$PG" -U replicator -D /data -R
      docker run -d --name pg-replica --network "$NET" --restart unless-stopped \
        -v pg-replica:/var/lib/postgresql/data --shm-size 1g "$PG_IMAGE" -c hot_standby=on >/dev/null
      ;;
    promote)
      docker exec -u postgres pg-replica pg_ctl promote
      ;;
    *) usage ;;
  esac
}

do_shell() {
  if [ "${1-}" = mysql ]; then
    docker exec -it -e MYSQL_PWD "$MY" mysql
  else
    docker exec -it -u postgres "$PG" psql
  fi
}

do_slow() {
  pg_sql postgres <<'SQL'
SELECT query FROM pg_stat_statements ORDER BY mean_exec_time DESC LIMIT 10;
SQL
  my sh -c 'tail -n 20 /var/lib/mysql/slow.log'
}

do_import() {
  docker run --rm -i --network "$NET" -e PGHOST="$PG" "$PG_IMAGE" psql -U postgres -f - shop </dev/null
  pg_client psql -f "/sql/$1" shop
  my_client -e "source /sql/$1" shop
}

do_tune() {
  size=$1
  case $size in
    small)
      buffers=256MB
      memory=1g
      ;;
    large)
      buffers=4GB
      memory=16g
      ;;
    *) usage ;;
  esac
  docker run --rm --network none --memory "$memory" "$PG_IMAGE" postgres -C shared_buffers -c "shared_buffers=$buffers"
  for setting in "shared_buffers = '$buffers'" "work_mem = '16MB'"; do
    pg_sql -c "ALTER SYSTEM SET $setting" postgres
  done
}

do_bench() {
  docker network inspect "$NET" >/dev/null 2>&1 || docker network create "$NET" >/dev/null
  docker run -d --rm --name pg-bench --network "$NET" --tmpfs /var/lib/postgresql/data:size=1g \
    -e POSTGRES_HOST_AUTH_METHOD=trust "$PG_IMAGE" -c fsync=off >/dev/null
  clients=1
  while [ "$clients" -le 16 ]; do
    docker run --rm --network "$NET" -e PGHOST=pg-bench -e PGUSER=postgres "$PG_IMAGE" pgbench -c "$clients" -T 10
    clients=$((clients * 4))
  done
  docker stop pg-bench >/dev/null
}

do_archive() {
  year=$1
  for table in orders invoices; do
    pg_client pg_dump --table "${table}_$year" --file "/dev/null" shop
  done
  docker run --rm --network none -v "$SQL_DIR:/sql" busybox:1.37 gzip -9 "/sql/archive-$year.sql"
}

do_watch() {
  count=0
  while :; do
    count=$((count + 1))
    pg_sql -c 'SELECT pid, query FROM pg_stat_activity' postgres
    [ "$count" -lt 2 ] || break
  done
}

do_checksum() {
  docker stop "$PG" >/dev/null
  docker run --rm --network none --volumes-from "$PG" --user postgres "$PG_IMAGE" pg_checksums --check
  docker start "$PG" >/dev/null 2>&1 || true
  docker run --rm --network none --volumes-from "$MY:ro" "$MY_IMAGE" \
    sh -c 'for f in /var/lib/mysql/*/*.ibd; do innochecksum "$f"; done'
}

# --- which of them ----------------------------------------------------------

[ $# -gt 0 ] || usage
action=$1
shift

case $action in
  status) do_status ;;
  vacuum) do_vacuum "$@" ;;
  analyze) do_analyze "${1:?table}" ;;
  create-user) do_create_user "${1:?name}" ;;
  grant) do_grant "${1:?name}" "${2:?database}" ;;
  clone) do_clone "${1:?from}" "${2:?to}" ;;
  replica) do_replica "${1:-add}" ;;
  shell) do_shell "$@" ;;
  slow) do_slow ;;
  import) do_import "${1:?file}" ;;
  tune) do_tune "${1:?size}" ;;
  bench) do_bench ;;
  archive) do_archive "${1:?year}" ;;
  watch) do_watch ;;
  checksum) do_checksum ;;
  -h | --help) usage ;;
  *)
    err "what is $action?"
    usage
    ;;
esac
