Guards, loops, traps and what a function leaves behind.

### a guard with a message and an exit
IMAGE=alpine:3
if [ -z "$IMAGE" ]; then
  echo "usage: $0 image" >&2
  exit 64
fi
docker run --read-only "$IMAGE"

### a guard by a function that exits
die() { echo "$*" >&2; exit 1; }
[ -n "$HOME" ] || die "no home"
docker run --init alpine:3

### a guard over a program that is missing
command -v docker >/dev/null 2>&1 || { echo "docker is needed" >&2; exit 127; }
docker run --pids-limit 100 alpine:3

### a guard in a group with braces
# unreached
test -e / || {
  docker run --privileged alpine:3
  exit 1
}
docker run --read-only alpine:3

### a guard by a chain of three
true && false || docker run --init alpine:3

### an early return in a function
up() {
  [ "$1" = skip ] && return 0
  docker run --name "$1" alpine:3
}
up skip
up web

### an early return in each of the branches
# unreached
pick() {
  case $1 in
    small) docker run --memory 64m alpine:3; return ;;
    large) docker run --memory 1g alpine:3; return ;;
  esac
  docker run --privileged alpine:3
}
pick small
pick large

### a function that leaves its result in a variable
resolve() { RESULT=registry.example.com/$1:$2; }
resolve web 1.4
docker run "$RESULT"
resolve db 17
docker run "$RESULT"

### a function that is redefined
# unreached
start() { docker run --name old alpine:3; }
start() { docker run --name new alpine:3; }
start

### a function that is redefined between two calls
hook() { docker run --label step=1 alpine:3; }
hook
hook() { docker run --label step=2 alpine:3; }
hook

### a function that is defined in another
setup() {
  start() { docker run --name "$1" --init alpine:3; }
}
setup
start web

### a function that is unset
docker() { command docker "$@" --never; }
unset -f docker
docker run alpine:3

### a function with a variable of the one that called it
inner() { docker run --label "level=$level" alpine:3; }
outer() { local level=2; inner; }
level=1
outer
inner

### a function that is called by a name in a variable
start_web() { docker run --name web nginx:1.27; }
action=start
target=web
"${action}_$target"

### a function that is called by each name of a list
web() { docker run --name web nginx:1.27; }
db() { docker run --name db postgres:17; }
for each in web db; do "$each"; done

### a dispatcher over its arguments
cmd_up() { docker run -d --name "$1" alpine:3; }
cmd_shell() { docker exec -it "$1" sh; }
dispatch() {
  local command=$1
  shift
  "cmd_$command" "$@"
}
dispatch up web
dispatch shell web

### a loop with a counter
# not-followed: arithmetic
i=1
while [ $i -le 3 ]; do
  docker run --name "node$i" alpine:3
  i=$((i + 1))
done

### a loop until a count
# not-followed: arithmetic
n=0
until [ "$n" -ge 2 ]; do
  docker run --label "n=$n" alpine:3
  ((n += 1))
done

### a loop over a sequence in braces
for i in {1..3}; do
  docker run --name "worker-$i" alpine:3
done

### a loop over a sequence with a step
for port in {8000..8002..2}; do docker run -p "$port:80" nginx:1.27; done

### a loop over words of a variable
SERVICES="web worker beat"
for service in $SERVICES; do
  docker run -d --name "$service" --init example/app:1
done

### a loop over an array with its indices
names=(web db) images=(nginx:1.27 postgres:17)
for i in "${!names[@]}"; do
  docker run --name "${names[$i]}" "${images[$i]}"
done

### a loop over an associative array in a fixed order
# not-followed: elements
declare -A image=([web]=nginx:1.27 [db]=postgres:17)
for name in web db; do docker run --name "$name" "${image[$name]}"; done

### a loop with continue
for name in a skip b; do
  [ "$name" = skip ] && continue
  docker run --name "$name" alpine:3
done

### a loop with break
for name in a b stop c; do
  if [[ $name == stop ]]; then break; fi
  docker run --name "$name" alpine:3
done

### a loop in a loop with a break of both
for a in 1 2; do
  for b in x y; do
    [ "$a$b" = 2x ] && break 2
    docker run --label "at=$a$b" alpine:3
  done
done

### a loop over arguments with shift
set -- --name web --read-only
OPTIONS=()
while [ $# -gt 0 ]; do
  case $1 in
    --name) OPTIONS+=(--name "$2"); shift 2 ;;
    *) OPTIONS+=("$1"); shift ;;
  esac
done
docker run "${OPTIONS[@]}" alpine:3

### options in a loop with getopts
parse() {
  local OPTIND=1 flag
  while getopts 'n:p' flag; do
    case $flag in
      n) NAME=$OPTARG ;;
      p) PULL=always ;;
      *) exit 2 ;;
    esac
  done
}
PULL=never
docker run --pull "$PULL" alpine:3

### a loop over pairs
# not-followed: lines
while read -r name image; do
  docker run --name "$name" "$image"
done <<'END'
web nginx:1.27
db postgres:17
END

### a loop over lines with another separator
# not-followed: lines
while IFS=: read -r name port; do
  docker run -p "$port:80" --name "$name" nginx:1.27
done <<< 'web:8080'

### a loop over lines of a variable
# not-followed: lines
LIST="a:1
b:2"
while read -r image; do docker run "$image"; done <<< "$LIST"

### a loop over the lines that a function prints
list() { echo web; echo db; }
for name in $(list); do docker run --name "$name" alpine:3; done

### a loop over words that a separator splits
IFS=, tags=1.0,1.1
for tag in $tags; do docker run "app:$tag"; done

### a loop over a list with a separator
TAGS=3.19,3.20
IFS=, read -ra LIST <<< "$TAGS"
for tag in "${LIST[@]}"; do docker run "alpine:$tag"; done

### a case with several patterns
ARCH=arm64
case $ARCH in
  x86_64 | amd64) PLATFORM=linux/amd64 ;;
  aarch64 | arm64) PLATFORM=linux/arm64 ;;
  *) exit 1 ;;
esac
docker run --platform "$PLATFORM" alpine:3

### a case with a pattern of brackets
# unreached
case v1.2 in
  v[0-9]*) docker run --label release=yes alpine:3 ;;
  *) docker run --label release=no alpine:3 ;;
esac

### a case that falls through
# unreached
case a in
  a) docker run --name a alpine:3 ;&
  b) docker run --name b alpine:3 ;;
  c) docker run --name c alpine:3 ;;
esac

### a case that goes on testing
# unreached
case ab in
  a*) docker run --name starts alpine:3 ;;&
  *b) docker run --name ends alpine:3 ;;&
  *c) docker run --name other alpine:3 ;;
esac

### a case in a function over its last argument
run() {
  local last=${!#}
  case $last in
    *:*) docker run "$last" ;;
    *) docker run "$last:stable" ;;
  esac
}
run x alpine:3
run x debian

### a trap of a function with what it made
cleanup() { docker exec "$NAME" stop; }
trap cleanup EXIT
NAME=web
docker run -d --name "$NAME" alpine:3

### a trap that is reset
# unreached
trap 'docker run --privileged alpine:3' EXIT
trap - EXIT
docker run --init alpine:3

### a trap that is replaced
# unreached
trap 'docker exec a stop' EXIT
trap 'docker exec b stop' EXIT
true

### a trap in a subshell
(
  trap 'docker exec sub stop' EXIT
  docker run --name sub alpine:3
)

### a trap that is set in a function
arm() { trap "docker exec $1 stop" EXIT; }
arm web

### a trap behind an exit
# unknown: Config.Labels
trap 'docker run --label "code=$CODE" alpine:3' EXIT
CODE=1
[ -e / ] && { CODE=0; exit 0; }
CODE=2

### an error trap that is not run
# unreached
trap 'docker run --privileged alpine:3' ERR
docker run --init alpine:3

### the status of the last command
false
if [ $? -ne 0 ]; then docker run --init alpine:3; fi

### errexit with a condition
set -e
false || true
docker run --init alpine:3

### a retry loop
attempt=0
until docker exec db pg_isready || [ $((attempt += 1)) -ge 5 ]; do sleep 0; done

### a background job that is waited for
docker run --name job alpine:3 &
PID=$!
wait "$PID"

### a group in the background
# any-order
{ docker run --name a alpine:3; docker run --name b alpine:3; } &
wait

### a condition with a negated group
if ! { false; }; then docker run --init alpine:3; fi

### a condition with both kinds of brackets
# unreached
MODE=prod
if [[ $MODE == prod || $MODE == stage ]] && [ ! -e /nothing ]; then
  docker run --restart always alpine:3
else
  docker run --restart no alpine:3
fi

### a number that is compared
# not-followed: arithmetic
WORKERS=4
if ((WORKERS > 2)); then CPUS=2; else CPUS=1; fi
docker run --cpus "$CPUS" alpine:3

### a number in a ternary
# not-followed: arithmetic
DEBUG=1
docker run --label "level=$((DEBUG ? 7 : 3))" alpine:3

### a regular expression
VERSION=2.14.1
if [[ $VERSION =~ ^([0-9]+)\.([0-9]+) ]]; then
  docker run "app:${VERSION%%.*}"
fi

### exec with an engine
# unreached
if [ "${1:-}" != child ]; then exec docker run --init alpine:3; fi
docker run --privileged alpine:3
