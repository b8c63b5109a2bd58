Commands anywhere a shell would run them.

### two lines
docker run --name a alpine
docker run --name b alpine

### semicolon
docker run --name a alpine; docker run --name b alpine

### and
true && docker run --privileged alpine

### or
false || docker run --privileged alpine

### and of two
docker run --name a alpine && docker run --name b alpine

### pipe into a command
echo hi | docker run -i alpine cat

### pipe out of a command
docker run alpine ls | grep bin || true

### pipe with stderr
docker run alpine ls |& cat

### both ends of a pipe
# any-order
docker run --name a alpine | docker run -i --name b alpine

### background
docker run --privileged alpine &
wait

### if
if true; then
  docker run --privileged alpine
fi

### condition of an if
if docker run --privileged alpine; then :; fi

### negated condition
if ! docker exec web true; then
  echo no
fi

### else
if false; then
  :
else
  docker run --privileged alpine
fi

### elif
if false; then :; elif true; then docker run --privileged alpine; else :; fi

### test brackets before
[ -n "x" ] && docker run --privileged alpine

### double brackets before
[[ -n x ]] && docker run --privileged alpine

### arithmetic before
((1 + 1)) && docker run --privileged alpine

### for over one word
for i in 1; do docker run --privileged alpine; done

### for over words, not used
# why: a reader cannot count turns in general, but one body is one command; the loop stops after its first turn
for i in 1 2 3; do docker run --privileged alpine; break; done

### for in the style of C
for ((i = 0; i < 1; i++)); do
  docker run --privileged alpine
done

### for over one word that is used
for name in web; do
  docker run --name "$name" nginx
done

### while
while true; do docker run --privileged alpine; break; done

### condition of a while
while docker run --privileged alpine; do break; done

### until
until docker exec -u root web true; do sleep 1; done

### while read
echo web | while read -r name; do docker exec -u root web id; done

### case
case x in
  x) docker run --privileged alpine ;;
esac

### case with a default
case foo in
  bar | baz) echo no ;;
  *)
    docker run --privileged alpine
    ;;
esac

### select
select x in a; do docker run --privileged alpine; break; done <<< 1 2>/dev/null

### subshell
(docker run --privileged alpine)

### subshell in a directory
(cd /tmp && docker run --privileged alpine)

### group
{ docker run --privileged alpine; }

### group with a redirection
{
  docker run --name a alpine
  docker run --name b alpine
} > log 2>&1

### command substitution
ID=$(docker run -d --privileged alpine)

### command substitution in double quotes
echo "started $(docker run -d --privileged alpine)"

### command substitution within a command substitution
echo $(echo $(docker run -d --privileged alpine))

### backticks
ID=`docker run -d --privileged alpine`

### backticks in double quotes
echo "id: `docker run -d --privileged alpine`"

### backticks with escaped inner backticks
echo `echo \`docker run -d --privileged alpine\``

### command substitution as an argument of docker
# unknown: Config.Cmd
docker run --name outer alpine echo $(docker run --name inner --privileged alpine)

### process substitution
cat <(docker run --privileged alpine)

### output process substitution
echo hi > >(docker run -i --privileged alpine)
sleep 2

### command substitution in an assignment before a command
X=$(docker run --privileged alpine) true

### command substitution in a here-document
cat << EOF
$(docker run --privileged alpine)
EOF

### command substitution in a parameter's default
echo "${NOT_SET:-$(docker run -d --privileged alpine)}"

### command substitution in arithmetic
echo $(($(docker run --privileged alpine ls | wc -l) + 1))

### command substitution in a case
case $(docker run --privileged alpine) in *) ;; esac

### command substitution in for
for x in a $(docker run -d --privileged alpine); do :; done

### command substitution in double brackets
[[ -z $(docker run --privileged alpine) ]] && echo empty

### command substitution in a redirection
echo > "$(docker run --privileged alpine)out"

### trap
trap 'docker run --privileged alpine' EXIT

### trap in double quotes
trap "docker exec -u root web id" EXIT

### trap with a function
cleanup() { docker exec -u root web id; }
trap cleanup EXIT

### coproc
coproc docker run --privileged alpine
wait

### set -e and comments between
set -euo pipefail # strict
# start it
docker run --privileged alpine # and that is it

### shebang
#!/usr/bin/env bash
docker run --privileged alpine

### nested blocks
if true; then
  for i in 1; do
    case $i in
      1)
        (
          while true; do
            docker run --privileged alpine && break
          done
        )
        ;;
    esac
  done
fi

### time of a group
time { docker run --privileged alpine; }

### exit at the end
docker run --privileged alpine
exit 0
