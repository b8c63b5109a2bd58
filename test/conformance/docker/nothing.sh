What looks like a command and is none.

### comment
# nothing
# why: the line below is a remark in the script
true # docker run --privileged alpine

### whole line of a comment
# nothing

# docker run --privileged alpine

### echo
# nothing
echo docker run --privileged alpine

### echo of a string
# nothing
echo "docker run --privileged alpine"

### printf
# nothing
printf '%s\n' "docker run --privileged alpine"

### string in an assignment that nothing runs
# nothing
COMMAND="docker run --privileged alpine"

### array that nothing runs
# nothing
command=(docker run --privileged alpine)

### here-document of cat
# nothing
cat << 'EOF'
docker run --privileged alpine
EOF

### here-document into a file
# nothing
cat > start.sh << EOF
#!/bin/sh
docker run --privileged alpine
EOF

### here-document of tee
# nothing
tee start.sh > /dev/null << 'EOF'
docker run --privileged alpine
EOF

### here-document of a null command
# nothing
: << 'EOF'
docker run --privileged alpine
EOF

### word of another command
# nothing
ls docker run --privileged alpine 2> /dev/null || true

### grep for it
# nothing
grep -q "docker run --privileged" start.sh 2> /dev/null || true

### test of a string
# nothing
[ "docker run --privileged alpine" = x ] || true

### whether docker is there
# nothing
command -v docker run > /dev/null

### type of it
# nothing
type docker > /dev/null

### other subcommands
# nothing
docker pull alpine
docker images
docker ps -a

### other subcommands with an argument that reads like one
# nothing
docker inspect run
docker logs exec

### help
# nothing
docker run --help > /dev/null

### single quotes in echo with a substitution inside
# nothing
echo '$(docker run --privileged alpine)'

### escaped substitution in double quotes
# nothing
echo "\$(docker run --privileged alpine)" "\`docker run alpine\`"

### pattern of a case
# nothing
case "docker run alpine" in
  docker\ run*) : ;;
esac

### name that only begins with docker
# nothing
docker-run() { :; }
docker-run --privileged alpine

### text after exit
# nothing
exit 0
docker run --privileged alpine
