Whole programs: scripts that manage what a project runs, and environments of developers.

### a management script with forty subcommands
# why: one wrapper, a table of commands, options that each of them takes; volumes and networks are made on the way
# path: bin/manage
# arguments: up
# arguments: up --debug
# arguments: down
# arguments: restart web
# arguments: status
# arguments: logs web
# arguments: shell
# arguments: shell
# arguments: root
# arguments: exec web ls -la
# arguments: run python -V
# arguments: manage check
# arguments: migrate
# arguments: makemigrations blog
# arguments: createsuperuser admin
# arguments: collectstatic
# arguments: test
# arguments: coverage
# arguments: lint
# arguments: format
# arguments: psql
# arguments: dump
# arguments: restore today.sql
# arguments: dropdb
# arguments: redis
# arguments: flush
# arguments: queue
# arguments: worker 3
# arguments: beat
# arguments: mail
# arguments: search
# arguments: reindex
# arguments: assets
# arguments: watch
# arguments: npm ci
# arguments: pip freeze
# arguments: keys
# arguments: cert example.com
# arguments: scan
# arguments: bench
# arguments: profile
# arguments: clean
# arguments: version
# arguments: help
#!/usr/bin/env bash
#
# Everything that a developer of the shop does with its containers.
#
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ROOT
source "$ROOT/etc/manage.conf"

readonly PREFIX="${PROJECT}_"
readonly BACKEND="${PREFIX}backend"
VERBOSE=${VERBOSE:-0}

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

log() {
  [ "$VERBOSE" = 0 ] || printf '+ %s\n' "$*" >&2
}

# All commands go through here.
d() {
  log docker "$@"
  docker "$@"
}

ensure_network() {
  d network inspect "$BACKEND" >/dev/null 2>&1 || d network create "$BACKEND" >/dev/null
}

# service NAME OPTION… IMAGE [COMMAND…]
service() {
  local name=$1
  shift
  d run --detach --name "$PREFIX$name" --network "$BACKEND" --network-alias "$name" \
    --restart unless-stopped --label "project=$PROJECT" "$@"
}

# task OPTION… IMAGE COMMAND…
task() {
  d run --rm --network "$BACKEND" --label "project=$PROJECT" "$@"
}

# As task, without a network.
isolated() {
  d run --rm --network none --label "project=$PROJECT" "$@"
}

# inside NAME COMMAND…
inside() {
  local name=$1
  shift
  d exec "$PREFIX$name" "$@"
}

inside_tty() {
  local name=$1
  shift
  d exec -it "$PREFIX$name" "$@"
}

cmd_up() {
  local mode=production
  local -a extra=()
  while [ $# -gt 0 ]; do
    case $1 in
      --debug)
        mode=debug
        extra+=(-p 5678:5678)
        ;;
      *) die "up: unknown option $1" ;;
    esac
    shift
  done
  ensure_network
  d volume create "${PREFIX}pgdata" >/dev/null
  service db -v "${PREFIX}pgdata:/var/lib/postgresql/data" -e POSTGRES_DB="$DB_NAME" \
    -e POSTGRES_PASSWORD_FILE=/run/secrets/db --shm-size 256m "$DB_IMAGE"
  service cache --memory 256m --read-only --tmpfs /data "$CACHE_IMAGE" redis-server --save ''
  service web -e DJANGO_MODE="$mode" -p "$HTTP_PORT:8000" --init ${extra[@]+"${extra[@]}"} "$APP_IMAGE" gunicorn shop.wsgi
}

cmd_down() {
  local name
  for name in web cache db; do
    d rm -f "$PREFIX$name" >/dev/null 2>&1 || true
  done
}

cmd_restart() { d restart "$PREFIX${1:?name}"; }
cmd_status() { d ps --filter "label=project=$PROJECT"; }
cmd_logs() { d logs --tail 10 "$PREFIX${1:-web}"; }
cmd_shell() { inside_tty "${1:-web}" bash -l; }
cmd_root() { d exec -it -u root "$PREFIX${1:-web}" bash -l; }
cmd_exec() { inside "$@"; }
cmd_run() { task -it "$APP_IMAGE" "$@"; }

cmd_manage() { inside web python manage.py "$@"; }
cmd_migrate() { cmd_manage migrate --noinput; }
cmd_makemigrations() { task -v "$SOURCE:/app" -u 1000:1000 "$APP_IMAGE" python manage.py makemigrations "$@"; }
cmd_createsuperuser() {
  d exec -it -e DJANGO_SUPERUSER_USERNAME="$1" "${PREFIX}web" python manage.py createsuperuser --noinput
}
cmd_collectstatic() { task -v "${PREFIX}static:/static" "$APP_IMAGE" python manage.py collectstatic --noinput; }

cmd_test() {
  local suite=${1:-all}
  task -e DJANGO_MODE=test -v "$SOURCE:/app:ro" --tmpfs /tmp:exec "$APP_IMAGE" pytest "tests/$suite"
}
cmd_coverage() { task -v "$SOURCE:/app" "$APP_IMAGE" coverage run -m pytest; }
cmd_lint() { isolated -v "$SOURCE:/app:ro" "$TOOLS_IMAGE" ruff check /app; }
cmd_format() { isolated -v "$SOURCE:/app" -u "$DEVELOPER" "$TOOLS_IMAGE" ruff format /app; }

cmd_psql() { inside_tty db psql -U postgres "$DB_NAME"; }
cmd_dump() { inside db pg_dump -U postgres "$DB_NAME" >/dev/null; }
cmd_restore() { d exec -i "${PREFIX}db" psql -U postgres "$DB_NAME" <<<"\\i $1"; }
cmd_dropdb() {
  inside db dropdb -U postgres --if-exists "$DB_NAME"
  inside db createdb -U postgres "$DB_NAME"
}

cmd_redis() { inside_tty cache redis-cli; }
cmd_flush() { inside cache redis-cli FLUSHALL; }

cmd_queue() { inside cache redis-cli LLEN celery; }
cmd_worker() {
  local count=${1:-1} i
  ensure_network
  for ((i = 1; i <= count; i++)); do
    service "worker" --cpus 1 --pids-limit 200 "$APP_IMAGE" celery worker
  done
}
cmd_beat() { service beat --cpus 0.5 "$APP_IMAGE" celery beat; }
cmd_mail() { service mail -p 127.0.0.1:8025:8025 "$MAIL_IMAGE"; }
cmd_search() {
  service search --ulimit memlock=-1:-1 -e discovery.type=single-node -e "ES_JAVA_OPTS=-Xms512m -Xmx512m" \
    -v "${PREFIX}search:/usr/share/elasticsearch/data" "$SEARCH_IMAGE"
}
cmd_reindex() { cmd_manage search_index --rebuild -f; }

cmd_assets() { task -v "$SOURCE:/app" -w /app "$NODE_IMAGE" npm run build; }
cmd_watch() { task -it -v "$SOURCE:/app" -w /app -p 35729:35729 "$NODE_IMAGE" npm run watch; }
cmd_npm() { task -v "$SOURCE:/app" -w /app "$NODE_IMAGE" npm "$@"; }
cmd_pip() { task "$APP_IMAGE" pip "$@"; }

cmd_keys() { isolated -v "${PREFIX}keys:/keys" "$TOOLS_IMAGE" ssh-keygen -q -f /keys/id -N ''; }
cmd_cert() {
  task -p 80:80 -v /etc/letsencrypt:/etc/letsencrypt -v /var/lib/letsencrypt:/var/lib/letsencrypt \
    certbot/certbot:v2.11.0 certonly --standalone -d "$1"
}
cmd_scan() {
  task -v /var/run/docker.sock:/var/run/docker.sock:ro "$SCAN_IMAGE" image "$APP_IMAGE"
}
cmd_bench() { task "$TOOLS_IMAGE" wrk -c "$1" http://web:8000/; }
cmd_profile() { d run --rm --pid "container:${PREFIX}web" --cap-add SYS_PTRACE "$TOOLS_IMAGE" py-spy dump --pid 1; }

cmd_clean() {
  cmd_down
  local volume
  for volume in pgdata static search keys; do
    d volume rm -f "$PREFIX$volume" >/dev/null 2>&1 || true
  done
  d network rm "$BACKEND" >/dev/null 2>&1 || true
}

cmd_version() { echo "$PROJECT 1.0"; }

cmd_help() {
  cat <<END
usage: $(basename "$0") COMMAND [ARGUMENT…]

  up [--debug]         start everything
  down, restart, status, logs, clean
  shell, root, exec    in a container that runs, such as: docker exec -it web bash
  run, test, lint      in a new one: docker run --rm …
END
}

main() {
  local command=${1:-help}
  [ $# -eq 0 ] || shift
  case $command in
    up) cmd_up "$@" ;;
    down) cmd_down ;;
    restart) cmd_restart "$@" ;;
    status) cmd_status ;;
    logs) cmd_logs "$@" ;;
    shell) cmd_shell "$@" ;;
    root) cmd_root "$@" ;;
    exec) cmd_exec "$@" ;;
    run) cmd_run "$@" ;;
    manage) cmd_manage "$@" ;;
    migrate) cmd_migrate ;;
    makemigrations) cmd_makemigrations "$@" ;;
    createsuperuser) cmd_createsuperuser "${1:?name}" ;;
    collectstatic) cmd_collectstatic ;;
    test) cmd_test "$@" ;;
    coverage) cmd_coverage ;;
    lint | check) cmd_lint ;;
    format | fmt) cmd_format ;;
    psql) cmd_psql ;;
    dump) cmd_dump ;;
    restore) cmd_restore "${1:?file}" ;;
    dropdb) cmd_dropdb ;;
    redis) cmd_redis ;;
    flush) cmd_flush ;;
    queue) cmd_queue ;;
    worker) cmd_worker "$@" ;;
    beat) cmd_beat ;;
    mail) cmd_mail ;;
    search) cmd_search ;;
    reindex) cmd_reindex ;;
    assets) cmd_assets ;;
    watch) cmd_watch ;;
    npm) cmd_npm "$@" ;;
    pip) cmd_pip "$@" ;;
    keys) cmd_keys ;;
    cert) cmd_cert "${1:?domain}" ;;
    scan) cmd_scan ;;
    bench) cmd_bench "${1:-4}" ;;
    profile) cmd_profile ;;
    clean) cmd_clean ;;
    version | --version) cmd_version ;;
    help | --help | -h) cmd_help ;;
    *) die "unknown command $command" ;;
  esac
}

main "$@"
#### etc/manage.conf
# What the project is made of.
PROJECT=shop
APP_IMAGE=registry.example.com/shop/app:4.2
DB_IMAGE=postgres:17.2
CACHE_IMAGE=redis:7.4
SEARCH_IMAGE=elasticsearch:8.16.1
MAIL_IMAGE=axllent/mailpit:v1.21
NODE_IMAGE=node:22.12
TOOLS_IMAGE=registry.example.com/shop/tools:7
SCAN_IMAGE=aquasec/trivy:0.58.0
DB_NAME=shop
HTTP_PORT=8000
SOURCE=/srv/shop
DEVELOPER=1000:1000

### a wrapper for the tools of a developer
# why: called by the names of the tools, which are links to it; here by its first argument
# path: tools/box
# arguments: node -e 1
# arguments: npm test
# arguments: python3 script.py
# arguments: pip install -r requirements.txt
# arguments: go build ./...
# arguments: cargo build
# arguments: terraform plan
# arguments: ansible-playbook site.yml
# arguments: kubectl get pods
# arguments: helm list
# arguments: aws s3 ls
# arguments: psql -h db
# arguments: mysql -h db
# arguments: mkdocs serve
# arguments: shellcheck box
# arguments: hadolint Dockerfile
# arguments: jq .
# arguments: ffmpeg -i a.mp4
# arguments: list
#!/bin/bash
# box TOOL [ARGUMENT…]: runs a tool in a container, as if it were installed here.
#
# Each tool is a function tool_NAME that sets
#   IMAGE      what runs
#   OPTIONS    options of docker run
#   COMMAND    what stands before the arguments
set -eu -o pipefail

BOX_HOME=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
BOX_ENGINE=(docker)
BOX_USER=1000
BOX_CACHE=/home/user/.cache/box
BOX_PROJECT=/workspace/project

if [ -f "$BOX_HOME/box.local" ]; then
  . "$BOX_HOME/box.local"
fi

usage() {
  echo "usage: box TOOL [ARGUMENT…]" >&2
  exit 2
}

error() {
  echo "box: $1" >&2
  exit "${2:-1}"
}

# --- options that tools share ---------------------------------------------

with_project() {
  OPTIONS+=(--volume "$BOX_PROJECT:$BOX_PROJECT" --workdir "$BOX_PROJECT")
}

with_user() {
  OPTIONS+=(--user "$BOX_USER:$BOX_USER")
}

with_cache() {
  OPTIONS+=(--volume "$BOX_CACHE/$1:$2")
}

with_network() {
  case $1 in
    none) OPTIONS+=(--network none) ;;
    host) OPTIONS+=(--network host) ;;
    *) OPTIONS+=(--network "box-$1") ;;
  esac
}

with_env() {
  local name
  for name; do OPTIONS+=(--env "$name"); done
}

with_secrets() {
  OPTIONS+=(--volume "/home/user/.$1:/root/.$1:ro")
}

hardened() {
  OPTIONS+=(--cap-drop ALL --security-opt no-new-privileges --read-only --tmpfs /tmp)
}

limited() {
  local memory=$1 cpus=${2:-1}
  OPTIONS+=(--memory "$memory" --cpus "$cpus" --pids-limit 512)
}

# --- the tools ------------------------------------------------------------

tool_node() {
  IMAGE=node:22.12-slim
  COMMAND=(node)
  with_project
  with_user
  limited 2g 2
}

tool_npm() {
  tool_node
  COMMAND=(npm)
  with_cache npm /home/node/.npm
}

tool_python3() {
  IMAGE=python:3.13-slim
  COMMAND=(python3)
  with_project
  with_user
  with_env PYTHONPATH
}

tool_pip() {
  tool_python3
  COMMAND=(pip)
  with_cache pip /root/.cache/pip
}

tool_go() {
  IMAGE=golang:1.23
  COMMAND=(go)
  with_project
  with_cache go /go
  OPTIONS+=(--env GOFLAGS=-trimpath)
}

tool_cargo() {
  IMAGE=rust:1.83
  COMMAND=(cargo)
  with_project
  with_cache cargo /usr/local/cargo/registry
  limited 4g 4
}

tool_terraform() {
  IMAGE=hashicorp/terraform:1.10
  with_project
  with_secrets aws
  with_env TF_LOG
}

tool_ansible_playbook() {
  IMAGE=registry.example.com/tools/ansible:11
  COMMAND=(ansible-playbook)
  with_project
  with_secrets ssh
  with_network host
}

tool_kubectl() {
  IMAGE=bitnami/kubectl:1.31
  with_secrets kube
  with_network host
}

tool_helm() {
  IMAGE=alpine/helm:3.16.4
  with_secrets kube
  with_network host
  with_project
}

tool_aws() {
  IMAGE=amazon/aws-cli:2.22.7
  with_secrets aws
  with_project
}

tool_psql() {
  IMAGE=postgres:17
  COMMAND=(psql)
  with_network data
  with_env PGPASSWORD
}

tool_mysql() {
  IMAGE=mysql:9.1
  COMMAND=(mysql)
  with_network data
}

tool_mkdocs() {
  IMAGE=squidfunk/mkdocs-material:9.5
  OPTIONS+=(--publish 127.0.0.1:8000:8000)
  with_project
}

tool_shellcheck() {
  IMAGE=koalaman/shellcheck:v0.10.0
  with_project
  with_network none
  hardened
}

tool_hadolint() {
  IMAGE=hadolint/hadolint:v2.12.0
  COMMAND=(hadolint)
  with_project
  with_network none
  hardened
}

tool_jq() {
  IMAGE=ghcr.io/jqlang/jq:1.7.1
  with_network none
  hardened
}

tool_ffmpeg() {
  IMAGE=jrottenberg/ffmpeg:7.1
  with_project
  with_network none
  OPTIONS+=(--device /dev/dri)
}

list_tools() {
  local line
  while read -r line; do
    case $line in
      tool_*'() {') line=${line#tool_}; echo "${line%%(*}" ;;
    esac
  done <"${BASH_SOURCE[0]}"
}

main() {
  [ $# -gt 0 ] || usage
  local name=$1
  shift
  if [ "$name" = list ]; then
    list_tools
    return
  fi
  IMAGE=
  OPTIONS=(--rm --init)
  COMMAND=()
  case $name in
    node) tool_node ;;
    npm | npx) tool_npm ;;
    python3 | python) tool_python3 ;;
    pip) tool_pip ;;
    go) tool_go ;;
    cargo) tool_cargo ;;
    terraform) tool_terraform ;;
    ansible-playbook) tool_ansible_playbook ;;
    kubectl) tool_kubectl ;;
    helm) tool_helm ;;
    aws) tool_aws ;;
    psql) tool_psql ;;
    mysql) tool_mysql ;;
    mkdocs) tool_mkdocs ;;
    shellcheck) tool_shellcheck ;;
    hadolint) tool_hadolint ;;
    jq) tool_jq ;;
    ffmpeg) tool_ffmpeg ;;
    *) error "no tool $name" 127 ;;
  esac
  "${BOX_ENGINE[@]}" run "${OPTIONS[@]}" "$IMAGE" ${COMMAND[@]+"${COMMAND[@]}"} "$@"
}

main "$@"
#### tools/box.local
# Settings of this machine.
BOX_USER=1001
BOX_CACHE=/var/cache/box

### an environment of developers with services on demand
# path: dev
# arguments: start
# arguments: start search
# arguments: start mail queue
# arguments: attach
# arguments: run make test
# arguments: each ls
# arguments: seed
# arguments: logs
# arguments: doctor
# arguments: reset db
# arguments: stop
#!/bin/bash
# dev: the environment in which all of us work.
#
# Services are functions service_NAME that call `service`; more of them are in dev.d.
set -o errexit -o nounset -o pipefail

cd -- "$(dirname -- "$0")"

: "${DEV_NAME:=atlas}"
: "${DEV_SHELL:=/bin/bash}"
: "${DEV_USER:=dev}"
DEV_IMAGE=registry.example.com/atlas/dev
DEV_TAG=$(cat .dev-version)
DEV_NETWORK=$DEV_NAME-net
DEV_LABEL=dev.project=$DEV_NAME

declare -a STARTED=()
declare -A PORTS=([db]=5432 [cache]=6379 [search]=9200 [mail]=8025 [queue]=15672)

msg() { echo "dev: $*" >&2; }
die() {
  msg "$@"
  exit 1
}

is_running() {
  [[ -n $(docker ps --quiet --filter "name=^$DEV_NAME-$1\$") ]]
}

service() {
  local name=$1 port
  shift
  port=${PORTS[$name]}
  docker run --detach \
    --name "$DEV_NAME-$name" \
    --hostname "$name" \
    --network "$DEV_NETWORK" \
    --network-alias "$name" \
    --label "$DEV_LABEL" \
    --publish "127.0.0.1:$port:$port" \
    "$@" >/dev/null
  STARTED+=("$name")
}

service_db() {
  service db -e POSTGRES_USER="$DEV_USER" -e POSTGRES_HOST_AUTH_METHOD=trust \
    -v "$DEV_NAME-db:/var/lib/postgresql/data" postgres:17.2
}

service_cache() { service cache --tmpfs /data redis:7.4; }

service_search() {
  service search -e discovery.type=single-node --ulimit nofile=65535:65535 -m 1g opensearchproject/opensearch:2.18.0
}

source dev.d/more.sh

wait_ready() {
  case $1 in
    db) docker exec "$DEV_NAME-db" pg_isready -U "$DEV_USER" ;;
    cache) docker exec "$DEV_NAME-cache" redis-cli ping ;;
    search) docker exec "$DEV_NAME-search" curl -fs localhost:9200 ;;
    mail | queue) : ;;
    *) die "what is $1?" ;;
  esac
}

workspace_options() {
  local -n target=$1
  target=(
    --name "$DEV_NAME-workspace"
    --hostname "$DEV_NAME"
    --network "$DEV_NETWORK"
    --label "$DEV_LABEL"
    --volume /srv/atlas:/code
    --volume "$DEV_NAME-home:/home/$DEV_USER"
    --workdir /code
    --user "$DEV_USER"
    --env EDITOR=vim
    --env "HISTFILE=/home/$DEV_USER/.history"
  )
  if [[ -S /run/nothing.sock ]]; then
    target+=(--volume /run/nothing.sock:/ssh-agent --env SSH_AUTH_SOCK=/ssh-agent)
  fi
}

cmd_start() {
  local each
  local -a options
  docker network create "$DEV_NETWORK" >/dev/null
  for each in db cache "$@"; do
    case $each in
      db) service_db ;;
      cache) service_cache ;;
      search) service_search ;;
      mail) service_mail ;;
      queue) service_queue ;;
      *) die "no service $each" ;;
    esac
    wait_ready "$each"
  done
  workspace_options options
  docker run --detach --init "${options[@]}" "$DEV_IMAGE:$DEV_TAG" sleep infinity >/dev/null
  docker exec -u root "$DEV_NAME-workspace" chown "$DEV_USER" /code
  msg "started ${STARTED[*]}"
}

cmd_attach() {
  docker exec -it -e TERM=xterm-256color "$DEV_NAME-workspace" "$DEV_SHELL" -l
}

cmd_run() {
  docker run --rm --network "$DEV_NETWORK" --volume /srv/atlas:/code --workdir /code --user "$DEV_USER" \
    "$DEV_IMAGE:$DEV_TAG" "$@"
}

cmd_each() {
  local name
  for name in db cache workspace; do
    docker exec "$DEV_NAME-$name" "$@"
  done
}

cmd_seed() {
  local file
  for file in schema data; do
    docker exec -i "$DEV_NAME-db" psql -U "$DEV_USER" <"seeds/$file.sql"
  done
  docker exec "$DEV_NAME-cache" redis-cli FLUSHDB
}

cmd_logs() {
  local name
  for name in db cache; do
    docker logs --tail 5 "$DEV_NAME-$name"
  done
}

cmd_doctor() {
  docker run --rm --network "$DEV_NETWORK" nicolaka/netshoot:v0.13 sh -c 'for h in db cache; do nslookup "$h"; done'
  docker run --rm --network none -v /srv/atlas:/code:ro --user "$DEV_USER" "$DEV_IMAGE:$DEV_TAG" doctor --verbose
}

cmd_reset() {
  local name=${1:?service} volume=$DEV_NAME-$1
  docker rm -f "$volume" >/dev/null 2>&1 || :
  docker run --rm -v "$DEV_NAME-$name:/data" --network none --user 0 busybox:1.37 \
    sh -c 'rm -rf /data/* /data/.[!.]*'
  msg "$name is empty"
}

cmd_stop() {
  local name
  for name in workspace "${!PORTS[@]}"; do
    docker rm -f "$DEV_NAME-$name" >/dev/null 2>&1 || :
  done
}

case ${1-} in
  start)
    shift
    cmd_start "$@"
    ;;
  attach) cmd_attach ;;
  run)
    shift
    cmd_run "$@"
    ;;
  each)
    shift
    cmd_each "$@"
    ;;
  seed) cmd_seed ;;
  logs) cmd_logs ;;
  doctor) cmd_doctor ;;
  reset)
    shift
    cmd_reset "$@"
    ;;
  stop) cmd_stop ;;
  *)
    cat <<END
usage: ./dev start [SERVICE…] | attach | run COMMAND… | each COMMAND… | seed | stop

Services: ${!PORTS[*]}
By hand: docker exec -it $DEV_NAME-workspace bash
END
    ;;
esac
#### .dev-version
2024.48
#### dev.d/more.sh
# Services that few of us need.

service_mail() {
  service mail axllent/mailpit:v1.21
}

service_queue() {
  service queue -e RABBITMQ_DEFAULT_USER="$DEV_USER" --memory 512m rabbitmq:4.0-management
}
#### seeds/schema.sql
CREATE TABLE a (b text);
#### seeds/data.sql
INSERT INTO a VALUES ('docker run --privileged alpine');

### a control script of a mail server
# why: options before the command, a container that runs or a new one
# path: setup.sh
# unreached
# arguments: email add user@example.com secret
# arguments: email list
# arguments: email del user@example.com
# arguments: alias add a@example.com b@example.com
# arguments: alias list
# arguments: quota set user@example.com 10G
# arguments: config dkim
# arguments: debug login
# arguments: debug fail2ban
# arguments: spam
# arguments: certificate mail.example.com
# arguments: relay add-domain example.com
# arguments: -i mailserver:edge email list
# arguments: -c other email list
# arguments: -z -p /etc/mail email list
#!/bin/bash
# Wrapper for various setup scripts included in the image.

set -euEo pipefail
shopt -s inherit_errexit 2>/dev/null || true

SCRIPT=$(basename "$0")
CRI=
USE_TTY=
USING_SELINUX=
VOLUME=
CONFIG_PATH=
CONTAINER_NAME=
IMAGE_NAME=
DEFAULT_CONFIG_PATH=/srv/mail/config
DEFAULT_IMAGE_NAME=docker.io/mailserver/docker-mailserver:14.0

RED="\e[31m"
RESET="\e[0m"

function _show_local_usage() {
  printf '%s\n' "usage: $SCRIPT [OPTIONS] COMMAND [ARGUMENTS…]" \
    "  -i IMAGE   the image, of which a container is started if none runs" \
    "  -c NAME    the container" \
    "  -p PATH    the folder of the configuration" \
    "  -z | -Z    labels for SELinux"
  if [[ ${1:-} == --no-exit ]]; then
    return 0
  fi
  exit "${1:-0}"
}

function _log() {
  printf "%b%s%b\n" "$RED" "$1" "$RESET" >&2
}

function _check_root() {
  if [[ $EUID -ne 0 ]]; then
    _log 'not root'
  fi
}

function _update_config_path() {
  if [[ -n $CONTAINER_NAME ]]; then
    CONFIG_PATH=$DEFAULT_CONFIG_PATH
  fi
}

function _handle_config_path() {
  if [[ -z $CONFIG_PATH ]]; then
    CONFIG_PATH=$DEFAULT_CONFIG_PATH
  fi
}

function _get_absolute_path() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$PWD" "$1" ;;
  esac
}

function _run_in_new_container() {
  # start temporary container with specified image
  if ! "$CRI" image inspect "$IMAGE_NAME" >/dev/null 2>&1; then
    "$CRI" pull "$IMAGE_NAME"
  fi
  "$CRI" run --rm \
    ${USE_TTY} \
    -v "${CONFIG_PATH}:/tmp/docker-mailserver${USING_SELINUX}" \
    -w /tmp/docker-mailserver \
    "$IMAGE_NAME" setup "$@"
}

function _run_in_running_container() {
  "$CRI" exec ${USE_TTY} "$CONTAINER_NAME" setup "$@"
}

function _container_is_running() {
  [[ -n $("$CRI" ps -q --filter "name=^$CONTAINER_NAME\$") ]]
}

function _dispatch() {
  if _container_is_running; then
    _run_in_running_container "$@"
  else
    _run_in_new_container "$@"
  fi
}

function _email() {
  case ${1:-} in
    add | update) _dispatch email "$@" ;;
    del) _dispatch email del -y "$2" ;;
    list) _dispatch email list ;;
    restrict) _dispatch email restrict "${@:2}" ;;
    *) _show_local_usage 1 ;;
  esac
}

function _alias() {
  case ${1:-} in
    add | del | list) _dispatch alias "$@" ;;
    *) _show_local_usage 1 ;;
  esac
}

function _quota() {
  case ${1:-} in
    set | del) _dispatch quota "$@" ;;
    *) _show_local_usage 1 ;;
  esac
}

function _config() {
  case ${1:-} in
    dkim) _dispatch config dkim "${@:2}" ;;
    *) _show_local_usage 1 ;;
  esac
}

function _relay() {
  case ${1:-} in
    add-auth | add-domain | exclude-domain) _dispatch relay "$@" ;;
    *) _show_local_usage 1 ;;
  esac
}

function _debug() {
  case ${1:-} in
    fail2ban) "$CRI" exec -u root "$CONTAINER_NAME" fail2ban-client status ;;
    show-mail-logs) "$CRI" exec "$CONTAINER_NAME" cat /var/log/mail/mail.log ;;
    login)
      "$CRI" exec -it -e TERM=xterm "$CONTAINER_NAME" /bin/bash
      ;;
    *) _show_local_usage 1 ;;
  esac
}

function _spam() {
  local kind file
  for kind in ham spam; do
    file="/tmp/docker-mailserver/rspamd/$kind.list"
    "$CRI" exec "$CONTAINER_NAME" rspamc "learn_$kind" "$file"
  done
}

function _certificate() {
  local domain=$1
  "$CRI" run --rm -p 80:80 -v /etc/letsencrypt:/etc/letsencrypt certbot/certbot:v2.11.0 certonly --standalone -d "$domain"
}

function _parse_options() {
  local OPT
  while getopts ":c:i:p:zZ" OPT; do
    case $OPT in
      c) CONTAINER_NAME=$OPTARG ;;
      i) IMAGE_NAME=$OPTARG ;;
      p) CONFIG_PATH=$OPTARG ;;
      z | Z) USING_SELINUX=":$OPT" ;;
      *)
        _log "unknown option -$OPTARG"
        _show_local_usage 1
        ;;
    esac
  done
  SHIFTED=$((OPTIND - 1))
}

function _main() {
  _parse_options "$@"
  shift "$SHIFTED"

  CRI=docker
  if [[ -z $IMAGE_NAME ]]; then
    IMAGE_NAME=$DEFAULT_IMAGE_NAME
  fi
  if [[ -z $CONTAINER_NAME ]]; then
    CONTAINER_NAME=mailserver
  fi
  _handle_config_path
  CONFIG_PATH=$(_get_absolute_path "$CONFIG_PATH")
  _check_root

  case ${1:-} in
    email) _email "${@:2}" ;;
    alias) _alias "${@:2}" ;;
    quota) _quota "${@:2}" ;;
    config) _config "${@:2}" ;;
    relay) _relay "${@:2}" ;;
    debug) _debug "${@:2}" ;;
    spam) _spam ;;
    certificate) _certificate "${2:?domain}" ;;
    help | '') _show_local_usage 0 ;;
    *)
      _log "unknown command $1"
      _show_local_usage 1
      ;;
  esac
}

[[ -z ${1:-} ]] && _show_local_usage --no-exit
_main "$@"

### a control script of a cluster on one machine
# path: cluster
# arguments: up
# arguments: up --nodes 2 --version 1.30
# arguments: down
# arguments: add-node 4
# arguments: load registry.example.com/app:1
# arguments: kubectl get nodes
# arguments: node-shell 1
# arguments: registry
# arguments: etcd-snapshot
# arguments: upgrade 1.32
# arguments: chaos pause
# unreached
#!/usr/bin/env bash
# cluster: a cluster of containers, for trying things out.

set -o errexit
set -o nounset
set -o pipefail

CLUSTER=${CLUSTER:-lab}
VERSION=1.31
NODES=3
MODE=plain
SUBNET=172.30.0.0/24
POD_CIDR=10.244.0.0/16
NODE_IMAGE_REPO=rancher/k3s
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd)"

declare -A NODE_IMAGES=(
  [1.30]="$NODE_IMAGE_REPO:v1.30.6-k3s1"
  [1.31]="$NODE_IMAGE_REPO:v1.31.2-k3s1"
  [1.32]="$NODE_IMAGE_REPO:v1.32.0-k3s1"
)

function say() { echo "cluster: $*" >&2; }
function fail() {
  say "$@"
  exit 1
}

function usage() {
  cat >&2 <<END
usage: cluster COMMAND

  up [--nodes N] [--version V]   start a cluster (docker run --privileged …)
  down                           remove it
  kubectl …                      in the server
END
  exit 64
}

# --- names ------------------------------------------------------------------

function server_name() { echo "$CLUSTER-server"; }
function node_name() { echo "$CLUSTER-node-$1"; }
function node_image() {
  local version=$1
  [[ -n ${NODE_IMAGES[$version]:-} ]] || fail "no image for $version"
  echo "${NODE_IMAGES[$version]}"
}

# --- options ----------------------------------------------------------------

# What each node needs to run containers of its own.
COMMON=(
  --detach
  --privileged
  --tmpfs /run
  --tmpfs /var/run
  --restart on-failure:3
  --label "cluster=$CLUSTER"
  --cgroupns private
)

function node_options() {
  local -n into=$1
  local name=$2
  into=("${COMMON[@]}" --name "$name" --hostname "$name" --network "$CLUSTER" --volume "$name:/var/lib/rancher/k3s")
  if [[ $MODE == debug ]]; then
    into+=(--env K3S_DEBUG=true --cap-add SYS_PTRACE)
  fi
  return 0
}

# --- parts ------------------------------------------------------------------

function start_server() {
  local -a options
  local name
  name=$(server_name)
  node_options options "$name"
  docker run "${options[@]}" \
    --publish 127.0.0.1:6443:6443 \
    --env K3S_TOKEN=lab-token \
    --env K3S_KUBECONFIG_MODE=644 \
    "$(node_image "$VERSION")" \
    server --cluster-cidr "$POD_CIDR" --disable traefik >/dev/null
}

function start_node() {
  local number=$1 name
  local -a options
  name=$(node_name "$number")
  node_options options "$name"
  docker run "${options[@]}" \
    --env "K3S_URL=https://$(server_name):6443" \
    --env K3S_TOKEN=lab-token \
    "$(node_image "$VERSION")" \
    agent >/dev/null
}

function start_registry() {
  docker run --detach \
    --name "$CLUSTER-registry" \
    --network "$CLUSTER" \
    --network-alias registry \
    --publish 127.0.0.1:5000:5000 \
    --volume "$CLUSTER-registry:/var/lib/registry" \
    --restart unless-stopped \
    registry:2.8 >/dev/null
}

function in_server() {
  docker exec "$(server_name)" "$@"
}

function wait_for_nodes() {
  local wanted=$1 tries=0
  until in_server kubectl wait --for condition=Ready nodes --all; do
    ((tries += 1))
    ((tries < wanted * 10)) || fail "not all nodes are ready"
  done
}

# --- commands ---------------------------------------------------------------

function cmd_up() {
  local i
  while (($# > 0)); do
    case $1 in
      --nodes)
        NODES=$2
        shift 2
        ;;
      --version)
        VERSION=$2
        shift 2
        ;;
      --debug)
        MODE=debug
        shift
        ;;
      *) usage ;;
    esac
  done
  docker network create --subnet "$SUBNET" "$CLUSTER" >/dev/null
  start_server
  for ((i = 1; i < NODES; i++)); do start_node "$i"; done
  wait_for_nodes "$NODES"
}

function cmd_down() {
  local name
  for name in $(docker ps -aq --filter "label=cluster=$CLUSTER"); do
    docker rm -f "$name" >/dev/null
  done
  docker network rm "$CLUSTER" >/dev/null
}

function cmd_load() {
  local image=$1 node
  for node in "$(server_name)" "$(node_name 1)" "$(node_name 2)"; do
    docker exec -i "$node" ctr --namespace k8s.io images pull "$image"
  done
}

function cmd_upgrade() {
  local to=$1 name
  VERSION=$to
  name=$(node_name 1)
  docker rm -f "$name" >/dev/null
  start_node 1
  in_server kubectl uncordon "$name"
}

function cmd_chaos() {
  case $1 in
    pause) docker exec --privileged "$(node_name 1)" sh -c 'kill -STOP $(pidof k3s)' ;;
    network)
      docker run --rm --network "container:$(node_name 1)" --cap-add NET_ADMIN \
        nicolaka/netshoot:v0.13 tc qdisc add dev eth0 root netem delay 200ms
      ;;
    *) usage ;;
  esac
}

command=${1:-}
[[ -n $command ]] || usage
shift
case $command in
  up) cmd_up "$@" ;;
  down) cmd_down ;;
  add-node) start_node "${1:?number}" ;;
  load) cmd_load "${1:?image}" ;;
  kubectl) in_server kubectl "$@" ;;
  node-shell) docker exec -it "$(node_name "${1:?number}")" sh ;;
  registry) start_registry ;;
  etcd-snapshot)
    in_server k3s etcd-snapshot save --name "$CLUSTER"
    docker run --rm --volumes-from "$(server_name):ro" -v /var/backups:/backup busybox:1.37 \
      cp -r /var/lib/rancher/k3s/server/db/snapshots /backup
    ;;
  upgrade) cmd_upgrade "${1:?version}" ;;
  chaos) cmd_chaos "${1:?kind}" ;;
  *) usage ;;
esac
