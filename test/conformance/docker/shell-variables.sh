Variables that the script itself sets.

### plain
NAME=web
docker run --name $NAME alpine

### in braces
NAME=web
docker run --name ${NAME} alpine

### in double quotes
NAME="my web"
docker run --label "name=$NAME" alpine

### in the middle of a word
TAG=1.27
docker run registry/app-${TAG}-slim:$TAG

### not expanded in single quotes
NAME=web
docker run --label 'name=$NAME' alpine

### the last assignment before the command holds
NAME=a
NAME=b
docker run --name $NAME alpine
NAME=c

### assignment from another variable
IMAGE=nginx
TAG=1.27
REF="$IMAGE:$TAG"
docker run "$REF"

### several assignments in one command
A=1 B=2
docker run -e A=$A -e B=$B alpine

### assignments are made from left to right
A=1 B=$A$A
docker run -e B=$B alpine

### append
ARGS=web
ARGS+=-2
docker run --name $ARGS alpine

### export
export NAME=web
docker run --name $NAME alpine

### export after the assignment
NAME=web
export NAME
docker run --name $NAME alpine

### readonly
readonly NAME=web
docker run --name $NAME alpine

### declare
declare NAME=web
docker run --name $NAME alpine

### declare with attributes
declare -rx NAME=web
docker run --name $NAME alpine

### declare to lower case
declare -l NAME=WEB
docker run --name $NAME alpine

### typeset
typeset NAME=web
docker run --name $NAME alpine

### assignment in quotes with spaces round
IMAGE='nginx:1.27' ; CMD="nginx -t"
docker run "$IMAGE" $CMD

### word splitting of an unquoted expansion
OPTS="-d --privileged -p 80:80"
docker run $OPTS nginx

### no word splitting in quotes
CMD="echo a b"
docker run alpine sh -c "$CMD"

### word splitting within a word
PAIR="a b"
docker run alpine echo x${PAIR}y

### word splitting takes spaces, tabs and newlines
OPTS="-d	--read-only
--privileged   --init"
docker run $OPTS nginx

### word splitting leaves inner quotes alone
OPTS='--label "a=b"'
docker run $OPTS alpine

### options and image in one variable
ARGS="--privileged alpine ls -la"
docker run $ARGS

### options added up
OPTS="-d"
OPTS="$OPTS --privileged"
OPTS="${OPTS} -p 80:80"
docker run $OPTS nginx

### options appended
OPTS=-d
OPTS+=" --privileged"
docker run $OPTS nginx

### empty unquoted expansion vanishes
EMPTY=
docker run $EMPTY --privileged $EMPTY alpine

### empty quoted expansion stays a word
EMPTY=
docker run --hostname "$EMPTY" alpine echo "$EMPTY" x

### empty variable within a word
EMPTY=""
docker run --name web$EMPTY alpine

### default where unset
docker run nginx:${SOME_TAG_NOT_SET:=latest}

### default, the variable is unset by the script
unset TAG
docker run nginx:${TAG:-1.27}

### default, the variable is empty
TAG=
docker run nginx:${TAG:-1.27}

### default, the variable is set
TAG=1.26
docker run nginx:${TAG:-1.27}

### default without a colon, the variable is empty
SUFFIX=
docker run --name web${SUFFIX--dev} nginx

### default without a colon, the variable is unset
unset SUFFIX
docker run --name web${SUFFIX--dev} nginx

### default that holds another variable
unset TAG
DEFAULT=1.27
docker run nginx:${TAG:-$DEFAULT}

### default within a default
unset A B
docker run nginx:${A:-${B:-1.27}}

### default with several words, unquoted
unset OPTS
docker run ${OPTS:---privileged -d} nginx

### default with quotes inside
unset LABEL
docker run --label ${LABEL:-"a=b c"} alpine

### assigned default
unset TAG
: ${TAG:=1.27}
docker run nginx:$TAG

### assigned default, in the command itself
unset TAG
docker run nginx:${TAG:=1.27} echo $TAG

### alternative where set
DEBUG=1
docker run ${DEBUG:+-e DEBUG=1} alpine

### alternative where empty
DEBUG=
docker run ${DEBUG:+-e DEBUG=1} alpine

### alternative without a colon
DEBUG=
docker run ${DEBUG+--privileged} alpine

### alternative in quotes where unset is an empty word
unset X
docker run alpine echo "${X:+yes}" end

### required
TAG=1.27
docker run nginx:${TAG:?must be set}

### length
NAME=web
docker run --label length=${#NAME} alpine

### prefix removed
IMAGE=registry/app
docker run --name ${IMAGE#*/} ${IMAGE}

### longest prefix removed
IMAGE=reg/team/app
docker run --name ${IMAGE##*/} $IMAGE

### suffix removed
IMAGE=nginx:1.27
docker run --name ${IMAGE%:*} $IMAGE

### longest suffix removed
IMAGE=reg:5000/app:1
docker run --name ${IMAGE%%:*} alpine

### suffix with a literal pattern
FILE=app.yaml
docker run --name ${FILE%.yaml} alpine

### replaced once
NAME=a_b_c
docker run --name ${NAME/_/-} alpine

### replaced everywhere
NAME=a_b_c
docker run --name ${NAME//_/-} alpine

### replaced at the start and the end
NAME=web-web
docker run --name ${NAME/#web/x} --hostname ${NAME/%web/y} alpine

### deleted by replacement
NAME=a/b/c
docker run --name ${NAME//\//} alpine

### substring
TAG=abcdef
docker run nginx:${TAG:0:3}

### substring from an offset
TAG=abcdef
docker run nginx:${TAG:3}

### substring from the end
TAG=abcdef
docker run nginx:${TAG: -2}

### upper case
NAME=web
docker run --label name=${NAME^^} --label first=${NAME^} alpine

### lower case
NAME=WEB
docker run --name ${NAME,,} --hostname ${NAME,} alpine

### indirect
NAME=OTHER
OTHER=web
docker run --name ${!NAME} alpine

### command name in a variable
DOCKER=docker
$DOCKER run --privileged alpine

### command name in a quoted variable
DOCKER=docker
"$DOCKER" run --privileged alpine

### command name with a wrapper in a variable
DOCKER="sudo docker"
$DOCKER run --privileged alpine

### command name by default
unset DOCKER
${DOCKER:-docker} run --privileged alpine

### command name by assigned default
: "${DOCKER:=docker}"
"$DOCKER" run --privileged alpine

### program and subcommand in a variable
RUN="docker run --rm"
$RUN --privileged alpine

### whole command in a variable
COMMAND="docker run --privileged alpine"
$COMMAND

### empty prefix in a variable
SUDO=
$SUDO docker run --privileged alpine

### prefix in a variable
SUDO=sudo
$SUDO docker run --privileged alpine

### subcommand in a variable
ACTION=run
docker $ACTION --privileged alpine

### flag in a variable
PRIVILEGED=--privileged
docker run $PRIVILEGED alpine

### value in a variable after an equals sign
MEMORY=512m
docker run --memory=$MEMORY alpine

### port in a variable
PORT=8080
docker run -p "${PORT}:80" -p $PORT:81/udp nginx

### bind in variables
SOURCE=/srv TARGET=/data
docker run -v "$SOURCE:$TARGET:ro" nginx

### socket in a default
unset DOCKER_SOCK
docker run -v ${DOCKER_SOCK:-/var/run/docker.sock}:/var/run/docker.sock nginx

### variable in a here-document is not a command
# nothing
NAME=web
cat << EOF
docker run --name $NAME alpine
EOF

### assignment from a command substitution
IMAGE=$(echo nginx)
docker run --privileged "$IMAGE"

### variable from the environment
# environment: OUTSIDE=1.27
# unknown: Config.Image
docker run --privileged nginx:$OUTSIDE

### options from the environment
# environment: OPTS=--privileged -d
# unresolved-options
docker run $OPTS --read-only nginx

### options from the environment, empty
# partial
docker run ${EXTRA_OPTS-} --read-only nginx

### options from the environment in quotes
# environment: NAME=web
# unknown: name
docker run --name "$NAME" --read-only nginx

### default of the environment
# environment: TAG=1.26
# unknown: Config.Image
docker run --read-only nginx:${TAG:-1.27}

### read
# unknown: Config.Image
read -r IMAGE <<< nginx
docker run --privileged "$IMAGE"

### sourced file
# unknown: Config.Image
echo IMAGE=nginx > settings.sh
. ./settings.sh
docker run --privileged "$IMAGE"

### set in one branch
# unknown: Config.Image
TAG=1.27
if [ -n "$HOME" ]; then TAG=1.28; fi
docker run --privileged nginx:$TAG

### set in both branches
# unknown: HostConfig.NetworkMode
if [ -n "$HOME" ]; then
  NETWORK=host
else
  NETWORK=backend
fi
docker run --privileged --network $NETWORK nginx

### set in a case
# unknown: Config.Image
case $USER in
  root) IMAGE=a ;;
  *) IMAGE=b ;;
esac
docker run --privileged $IMAGE

### set to the same in both branches
if [ -n "$HOME" ]; then IMAGE=nginx; else IMAGE=nginx; fi
docker run --privileged $IMAGE

### set in a subshell does not come out
NAME=a
(NAME=b)
docker run --name $NAME alpine

### set in a pipe does not come out
NAME=a
echo x | NAME=b
docker run --name $NAME alpine

### set in a group comes out
{ NAME=web; }
docker run --name $NAME alpine

### set before the command only is not for its own words
NAME=a
NAME=b docker run --name $NAME alpine

### unset
NAME=web
unset NAME
docker run --name x$NAME alpine

### loop variable
for name in web; do
  docker run --name $name --hostname ${name}.local alpine
done

### loop variable over two values
# unknown: name
for name in a b; do
  docker run --name $name alpine
  break
done

### counted up
# unknown: name
N=0
N=$((N + 1))
docker run --name web$N alpine

### let
# unknown: name
let N=1+1
docker run --name web$N alpine

### printf -v
# unknown: name
printf -v NAME 'web-%s' 1
docker run --name $NAME alpine

### quotes within a default in quotes
unset A
docker run --label "a=${A:-b "c" d}" alpine

### exit status
# unknown: Config.Labels
true
docker run --label status=$? alpine

### IFS changed
IFS=,
OPTS=-d,--privileged
docker run $OPTS alpine

### value that echo prints
NETWORK=host
docker run --network "$(echo $NETWORK)" -v "$(printf %s /etc):/x" $(echo --init --name "a") "$(echo alpine)"

### array that gathers the words of read -a
# unknown: name, Config.Cmd
read -r -a options <<< "--init --privileged"
docker run "${options[@]}" alpine
