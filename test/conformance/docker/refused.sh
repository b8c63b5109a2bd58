What the client refuses before it asks the engine for anything.

### unknown flag
# finds: syntax/unknown-flag
docker run --priviledged alpine

### unknown flag with a value
# finds: syntax/unknown-flag
docker run --memry=1g alpine

### unknown shorthand
# finds: syntax/unknown-flag
docker run -x alpine

### unknown shorthand in a bundle
# finds: syntax/unknown-flag
docker run -itz alpine

### flag of run that create does not have
# finds: syntax/unknown-flag
docker create -d alpine

### flag of run that exec does not have
# finds: syntax/unknown-flag
docker exec -v /:/x web ls

### a dash too few
# finds: syntax/unknown-flag
docker run -name web alpine

### a dash too many
# finds: syntax/unknown-flag
docker run ---name web alpine

### flags are case-sensitive
# finds: syntax/unknown-flag
docker run --Name web alpine

### unknown global flag
# finds: syntax/unknown-flag
docker --nonsense run alpine

### unknown flag of exec
# finds: syntax/unknown-flag
docker exec --rm web ls

### value missing at the end
# finds: syntax/missing-value
docker run --name

### value missing for a shorthand
# finds: syntax/missing-value
docker run -p

### value missing at the end of a bundle
# finds: syntax/missing-value
docker run -itu

### no image
# finds: syntax/missing-image
docker run

### no image after flags
# finds: syntax/missing-image
docker run -d --name web

### no image after a double dash
# finds: syntax/missing-image
docker run -d --

### no image for create
# finds: syntax/missing-image
docker create --name web

### exec without anything
# finds: syntax/missing-command
docker exec

### exec without a command
# finds: syntax/missing-command
docker exec web

### exec with flags and without a command
# finds: syntax/missing-command
docker exec -it -u root web

### boolean with a bad value
# finds: syntax/invalid-value
docker run --privileged=yes alpine

### shorthand boolean with a bad value
# finds: syntax/invalid-value
docker run -t=maybe alpine

### boolean with an empty value
# finds: syntax/invalid-value
docker run --rm= alpine

### size that is no size
# finds: syntax/invalid-value
docker run -m lots alpine

### size with a bad unit
# finds: syntax/invalid-value
docker run --memory 512x alpine

### empty size
# finds: syntax/invalid-value
docker run --memory '' alpine

### negative size
# finds: syntax/invalid-value
docker run --shm-size -5m alpine

### integer that is none
# finds: syntax/invalid-value
docker run --cpu-shares many alpine

### integer with a fraction
# finds: syntax/invalid-value
docker run --pids-limit 1.5 alpine

### cpus that are no number
# finds: syntax/invalid-value
docker run --cpus all alpine

### cpus more precise than a nanosecond
# finds: syntax/invalid-value
docker run --cpus 0.0000000001 alpine

### blkio weight out of the type's range
# finds: syntax/invalid-value
docker run --blkio-weight 70000 alpine

### duration without a unit
# finds: syntax/invalid-value
docker run --health-interval 30 alpine

### duration with a unit that does not exist
# finds: syntax/invalid-value
docker run --health-interval 1d alpine

### negative health interval
# finds: syntax/invalid-value
docker run --health-cmd true --health-interval=-5s alpine

### negative health retries
# finds: syntax/invalid-value
docker run --health-retries=-1 alpine

### port that is no number
# finds: syntax/invalid-value
docker run -p http:80 alpine

### container port that is no number
# finds: syntax/invalid-value
docker run -p 80:http alpine

### port out of range
# finds: syntax/invalid-value
docker run -p 80:70000 alpine

### host port out of range
# finds: syntax/invalid-value
docker run -p 70000:80 alpine

### port ranges of different lengths
# finds: syntax/invalid-value
docker run -p 8000-8002:80-81 alpine

### port range that goes down
# finds: syntax/invalid-value
docker run -p 8002-8000:80 alpine

### protocol that does not exist
# finds: syntax/invalid-value
docker run -p 80:80/icmp alpine

### address that is none
# finds: syntax/invalid-value
docker run -p 300.0.0.1:80:80 alpine

### no container port
# finds: syntax/invalid-value
docker run -p 80: alpine

### empty port
# finds: syntax/invalid-value
docker run -p '' alpine

### expose with a colon
# finds: syntax/invalid-value
docker run --expose 80:80 alpine

### expose that is no number
# finds: syntax/invalid-value
docker run --expose http alpine

### volume with too many parts
# finds: syntax/invalid-value
docker run -v /a:/b:ro:z alpine

### volume with an empty part
# finds: syntax/invalid-value
docker run -v /a::/b alpine

### volume with a trailing colon
# finds: syntax/invalid-value
docker run -v /a: alpine

### empty volume
# finds: syntax/invalid-value
docker run -v '' alpine

### mount without a target
# left-to-engine
# finds: syntax/invalid-value
docker run --mount type=bind,source=/a alpine

### mount with an unknown key
# finds: syntax/invalid-value
docker run --mount type=bind,source=/a,target=/b,mode=ro alpine

### mount with a bare word that needs a value
# finds: syntax/invalid-value
docker run --mount type=bind,source=/a,target alpine

### mount with a bad boolean
# finds: syntax/invalid-value
docker run --mount type=bind,source=/a,target=/b,readonly=yes alpine

### mount with options of another type
# finds: syntax/invalid-value
docker run --mount type=bind,source=/a,target=/b,volume-nocopy alpine

### mount of a volume with bind options
# finds: syntax/invalid-value
docker run --mount type=volume,source=a,target=/b,bind-propagation=shared alpine

### mount with a bad tmpfs size
# finds: syntax/invalid-value
docker run --mount type=tmpfs,target=/run,tmpfs-size=big alpine

### mount with a bad tmpfs mode
# finds: syntax/invalid-value
docker run --mount type=tmpfs,target=/run,tmpfs-mode=999 alpine

### mount with a quote that is not closed
# finds: syntax/invalid-value
docker run --mount 'type=bind,"source=/a,target=/b' alpine

### mount with spaces after the commas
# finds: syntax/invalid-value
docker run --mount 'type=bind, source=/a, target=/b' alpine

### device that is not absolute
# finds: syntax/invalid-value
docker run --device snd alpine

### device with bad permissions
# finds: syntax/invalid-value
docker run --device /dev/snd:/dev/snd:rx alpine

### device with too many parts
# finds: syntax/invalid-value
docker run --device /dev/a:/dev/b:rwm:x alpine

### gpus that are none
# finds: syntax/invalid-value
docker run --gpus some alpine

### gpus with an unknown key
# finds: syntax/invalid-value
docker run --gpus size=1 alpine

### gpus with a key twice
# finds: syntax/invalid-value
docker run --gpus 'count=1,count=2' alpine

### ulimit without a value
# finds: syntax/invalid-value
docker run --ulimit nofile alpine

### ulimit that does not exist
# finds: syntax/invalid-value
docker run --ulimit files=1024 alpine

### ulimit with soft over hard
# finds: syntax/invalid-value
docker run --ulimit nofile=2048:1024 alpine

### ulimit that is no number
# finds: syntax/invalid-value
docker run --ulimit nofile=max alpine

### restart with a count that is none
# finds: syntax/invalid-value
docker run --restart on-failure:many alpine

### restart with too many parts
# finds: syntax/invalid-value
docker run --restart on-failure:1:2 alpine

### pid mode that does not exist
# finds: syntax/invalid-value
docker run --pid private alpine

### uts mode that does not exist
# finds: syntax/invalid-value
docker run --uts container:x alpine

### user namespace mode that does not exist
# finds: syntax/invalid-value
docker run --userns private alpine

### cgroup namespace mode that does not exist
# finds: syntax/invalid-value
docker run --cgroupns shared alpine

### security option without a value
# finds: syntax/invalid-value
docker run --security-opt apparmor alpine

### environment variable without a name
# finds: syntax/invalid-value
docker run -e =value alpine

### label without a name
# finds: syntax/invalid-value
docker run -l =value alpine

### extra host without an address
# finds: syntax/invalid-value
docker run --add-host db alpine

### extra host with a bad address
# finds: syntax/invalid-value
docker run --add-host db:nowhere alpine

### DNS server that is no address
# finds: syntax/invalid-value
docker run --dns resolver alpine

### attach to something else
# finds: syntax/invalid-value
docker run -a output alpine

### sysctl without a value
# finds: syntax/invalid-value
docker run --sysctl net.ipv4.ip_forward alpine

### pull policy that does not exist
# finds: syntax/invalid-value
docker run --pull sometimes alpine

### platform that is none
# finds: syntax/invalid-value
docker run --platform a/b/c/d alpine

### image name in capitals
# finds: syntax/invalid-value
docker run Nginx

### image name that is none
# finds: syntax/invalid-value
docker run nginx:1.27:latest

### image with a digest of an algorithm that the client does not know
# finds: syntax/invalid-value
docker run nginx@md5:4bcff6394bcff6394bcff6394bcff639

### image with a digest in capitals
# finds: syntax/invalid-value
docker run nginx@sha256:4BCFF6394BCFF6394BCFF6394BCFF6394BCFF6394BCFF6394BCFF6394BCFF639

### image with a digest that is too short
# finds: syntax/invalid-value
docker run nginx@sha256:4bcff6394bcff6394bcff6394bcff6394bcff6394bcff6394bcff639

### image of a host with an underscore and a port
# finds: syntax/invalid-value
docker run my_registry:5000/app

### image that looks like a path
# finds: syntax/invalid-value
docker run ./nginx

### empty image
# finds: syntax/invalid-value
docker run ''

### network with an unknown key
# finds: syntax/invalid-value
docker run --network name=a,speed=1 alpine

### network long form without a name
# finds: syntax/invalid-value
docker run --network alias=web alpine

### host network and another
# finds: syntax/conflicting-flags
docker run --network host --network backend alpine

### rm and restart
# finds: syntax/conflicting-flags
docker run --rm --restart always alpine

### no healthcheck and a health command
# finds: syntax/conflicting-flags
docker run --no-healthcheck --health-cmd true alpine

### rm and restart, with equals signs
# finds: syntax/conflicting-flags
docker create --rm=true --restart=on-failure:3 alpine

### exec with a bad boolean
# finds: syntax/invalid-value
docker exec --privileged=no web ls

### exec with a variable without a name
# finds: syntax/invalid-value
docker exec -e '' web ls

### image taken for a value
# finds: syntax/invalid-value
docker run --privileged -m alpine

### sysctl that has no namespace
# finds: syntax/invalid-value
docker run --sysctl vm.swappiness=10 alpine

### sysctl of the kernel that has no namespace
# finds: syntax/invalid-value
docker run --sysctl kernel.core_pattern=core alpine

### refusal behind a wrapper
# finds: syntax/unknown-flag
sudo docker run --priviledged alpine

### refusal in a string
# finds: syntax/unknown-flag
sh -c 'docker run --priviledged alpine'

### refusal by container run
# finds: syntax/unknown-flag
docker container run --priviledged alpine

### refusal over ssh
# finds: syntax/invalid-value
ssh host docker run -e "A=1 B=2" alpine

### digest in upper case
# finds: syntax/invalid-value
docker run SHA256:1111111111111111111111111111111111111111111111111111111111111111

### digest of an algorithm that nobody knows
# finds: syntax/invalid-value
docker run alpine@md5:11111111111111111111111111111111

### pull of an image by its ID
# finds: syntax/conflicting-flags
docker run --pull always 1111111111111111111111111111111111111111111111111111111111111111

### number that is none, and a good one behind it
# finds: syntax/invalid-value
docker run --memory-swappiness= --memory-swappiness=10 alpine

### platform without a system
# finds: syntax/invalid-value
docker run --platform /amd64 alpine

### platform without an architecture
# finds: syntax/invalid-value
docker run --platform linux/ alpine

### platform with a wrong letter in its system
# finds: syntax/invalid-value
docker run --platform +linux/amd64 alpine

### platform with a wrong letter behind its system
# finds: syntax/invalid-value
docker run --platform linux+/amd64 alpine

### platform with a wrong letter in its architecture
# finds: syntax/invalid-value
docker run --platform linux/+amd64 alpine

### platform with a wrong letter behind its architecture
# finds: syntax/invalid-value
docker run --platform linux/amd64+ alpine

### platform with a variant that is none
# finds: syntax/invalid-value
docker run --platform linux/arm/+v7 alpine

### platform of one word that is neither a system nor an architecture
# finds: syntax/invalid-value
docker run --platform linus alpine

### network with a field without a value
# finds: syntax/invalid-value
docker run --network name=a,internal alpine

### network with an empty name
# finds: syntax/invalid-value
docker run --network name=,alias=b alpine

### network with a quote that is not closed
# finds: syntax/invalid-value
docker run --network '"name=a,alias=b' alpine

### gpus with options of which a quote is not closed
# finds: syntax/invalid-value
docker run --gpus '"options=""a=b"' alpine

### gpus with a quote that is not closed
# finds: syntax/invalid-value
docker run --gpus '"device=0' alpine

### sysctl without a name
# finds: syntax/invalid-value
docker run --sysctl =1 alpine

### sysctl of another word that ends in a namespace
# finds: syntax/invalid-value
docker run --sysctl vm.net.a=1 alpine

### extra host without a name
# finds: syntax/invalid-value
docker run --add-host :10.0.0.5 alpine

### extra host without a name before an equals sign
# finds: syntax/invalid-value
docker run --add-host =10.0.0.5 alpine

### extra host with a colon in its name
# finds: syntax/invalid-value
docker run --add-host a:b=10.0.0.5 alpine

### extra host with half a bracket
# finds: syntax/invalid-value
docker run --add-host 'a:[::1' alpine

### extra host with the other half of a bracket
# finds: syntax/invalid-value
docker run --add-host 'a:::1]' alpine

### label with a space in its key
# finds: syntax/invalid-value
docker run --label 'a b=c' alpine

### label of white space
# finds: syntax/invalid-value
docker run --label ' =c' alpine

### mount with a space before a field
# finds: syntax/invalid-value
docker run --mount 'type=bind, source=/a,target=/b' alpine

### mount with an empty field
# finds: syntax/invalid-value
docker run --mount type=bind,,source=/a,target=/b alpine

### mount with a field that is no pair
# finds: syntax/invalid-value
docker run --mount type=bind,source,target=/b alpine

### mount with a mode that is not octal
# finds: syntax/invalid-value
docker run --mount type=tmpfs,target=/b,tmpfs-mode=1778 alpine

### mount with a mode behind a sign
# finds: syntax/invalid-value
docker run --mount type=tmpfs,target=/b,tmpfs-mode=+1777 alpine

### restart policy without a name
# finds: syntax/invalid-value
docker run --restart :3 alpine

### restart policy without a name and a count
# finds: syntax/invalid-value
docker run --restart : alpine

### pid namespace of no container
# finds: syntax/invalid-value
docker run --pid container: alpine

### pid namespace of another kind with a colon
# finds: syntax/invalid-value
docker run --pid 'my container:a' alpine

### security option with an empty value
# finds: syntax/invalid-value
docker run --security-opt apparmor= alpine

### port with a field without a key
# finds: syntax/invalid-value
docker run -p target=80,=81 alpine

### exposed port with a host port
# finds: syntax/invalid-value
docker run --expose 8080:80 alpine

### volume named by a flag and by a word
# finds: syntax/conflicting-flags
docker volume create --name a b

### host network before one of one's own
# finds: syntax/conflicting-flags
docker run --network backend --network container:a alpine
