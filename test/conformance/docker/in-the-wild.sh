Whole scripts as people write them.

### installer
#!/bin/sh
set -e

CONTAINER_NAME="registry"
IMAGE="registry:2"
DATA_DIR="/opt/registry/data"

if [ "$1" = "--help" ]; then
  echo "usage: $0"
  exit 0
fi

sudo mkdir -p "$DATA_DIR" 2>/dev/null || true
docker rm -f "$CONTAINER_NAME" >/dev/null 2>&1 || true

docker run -d \
  --name "$CONTAINER_NAME" \
  --restart=always \
  -p 5000:5000 \
  -v "$DATA_DIR":/var/lib/registry \
  -e REGISTRY_STORAGE_DELETE_ENABLED=true \
  "$IMAGE"

echo "started with: docker run -d $IMAGE"

### portainer
docker volume create portainer_data
docker run -d -p 8000:8000 -p 9443:9443 --name portainer --restart=always -v /var/run/docker.sock:/var/run/docker.sock -v portainer_data:/data portainer/portainer-ce:latest

### cadvisor
sudo docker run \
  --volume=/:/rootfs:ro \
  --volume=/var/run:/var/run:ro \
  --volume=/sys:/sys:ro \
  --volume=/var/lib/docker/:/var/lib/docker:ro \
  --volume=/dev/disk/:/dev/disk:ro \
  --publish=8080:8080 \
  --detach=true \
  --name=cadvisor \
  --privileged \
  --device=/dev/kmsg \
  gcr.io/cadvisor/cadvisor:v0.49.1

### backup
#!/usr/bin/env bash
set -euo pipefail
readonly DB=postgres
readonly STAMP=today
backup() {
  local database=$1 target=$2
  docker exec -u postgres "$DB" pg_dump "$database" | gzip -c 2>/dev/null || true
  docker run --rm --volumes-from "$DB" -v "/backup:$target" alpine tar czf "$target/$database-$STAMP.tgz" /var/lib
}
backup app /out

### build wrapper
#!/bin/bash
DOCKER_ARGS=(--rm -v /src:/src -w /src)
if [[ -t 0 && -n "${INTERACTIVE:-}" ]]; then
  :
fi
DOCKER_ARGS+=(--network none)
exec docker run "${DOCKER_ARGS[@]}" golang:1.22 make build

### wait for a database
docker run -d --name db -e POSTGRES_PASSWORD=secret postgres:16
until docker exec db pg_isready -U postgres; do
  echo "waiting"
  sleep 1
done
docker exec -i db psql -U postgres <<'SQL'
CREATE DATABASE app;
SQL

### deployment over ssh
#!/bin/bash
HOST=deploy@example.com
TAG=1.4.2
ssh -o StrictHostKeyChecking=no "$HOST" << EOF
  docker pull registry.example.com/app:$TAG
  docker stop app || true
  docker rm app || true
  docker run -d --name app --restart unless-stopped -p 80:8080 registry.example.com/app:$TAG
EOF

### selenium
docker run -d --net=host --shm-size=2g -e SE_NODE_MAX_SESSIONS=4 --name selenium selenium/standalone-chrome

### openvpn
docker run -v ovpn-data:/etc/openvpn -d -p 1194:1194/udp --cap-add=NET_ADMIN --sysctl net.ipv6.conf.all.disable_ipv6=0 kylemanna/openvpn

### node exporter
docker run -d --net="host" --pid="host" -v "/:/host:ro,rslave" quay.io/prometheus/node-exporter:latest --path.rootfs=/host

### several services in a loop of functions
run_service() {
  local name="$1"; shift
  echo "starting $name"
  docker run -d --restart on-failure:3 --name "$name" --network backend "$@"
}
docker network create backend
run_service cache redis:7
run_service web -p 8080:80 nginx:1.27
