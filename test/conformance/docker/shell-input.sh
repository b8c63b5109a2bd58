Here-documents, pipes, files that hold words, and strings that another shell runs.

### a script in a here-document
bash -s <<'END'
docker run --init alpine:3
END

### a script in a here-document with values
# unknown: Config.Hostname
IMAGE=alpine:3
bash <<END
docker run --hostname "h\$SHLVL" --read-only $IMAGE
END

### a script in a here-document with words
bash -s -- web nginx:1.27 <<'END'
docker run --name "$1" "$2"
END

### a script in a here-document without leading tabs
	if true; then
	sh <<-END
		docker run --init alpine:3
	END
	fi

### a script in a here-string
bash <<< 'docker run --init alpine:3'

### a script through a pipe
echo 'docker run --init alpine:3' | sh

### a script through a pipe by printf
printf '%s\n' 'docker run --name a alpine:3' 'docker run --name b alpine:3' | bash

### a script through a pipe of cat
cat <<'END' | bash
docker run --init alpine:3
END

### a script in a variable
SCRIPT='docker run --init alpine:3'
bash -c "$SCRIPT"

### a script in a variable that eval runs
RUN="docker run --rm"
eval "$RUN --init alpine:3"

### a script that a function prints
script() {
  cat <<END
docker run --name $1 alpine:3
END
}
script web | bash

### a script that a substitution gives to eval
command_of() { echo "docker run --name $1 alpine:3"; }
eval "$(command_of web)"

### a script over ssh with a here-document in a function
deploy() {
  ssh "$1" bash -s <<END
docker run -d --name app --restart always example/app:$2
END
}
deploy host 1.4

### a script over ssh in words
TAG=2
ssh host "docker pull app:$TAG >/dev/null; docker run --name app app:$TAG"

### a command that reads a here-document
docker exec -i db psql -U postgres <<SQL
SELECT 'docker run --privileged alpine';
SQL

### a text that only looks like a command
cat > /dev/null <<'END'
docker run --privileged alpine
END
echo "docker run --privileged alpine" > /dev/null
docker run --init alpine:3

### a word with a line break
docker run --label "a=1
2" alpine:3

### a variable that is read from a here-string
read -r IMAGE <<< alpine:3
docker run "$IMAGE"

### variables that are read from a here-string
read -r NAME IMAGE <<< "web nginx:1.27"
docker run --name "$NAME" "$IMAGE"

### variables that are read from a line with a separator
IFS=/ read -r REPO IMAGE <<< "library/alpine:3"
docker run "$REPO/$IMAGE"

### the rest of a line in the last variable
read -r NAME OPTIONS <<< "web --init --read-only"
docker run --name "$NAME" $OPTIONS alpine:3

### an array that is read from a line
read -r -a OPTIONS <<< "--init --read-only"
docker run "${OPTIONS[@]}" alpine:3

### an array of lines
mapfile -t OPTIONS <<'END'
--init
--read-only
END
docker run "${OPTIONS[@]}" alpine:3

### an array of the lines that a function prints
list() { printf '%s\n' --init --rm; }
mapfile -t OPTIONS < <(list)
docker run "${OPTIONS[@]}" alpine:3

### an array of the lines of a file
readarray -t OPTIONS < options.txt
docker run "${OPTIONS[@]}" alpine:3
#### options.txt
--init
--read-only

### commands in an array of lines
mapfile -t COMMANDS < commands.txt
for command in "${COMMANDS[@]}"; do eval "$command"; done
#### commands.txt
docker run --name a alpine:3
docker run --name b alpine:3

### commands in a file that a loop runs
# not-followed: lines
while read -r line; do $line; done < commands.txt
#### commands.txt
docker run --name a alpine:3
docker run --name b alpine:3

### commands in a here-document that a loop runs
# not-followed: lines
while IFS= read -r line; do
  [ -z "$line" ] && continue
  eval "$line"
done <<'END'
docker run --name a alpine:3

docker run --name b alpine:3
END

### a list of images in a file
# not-followed: lines
while read -r image; do
  case $image in '#'*) continue ;; esac
  docker run --rm "$image" true
done < images.txt
#### images.txt
alpine:3
# debian is too large
busybox:1

### a list of images through a pipe
# not-followed: lines
cat images.txt | while read -r image; do docker run --rm "$image" true; done
#### images.txt
alpine:3
busybox:1

### a list of images that a function prints into a loop
# not-followed: lines
images() { echo alpine:3; echo busybox:1; }
while read -r image; do docker run "$image"; done < <(images)

### a list of images for xargs
# unknown: Config.Image, Config.Cmd
# unresolved-options
printf '%s\n' alpine:3 | xargs -n1 docker run --rm

### an env file beside the script
# unknown: Config.Env
docker run --env-file app.env alpine:3
#### app.env
MODE=prod

### an env file that is exported
set -a; source app.env; set +a
docker run -e MODE -e LEVEL alpine:3
#### app.env
MODE=prod
LEVEL=3

### an env file that is read line by line
# not-followed: lines
while IFS='=' read -r key value; do
  export "$key=$value"
done < app.env
docker run -e MODE alpine:3
#### app.env
MODE=prod

### an env file in a substitution
export $(cat app.env)
docker run -e MODE alpine:3
#### app.env
MODE=prod

### an env file without its comments
# unknown: Config.Env
export $(grep -v '^#' app.env | xargs)
docker run -e MODE alpine:3
#### app.env
# the mode
MODE=prod

### options that getopt sorts
OPTIONS=$(printf '%s' "--name 'web' --")
eval set -- "$OPTIONS"
docker run "$1" "$2" alpine:3

### words that set takes from a variable
LINE="--init --rm"
set -- $LINE
docker run "$@" alpine:3

### a file that is piped to a shell
cat run.tpl | sh
#### run.tpl
docker run --init alpine:3

### a shell that reads a file
sh < run.tpl
#### run.tpl
docker run --init alpine:3

### a file that is sourced through a substitution
source <(echo 'OPTIONS="--init --rm"')
docker run $OPTIONS alpine:3

### a file that is sourced through sed
# unknown: Config.Image
. <(sed 's/^/export /' app.env)
docker run "$IMAGE"
#### app.env
IMAGE=alpine:3

### a value of a file by grep
# unknown: Config.Image
docker run "$(grep '^IMAGE=' app.env | cut -d= -f2)"
#### app.env
IMAGE=alpine:3

### a value of a file by read
read -r VERSION < VERSION
docker run "alpine:$VERSION"
#### VERSION
3

### several values of one line of a file
read -r NAME VERSION < release
docker run --name "$NAME" "alpine:$VERSION"
#### release
web 3

### a script in a file that is written first
cat > task.sh <<'END'
docker run --init alpine:3
END
bash task.sh

### a script in a file that is written first and sourced
cat > values.env <<'END'
IMAGE=alpine:3
END
. ./values.env
docker run "$IMAGE"

### a script that sed changes before a shell runs it
# not-followed: sed
sed 's/@TAG@/3/' <<'END' | bash
docker run alpine:@TAG@
END

### a file that sed changes before a shell runs it
# not-followed: sed
sed -e "s/@TAG@/3/" template.sh | bash
#### template.sh
docker run --init alpine:@TAG@

### a script in a file of a temporary folder
DIR=$(mktemp -d)
cat > "$DIR/run.sh" <<END
#!/bin/sh
docker run --name \$1 --init alpine:3
END
chmod +x "$DIR/run.sh"
"$DIR/run.sh" web

### an env file that is written line by line
echo "IMAGE=alpine:3" > app.env
echo "NAME=web" >> app.env
. ./app.env
docker run --name "$NAME" "$IMAGE"

### a script that tee writes
cat <<'END' | tee run.sh > /dev/null
docker run --init alpine:3
END
bash run.sh

### a value that is written to a file
printf '%s\n' 3.20 > VERSION
docker run "alpine:$(cat VERSION)"

### a template that sed fills in
# not-followed: sed
TAG=3
sed -e "s|@TAG@|$TAG|g" -e '/^#/d' run.tpl | bash
#### run.tpl
# with the tag
docker run --init alpine:@TAG@

### a template that envsubst would fill in
# any-order
export TAG=3
grep -v '^#' run.tpl | sh
#### run.tpl
# docker run of the tag
docker run --init "alpine:$TAG"

### a check that something else defines
. ./checks.sh
check "the server answers" docker exec web true
#### checks.sh
check() { shift; "$@"; }

### options that getopt sorts in a loop
# unresolved-options
OPTS=$(printf '%s' "-p --")
eval set -- "$OPTS"
while true; do
  case $1 in
    -p) OPTIONS="$OPTIONS --init"; shift ;;
    --) shift; break ;;
  esac
done
docker run $OPTIONS alpine:3
