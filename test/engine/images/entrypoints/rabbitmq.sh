#!/bin/bash
# It owns its folder and goes on as the user.
set -e
if [ "$(id -u)" = 0 ]; then
  find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +
  exec gosu rabbitmq "$0" "$@"
fi
exec "$@"
