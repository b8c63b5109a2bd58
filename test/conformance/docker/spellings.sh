How flags are written: Go pflag's grammar, which docker's command line follows. Options end at the image.

### no options
docker run nginx

### command and arguments after the image
docker run alpine:3.20 ls -la /

### options after the image belong to the command
docker run alpine --privileged -p 80:80

### long flag with the value in the next word
docker run --memory 512m alpine

### long flag with the value after an equals sign
docker run --memory=512m alpine

### value that itself holds equals signs
docker run --label=a=b=c --env A=b=c alpine

### empty value after an equals sign
docker run --hostname= --user= alpine

### empty word as a value
docker run --hostname "" --workdir '' alpine

### shorthand with the value in the next word
docker run -m 512m -u 1000 -w /srv alpine

### shorthand with the value glued on
docker run -m512m -u0 -w/srv -p80:80 -v/a:/b -eA=1 -lx=y -hweb alpine

### shorthand with an equals sign
docker run -m=512m -u=0 -w=/srv -p=80:80 -v=/a:/b -e=A=1 -l=x=y -h=web alpine

### bundle of booleans
docker run -it alpine sh

### bundle that ends in a flag with a value in the next word
docker run -itp 80:80 alpine

### bundle that ends in a flag with its value glued on
docker run -itv/:/x alpine

### bundle that ends in a flag with an equals sign
docker run -itu=0 alpine

### bundle of detach and publish
docker run -dp 8080:80 nginx

### bundle of detach, publish all and a name
docker run -dP --name web nginx

### bundle with interactive, tty, detach and env
docker run -ditePATH=/bin alpine

### boolean with an equals sign, true
docker run --privileged=true alpine

### boolean with an equals sign, false
docker run --privileged=false alpine

### boolean spelt 1 and t and TRUE
docker run --privileged=1 --read-only=t --init=TRUE alpine

### boolean spelt 0 and f and False
docker run --privileged=0 --read-only=f --publish-all=False alpine

### boolean with a word after it, which is then the image
docker run --privileged false alpine

### boolean with a word after it that looks like a value
docker run --read-only true ls

### shorthand boolean with an equals sign
docker run -i=true -t=false alpine

### shorthand boolean with an equals sign in a bundle
docker run -it=false alpine

### boolean set twice, the last wins
docker run --privileged --privileged=false alpine

### value set twice, the last wins
docker run --memory 1g --memory 2g --name a --name b alpine

### list flag repeated
docker run --cap-add NET_ADMIN --cap-add=SYS_TIME alpine

### list flag in its two spellings
docker run --volume /a:/a -v /b:/b alpine

### double dash before the image
docker run -d -- nginx

### double dash before the image and its command
docker run --name x -- alpine sh -c 'echo hi'

### double dash after the image goes to the command
docker run alpine -- ls

### value that begins with a dash
docker run --memory-swap -1 --pids-limit -1 alpine

### value that begins with a dash after an equals sign
docker run --memory-swap=-1 --oom-score-adj=-500 alpine

### value that looks like a flag is still the value
docker run --name --privileged alpine

### shorthand value that looks like a flag is still the value
docker run -e -d alpine

### value "--" is a value
docker run --hostname -- alpine

### flags of every kind mixed
docker run -d --rm -p 80:80 --name=web -e A=1 --read-only --memory 1g nginx:1.27 nginx -g 'daemon off;'

### docker create
docker create nginx

### docker create with a name
docker create --name web -p 80:80 nginx

### docker container run
docker container run --rm alpine true

### docker container create
docker container create --privileged alpine

### image of a host with an underscore
docker run my_registry.example/app:1.2 serve

### image with registry, port and tag
docker run registry.example.com:5000/team/app:1.2 serve

### image with a digest
docker run alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1

### image with a tag and a digest
docker run alpine:3.20@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1

### help sends nothing
# nothing
docker run --help

### help among other flags sends nothing
# nothing
docker run --privileged --help alpine

### hidden spellings of network flags
docker run --net mynet --net-alias web --dns-opt ndots:2 alpine

### deprecated kernel memory
docker run --kernel-memory 64m alpine

### content trust flag changes nothing
docker run --disable-content-trust alpine

### what only the last value of a flag has to be
docker run --memory-swappiness=-2 --memory-swappiness 10 --pid none --pid host --uts=x --uts= --userns x --userns host --cgroupns x --cgroupns host --restart=a:b --restart no alpine
docker create --platform ? --platform linux/amd64 --pull=x --pull missing --mac-address x --mac-address 92:d0:c6:0a:29:33 alpine
