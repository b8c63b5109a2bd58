`docker exec` of any container.

### plain
docker exec web ls

### command with arguments
docker exec web ls -la /etc

### interactive with a terminal
docker exec -it web bash

### interactive
docker exec -i web cat

### terminal alone
docker exec -t web top

### user
docker exec -u root web id

### user, long with an equals sign
docker exec --user=1000:1000 web id

### user, glued
docker exec -u0 web id

### user at the end of a bundle
docker exec -itu root web bash

### user zero with a group
docker exec --user 0:0 web id

### privileged
docker exec --privileged web sh

### privileged, false
docker exec --privileged=false web sh

### privileged, then a container called false
docker exec --privileged false ls

### privileged and user together
docker exec -it --privileged --user root web bash

### environment
docker exec -e A=1 --env B=2 web env

### environment by name, not set
docker exec -e NAME web env

### environment by name, exported
export NAME=value
docker exec -e NAME web env

### the same variable twice stays twice
docker exec -e A=1 -e A=2 web env

### environment file
# unknown: Config.Env
echo A=1 > .env
docker exec --env-file .env web env

### working directory
docker exec -w /srv web pwd

### working directory, long
docker exec --workdir=/srv web pwd

### detached
docker exec -d web touch /tmp/x

### detached and interactive
docker exec -d -it web sh

### detach keys
docker exec --detach-keys ctrl-p web sh

### options after the container belong to the command
docker exec web --privileged -u root

### double dash
docker exec -u root -- web ls

### double dash after the container goes to the command
docker exec web -- ls

### docker container exec
docker container exec --user root web id

### container by id
docker exec 4bcff63911fc ls

### shell with a command string
docker exec web sh -c 'cd /srv && ls | wc -l'

### psql as in real scripts
docker exec -i db psql -U postgres -c "SELECT 1;"

### input from a file
echo 'SELECT 1;' > dump.sql
docker exec -i db psql -U postgres < dump.sql

### output to a file
docker exec db pg_dump -U postgres app > dump.sql

### input from a pipe
echo 'SELECT 1;' | docker exec -i db mysql

### container from a variable
CONTAINER=web
docker exec "$CONTAINER" ls

### container from a command substitution
docker exec "$(echo web)" ls

### container from a command substitution without quotes
# unresolved-options
# unknown: container, Config.Cmd
docker exec -u root $(echo web | cat) ls

### sshd started in a container
docker exec -d web /usr/sbin/sshd -D

### run and exec in one script
docker run -d --name web nginx
docker exec web nginx -s reload

### container without a name
# finds: syntax/invalid-value
docker exec '' ls

### container with a slash for a name
# finds: syntax/invalid-value
docker exec / ls
