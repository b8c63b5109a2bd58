#!/bin/bash
# It removes what a killed one left.
set -e
rm -f /usr/local/apache2/logs/httpd.pid
exec httpd -DFOREGROUND "$@"
