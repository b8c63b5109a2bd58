docker's own flags before the subcommand.

### debug
docker -D run alpine

### debug, long
docker --debug run --privileged alpine

### log level
docker -l debug run alpine

### log level with an equals sign
docker --log-level=warn run alpine

### log level glued on
docker -ldebug run alpine

### configuration directory
docker --config /tmp run --rm alpine

### configuration directory with an equals sign
docker --config=/tmp exec -u root web id

### host by variable
docker -H "$DOCKER_HOST" run --privileged alpine

### host, long
docker --host="$DOCKER_HOST" run --privileged alpine

### context
docker --context default run --privileged alpine

### context by shorthand
docker -c default run --privileged alpine

### tls with a value
docker --tls=false run --privileged alpine

### several
docker -D -l info --config /tmp run -d nginx

### bundle of debug and log level
docker -Dl debug run nginx

### before container run
docker --log-level error container run --privileged alpine

### before exec
docker -D exec web ls

### debug after the subcommand is another flag
docker run -d alpine

### docker by its path
/usr/bin/docker run --privileged alpine

### version sends nothing
# nothing
docker --version

### help sends nothing
# nothing
docker --help

### other subcommands send nothing that counts
# nothing
docker ps -a
docker stop web
docker rm -f web
docker pull alpine
docker logs web
docker inspect web
