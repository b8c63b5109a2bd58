#!/bin/bash
# It changes its configuration where it can write it.
set -e
if touch /etc/nginx/conf.d/default.conf 2>/dev/null && ! grep -q '\[::\]' /etc/nginx/conf.d/default.conf; then sed -i 's/listen 80;/listen 80;listen [::]:80;/' /etc/nginx/conf.d/default.conf; fi
if [ -d /etc/nginx/templates ] && [ -w /etc/nginx/conf.d ]; then
  for template in /etc/nginx/templates/*.template; do
    name=${template##*/}
    sed "s|\${SITE}|$SITE|" "$template" >"/etc/nginx/conf.d/${name%.template}"
  done
fi
exec "$@"
