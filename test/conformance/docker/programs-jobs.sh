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
job close-us registry.example.com/reports/close:3 --region us
JOB_TZ=Asia/Tokyo
job close-jp registry.example.com/reports/close:3 --region jp
