#!/bin/bash
# It gives up its rights only where it has those to, and its bounding set with them.
set -e
has() { setpriv --dump | grep -q "^Capability bounding set:.*\b$1\b"; }
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ] && has setuid && has setgid; then
  find . \! -user redis -exec chown redis '{}' +
  exec setpriv --reuid redis --regid redis --clear-groups --bounding-set=-all "$0" "$@"
fi
if [ "$(umask)" = 0022 ]; then umask 0077; fi
exec "$@"
