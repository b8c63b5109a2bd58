#!/bin/bash
# It owns its folders, goes on as the user, and makes a database once.
set -e
if [ "$1" = postgres ]; then
  mkdir -p "$PGDATA" && chmod 700 "$PGDATA" || true
  mkdir -p /run/postgresql && chmod 3775 /run/postgresql || true
  if [ "$(id -u)" = 0 ]; then
    find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
    find /run/postgresql \! -user postgres -exec chown postgres '{}' +
    exec gosu postgres "$0" "$@"
  fi
  if ! [ -s "$PGDATA/PG_VERSION" ]; then
    initdb --username=postgres --pwfile=<(echo "$POSTGRES_PASSWORD") >/dev/null
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start >/dev/null
    psql -qc 'create database app' -U postgres
    pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
  fi
fi
exec "$@"
