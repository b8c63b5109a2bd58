Arrays and positional parameters.

### array of options
args=(-d --privileged)
docker run "${args[@]}" alpine

### array over several lines
args=(
  -d
  --name web
  # a remark
  -e "A=1 2"
)
docker run "${args[@]}" alpine

### array, unquoted
args=(-d --privileged)
docker run ${args[@]} alpine

### array, unquoted, splits its words
args=("-e A=1" --privileged)
docker run ${args[@]} alpine

### array with a star in quotes is one word
words=(a b c)
docker run alpine echo "${words[*]}"

### array with a star, unquoted
args=(-d --privileged)
docker run ${args[*]} alpine

### array appended to
args=(-d)
args+=(--privileged)
args+=(-p 80:80)
docker run "${args[@]}" alpine

### array appended to in a branch that is taken
# unknown: HostConfig.Privileged
args=(-d)
if [ -n "$HOME" ]; then args+=(--privileged); fi
docker run "${args[@]}" alpine

### array element
names=(web db)
docker run --name "${names[0]}" --hostname ${names[1]} alpine

### array by name alone is the first element
names=(web db)
docker run --name $names alpine

### last array element
names=(web db)
docker run --name ${names[-1]} alpine

### array element assigned
names[0]=web
names[1]=db
docker run --name ${names[1]} alpine

### array made of another
base=(-d --rm)
all=("${base[@]}" --privileged)
docker run "${all[@]}" alpine

### array of the whole command
command=(docker run --privileged alpine)
"${command[@]}"

### array of the command and more
command=(sudo docker run)
"${command[@]}" --privileged alpine

### array slice
args=(-d --privileged --rm)
docker run "${args[@]:0:2}" alpine

### length of an array
args=(a b)
docker run --label count=${#args[@]} alpine

### empty array vanishes
args=()
docker run "${args[@]}" --privileged alpine

### array of empty words keeps them
args=("" x)
docker run alpine echo "${args[@]}"

### array within a word
names=(a b)
docker run alpine echo "x${names[@]}y"

### array with variables inside
NAME=web
args=(--name "$NAME" -e "A=$NAME 1")
docker run "${args[@]}" alpine

### array with a command substitution inside
args=(--name "$(echo web)" --privileged)
docker run "${args[@]}" alpine

### array with an unquoted substitution inside
# unresolved-options
args=($(echo --rm | cat) --privileged)
docker run "${args[@]}" alpine

### declare -a
declare -a args=(-d --privileged)
docker run "${args[@]}" alpine

### local array in a function
start() {
  local args=(-d --privileged)
  docker run "${args[@]}" alpine
}
start

### local -a
start() {
  local -a args
  args=(--privileged)
  docker run "${args[@]}" "$1"
}
start alpine

### associative array
# not-followed: elements
declare -A image=([web]=nginx [db]=postgres)
docker run ${image[db]}

### array with explicit indices
# not-followed: elements
args=([1]=b [0]=a)
docker run alpine echo "${args[@]}"

### array expanded where it can be empty, by the idiom
args=()
docker run ${args[@]+"${args[@]}"} --privileged alpine

### array with braces inside
args=(--cap-add={NET_ADMIN,SYS_TIME})
docker run "${args[@]}" alpine

### set --
set -- -d --privileged
docker run "$@" alpine

### set -- with the image
set -- alpine echo "a b"
docker run "$@"

### set -- with a star
set -- a b
docker run alpine echo "$*" $*

### set -- and one parameter
set -- web nginx
docker run --name "$1" $2

### set -- and the tenth parameter
set -- a b c d e f g h i web
docker run --name ${10} alpine

### set -- and shift
set -- a web
shift
docker run --name "$1" alpine

### set -- and shift by a number
set -- a b --privileged -d
shift 2
docker run "$@" alpine

### set -- built up
set -- -d
set -- "$@" --privileged
docker run "$@" alpine

### count of positional parameters
set -- a b
docker run --label count=$# alpine

### slice of positional parameters
set -- a b c
docker run alpine echo "${@:2}"

### default of a positional parameter of the script
# unknown: name
docker run --name "${1:-web}" alpine

### positional parameters of the script
# unresolved-options
docker run --read-only "$@" alpine

