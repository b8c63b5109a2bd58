Whole programs: installers, updates and deployments.

### an installer of a service
# arguments
# arguments: --unprivileged
#!/bin/sh
# Installs the monitor on this machine: sh install.sh
# It runs in any shell, asks nothing, and can be run again.
set -eu

VERSION="2.14.1"
CHANNEL="${CHANNEL:-stable}"
IMAGE="docker.io/acme/monitor"
NAME="acme-monitor"
DATA_VOLUME="acme-monitor-data"
CONFIG_DIR="/etc/acme-monitor"
PORT="9110"
MIN_MAJOR=20

bold=""
normal=""
if [ -t 1 ]; then
  bold="$(printf '\033[1m')"
  normal="$(printf '\033[0m')"
fi

say() { printf '%s%s%s\n' "$bold" "$1" "$normal"; }
complain() { printf 'install: %s\n' "$1" >&2; }
abort() {
  complain "$1"
  exit 1
}

usage() {
  cat <<'END'
Installs acme-monitor.

The container is started with

    docker run -d --privileged acme/monitor

unless --unprivileged is given.
END
}

UNPRIVILEGED=no
DRY_RUN=no
EXTRA_OPTIONS=""

while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --unprivileged) UNPRIVILEGED=yes ;;
    --dry-run) DRY_RUN=yes ;;
    --) shift; break ;;
    *) abort "unknown option: $1" ;;
  esac
  shift
done

# --- what is needed -------------------------------------------------------

has() { command -v "$1" >/dev/null 2>&1; }

has docker || abort "Docker is needed: https://docs.docker.com/engine/install/"
has uname || abort "uname is needed"

architecture() {
  case "$(uname -m)" in
    x86_64 | amd64) echo amd64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) echo unknown ;;
  esac
}

server_major() {
  docker version --format '{{.Server.Version}}' 2>/dev/null | cut -d. -f1
}

MAJOR="$(server_major || true)"
if [ -n "$MAJOR" ] && [ "$MAJOR" -lt "$MIN_MAJOR" ] 2>/dev/null; then
  complain "Docker $MAJOR is old"
fi

run() {
  if [ "$DRY_RUN" = yes ]; then
    echo "would run: $*"
  else
    "$@"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# --- an older installation ------------------------------------------------

remove_old() {
  for old in acme-agent acme-monitor-old "$NAME"; do
    run docker rm -f "$old" >/dev/null 2>&1 || true
  done
}

backup_data() {
  say "Saving what an older version left"
  run docker run --rm \
    -v "$DATA_VOLUME":/data:ro \
    -v /var/backups:/backup \
    --network none \
    busybox:1.37 \
    tar czf "/backup/$NAME.tgz" -C /data .
}

# --- configuration --------------------------------------------------------

write_config() {
  target="$1"
  docker run --rm -i -v "$CONFIG_DIR":/config busybox:1.37 sh -c "cat > /config/$target" <<END
port: $PORT
channel: $CHANNEL
labels:
  version: "$VERSION"
END
}

# --- start ----------------------------------------------------------------

start_monitor() {
  set -- --detach \
    --name "$NAME" \
    --restart unless-stopped \
    --publish "127.0.0.1:$PORT:9110" \
    --volume "$DATA_VOLUME":/var/lib/monitor \
    --volume "$CONFIG_DIR":/etc/monitor:ro \
    --log-opt max-size=10m \
    --log-opt max-file=3
  if [ "$UNPRIVILEGED" = yes ]; then
    set -- "$@" --cap-add SYS_PTRACE --cap-add NET_RAW
  else
    set -- "$@" --privileged --pid host \
      --volume /:/host:ro,rslave \
      --volume /var/run/docker.sock:/var/run/docker.sock
  fi
  if [ -n "$EXTRA_OPTIONS" ]; then
    # shellcheck disable=SC2086
    set -- "$@" $EXTRA_OPTIONS
  fi
  run docker run "$@" "$IMAGE:$VERSION" --config /etc/monitor/monitor.yml
}

start_relay() {
  run docker run -d \
    --name "$NAME-relay" \
    --restart unless-stopped \
    --network "container:$NAME" \
    --read-only \
    --user 65534:65534 \
    "$IMAGE-relay:$VERSION"
}

wait_until_ready() {
  tries=0
  while [ "$tries" -lt 10 ]; do
    if docker exec "$NAME" /monitor healthcheck; then
      return 0
    fi
    tries=$((tries + 1))
    sleep 1
  done
  abort "$NAME does not answer"
}

finish() {
  say "Done."
  cat <<END

  http://localhost:$PORT

To look inside:

  docker exec -it $NAME sh

To remove it:

  docker rm -f $NAME $NAME-relay
  docker volume rm $DATA_VOLUME
END
}

main() {
  [ "$(architecture)" != unknown ] || abort "this machine is not supported"
  say "Installing $IMAGE:$VERSION"
  run docker pull -q "$IMAGE:$VERSION" >/dev/null
  run docker volume create "$DATA_VOLUME" >/dev/null
  backup_data
  remove_old
  write_config monitor.yml
  start_monitor
  start_relay
  wait_until_ready
  finish
}

main

### an update of services on a server
# unreached
# arguments
# why: blue and green, over ssh, with what is rolled back
#!/bin/bash
# deploy.sh: puts a new version of the services on the servers, one after another.
set -euo pipefail

SERVERS=(app1.example.com app2.example.com)
TAG=2024.11.3
OLD_TAG=2024.11.2
REGISTRY=registry.example.com/portal
SSH="ssh -o BatchMode=yes -o ConnectTimeout=5"
COLORS="blue green"
HEALTH=/health
FAILED=()

log() {
  local level=$1
  shift
  printf '%-5s %s\n' "$level" "$*" >&2
}

on() {
  local server=$1
  shift
  $SSH "deploy@$server" "$@"
}

# --- single steps on a server ---------------------------------------------

pull_images() {
  on "$1" "docker pull -q $REGISTRY/api:$TAG && docker pull -q $REGISTRY/front:$TAG" >/dev/null
}

other_color() {
  case $1 in
    blue) echo green ;;
    *) echo blue ;;
  esac
}

start_api() {
  local server=$1 color=$2 port
  if [ "$color" = blue ]; then port=8001; else port=8002; fi
  on "$server" docker run -d \
    --name "api-$color" \
    --restart on-failure:5 \
    --publish "127.0.0.1:$port:8000" \
    --env PORTAL_ENV=production \
    --memory 1g \
    --health-cmd "'curl -f localhost:8000$HEALTH'" \
    "$REGISTRY/api:$TAG"
}

start_front() {
  on "$1" bash -s <<END
set -e
docker rm -f front-$2 2>/dev/null || true
docker run -d --name front-$2 \\
  --restart always \\
  --network portal \\
  --volume /etc/portal/nginx:/etc/nginx/conf.d:ro \\
  $REGISTRY/front:$TAG
END
}

migrate() {
  on "$1" <<END
docker run --rm --env PORTAL_ENV=production --network portal $REGISTRY/api:$TAG alembic upgrade head
END
}

switch_to() {
  local server=$1 color=$2
  on "$server" "docker exec proxy sh -c 'ln -sf /etc/haproxy/$color.cfg /etc/haproxy/haproxy.cfg && kill -HUP 1'"
}

stop_old() {
  local server=$1 color=$2 name
  for name in api front; do
    on "$server" "docker stop $name-$color >/dev/null 2>&1; docker rm $name-$color >/dev/null 2>&1; true"
  done
}

check() {
  local server=$1 color=$2 attempt
  for attempt in 1 2 3; do
    if on "$server" docker exec "api-$color" curl -fs "localhost:8000$HEALTH"; then
      return 0
    fi
    log warn "attempt $attempt on $server"
    sleep 0
  done
  return 1
}

roll_back() {
  local server=$1 color=$2
  log error "rolling back $server"
  on "$server" "docker rm -f api-$color front-$color"
  on "$server" "docker run -d --name api-$color --restart no $REGISTRY/api:$OLD_TAG"
}

maintenance() {
  local server=$1 state=$2
  case $state in
    on)
      on "$server" 'docker run -d --name maintenance -p 8080:80 -v /etc/portal/maintenance:/usr/share/nginx/html:ro nginx:1.27-alpine'
      ;;
    off)
      on "$server" 'docker rm -f maintenance' >/dev/null
      ;;
  esac
}

# --- one server -----------------------------------------------------------

deploy_to() {
  local server=$1 color=green old
  old=$(other_color "$color")
  log info "deploying $TAG to $server"
  pull_images "$server"
  maintenance "$server" on
  migrate "$server"
  start_api "$server" "$color" >/dev/null
  start_front "$server" "$color" >/dev/null
  if check "$server" "$color"; then
    switch_to "$server" "$color"
    stop_old "$server" "$old"
  else
    roll_back "$server" "$color"
    FAILED+=("$server")
  fi
  maintenance "$server" off
}

# --- here -----------------------------------------------------------------

smoke_test() {
  local server
  for server in "${SERVERS[@]}"; do
    docker run --rm --network host -e TARGET="https://$server" "$REGISTRY/smoke:$TAG"
  done
}

warm_up() {
  local path
  while IFS=' ' read -r path _; do
    [ -n "$path" ] || continue
    docker run --rm curlimages/curl:8.11.0 -fsS "https://portal.example.com$path"
  done <<'END'
/ the first page
/search?q=test the slowest one
/login
END
}

notify() {
  local status=ok
  [ ${#FAILED[@]} -eq 0 ] || status=failed
  docker run --rm \
    -e STATUS="$status" \
    -e TEXT="portal $TAG on ${#SERVERS[@]} servers" \
    registry.example.com/tools/notify:1
}

# What the servers run now, for the page of the operators.
inventory() {
  local server
  for server in "${SERVERS[@]}"; do
    on "$server" docker exec proxy haproxy -v
    on "$server" "docker exec api-green python -c 'import portal; print(portal.__version__)'"
  done
}

record_state() {
  cat >/dev/null <<END
$TAG
$OLD_TAG
END
  docker run --rm -i -v /var/lib/deploy:/state busybox:1.37 tee /state/current <<<"$TAG"
}

prune() {
  local server
  for server in "${SERVERS[@]}"; do
    on "$server" 'docker images -q >/dev/null'
  done
}

main() {
  local server
  for server in "${SERVERS[@]}"; do
    deploy_to "$server"
  done
  smoke_test
  warm_up
  inventory
  record_state
  prune
  notify
}

main "$@"

### an upgrade of an installation in place
# arguments: 1.8
# arguments: 2.1
# arguments: 3.0
#!/bin/bash
# upgrade.sh FROM: brings an installation of the wiki from an older version to the one that this script is part of.
# Each step is a function from_X_Y; they run one after another, starting with the version that is installed.
set -euo pipefail

TARGET=3.2
INSTALLED=${1:?the installed version}
DATA=/opt/wiki/data
BACKUP=/opt/wiki/backup
NETWORK=wiki
ENGINE=docker
DONE=()
NEED_REINDEX=false
NEED_RESTART=false

info() { printf '==> %s\n' "$*"; }
warn() { printf '==! %s\n' "$*" >&2; }
die() {
  warn "$@"
  exit 1
}

finish() {
  local code=$?
  if [ "$code" -ne 0 ]; then
    warn "stopped after: ${DONE[*]:-nothing}"
  fi
}
trap finish EXIT

# --- what steps need --------------------------------------------------------

compare() {
  local IFS=. a b
  read -r -a a <<<"$1"
  read -r -a b <<<"$2"
  [ "${a[0]}" -lt "${b[0]}" ] && return 0
  [ "${a[0]}" -eq "${b[0]}" ] && [ "${a[1]}" -le "${b[1]}" ]
}

with_data() {
  local image=$1
  shift
  $ENGINE run --rm --network none --user 33:33 --volume "$DATA:/data" "$image" "$@"
}

with_database() {
  local image=$1
  shift
  $ENGINE run --rm --network "$NETWORK" --env PGHOST=db --env PGUSER=wiki --volume "$DATA:/data:ro" "$image" "$@"
}

query() {
  $ENGINE exec -i -u postgres wiki-db psql -v ON_ERROR_STOP=1 wiki
}

save() {
  info "saving $1"
  $ENGINE run --rm -v "$DATA/$1:/source:ro" -v "$BACKUP:/backup" busybox:1.37 tar czf "/backup/$1-$INSTALLED.tgz" -C /source .
}

stop_services() {
  local name
  for name in wiki-web wiki-worker; do
    $ENGINE stop "$name" >/dev/null 2>&1 || true
  done
}

# --- steps ------------------------------------------------------------------

from_1_8() {
  info "users get a table of their own"
  query <<'SQL'
CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, name text NOT NULL);
INSERT INTO users (name) SELECT DISTINCT author FROM pages;
SQL
  with_database example/wiki-migrate:1.9 users --from pages
}

from_1_9() {
  info "attachments move out of the database"
  save pages
  with_database example/wiki-migrate:2.0 attachments --to /data/attachments
  with_data busybox:1.37 sh -c 'chmod -R g+rX /data/attachments'
  NEED_REINDEX=true
}

from_2_0() {
  info "themes have another layout"
  local theme
  for theme in default dark print; do
    with_data example/wiki-migrate:2.1 theme "$theme"
  done
}

from_2_1() {
  info "the search engine is replaced"
  $ENGINE rm -f wiki-sphinx >/dev/null 2>&1 || true
  $ENGINE volume create wiki-search >/dev/null
  $ENGINE run -d \
    --name wiki-search \
    --network "$NETWORK" \
    --restart unless-stopped \
    --volume wiki-search:/meili_data \
    --env MEILI_NO_ANALYTICS=true \
    --memory 1g \
    getmeili/meilisearch:v1.11 >/dev/null
  NEED_REINDEX=true
}

from_3_0() {
  info "postgres 13 becomes postgres 17"
  save database
  local old=13 new=17
  $ENGINE run --rm \
    --volume "$DATA/database:/var/lib/postgresql/$old/data" \
    --volume "$DATA/database-new:/var/lib/postgresql/$new/data" \
    "tianon/postgres-upgrade:$old-to-$new" --link
  $ENGINE rm -f wiki-db >/dev/null
  start_database "$new" "$DATA/database-new"
  NEED_RESTART=true
}

from_3_1() {
  info "sessions move to the cache"
  $ENGINE run -d --name wiki-cache --network "$NETWORK" --restart unless-stopped --read-only --tmpfs /data redis:7.4 >/dev/null
  NEED_RESTART=true
}

# --- services ---------------------------------------------------------------

start_database() {
  local version=$1 folder=$2
  $ENGINE run -d --name wiki-db --network "$NETWORK" --network-alias db --restart unless-stopped \
    --volume "$folder:/var/lib/postgresql/data" --shm-size 128m "postgres:$version" >/dev/null
  until $ENGINE exec wiki-db pg_isready -q; do sleep 1; done
}

start_web() {
  $ENGINE rm -f wiki-web wiki-worker >/dev/null 2>&1 || true
  local -a options=(
    --detach
    --network "$NETWORK"
    --restart unless-stopped
    --volume "$DATA/attachments:/attachments"
    --env "WIKI_VERSION=$TARGET"
  )
  $ENGINE run "${options[@]}" --name wiki-web --publish 80:8080 "example/wiki:$TARGET" web >/dev/null
  $ENGINE run "${options[@]}" --name wiki-worker --cpus 1 "example/wiki:$TARGET" worker >/dev/null
}

reindex() {
  $ENGINE exec wiki-web wiki-admin reindex --all
}

verify() {
  local page
  for page in / /login /search; do
    $ENGINE exec wiki-web curl -fsS -o /dev/null "http://localhost:8080$page"
  done
  with_database "example/wiki:$TARGET" wiki-admin verify --version "$TARGET"
}

# --- the way from one version to the other ----------------------------------

VERSIONS=(1.8 1.9 2.0 2.1 3.0 3.1)

step_of() {
  case $1 in
    1.8) from_1_8 ;;
    1.9) from_1_9 ;;
    2.0) from_2_0 ;;
    2.1) from_2_1 ;;
    3.0) from_3_0 ;;
    3.1) from_3_1 ;;
  esac
}

main() {
  local version
  case $INSTALLED in
    1.[89] | 2.[01] | 3.[01]) ;;
    "$TARGET") die "nothing to do" ;;
    *) die "no way from $INSTALLED" ;;
  esac
  $ENGINE network inspect "$NETWORK" >/dev/null 2>&1 || $ENGINE network create "$NETWORK" >/dev/null
  stop_services
  for version in "${VERSIONS[@]}"; do
    if compare "$INSTALLED" "$version"; then
      step_of "$version"
      DONE+=("$version")
    fi
  done
  if $NEED_RESTART; then
    info "the web server needs to start anew"
  fi
  start_web
  if $NEED_REINDEX; then
    reindex
  fi
  verify
  info "now $TARGET"
}

main

### a first installation of a platform with questions that defaults answer
# unreached
# arguments
# arguments: --minimal
# arguments: --minimal --monitoring
# arguments: --monitoring --rebuild-db
#!/usr/bin/env bash
# install.sh: sets the platform up, from a machine with Docker to a first login.
set -eEuo pipefail

test "${DEBUG:-}" && set -x

VERSION=24.11.0
INSTALL_DIR=/opt/platform
MIN_MEMORY=3800
PROFILE=full
MONITORING=0
REBUILD=0
ERROR_IMAGE=registry.example.com/platform/errors:1

log_file=/dev/null
dc_project=platform

# --- messages ---------------------------------------------------------------

_group_start="::group::"
_group_end="::endgroup::"
if [ -z "${CI:-}" ]; then
  _group_start="▶ "
  _group_end=""
fi

group() { echo "$_group_start$1"; }
end_group() { echo "$_group_end"; }

send_error() {
  local code=$1 line=$2
  docker run --rm --network host -e CODE="$code" -e LINE="$line" "$ERROR_IMAGE" >/dev/null 2>&1 || true
}

cleanup() {
  local code=$?
  if [ "$code" -ne 0 ]; then
    echo "An error occurred, caught $code" >&2
  fi
  docker rm -f installer-helper >/dev/null 2>&1 || true
}
trap cleanup EXIT

# --- options ----------------------------------------------------------------

while (($#)); do
  case "$1" in
    --minimal) PROFILE=minimal ;;
    --monitoring) MONITORING=1 ;;
    --rebuild-db) REBUILD=1 ;;
    --) break ;;
    *)
      echo "Unexpected argument: $1" >&2
      exit 1
      ;;
  esac
  shift
done

# --- versions of what is used -----------------------------------------------

POSTGRES_IMAGE=postgres:14.13-alpine
REDIS_IMAGE=redis:6.2.14-alpine
CLICKHOUSE_IMAGE=altinity/clickhouse-server:23.8.11
KAFKA_IMAGE=confluentinc/cp-kafka:7.6.1
PLATFORM_IMAGE=registry.example.com/platform/core:$VERSION
RELAY_IMAGE=registry.example.com/platform/relay:$VERSION

# --- checks -----------------------------------------------------------------

group "Checking minimum requirements ..."

vergte() {
  [ "$1" = "$2" ] && return 0
  local a b
  IFS=. read -r -a a <<<"$1"
  IFS=. read -r -a b <<<"$2"
  ((a[0] > b[0])) && return 0
  ((a[0] == b[0] && a[1] >= b[1]))
}

check_docker() {
  docker version --format '{{.Server.Version}}' >/dev/null
}

check_memory() {
  docker run --rm busybox:1.37 free -m >/dev/null
}

check_cpu() {
  docker run --rm busybox:1.37 grep -m1 -c sse4_2 /proc/cpuinfo >/dev/null || true
}

check_docker
check_memory
check_cpu
end_group

# --- volumes ----------------------------------------------------------------

group "Creating volumes for persistent storage ..."
for volume in data postgres redis kafka clickhouse symbols; do
  docker volume create --name="$dc_project-$volume" >/dev/null
done
docker network create "$dc_project" >/dev/null
end_group

# --- configuration ----------------------------------------------------------

group "Generating secrets ..."

ensure_file() {
  local source=$1 target=$2
  docker run --rm -v "$INSTALL_DIR:/install" --network none busybox:1.37 \
    sh -c "[ -f /install/$target ] || cp /install/$source /install/$target"
}

ensure_file config.example.yml config.yml
ensure_file settings.example.py settings.py
ensure_file relay/config.example.yml relay/config.yml

docker run --rm --name installer-helper -v "$INSTALL_DIR/relay:/data/.relay" --user 0 "$RELAY_IMAGE" credentials generate --overwrite
docker run --rm --no-healthcheck --network none "$PLATFORM_IMAGE" config generate-secret-key >/dev/null
end_group

# --- services ---------------------------------------------------------------

service() {
  local name=$1
  shift
  docker run -d \
    --name "$dc_project-$name" \
    --network "$dc_project" \
    --network-alias "$name" \
    --restart unless-stopped \
    --log-driver json-file --log-opt max-size=50m \
    "$@" >/dev/null
}

wait_for() {
  local name=$1
  shift
  until docker exec "$dc_project-$name" "$@"; do sleep 1; done
}

group "Starting stores ..."
service postgres -e POSTGRES_HOST_AUTH_METHOD=trust -v "$dc_project-postgres:/var/lib/postgresql/data" "$POSTGRES_IMAGE" \
  postgres -c max_connections=100
service redis -v "$dc_project-redis:/data" --ulimit nofile=10032 "$REDIS_IMAGE"
if [ "$PROFILE" != minimal ]; then
  service kafka -e KAFKA_BROKER_ID=1 -v "$dc_project-kafka:/var/lib/kafka/data" "$KAFKA_IMAGE"
  service clickhouse -e MAX_MEMORY_USAGE_RATIO=0.3 --ulimit nofile=262144:262144 \
    -v "$dc_project-clickhouse:/var/lib/clickhouse" "$CLICKHOUSE_IMAGE"
  wait_for kafka kafka-topics --bootstrap-server localhost:9092 --list
  wait_for clickhouse clickhouse-client --query 'SELECT 1'
fi
wait_for postgres pg_isready
end_group

group "Setting up / migrating database ..."
core() {
  docker run --rm --network "$dc_project" -v "$INSTALL_DIR:/etc/platform:ro" -v "$dc_project-data:/data" "$PLATFORM_IMAGE" "$@"
}

if [ "$REBUILD" = 1 ]; then
  docker exec -u postgres "$dc_project-postgres" dropdb --if-exists platform
  docker exec -u postgres "$dc_project-postgres" createdb platform
fi
core upgrade --noinput --create-kafka-topics
core createuser --superuser --email admin@example.com --no-password
end_group

group "Starting the rest ..."
roles=(web worker cron)
[ "$PROFILE" = minimal ] || roles+=(ingest symbolicator)
for role in "${roles[@]}"; do
  options=(-v "$INSTALL_DIR:/etc/platform:ro" -v "$dc_project-data:/data" --init)
  case $role in
    web) options+=(--publish 9000:9000) ;;
    worker) options+=(--memory 2g) ;;
    symbolicator) options+=(-v "$dc_project-symbols:/symbols" --read-only --tmpfs /tmp) ;;
  esac
  service "$role" "${options[@]}" "$PLATFORM_IMAGE" run "$role"
done
service relay -v "$INSTALL_DIR/relay:/data/.relay:ro" --user 1000 "$RELAY_IMAGE"

if ((MONITORING)); then
  service node-exporter --pid host -v /:/host:ro,rslave quay.io/prometheus/node-exporter:v1.8.2 --path.rootfs=/host
  service cadvisor --privileged --device /dev/kmsg -v /:/rootfs:ro -v /var/run:/var/run:ro -v /sys:/sys:ro \
    -v /var/lib/docker/:/var/lib/docker:ro gcr.io/cadvisor/cadvisor:v0.49.1
fi
end_group

cat <<END

  All set. http://localhost:9000

  To look at the logs:   docker logs $dc_project-web
  To get a shell:        docker exec -it $dc_project-web bash

END
