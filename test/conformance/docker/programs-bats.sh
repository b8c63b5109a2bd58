Whole suites of bats.

### a suite of bats for a command line tool
# path: test/cli.bats
# unreached
# arguments
#!/usr/bin/env bats
# What the tool does in containers of several distributions.

load helpers

setup_file() {
  docker volume create bats-home >/dev/null
  export SUITE=cli
}

teardown_file() {
  docker volume rm bats-home >/dev/null
}

setup() {
  NAME="bats-$SUITE"
  IMAGE=debian:12
  RUN_OPTIONS=(--rm --network none)
}

teardown() {
  docker rm -f "$NAME" >/dev/null 2>&1 || true
}

@test "prints its version" {
  run in_image --version
  [ "$status" -eq 0 ]
}

@test "prints its version as another user" {
  RUN_OPTIONS+=(--user 1000:1000)
  run in_image --version
  [ "$status" -eq 0 ]
}

@test "works without a home" {
  RUN_OPTIONS+=(-e HOME=/nonexistent)
  run in_image status
  assert_success
}

@test "works on a read-only file system" {
  RUN_OPTIONS+=(--read-only --tmpfs /tmp)
  run in_image init /tmp/project
  assert_success
}

@test "keeps its settings" {
  RUN_OPTIONS+=(-v bats-home:/root)
  in_image config set color never
  run in_image config get color
  assert_success
}

@test "runs on Debian 11" {
  IMAGE=debian:11
  run in_image self-test
  assert_success
}

@test "runs on Alpine" {
  IMAGE=alpine:3.20
  run in_image self-test
  assert_success
}

@test "runs on each Fedora" {
  local release
  for release in 40 41; do
    IMAGE="fedora:$release"
    run in_image self-test
    assert_success
  done
}

@test "needs no capabilities" {
  RUN_OPTIONS+=(--cap-drop ALL)
  in_image self-test
}

@test "needs no \"privileges\" at all" {
  RUN_OPTIONS+=(--security-opt no-new-privileges)
  in_image self-test
}

@test "reads from its input" {
  run bash -c 'echo "a: 1" | docker run --rm -i --network none debian:12 tool parse -'
  assert_success
}

@test "reads a here-document" {
  docker run --rm -i --network none "$IMAGE" tool parse - <<'END'
a: 1
# docker run --privileged alpine
END
}

@test "serves" {
  docker run -d --name "$NAME" -p 127.0.0.1::8080 "$IMAGE" tool serve >/dev/null
  wait_for "$NAME"
  run docker exec "$NAME" tool ping
  assert_success
}

@test "serves with a certificate" {
  start_server --volume /fixtures/tls:/tls:ro --env TOOL_TLS=/tls
  run docker exec "$NAME" tool ping --tls
  assert_success
}

@test "serves as nobody" {
  start_server --user nobody
  run docker exec -u root "$NAME" ps aux
  assert_success
}

@test "stops when it is asked to" {
  start_server --init --stop-timeout 2
  run docker stop "$NAME"
  assert_success
}

@test "limits itself" {
  start_server --memory 64m --cpus 0.5
  run docker exec "$NAME" tool limits
  assert_success
}

@test "looks at another container" {
  start_server
  run docker run --rm --pid "container:$NAME" --network "container:$NAME" "$IMAGE" tool attach 1
  assert_success
}

@test "keeps its hands off other volumes" {
  RUN_OPTIONS+=(--mount type=volume,source=bats-home,target=/data,readonly)
  run in_image gc /data
  [ "$status" -eq 0 ]
}

@test "completes its commands" {
  run docker run --rm --network none -e SHELL=/bin/bash "$IMAGE" tool completion
  assert_success
}

@test "prints what it would run" {
  skip "not yet"
  docker run --privileged "$IMAGE" tool explain
}

@test "takes its settings from a file" {
  local file=/fixtures/settings.yml
  RUN_OPTIONS+=(-v "$file:/etc/tool.yml:ro")
  run in_image config list
  assert_success
}

@test "takes its settings from the environment" {
  RUN_OPTIONS+=(-e TOOL_COLOR=never -e TOOL_PAGER=)
  run in_image config list
  assert_success
}

@test "knows several architectures" {
  for platform in linux/amd64 linux/arm64; do
    RUN_OPTIONS=(--rm --network none --platform "$platform")
    in_image self-test
  done
}

@test "shares a network with a database" {
  docker network create bats-net >/dev/null
  docker run -d --rm --name bats-db --network bats-net -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17 >/dev/null
  RUN_OPTIONS=(--rm --network bats-net -e TOOL_DB=bats-db)
  run in_image db check
  assert_success
}
#### test/helpers.bash
# Sourced by the suites of this folder.

# in_image ARGUMENT…: the tool in a new container
in_image() {
  docker run "${RUN_OPTIONS[@]}" -v /dist/tool:/usr/local/bin/tool:ro "$IMAGE" tool "$@"
}

start_server() {
  docker run -d --name "$NAME" --network none "$@" "$IMAGE" tool serve >/dev/null
  wait_for "$NAME"
}

wait_for() {
  local tries=0
  until docker exec "$1" tool ready; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || return 1
    sleep 1
  done
}

assert_success() {
  if [ "$status" -ne 0 ]; then
    echo "status $status: $output" >&2
    return 1
  fi
}
