#!/bin/bash
# It owns its folders as far as it can; the program gives up its rights by itself.
set -e
if [ "$(id -u)" = 0 ]; then chown -R mosquitto:mosquitto /mosquitto || true; fi
exec "$@"
