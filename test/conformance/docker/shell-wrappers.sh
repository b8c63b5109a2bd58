Programs that run the command after their own options.

### sudo
sudo docker run --privileged alpine

### sudo with a user
sudo -u root docker run --privileged alpine

### sudo with flags
sudo -E -H -n docker run --privileged alpine

### sudo with flags in a bundle and the user glued on
sudo -EHuroot docker run --privileged alpine

### sudo with long options
sudo --user=root --preserve-env docker run --privileged alpine

### sudo with a long option and its value in the next word
sudo --user root --group docker docker run --privileged alpine

### sudo with a double dash
sudo -- docker run --privileged alpine

### sudo with an assignment
sudo A=1 docker run --privileged alpine

### sudo preserving one variable
sudo --preserve-env=PATH docker run --privileged alpine

### sudo with a login shell
sudo -i docker run --privileged alpine

### sudo before a shell string
sudo sh -c 'docker run --privileged alpine'

### sudo before sudo
sudo sudo docker run --privileged alpine

### sudo to a user's docker exec
sudo -u app docker exec -u root web id

### doas
doas docker run --privileged alpine

### doas with a user
doas -u root docker run --privileged alpine

### doas with flags
doas -n docker run --privileged alpine

### env
env docker run --privileged alpine

### env with assignments
env A=1 B=2 docker run --privileged alpine

### env unsetting a variable
env -u FOO docker run --privileged alpine

### env unsetting variables, other spellings
env -uFOO --unset=BAR --unset BAZ docker run --privileged alpine

### env with an empty environment
env -i PATH="$PATH" DOCKER_HOST="$DOCKER_HOST" docker run --privileged alpine

### env with a bare dash
env - PATH="$PATH" DOCKER_HOST="$DOCKER_HOST" docker run --privileged alpine

### env with a split string
env -S 'docker run --privileged alpine'

### env with another directory
env -C /tmp docker run --privileged alpine

### env by its path
/usr/bin/env docker run --privileged alpine

### assignment before the command
A=1 docker run --privileged alpine

### assignments before the command
A=1 B="2 3" DOCKER_BUILDKIT=1 docker run --privileged alpine

### assignment before sudo
A=1 sudo -E docker run --privileged alpine

### time
time docker run --privileged alpine

### time in the portable format
time -p docker run --privileged alpine

### timeout
timeout 10 docker run --privileged alpine

### timeout with options
timeout -k 5 -s KILL 10s docker run --privileged alpine

### timeout with long options
timeout --signal=TERM --kill-after 5 --preserve-status --foreground 1m docker run --privileged alpine

### timeout with glued options
timeout -sKILL -k5 10 docker run --privileged alpine

### nohup
nohup docker run --privileged alpine

### nohup in the background
nohup docker run --privileged alpine > log 2>&1 &
wait

### nice
nice docker run --privileged alpine

### nice with a number
nice -n 10 docker run --privileged alpine

### nice, other spellings
nice -n10 nice --adjustment=5 nice -5 docker run --privileged alpine

### ionice
ionice -c 3 docker run --privileged alpine

### setsid
setsid --wait docker run --privileged alpine

### stdbuf
stdbuf -oL docker run --privileged alpine

### flock
flock lock docker run --privileged alpine

### flock with options
flock -n -w 5 lock docker run --privileged alpine

### flock with a command string
flock lock -c 'docker run --privileged alpine'

### exec
exec docker run --privileged alpine

### exec with a name
exec -a other docker run --privileged alpine

### exec with flags
exec -c env PATH="$PATH" DOCKER_HOST="$DOCKER_HOST" docker run --privileged alpine

### command
command docker run --privileged alpine

### command with a double dash
command -p -- /usr/bin/docker run --privileged alpine

### builtin command
builtin command docker run --privileged alpine

### backslash before the name
\docker run --privileged alpine

### quoted name
"docker" 'run' --privileged alpine

### xargs with the image from the pipe
# partial
# unknown: Config.Image
echo alpine | xargs docker run --privileged

### xargs with a number
# unknown: Config.Cmd
printf 'a b' | xargs -n 2 docker run --privileged alpine

### xargs with a placeholder
# unknown: Config.Image
echo alpine | xargs -I {} docker run --privileged {}

### xargs with a placeholder glued on
# unknown: name
echo web | xargs -I% docker run --name % --privileged alpine

### xargs without input
xargs docker run --privileged alpine < /dev/null

### xargs with several options
# unknown: Config.Cmd
printf 'a\0b\0' | xargs -0 -P 1 -r -t docker run --privileged alpine

### xargs over containers for exec
# unknown: container
echo web | xargs -I{} docker exec -u root {} id

### watch
watch docker exec -u root web id

### watch with an interval
watch -n 5 docker exec -u root web id

### watch with options
watch -d -t -n1 --interval 2 docker exec -u root web id

### watch with a quoted command
watch -n 5 'docker exec -u root web id | head -1'

### watch with exec
watch -x docker exec -u root web id

### winpty
winpty docker run -it --privileged alpine

### winpty with options
winpty -Xallow-non-tty -Xplain docker run --privileged alpine

### retry with a count
retry 5 docker run --privileged alpine

### retry with options
retry -t 3 -d 5 -- docker run --privileged alpine

### wrappers in wrappers
sudo -E env A=1 timeout 10 nice -n 5 nohup docker run --privileged alpine

### wrapper before a wrapper's shell
sudo -u root bash -lc "timeout 5 docker run --privileged alpine"

### negation
! docker --nonsense && docker run --privileged alpine

### redirections anywhere
> out docker run 2>&1 --privileged </dev/null alpine >> log

### redirection between the flag and its value
docker run --name 2>/dev/null web alpine

### file descriptor number is not a word
docker run alpine echo 2>/dev/null

### shell operators end the command
docker run --privileged alpine&&docker run --read-only alpine;docker run -d alpine|cat
