#!/bin/bash
set -euo pipefail
IMAGE=nginx:1.27
PORTS=(-p 80:80 -p "127.0.0.1:8443:443")
if [ -n "${HOST_NETWORK:-}" ]; then
  NETWORK=host
else
  NETWORK=front
fi
start() {
  docker run -d --name "$1" --restart=on-failure:5 "${@:2}"
}
docker rm -f web >/dev/null 2>&1 || true
sudo docker run -d --name web --network "$NETWORK" "${PORTS[@]}" \
  --memory=256m --cpus 0.5 --pids-limit=100 --read-only --tmpfs /tmp \
  --cap-drop=ALL --cap-add={NET_ADMIN,SYS_TIME} --security-opt=no-new-privileges \
  --health-cmd='curl -fsS http://localhost/' --health-interval=30s \
  -v "$PWD/site:/usr/share/nginx/html:ro" -v /var/run/docker.sock:/var/run/docker.sock \
  --mount type=bind,source=/etc,target=/host/etc,readonly \
  -e MODE=production --env-file app.env --label owner=team --ulimit nofile=1024:2048 --device /dev/fuse "$IMAGE"
for name in one two; do
  start "$name" --privileged "registry.example/$name:$(cat VERSION)"
done
docker exec -it -u root web sh -c 'nginx -s reload'
docker compose up -d
