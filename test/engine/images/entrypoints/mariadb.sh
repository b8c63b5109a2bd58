#!/bin/bash
# It owns its folders, goes on as the user, and makes a database once.
set -e
if [ "$1" = mariadbd ]; then
  mkdir -p /var/lib/mysql
  if [ "$(id -u)" = 0 ]; then
    find /var/lib/mysql \! -user mysql -exec chown mysql: '{}' +
    find /run/mysqld -maxdepth 0 \! -user mysql -exec chown mysql: '{}' \;
    exec gosu mysql "$0" "$@"
  fi
  if ! [ -d /var/lib/mysql/mysql ]; then
    mariadb-install-db --datadir=/var/lib/mysql --auth-root-authentication-method=normal --skip-test-db >/dev/null
    mariadbd --skip-networking --socket=/run/mysqld/first.sock &
    until mariadb --socket=/run/mysqld/first.sock -uroot -e "alter user root@localhost identified by '$MARIADB_ROOT_PASSWORD'" 2>/dev/null; do sleep 0.2; done
    kill $! && wait $!
  fi
fi
exec "$@"
