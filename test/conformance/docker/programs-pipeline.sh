Whole programs: libraries and scripts of pipelines, releases and tests.

### a library of a pipeline that five scripts source
# not-followed: lines
# path: ci/all.sh
#!/bin/bash
# Runs all stages of the pipeline as the server would.
set -eu
cd "$(dirname "$0")"
for stage in prepare build test publish cleanup; do
  echo "== $stage"
  (. "./stages/$stage.sh")
done
#### ci/lib/common.sh
# shellcheck shell=bash
# Sourced by each stage.
[ -n "${CI_LIB_LOADED:-}" ] && return 0
CI_LIB_LOADED=1

CI_REGISTRY=registry.example.com
CI_PROJECT=acme/widgets
CI_COMMIT=0f3c2a1
CI_CACHE=/var/cache/ci

. "$(dirname "${BASH_SOURCE[0]}")/log.sh"
. "$(dirname "${BASH_SOURCE[0]}")/docker.sh"

image_of() {
  printf '%s/%s/%s:%s' "$CI_REGISTRY" "$CI_PROJECT" "$1" "${2:-$CI_COMMIT}"
}

# Options that every container of the pipeline gets.
common_options() {
  echo --label ci=true --label "ci.commit=$CI_COMMIT"
}

need() {
  local name
  for name; do
    command -v "$name" >/dev/null || fail "$name is missing"
  done
}
#### ci/lib/log.sh
info() { printf '\033[32m%s\033[0m\n' "$*" >&2; }
warn() { printf '\033[33m%s\033[0m\n' "$*" >&2; }
fail() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}
section() {
  info "---- $1"
  shift
  "$@"
}
#### ci/lib/docker.sh
CI_CONTAINERS=()

engine() {
  if command -v docker >/dev/null 2>&1; then
    echo docker
  else
    fail "no engine"
  fi
}

# in_container IMAGE COMMAND…, with what CI_OPTIONS holds
in_container() {
  local image=$1
  shift
  docker run --rm $(common_options) ${CI_OPTIONS[@]+"${CI_OPTIONS[@]}"} "$image" "$@"
}

# background NAME OPTION… IMAGE
background() {
  local name="ci-$CI_COMMIT-$1"
  shift
  docker run -d --name "$name" $(common_options) "$@" >/dev/null
  CI_CONTAINERS+=("$name")
}

wait_for() {
  local name="ci-$CI_COMMIT-$1" tries=0
  shift
  until docker exec "$name" "$@" >/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || fail "$name does not start"
    sleep 1
  done
}

stop_all() {
  local name
  for name in ${CI_CONTAINERS[@]+"${CI_CONTAINERS[@]}"}; do
    docker rm -f "$name" >/dev/null || warn "$name is left"
  done
}
#### ci/stages/prepare.sh
. ./lib/common.sh
need bash cat
docker network create "ci-$CI_COMMIT" >/dev/null
docker volume create ci-gopath >/dev/null

CI_OPTIONS=(-v ci-gopath:/go -v "$CI_CACHE:/cache" -e GOFLAGS=-mod=mod)
section "modules" in_container golang:1.23 go mod download
section "tools" in_container golang:1.23 go install honnef.co/go/tools/cmd/staticcheck@2024.1.1

CI_OPTIONS=(--user 1000:1000 --workdir /src -v /builds/widgets:/src)
section "node modules" in_container node:22 npm ci
#### ci/stages/build.sh
. ./lib/common.sh

build_binary() {
  local os=$1 arch=$2
  local CI_OPTIONS=(-e GOOS="$os" -e GOARCH="$arch" -e CGO_ENABLED=0 -v ci-gopath:/go -v /builds/widgets:/src -w /src)
  in_container golang:1.23 go build -o "dist/widgets-$os-$arch" ./cmd/widgets
}

for os in linux darwin; do
  for arch in amd64 arm64; do
    section "$os/$arch" build_binary "$os" "$arch"
  done
done

CI_OPTIONS=(-v /builds/widgets:/src -w /src/web --memory 2g)
section "web" in_container node:22 npm run build

# Documentation is built by three programs, one after the other.
docs() {
  local tool
  for tool in sphinx asyncapi redoc; do
    CI_OPTIONS=(-v /builds/widgets/docs:/docs -w /docs --network none)
    [ "$tool" = sphinx ] && CI_OPTIONS+=(-e SPHINXOPTS=-W)
    in_container "$(image_of "docs-$tool" 3)" make "$tool"
  done
}
section "documentation" docs
docker tag golang:1.23 "$(image_of builder)"
#### ci/stages/test.sh
. ./lib/common.sh
trap stop_all EXIT

run_unit() {
  CI_OPTIONS=(-v ci-gopath:/go -v /builds/widgets:/src:ro -w /src --cap-drop ALL --security-opt no-new-privileges)
  in_container golang:1.23 go test -race ./...
}

run_integration() {
  background db --network "ci-$CI_COMMIT" --network-alias db -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17
  background cache --network "ci-$CI_COMMIT" --network-alias cache redis:7
  wait_for db pg_isready -U postgres
  wait_for cache redis-cli ping
  CI_OPTIONS=(--network "ci-$CI_COMMIT" -e DATABASE_URL=postgres://postgres@db/postgres -e CACHE=cache:6379)
  in_container "$(image_of app)" /app/integration
}

run_browser() {
  background browser --network "ci-$CI_COMMIT" --shm-size 2g selenium/standalone-firefox:4.27
  CI_OPTIONS=(--network "ci-$CI_COMMIT" --ipc host)
  in_container "$(image_of web)" npx playwright test
}

section "unit" run_unit
section "integration" run_integration
section "browser" run_browser
#### ci/stages/publish.sh
. ./lib/common.sh

CHANNEL=stable
case $CI_COMMIT in
  *-dirty) CHANNEL=none ;;
esac

sign() {
  docker run --rm -v /etc/ci/cosign.key:/cosign.key:ro -e COSIGN_PASSWORD gcr.io/projectsigstore/cosign:v2.4.1 \
    sign --key /cosign.key "$1"
}

if [ "$CHANNEL" != none ]; then
  for name in app web; do
    source_image=$(image_of "$name")
    target_image=$(image_of "$name" "$CHANNEL")
    docker tag "$source_image" "$target_image"
    sign "$target_image"
  done
fi

CI_OPTIONS=(-v /builds/widgets/charts:/charts:ro --read-only --tmpfs /tmp)
notes() {
  cat <<END
Widgets $CI_COMMIT

  docker run -p 8080:8080 $(image_of app "$CHANNEL")
END
}

announce() {
  [ "$CHANNEL" = none ] && return
  notes | docker run -i --rm --network none $(common_options) pandoc/core:3.5 -f markdown -t html >/dev/null
}

announce
section "chart" in_container alpine/helm:3.16.4 package /charts/widgets
#### ci/stages/cleanup.sh
. ./lib/common.sh

info "removing what is left of $CI_COMMIT"
while read -r kind name; do
  case $kind in
    volume) docker volume rm "$name" >/dev/null ;;
    network) docker network rm "$name" >/dev/null ;;
    cache) docker run --rm -v "$name:/target" busybox:1.37 sh -c 'rm -rf /target/*' ;;
  esac
done <<END
volume ci-gopath
network ci-$CI_COMMIT
cache $CI_CACHE
END

### a release script
# not-followed: arithmetic, lines
# why: a release from the first check to the announcement, without questions
#!/usr/bin/env bash
# release.sh: makes and publishes a release of the gateway.

set -Eeuo pipefail
shopt -s inherit_errexit 2>/dev/null || true

readonly NAME=gateway
readonly REGISTRY=ghcr.io/example
readonly VERSION=3.7.0
readonly PREVIOUS=3.6.2
readonly DIST=/srv/release/dist
readonly BUILDER_IMAGE=$REGISTRY/builder:2024.11
PLATFORMS=(linux/amd64 linux/arm64 linux/arm/v7)
STEP=0
CURRENT=start

on_error() {
  echo "release: failed in $CURRENT" >&2
}
trap on_error ERR

step() {
  STEP=$((STEP + 1))
  CURRENT=$1
  printf '[%d] %s\n' "$STEP" "$1"
  shift
  "$@"
}

assert() {
  if ! "$@"; then
    echo "release: $* does not hold" >&2
    exit 1
  fi
}

split_version() {
  local IFS=.
  # shellcheck disable=SC2086
  set -- $1
  MAJOR=$1
  MINOR=$2
  PATCH=$3
}

is_newer() {
  local a b
  split_version "$1"
  a=$((MAJOR * 10000 + MINOR * 100 + PATCH))
  split_version "$2"
  b=$((MAJOR * 10000 + MINOR * 100 + PATCH))
  [ "$a" -gt "$b" ]
}

# --- in containers --------------------------------------------------------

builder() {
  docker run --rm \
    --volume /srv/release/source:/source:ro \
    --volume "$DIST:/dist" \
    --volume release-cache:/root/.cache \
    --env VERSION="$VERSION" \
    --workdir /source \
    "$BUILDER_IMAGE" "$@"
}

hardened_builder() {
  docker run --rm --network none --cap-drop ALL --read-only --tmpfs /tmp \
    --volume "$DIST:/dist" "$BUILDER_IMAGE" "$@"
}

compile() {
  local platform os arch variant
  for platform in "${PLATFORMS[@]}"; do
    os=${platform%%/*}
    arch=${platform#*/}
    variant=
    if [[ $arch == */* ]]; then
      variant=${arch#*/v}
      arch=${arch%/*}
    fi
    builder make "GOOS=$os" "GOARCH=$arch" "GOARM=$variant" "$NAME"
  done
}

checksum() {
  hardened_builder sh -c "cd /dist && sha256sum $NAME-* > SHA256SUMS"
}

sign() {
  local file
  for file in SHA256SUMS "$NAME.sbom.json"; do
    docker run --rm -v "$DIST:/dist" -v /root/.gnupg:/root/.gnupg:ro \
      "$BUILDER_IMAGE" gpg --batch --detach-sign "/dist/$file"
  done
}

sbom() {
  docker run --rm -v "$DIST:/dist" anchore/syft:v1.18.0 "dir:/dist" -o "spdx-json=/dist/$NAME.sbom.json"
}

# --- checks ---------------------------------------------------------------

smoke() {
  local id image=$REGISTRY/$NAME:$VERSION
  local -A port=([http]=18080 [admin]=18081)
  docker run -d --name "smoke-$VERSION" \
    -p "127.0.0.1:${port[http]}:8080" \
    -p "127.0.0.1:${port[admin]}:8081" \
    -e LOG_LEVEL=debug \
    "$image" --config /etc/gateway/default.yml >/dev/null
  docker exec "smoke-$VERSION" /gateway version
  docker exec --env TOKEN=none "smoke-$VERSION" /gateway check --url http://localhost:8080/health
  docker rm -f "smoke-$VERSION" >/dev/null
}

upgrade() {
  local tag
  docker volume create upgrade-data >/dev/null
  for tag in "$PREVIOUS" "$VERSION"; do
    docker run --rm -v upgrade-data:/data "$REGISTRY/$NAME:$tag" migrate --data /data
  done
  docker volume rm upgrade-data >/dev/null
}

compatibility() {
  local version
  for version in 3.{4..6}; do
    docker run --rm --network none -v "$DIST:/dist:ro" "$REGISTRY/$NAME-compat:$version" /dist
  done
}

scan() {
  local severity=HIGH,CRITICAL
  docker run --rm \
    -v /var/run/docker.sock:/var/run/docker.sock:ro \
    -v trivy-cache:/root/.cache/trivy \
    aquasec/trivy:0.58.0 image --exit-code 1 --severity "$severity" "$REGISTRY/$NAME:$VERSION"
}

# --- publishing -----------------------------------------------------------

tags() {
  split_version "$VERSION"
  echo "$VERSION"
  echo "$MAJOR.$MINOR"
  echo "$MAJOR"
  case $VERSION in
    *-*) ;;
    *) echo latest ;;
  esac
}

tag_images() {
  local tag
  for tag in $(tags); do
    docker tag "$REGISTRY/$NAME:$VERSION" "$REGISTRY/$NAME:$tag"
  done
}

verify_tags() {
  local tag
  while read -r tag; do
    docker run --rm --pull always "$REGISTRY/$NAME:$tag" version
  done < <(tags)
}

upload() {
  local target=$1 source=$2
  docker run --rm \
    -v "$DIST:/dist:ro" \
    -e AWS_PROFILE=release \
    -v /root/.aws:/root/.aws:ro \
    amazon/aws-cli:2.22.7 s3 sync "$source" "s3://downloads.example.com/$target/"
}

changelog() {
  cat <<END
# $NAME $VERSION

    docker run -p 8080:8080 $REGISTRY/$NAME:$VERSION

since $PREVIOUS
END
}

announce() {
  changelog | docker run -i --rm -e CHAT_URL=https://chat.example.com/hook "$BUILDER_IMAGE" announce --title "$NAME $VERSION"
}

main() {
  step "version" assert is_newer "$VERSION" "$PREVIOUS"
  step "compile" compile
  step "bill of materials" sbom
  step "checksums" checksum
  step "signatures" sign
  step "smoke test" smoke
  step "upgrade" upgrade
  step "compatibility" compatibility
  step "scan" scan
  step "tags" tag_images
  step "verify" verify_tags
  step "upload" upload "$NAME/$VERSION" /dist
  step "announce" announce
}

main "$@"

### a harness of tests for an image
#!/usr/bin/env bash
# run.sh: starts the image in many ways and looks at what it does.
# Each test is a function test_*; the harness finds them by their names.

IMAGE=${IMAGE:-example/proxy:test}
HERE=$(cd "$(dirname "$0")" && pwd)
PASSED=0
FAILED=0
CURRENT=
CONTAINERS=()

# --- assertions -----------------------------------------------------------

fail() {
  printf 'not ok %s: %s\n' "$CURRENT" "$1"
  FAILED=$((FAILED + 1))
}

assert_success() {
  if "$@" >/dev/null; then
    PASSED=$((PASSED + 1))
  else
    fail "$* failed"
  fi
}

assert_failure() {
  if "$@" >/dev/null 2>&1; then
    fail "$* succeeded"
  else
    PASSED=$((PASSED + 1))
  fi
}

assert_equal() {
  if [ "$1" = "$2" ]; then PASSED=$((PASSED + 1)); else fail "'$1' is not '$2'"; fi
}

# --- containers -----------------------------------------------------------

# start NAME OPTION… [-- COMMAND…]
start() {
  local name="t-$1" options=() command=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  command=("$@")
  docker run -d --name "$name" "${options[@]}" "$IMAGE" "${command[@]}" >/dev/null
  CONTAINERS+=("$name")
}

in_it() {
  local name="t-$1"
  shift
  docker exec "$name" "$@"
}

once() {
  docker run --rm --network none "$@"
}

remove_all() {
  local name
  for name in "${CONTAINERS[@]}"; do docker rm -f "$name" >/dev/null; done
  CONTAINERS=()
}
trap remove_all EXIT

# --- tests ----------------------------------------------------------------

test_defaults() {
  start default
  assert_success in_it default proxy status
  assert_success in_it default test -f /etc/proxy/proxy.conf
}

test_environment() {
  start env -e PROXY_PORT=8080 -e PROXY_LOG=debug
  assert_success in_it env sh -c 'grep -q 8080 /etc/proxy/proxy.conf'
}

test_config_file() {
  start config -v "/fixtures/simple.conf:/etc/proxy/proxy.conf:ro"
  assert_success in_it config proxy check /etc/proxy/proxy.conf
}

test_user() {
  start user --user 1234:1234
  assert_success in_it user id
  assert_success once --user nobody "$IMAGE" proxy version
}

test_read_only() {
  start readonly --read-only --tmpfs /run --tmpfs /tmp:size=16m
  assert_success in_it readonly proxy reload
}

test_capabilities() {
  start caps --cap-drop ALL --cap-add NET_BIND_SERVICE --security-opt no-new-privileges:true
  assert_success in_it caps proxy status
}

test_limits() {
  local memory
  for memory in 32m 64m; do
    start "limit-$memory" --memory "$memory" --memory-swap "$memory" --pids-limit 50
    assert_success in_it "limit-$memory" proxy status
  done
}

test_ports() {
  start ports -p 127.0.0.1::8080 -p 18443:8443
  assert_success docker exec t-ports proxy ports
}

test_network_alias() {
  docker network create t-net >/dev/null
  start first --network t-net --network-alias one
  start second --network t-net --network-alias two -- proxy --upstream one
  assert_success in_it second proxy ping one
  assert_success docker run --rm --network t-net curlimages/curl:8.11.0 -fs http://two:8080/
}

test_volumes() {
  docker volume create t-cache >/dev/null
  start writer -v t-cache:/var/cache/proxy
  start reader -v t-cache:/var/cache/proxy:ro
  assert_success in_it writer touch /var/cache/proxy/x
  assert_success in_it reader ls /var/cache/proxy
}

test_volumes_from() {
  start source -v t-cache:/var/cache/proxy
  assert_success once --volumes-from t-source:ro busybox:1.37 ls /var/cache/proxy
}

test_command() {
  assert_success once "$IMAGE" proxy --help
  assert_success once "$IMAGE" sh -c 'echo "$0 $#"' a b
  assert_success once --entrypoint /bin/sh "$IMAGE" -c 'exit 0'
}

test_health() {
  start health --health-cmd 'proxy status' --health-interval 5s --health-retries 2
  assert_equal "$(docker inspect --format '{{.Name}}' t-health)" "/t-health"
}

test_signals() {
  start signals --stop-signal SIGQUIT --stop-timeout 3 --init
  assert_success docker kill --signal HUP t-signals
  assert_success in_it signals proxy status
}

test_labels() {
  local label
  local -a labels=()
  for label in a=1 b=2 c; do labels+=(--label "$label"); done
  start labels "${labels[@]}"
  assert_success in_it labels true
}

test_input() {
  assert_success docker run --rm -i --network none "$IMAGE" proxy check - <<'CONF'
listen 8080
# docker run --privileged is no part of this file
CONF
  echo "listen 8081" | docker run --rm -i --network none "$IMAGE" proxy check -
}

test_hosts() {
  start hosts --add-host upstream:10.0.0.1 --dns 9.9.9.9 --hostname proxy.test
  assert_success in_it hosts getent hosts upstream
}

test_privileged_is_not_needed() {
  start plain --sysctl net.ipv4.ip_unprivileged_port_start=0
  assert_success in_it plain proxy status
}

# --- runner ---------------------------------------------------------------

TESTS=(
  test_defaults test_environment test_config_file test_user test_read_only test_capabilities test_limits test_ports
  test_network_alias test_volumes test_volumes_from test_command test_health test_signals test_labels test_input
  test_hosts test_privileged_is_not_needed
)

run_test() {
  CURRENT=$1
  "$1"
  remove_all
}

run_test test_defaults
run_test test_environment
run_test test_config_file
run_test test_user
run_test test_read_only
run_test test_capabilities
run_test test_limits
run_test test_ports
run_test test_network_alias
run_test test_volumes
run_test test_volumes_from
run_test test_command
run_test test_health
run_test test_signals
for each in test_labels test_input test_hosts test_privileged_is_not_needed; do
  run_test "$each"
done

printf '1..%d\n' "$((PASSED + FAILED))"
[ "$FAILED" -eq 0 ]

### a matrix of tests over versions and databases
# not-followed: lines
# path: ci/matrix.sh
#!/usr/bin/env bash
# matrix.sh: runs the suites of the framework with each version and each database that it supports.
set -euo pipefail
IFS=$'\n\t'

CI_DIR=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=ci/helpers.bash
source "${CI_DIR}/helpers.bash"

PYTHONS="3.11 3.12 3.13"
read -r -a DATABASES <<<"sqlite"
RESULTS=()

declare -A DB_IMAGE DB_OPTIONS DB_URL
DB_IMAGE[postgres]=postgres:16
DB_IMAGE[mysql]=mysql:8.4
DB_IMAGE[mariadb]=mariadb:11.6
DB_URL[postgres]=postgresql://test:test@db/test
DB_URL[mysql]=mysql://test:test@db/test
DB_URL[mariadb]=mariadb://test:test@db/test
DB_URL[sqlite]=sqlite:///tmp/test.db

db_options() {
  local -n out=$2
  case $1 in
    postgres)
      out=(-e POSTGRES_USER=test -e POSTGRES_PASSWORD=test -e POSTGRES_DB=test --tmpfs /var/lib/postgresql/data)
      ;;
    mysql | mariadb)
      out=(-e MYSQL_USER=test -e MYSQL_PASSWORD=test -e MYSQL_DATABASE=test -e MYSQL_RANDOM_ROOT_PASSWORD=1)
      out+=(--tmpfs /var/lib/mysql)
      ;;
    *)
      out=()
      ;;
  esac
}

start_database() {
  local kind=$1
  local options
  [[ $kind == sqlite ]] && return 0
  db_options "$kind" options
  docker run --detach --rm \
    --name "matrix-$kind" \
    --network matrix \
    --network-alias db \
    "${options[@]}" \
    "${DB_IMAGE[$kind]}" >/dev/null
  case $kind in
    postgres) retry docker exec "matrix-$kind" pg_isready -U test ;;
    mysql) retry docker exec "matrix-$kind" mysqladmin ping -h localhost ;;
    mariadb) retry docker exec "matrix-$kind" healthcheck.sh --connect ;;
  esac
}

stop_database() {
  local kind=$1
  [[ $kind == sqlite ]] || docker stop "matrix-$kind" >/dev/null
}

run_suite() {
  local python=$1 db=$2 suite=$3
  local -a options=(
    --rm
    --network matrix
    --volume /builds/framework:/src:ro
    --volume "pip-$python:/root/.cache/pip"
    --env "DATABASE_URL=${DB_URL[$db]}"
    --env PYTHONDONTWRITEBYTECODE=1
    --workdir /src
  )
  case $suite in
    unit) options+=(--memory 1g) ;;
    browser)
      options+=(--shm-size 1g --cap-add SYS_ADMIN)
      ;;
    docs) options=(--rm --network none --volume /builds/framework:/src:ro --workdir /src) ;;
  esac
  docker run "${options[@]}" "python:$python" ./ci/in-container.sh "$suite"
}

# --- which combinations -----------------------------------------------------

is_excluded() {
  case "$1/$2" in
    3.11/mariadb) return 0 ;;
    3.13/mysql) return 0 ;;
  esac
  return 1
}

run_pair() {
  local python=$1 db=$2
  log "python $python with $db"
  start_database "$db"
  run_suite "$python" "$db" unit
  stop_database "$db"
  RESULTS+=("$python/$db")
}

docker network create matrix >/dev/null

# The two that nearly all use.
run_pair 3.13 postgres
run_pair 3.12 mysql
run_pair 3.12 mariadb

# Without a server, each version.
IFS=' '
for python in $PYTHONS; do
  for db in "${DATABASES[@]}"; do
    run_pair "$python" "$db"
  done
done
IFS=$'\n\t'

# What takes long only once.
run_suite 3.13 sqlite browser
run_suite 3.13 sqlite docs

# --- other interpreters -----------------------------------------------------

while IFS='|' read -r image command; do
  case $image in
    '' | '#'*) continue ;;
  esac
  docker run --rm --network none -v /builds/framework:/src:ro "$image" sh -c "$command"
done <"${CI_DIR}/others.txt"

# --- lint -------------------------------------------------------------------

lint() {
  local tool=$1
  shift
  docker run --rm --read-only --network none --cap-drop ALL \
    -v /builds/framework:/src:ro -w /src --tmpfs /tmp \
    "registry.example.com/lint/$tool:latest" "$@"
}

parallel 2 <<'JOBS'
lint ruff check .
lint mypy --strict src
lint bandit -r src
JOBS

# --- packages ---------------------------------------------------------------

build_wheels() {
  local arch
  for arch in x86_64 aarch64; do
    docker run --rm \
      -e PLAT="manylinux2014_$arch" \
      -v /builds/framework:/io \
      "quay.io/pypa/manylinux2014_$arch" \
      /io/ci/build-wheels.sh
  done
}

check_wheels() {
  docker run --rm -v /builds/framework/dist:/dist:ro --network none python:3.13-slim sh -ec '
    for wheel in /dist/*.whl; do pip install --no-index "$wheel"; done
    python -c "import framework"
  '
}

build_wheels
check_wheels

summary "${RESULTS[@]}"
#### ci/helpers.bash
# Sourced by the scripts of this folder.
log() { echo "--- $*" >&2; }

retry() {
  local count=0
  until "$@" >/dev/null; do
    count=$((count + 1))
    if ((count >= 20)); then
      log "gave up: $*"
      return 1
    fi
    sleep 1
  done
}

# parallel COUNT: runs each line of its input; here one after another
parallel() {
  local line
  while IFS= read -r line; do
    [[ -n $line ]] || continue
    eval "$line"
  done
}

summary() {
  local each
  for each; do echo "passed: $each"; done
  docker network rm matrix >/dev/null
}
#### ci/others.txt
# image|what runs in it
pypy:3.10|pypy3 -m pytest /src/tests/unit
python:3.14-rc|python -m pytest /src/tests/unit --maxfail 1

graalvm/graalpy:24|graalpy -m pytest /src/tests/unit

### steps of a pipeline that a definition names
# not-followed: lines
# path: pipeline/run.sh
#!/bin/bash
# run.sh: reads steps from a file, and runs each in its container.
#
# A step is a line of the form
#   name | image | options | command
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
. lib/options.sh
. lib/report.sh

WORKSPACE=/builds/site
NETWORK=pipeline
FAILED=()

step_options() {
  local word
  STEP_OPTIONS=(--rm --network "$NETWORK" --volume "$WORKSPACE:/workspace" --workdir /workspace)
  for word in $1; do
    case $word in
      offline) STEP_OPTIONS=(--rm --network none --volume "$WORKSPACE:/workspace:ro" --workdir /workspace) ;;
      cache=*) STEP_OPTIONS+=(--volume "cache-${word#cache=}:/cache") ;;
      memory=*) STEP_OPTIONS+=(--memory "${word#memory=}") ;;
      docker) STEP_OPTIONS+=(--volume /var/run/docker.sock:/var/run/docker.sock) ;;
      privileged) STEP_OPTIONS+=(--privileged) ;;
      user=*) STEP_OPTIONS+=(--user "${word#*=}") ;;
      env:*) STEP_OPTIONS+=(--env "${word#env:}") ;;
      -) ;;
    esac
  done
}

trim() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  printf '%s' "$text"
}

run_step() {
  local name=$1 image=$2 options=$3 command=$4
  begin "$name"
  step_options "$options"
  if docker run "${STEP_OPTIONS[@]}" "$image" sh -c "$command"; then
    end "$name" ok
  else
    end "$name" failed
    FAILED+=("$name")
  fi
}

run_steps() {
  local name image options command
  while IFS='|' read -r name image options command; do
    name=$(trim "$name")
    case $name in
      '' | \#*) continue ;;
    esac
    run_step "$name" "$(trim "$image")" "$(trim "$options")" "$(trim "$command")"
  done
}

# --- services ---------------------------------------------------------------

start_services() {
  local line name image
  while read -r name image _; do
    docker run --detach --rm --name "svc-$name" --network "$NETWORK" --network-alias "$name" \
      ${SERVICE_OPTIONS[$name]} "$image" >/dev/null
  done <services.txt
}

stop_services() {
  local name
  for name in db cache; do
    docker stop "svc-$name" >/dev/null
  done
}

check_services() {
  docker exec svc-db pg_isready -U postgres
  docker exec svc-cache redis-cli ping
}

# --- steps that are no lines ------------------------------------------------

lighthouse() {
  docker run $(browser_options) --network "$NETWORK" --volume "$WORKSPACE/reports:/reports" \
    femtopixel/google-lighthouse:v12 "http://preview:8080/" --output-path /reports/index.html
}

preview() {
  docker run --detach --name preview --network "$NETWORK" --volume "$WORKSPACE/public:/usr/share/nginx/html:ro" \
    $(limits small) nginx:1.27-alpine >/dev/null
  trap 'docker rm -f preview >/dev/null' RETURN
  lighthouse
  docker run --rm --network "$NETWORK" $(limits small) lycheeverse/lychee:0.17 --no-progress http://preview/
}

deploy() {
  local target=$1
  local -a secrets=(--volume /run/secrets/deploy:/secrets:ro)
  case $target in
    staging) secrets+=(--env DEPLOY_ENV=staging) ;;
    production) secrets+=(--env DEPLOY_ENV=production --env CONFIRM=yes) ;;
  esac
  docker run --rm "${secrets[@]}" --volume "$WORKSPACE/public:/public:ro" \
    registry.example.com/tools/deploy:3 rsync "/public/" "$target.example.com:/srv/site"
}

purge() {
  local zone
  for zone in example.com example.org; do
    docker run --rm --network host registry.example.com/tools/cdn:1 purge "$zone"
  done
}

# --- what is published besides --------------------------------------------

archive() {
  local format
  for format in tar zip; do
    docker run --rm --network none --volume "$WORKSPACE:/workspace" $(limits small) \
      "example/archive:$format" "/workspace/public" "/workspace/site.$format"
  done
}

checksum() {
  docker run --rm -i --network none busybox:1.37 sha256sum -c - <<<"0000  site.tar" || true
}

# --- all of it --------------------------------------------------------------

main() {
  docker network create "$NETWORK" >/dev/null
  start_services
  check_services
  run_steps <steps.txt
  run_steps <<'STEPS'
# Steps of this project alone.
sitemap | example/sitemap:1 | offline | sitemap --base https://example.com
spelling | tmaier/hunspell:2 | offline memory=128m | hunspell -l content
STEPS
  preview
  archive
  checksum
  stop_services
  if [ "${#FAILED[@]}" -eq 0 ]; then
    deploy staging
    deploy production
    purge
  fi
  summary
  docker network rm "$NETWORK" >/dev/null
}

main "$@"
#### pipeline/lib/options.sh
# Options that several steps share.

declare -A SERVICE_OPTIONS=(
  [db]="-e POSTGRES_HOST_AUTH_METHOD=trust --tmpfs /var/lib/postgresql/data"
  [cache]="--memory 64m"
)

limits() {
  case $1 in
    small) printf '%s' '--memory 128m --cpus 0.5' ;;
    *) printf '%s' '--memory 2g --cpus 2' ;;
  esac
}

browser_options() {
  echo --rm --shm-size 1g --cap-add SYS_ADMIN
  limits large
}
#### pipeline/lib/report.sh
STEP_COUNT=0

begin() {
  STEP_COUNT=$((STEP_COUNT + 1))
  printf '[%d] %s\n' "$STEP_COUNT" "$1" >&2
}

end() {
  printf '    %s: %s\n' "$1" "$2" >&2
}

summary() {
  echo "$STEP_COUNT steps, ${#FAILED[@]} failed" >&2
}
#### pipeline/services.txt
db postgres:17.2 the database
cache redis:7.4
#### pipeline/steps.txt
# name    | image                  | options                        | command
install   | node:22.12             | cache=npm user=1000:1000       | npm ci --cache /cache
lint      | node:22.12             | offline                        | npm run lint
unit      | node:22.12             | offline memory=1g              | npm test
database  | node:22.12             | env:DATABASE_URL=postgres://db | npm run test:db
build     | node:22.12             | env:NODE_ENV=production        | npm run build
images    | docker:27.4-cli        | docker                         | docker buildx bake
emulate   | multiarch/qemu-user-static:7.2 | privileged             | /register --reset

licences  | example/licences:2     | offline                        | licences check

### a build of packages for several distributions
# not-followed: lines
#!/bin/bash
# build-packages.sh: makes packages of the agent, each in a container of the distribution that it is for, and installs
# them there to see whether they work.

set -o errexit -o nounset -o pipefail

readonly PRODUCT=agent
readonly RELEASE=7.3.1
readonly SOURCE=/builds/agent
readonly OUTPUT=/builds/agent/packages
readonly SIGNING_KEY=/run/secrets/signing.key
JOBS=4
STARTED_BY=pipeline

# distribution:version:kind
TARGETS=(
  debian:12:deb
  ubuntu:24.04:deb
  fedora:41:rpm
  rockylinux:9:rpm
  alpine:3.20:apk
)

function message() {
  local color=$1
  shift
  printf '\e[%sm%s\e[0m\n' "$color" "$*" >&2
}
function info() { message 32 "$@"; }
function warn() { message 33 "$@"; }

# split TARGET: sets distribution, version, kind
function split() {
  IFS=: read -r distribution version kind <<<"$1"
}

function image_of() {
  case $1 in
    rockylinux) echo "rockylinux/rockylinux:$2" ;;
    fedora) echo "quay.io/fedora/fedora:$2" ;;
    *) echo "$1:$2" ;;
  esac
}

function install_command() {
  case $1 in
    deb) echo "apt-get install -y /packages/$PRODUCT-$RELEASE.deb" ;;
    rpm) echo "dnf install -y /packages/$PRODUCT-$RELEASE.rpm" ;;
    apk) echo "apk add --allow-untrusted /packages/$PRODUCT-$RELEASE.apk" ;;
  esac
}

# --- compile ----------------------------------------------------------------

function compile() {
  local target arch
  for arch in x86_64 aarch64; do
    target=$arch-unknown-linux-musl
    docker run --rm \
      --volume "$SOURCE":/source \
      --volume "cargo-$arch":/root/.cargo/registry \
      --workdir /source \
      --env CARGO_BUILD_JOBS=$JOBS \
      --env RUSTFLAGS='-C target-feature=+crt-static' \
      --cpus "$JOBS" \
      messense/rust-musl-cross:"$arch"-musl \
      cargo build --release --target "$target"
  done
}

# --- package ----------------------------------------------------------------

declare -A BUILDER=(
  [deb]=registry.example.com/packaging/deb:5
  [rpm]=registry.example.com/packaging/rpm:5
  [apk]=registry.example.com/packaging/apk:5
)

function package() {
  local kind=$1
  local -a options=(--rm --network none --volume "$SOURCE:/source:ro" --volume "$OUTPUT:/output")
  [[ $kind == rpm ]] && options+=(--tmpfs /root/rpmbuild:exec,size=1g)
  [[ $kind == apk ]] && options+=(--user 1000:1000)
  docker run "${options[@]}" "${BUILDER[$kind]}" --name "$PRODUCT" --version "$RELEASE" --output /output
}

function sign_all() {
  local kind
  local -a key=(-v "$SIGNING_KEY:/key:ro")
  for kind in deb rpm; do
    docker run --rm --network none "${key[@]}" -v "$OUTPUT:/output" "${BUILDER[$kind]}" sign --key /key
  done
  docker run --rm --network none "${key[@]/:ro/:ro,z}" -v "$OUTPUT:/output" "${BUILDER[apk]}" sign --key /key
}

# --- does it install? -------------------------------------------------------

function try() {
  local distribution version kind image name
  split "$1"
  image=$(image_of "$distribution" "$version")
  name=try-$distribution-${version//./-}
  info "trying $image"
  docker run -d --name "$name" -v "$OUTPUT:/packages:ro" "$image" sleep 600 >/dev/null
  docker exec "$name" sh -c "$(install_command "$kind")"
  docker exec "$name" "$PRODUCT" --version
  docker exec --user nobody "$name" "$PRODUCT" status
  docker rm -f "$name" >/dev/null
}

# Where the service runs as it does on a machine.
function try_systemd() {
  local distribution=$1 image=$2
  docker run -d \
    --name "systemd-$distribution" \
    --privileged \
    --cgroupns host \
    --tmpfs /run --tmpfs /run/lock \
    -v /sys/fs/cgroup:/sys/fs/cgroup:rw \
    -v "$OUTPUT:/packages:ro" \
    "$image" /sbin/init >/dev/null
  docker exec "systemd-$distribution" systemctl enable --now "$PRODUCT"
  docker exec "systemd-$distribution" journalctl -u "$PRODUCT" --no-pager >/dev/null
  docker rm -f "systemd-$distribution" >/dev/null
}

function try_upgrade() {
  local from
  for from in 7.{1,2}.0; do
    docker run --rm -v "$OUTPUT:/packages:ro" -e FROM="$from" debian:12 bash -euc '
      curl -fsSO "https://packages.example.com/agent-$FROM.deb"
      apt-get install -y "./agent-$FROM.deb"
      apt-get install -y /packages/*.deb
    '
  done
}

# --- repositories -----------------------------------------------------------

function publish() {
  local kind=$1 channel=${2:-stable}
  local -a options=(--rm -v "$OUTPUT:/packages:ro" -e CHANNEL="$channel")
  case $kind in
    deb)
      docker run "${options[@]}" -v aptly:/aptly urpylka/aptly:1.5 aptly repo add "$PRODUCT" /packages
      ;;
    rpm)
      docker run "${options[@]}" -v rpms:/repo registry.example.com/packaging/createrepo:2 /repo
      ;;
    apk)
      docker run "${options[@]}" -v apks:/repo alpine:3.20 sh -c 'cd /repo && apk index -o APKINDEX.tar.gz *.apk'
      ;;
    *)
      warn "no repository for $kind"
      return 1
      ;;
  esac
}

function container_image() {
  local tag base
  while read -r tag base; do
    [ -n "$tag" ] || continue
    docker run --rm -i -v "$OUTPUT:/packages:ro" -v images:/images gcr.io/kaniko-project/executor:v1.23.2 \
      --dockerfile /dev/stdin --build-arg "BASE=$base" --destination "registry.example.com/$PRODUCT:$tag" --no-push <<END
FROM $base
COPY packages /packages
END
  done <<LIST
$RELEASE debian:12-slim
$RELEASE-alpine alpine:3.20
LIST
}

# --- notes ------------------------------------------------------------------

function notes() {
  local format
  for format in html man; do
    docker run --rm -i --network none -v "$OUTPUT:/output" pandoc/core:3.5 \
      --from markdown --to "$format" --output "/output/NEWS.$format" <<<"# $PRODUCT $RELEASE"
  done
}

# --- in order ---------------------------------------------------------------

compile
for kind in deb rpm apk; do package "$kind"; done
sign_all
for target in "${TARGETS[@]}"; do try "$target"; done
try_systemd debian jrei/systemd-debian:12
try_systemd fedora jrei/systemd-fedora:41
try_upgrade
# The stable channel gets what has been tried, the testing channel all of it.
for channel in stable testing; do info "publishing to $channel"; done
publish deb
publish rpm testing
publish apk
container_image
notes
info "$PRODUCT $RELEASE"
