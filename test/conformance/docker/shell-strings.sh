Commands in strings and here-documents that a shell reads.

### sh -c
sh -c 'docker run --privileged alpine'

### bash -c
bash -c "docker run --privileged alpine"

### bash -lc
bash -lc 'docker run --privileged alpine'

### bash with options before -c
bash -e -u -o pipefail -c 'docker run --privileged alpine'

### bash -exc
bash -exc 'docker run --privileged alpine'

### sh with a long option before -c
bash --noprofile --norc -c 'docker run --privileged alpine'

### shell by its path
/bin/bash -c 'docker run --privileged alpine'

### sh -c with arguments
sh -c 'docker run --name "$1" alpine' sh web

### sh -c with all arguments
sh -c 'docker run "$@"' sh --privileged alpine

### sh -c with the zeroth argument
sh -c 'docker run --name $0 alpine' web

### several commands in a string
sh -c 'docker run --name a alpine; docker run --name b alpine'

### several lines in a string
bash -c '
  set -e
  docker run --name a --privileged alpine
'

### string in a string
sh -c "sh -c 'docker run --privileged alpine'"

### string with escaped quotes
sh -c "docker run --name \"a\" -e \"X=1 2\" alpine"

### variable of the outer script in a double-quoted string
NAME=web
sh -c "docker run --name $NAME alpine"

### variable of the inner script in a single-quoted string
sh -c 'NAME=web; docker run --name $NAME alpine'

### escaped variable of the inner script
sh -c "NAME=web; docker run --name \$NAME alpine"

### exported variable in the inner script
export NAME=web
sh -c 'docker run --name $NAME alpine'

### string glued together from quotes
sh -c 'docker run --name '"web"' alpine'

### string from a variable
COMMAND='docker run --privileged alpine'
sh -c "$COMMAND"

### eval of a string
eval "docker run --privileged alpine"

### eval of words
eval docker run --privileged alpine

### eval of a variable
COMMAND="docker run --privileged alpine"
eval "$COMMAND"

### eval with inner quotes
eval 'docker run -e "A=1 2" alpine'

### eval of quoted words
eval docker run -e '"A=1 2"' alpine

### su -c
su -c 'docker run --privileged alpine'

### su with a user
su root -c 'docker run --privileged alpine'

### su with a login
su - root -c "docker run --privileged alpine"

### su with the user last
su -s /bin/bash -c 'docker run --privileged alpine' root

### su, long
su --login --command='docker run --privileged alpine' root

### ssh with a quoted command
ssh host 'docker run --privileged alpine'

### ssh with a command in words
ssh host docker run --privileged alpine

### ssh with options
ssh -i key -p 2222 -o StrictHostKeyChecking=no user@host "docker run --privileged alpine"

### ssh with glued options
ssh -tp2222 -oBatchMode=yes user@host 'docker exec -u root web id'

### ssh with options after the host
ssh host -p 2222 'docker run --privileged alpine'

### ssh with several commands
ssh user@host 'cd /srv && docker run --privileged alpine; docker run --read-only alpine'

### ssh with words that the remote shell splits again
ssh host docker run -e "A=1 b" alpine

### ssh with sudo
ssh -t user@host "sudo docker run --privileged alpine"

### ssh with a here-document
ssh host << EOF
docker run --privileged alpine
EOF

### ssh with a quoted here-document
ssh user@host << 'EOF'
set -e
docker run --privileged alpine
EOF

### ssh bash -s with a here-document
ssh user@host bash -s << 'EOF'
docker run --privileged alpine
EOF

### ssh with a here-document that holds a variable of the outer script
TAG=1.27
ssh host << EOF
docker run nginx:$TAG
EOF

### ssh with a here-document that escapes a variable
ssh host << EOF
TAG=1.27
docker run nginx:\$TAG
EOF

### bash with a here-document
bash << EOF
docker run --privileged alpine
EOF

### bash with a quoted here-document
bash << 'EOF'
NAME=web
docker run --name "$NAME" alpine
EOF

### bash -s with arguments and a here-document
bash -s web << 'EOF'
docker run --name "$1" alpine
EOF

### sh with an indented here-document
if true; then
	sh <<- EOF
		docker run --privileged alpine
	EOF
fi

### sudo bash with a here-document
sudo bash << EOF
docker run --privileged alpine
EOF

### here-document with a continuation
bash << 'EOF'
docker run \
  --privileged \
  alpine
EOF

### here-string
bash <<< 'docker run --privileged alpine'

### here-string from a variable
COMMAND='docker run --privileged alpine'
bash <<< "$COMMAND"

### echo into a shell
echo 'docker run --privileged alpine' | sh

### cat of a here-document into a shell
cat << 'EOF' | bash
docker run --privileged alpine
EOF

### cat of a here-document into ssh
cat << EOF | ssh host
docker run --privileged alpine
EOF

### here-document in a string in ssh
ssh host "bash -c 'docker run --privileged alpine'"

### docker in docker's command is run inside
docker run docker:cli sh -c 'docker run --privileged alpine'

### here-document for a container's shell is not run here
docker exec -i web sh << EOF
docker run --privileged alpine
EOF

### flock before a shell string
flock lock sh -c 'docker run --privileged alpine'
