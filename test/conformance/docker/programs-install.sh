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
