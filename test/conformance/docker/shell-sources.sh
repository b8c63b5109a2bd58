Files that a script sources, what functions and substitutions print, guards, and wrappers with many calls.

### a sourced file beside the script
. ./env.sh
docker run "$IMAGE"
#### env.sh
IMAGE=nginx:1.27

### a sourced file by the folder of the script
source "$(dirname "$0")/lib/env.sh"
docker run $OPTIONS nginx:1.27
#### lib/env.sh
OPTIONS="--read-only --init"

### a sourced library by the absolute folder
SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$SCRIPT_DIR/lib.sh"
start web nginx:1.27
start db postgres:17
#### lib.sh
start() {
  docker run -d --name "$1" --restart unless-stopped "$2"
}

### a sourced library by readlink
HERE=$(dirname "$(readlink -f "$0")")
. "$HERE/lib.sh"
up --privileged alpine:3
#### lib.sh
up() { docker run "$@"; }

### a sourced library without the last name of the path
. "${BASH_SOURCE[0]%/*}/lib.sh"
up alpine:3
#### lib.sh
up() { docker run --init "$@"; }

### a script in another folder
# path: bin/run
cd "$(dirname "$0")/.."
. config/env
docker run -e MODE="$MODE" alpine:3
#### config/env
MODE=prod

### a library that sources another
. ./a.sh
docker run --cpus "$CPUS" alpine:3
#### a.sh
. "$(dirname "${BASH_SOURCE[0]}")/sub/b.sh"
#### sub/b.sh
CPUS=2

### a library that returns early
. ./lib.sh
docker run --label "a=$A" alpine:3
#### lib.sh
A=1
[ -n "$A" ] && return 0
A=2

### a library that is sourced once
LIB_LOADED=
. ./lib.sh
. ./lib.sh
docker run "${OPTIONS[@]}" alpine:3
#### lib.sh
[ -n "$LIB_LOADED" ] && return
LIB_LOADED=1
OPTIONS+=(--init)

### a library with words
. ./lib.sh web 1.27
docker run --name "$NAME" nginx:"$TAG"
#### lib.sh
NAME=$1 TAG=$2

### a library that is sourced in a function
load() { . ./"$1".sh; }
load env
docker run "$IMAGE"
#### env.sh
IMAGE=alpine:3

### a library that is sourced in a loop
for each in one two; do . "./$each.sh"; done
docker run $ONE $TWO alpine:3
#### one.sh
ONE=--init
#### two.sh
TWO=--rm

### a library whose file may be missing
[ -f ./local.sh ] && . ./local.sh
. ./env.sh
docker run "$IMAGE"
#### env.sh
IMAGE=alpine:3

### a value that the script sets after the library
. ./env.sh
IMAGE=alpine:3
docker run "$IMAGE"
#### env.sh
IMAGE=nginx

### a library with a command of its own
. ./up.sh
docker run b:1
#### up.sh
docker run a:1

### a library that is a copy of the environment
set -a
. ./.env
set +a
docker run -e TOKEN alpine:3
#### .env
TOKEN=abc

### a library that a subshell sources
(
  . ./env.sh
  docker run "$IMAGE"
)
docker run alpine:3
#### env.sh
IMAGE=nginx:1.27

### a library that exports functions over its own name
. ./docker.sh
docker run alpine:3
#### docker.sh
docker() { command docker "$1" --init "${@:2}"; }

### the output of a function as the program
engine() { echo docker; }
"$(engine)" run --privileged alpine:3

### the output of a function as options
flags() { echo --init --read-only; }
docker run $(flags) alpine:3

### the output of a function with branches that the text determines
flags() { if [ "$1" = dev ]; then echo -v /src:/src; else echo --read-only; fi; }
docker run $(flags dev) alpine:3
docker run $(flags prod) alpine:3

### the output of a function that uses another
image() { printf '%s:%s' "$1" "$(version)"; }
version() { echo 1.27; }
docker run "$(image nginx)"

### the output of a function in a variable
name() { local base=$1; echo "app-$base"; }
NAME=$(name web)
docker run --name "$NAME" alpine:3

### the output of several commands
docker run --label "a=$(echo x; echo y)" alpine:3

### words of several lines
docker run $(printf '%s\n' --init --rm) alpine:3

### the output of printf with a format used again
docker run $(printf -- '-e %s=1 ' A B) alpine:3

### the name of a file without its folder and ending
F=/srv/images/web.tar
docker run --name "$(basename "$F" .tar)" alpine:3
docker run -v "$(dirname "$F")":/images alpine:3

### the content of a file
docker run alpine:"$(cat VERSION)"
docker run alpine:"$(< VERSION)"
#### VERSION
3.20

### options in a file
docker run $(cat options) alpine:3
#### options
--init --read-only

### the output of a subshell
docker run --label "a=$( (echo x; echo y) | cat >/dev/null; (echo z) )" alpine:3

### what goes elsewhere is not printed
log() { echo "$*" >&2; }
pick() { log choosing; echo nginx:1.27; }
docker run "$(pick)"

### a function that returns before it prints more
pick() { echo a; return; echo b; }
docker run --label "$(pick)=1" alpine:3

### a function that exits in a substitution
pick() { echo a; exit 0; }
docker run --label "$(pick)=1" alpine:3

### a guard over a default without quotes
# environment: TOKEN=x
if [ -z ${TOKEN:-""} ]; then exit 1; fi
docker run --privileged alpine:3

### a guard over a variable that a file sets
TOKEN=""
. ./env.sh
if [ -z "$TOKEN" ]; then exit 1; fi
docker run --privileged alpine:3
#### env.sh
TOKEN=abc

### a guard in a function
need() { [ -n "${!1:-}" ] || exit 1; }
A=1
need A
docker run --privileged alpine:3

### a guard with a pattern of an escaped wildcard
NAME=web
case "$NAME" in *\**) exit 1 ;; esac
docker run --privileged alpine:3

### a comparison with an escaped wildcard
u=/index.php P=--init
[[ $u == *\?* ]] && P=--privileged
docker run $P alpine:3

### an operation with an escaped wildcard
x='a?b*c'
docker run --label "${x%%\?*}=${x/\*/y}" alpine:3

### a wrapper with many calls
d() { docker "$@"; }
d pull a >/dev/null 2>&1 || true
d tag a b >/dev/null 2>&1 || true
d tag b c >/dev/null 2>&1 || true
d rmi b >/dev/null 2>&1 || true
d rmi c >/dev/null 2>&1 || true
d pull d >/dev/null 2>&1 || true
d pull e >/dev/null 2>&1 || true
d pull f >/dev/null 2>&1 || true
d pull g >/dev/null 2>&1 || true
d run --privileged -v /:/host alpine:3

### a wrapper of a wrapper
d() { docker "$@"; }
run() { d run --rm "$@"; }
run a:1
run b:1
run c:1
run d:1
run e:1
run f:1
run g:1
run h:1
run --privileged i:1

### a function that calls itself
up() {
  if [ "$1" = all ]; then up web; up db; return; fi
  docker run --name "$1" alpine:3
}
up all

### functions of a subshell
# any-order
f() { docker run --init "$@"; }
( f() { docker run --rm "$@"; }; f a:1 )
f b:1

### an array of a program
PODMAN_CMD=(podman)
"${PODMAN_CMD[@]}" run --privileged alpine:3

### a program of several words in an array
DOCKER=(sudo docker)
"${DOCKER[@]}" run alpine:3

### arithmetic that assigns
# not-followed: arithmetic
v=1
: $((v = 2))
docker run --cpus $v alpine:3

### the last command of a pipe in this shell
shopt -s lastpipe
v=1
true | v=2
docker run --cpus $v alpine:3

### a trap with what holds at the end
# not-followed: traps
trap 'docker run --label "at=$STAGE" alpine:3' EXIT
STAGE=start
STAGE=end

### shift over all words
set -- --init --rm
shift
docker run "$@" alpine:3

### an array that a branch extends
L=(--init)
if true; then L+=(--rm); fi
docker run "${L[@]}" alpine:3
