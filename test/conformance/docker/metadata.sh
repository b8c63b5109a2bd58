Labels, environment, logging, annotations, working directory.

### label
docker run -l app=web nginx

### label without a value
docker run --label app nginx

### label with an empty value
docker run --label app= nginx

### several labels
docker run --label a=1 -l b=2 --label=c=3 nginx

### the same label twice, the last wins
docker run -l a=1 -l a=2 nginx

### label with spaces and quotes
docker run --label "description=A \"good\" web server" nginx

### traefik labels with backticks in single quotes
docker run -d -l 'traefik.http.routers.web.rule=Host(`example.com`)' nginx

### label file
# unknown: Config.Labels
printf 'a=1\n# a remark\nb=2\n' > labels
docker run --label-file labels nginx

### environment variable
docker run -e KEY=value nginx

### environment variable, long
docker run --env KEY=value --env=OTHER=1 nginx

### environment variable with an empty value
docker run -e KEY= nginx

### environment variable by name, not set
docker run -e KEY nginx

### environment variable by name, set outside
# environment: KEY=outside
# unknown: Config.Env
docker run -e KEY nginx

### environment variable by name, set for this command
KEY=here docker run -e KEY nginx

### environment variable by name, exported before
export KEY=here
docker run -e KEY nginx

### environment variables by name, in each way of writing
export A=1 B=2
C=3
export C D=
docker run -eA --env=B -de=C --env D nginx

### environment variable by name, not exported
KEY=here
docker run -e KEY nginx

### environment variable by name, exported and taken back
export KEY=here OTHER=here
export -n KEY
unset OTHER
# The shell keeps what it knows; the client gets nothing.
docker run -e KEY -e OTHER nginx

### environment variables by name, by set -a and declare -x
set -a
A=1
set +a
declare -x B=2
docker run -e A -e B nginx

### environment variable by name, in a shell that gets it
export KEY=here
OTHER=x sh -c 'docker run -e KEY -e OTHER nginx'

### environment variable by name, set by env
export KEY=here
env KEY=there docker run -e KEY nginx

### environment variable by name, changed in a loop
for KEY in a b; do
  export KEY
  docker run -e KEY nginx
done

### the same variable twice, the last wins
docker run -e A=1 -e B=2 -e A=3 nginx

### environment variable with a newline
docker run -e $'A=1\n2' nginx

### environment variable with a name of its own kind
docker run -e a.b-c=1 nginx

### environment file
# unknown: Config.Env
printf 'A=1\nB\n#C=3\n\nD=4 5\n' > .env
docker run --env-file .env nginx

### environment file and flags
# unknown: Config.Env
echo A=1 > app.env
docker run --env-file=app.env -e B=2 nginx

### JSON in an environment variable
docker run -e 'CONFIG={"a": [1, 2], "b": "c"}' nginx

### log driver
docker run --log-driver syslog nginx

### log driver none
docker run --log-driver=none nginx

### log options
docker run --log-opt max-size=10m --log-opt=max-file=3 nginx

### log driver and options
docker run --log-driver json-file --log-opt max-size=10m nginx

### log option without a value
docker run --log-opt compress nginx

### log option with an equals sign in its value
docker run --log-opt tag=a=b nginx

### annotation
docker run --annotation org.example.a=1 nginx

### several annotations
docker run --annotation a=1 --annotation=b=2 nginx

### annotation without a value
docker run --annotation a nginx

### working directory
docker run -w /srv/app nginx

### working directory, relative
docker run --workdir srv nginx

### command with flags and an equals sign
docker run nginx nginx -g 'daemon off;' --opt=a

### command with an empty word
docker run alpine echo '' x

### command with a newline in a word
docker run alpine sh -c 'echo 1
echo 2'

### image name as it is written
docker run docker.io/library/nginx:latest

### image without a tag
docker run ghcr.io/owner/image

### host name that no host can have is the engine's to refuse
docker run --hostname 'a b' nginx

### label with white space before its key
docker run -l ' 	a=1' alpine

### environment variable whose value has an equals sign first
docker run -e A==1 alpine
