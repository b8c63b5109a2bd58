Functions called in the same script.

### without arguments
start() {
  docker run --privileged alpine
}
start

### function keyword
function start {
  docker run --privileged alpine
}
start

### function keyword and parentheses
function start() { docker run --privileged alpine; }
start

### body in parentheses
start() (
  docker run --privileged alpine
)
start

### with one argument
start() {
  docker run --name "$1" alpine
}
start web

### with two arguments
start() {
  docker run --name "$1" "$2"
}
start web nginx:1.27

### with an argument in a variable of its own
start() {
  local name=$1
  docker run --name "$name" alpine
}
start web

### with all arguments
run() {
  docker run --rm "$@"
}
run --privileged alpine ls

### with all arguments as one word
run() {
  docker run alpine sh -c "$*"
}
run echo a b

### with a shift
start() {
  local name=$1
  shift
  docker run --name "$name" "$@"
}
start web -d nginx

### with a default
start() {
  docker run --name "${1:-web}" alpine
}
start

### with a default, given
start() {
  docker run --name "${1:-web}" alpine
}
start db

### with the number of arguments
start() {
  docker run --label count=$# alpine
}
start a b

### called twice
start() {
  docker run --name "$1" alpine
}
start a
start b

### called with a variable
start() {
  docker run --name "$1" alpine
}
NAME=web
start "$NAME"

### called with a variable that splits
start() {
  docker run "$@"
}
ARGS="--privileged alpine"
start $ARGS

### with a global variable
NAME=web
start() {
  docker run --name "$NAME" alpine
}
start

### with a global variable set after the definition
start() {
  docker run --name "$NAME" alpine
}
NAME=web
start

### that sets a global variable
configure() {
  IMAGE=nginx
}
configure
docker run --privileged $IMAGE

### whose local variable does not come out
NAME=a
configure() {
  local NAME=b
}
configure
docker run --name $NAME alpine

### called by a function
inner() { docker run --name "$1" alpine; }
outer() { inner "$1-1"; }
outer web

### called through another with all arguments
inner() { docker run "$@"; }
outer() { inner --rm "$@"; }
outer --privileged alpine

### named docker, with command
docker() {
  command docker "$@"
}
docker run --privileged alpine

### wrapper that adds sudo
d() { sudo docker "$@"; }
d run --privileged alpine

### wrapper chosen by name
dockerize() { docker run --rm -v /srv:/srv -w /srv "$@"; }
dockerize node:20 npm test

### in a condition
start() { docker run --privileged alpine; }
if start; then :; fi

### in a pipe
start() { docker run --privileged alpine; }
start | cat

### in a command substitution
start() { docker run -d --privileged alpine; }
ID=$(start)

### main at the end
main() {
  docker run --privileged alpine
}
main "$@"

### main with the script's arguments
# unresolved-options
main() {
  docker run --read-only "$@" alpine
}
main "$@"

### in the background
start() { docker run --privileged alpine; }
start &
wait

### alias
# not-followed: aliases
shopt -s expand_aliases
alias d=docker
d run --privileged alpine

### alias with options
# not-followed: aliases
shopt -s expand_aliases
alias drun='docker run --rm --privileged'
drun alpine
