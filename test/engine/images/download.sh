#!/usr/bin/env bash
# download.sh FOLDER : gets Debian's packages of the programs that the tests start, with all that they need, into a folder. Nothing is installed.
set -euo pipefail
folder=$(realpath -m "$1")
mkdir -p "$folder/partial"
state=$(mktemp)
trap 'rm -f "$state"' EXIT
get() {
  # With an empty list of what is installed, everything is a dependency. Another apt may run meanwhile.
  apt-get install -y -qq --no-install-recommends --download-only -o Dir::State::status="$state" \
    -o Dir::Cache::archives="$folder" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
    bash coreutils findutils util-linux grep sed mawk libc-bin libcap2-bin curl gosu openssl \
    postgresql-17 redis-server valkey-server mariadb-server mariadb-client nginx apache2 haproxy memcached \
    rabbitmq-server mosquitto mosquitto-clients prometheus caddy influxdb \
    docker-registry nats-server prometheus-alertmanager prometheus-node-exporter prometheus-postgres-exporter \
    prometheus-pushgateway s6 >/dev/null
}
get || { apt-get update -qq && get; }
