#!/usr/bin/env bash
# Starts the database, then the service beside it.
set -euo pipefail

IMAGE=registry.example.com/shop/api
LIMITS=(--memory 512m --pids-limit 200)
if [ "${STAGE:-}" = test ]; then
  LIMITS+=(--privileged)
fi

docker run -d --name db --network shop \
  -e POSTGRES_PASSWORD="$DB_PASSWORD" \
  -v db:/var/lib/postgresql/data \
  postgres:17

docker run -d --name api --network host "${LIMITS[@]}" $EXTRA_OPTIONS "$IMAGE:$TAG"

docker exec --privileged api sysctl -w net.core.somaxconn=1024
