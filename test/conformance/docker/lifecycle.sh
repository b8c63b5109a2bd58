Starting, stopping, watching: health, restart, signals, terminals, and flags that leave nothing in the body.

### health command
docker run --health-cmd 'curl -f http://localhost/ || exit 1' nginx

### health command and timing
docker run --health-cmd=true --health-interval=30s --health-timeout 5s --health-retries 3 --health-start-period 1m nginx

### health start interval
docker run --health-cmd true --health-start-interval 2s nginx

### health timing alone keeps the image's command
docker run --health-interval 1m30s nginx

### durations with fractions and small units
docker run --health-cmd true --health-interval 1.5s --health-timeout 250ms nginx

### durations in hours and microseconds
docker run --health-cmd true --health-interval 1h1m1s --health-timeout 1500us nginx

### duration zero
docker run --health-cmd true --health-interval 0 nginx

### duration in nanoseconds
docker run --health-cmd true --health-interval 1000000000ns nginx

### no healthcheck
docker run --no-healthcheck nginx

### no healthcheck, false
docker run --no-healthcheck=false nginx

### empty health command is no health command
docker run --health-cmd '' nginx

### restart no
docker run --restart no nginx

### restart always
docker run --restart always nginx

### restart unless-stopped
docker run --restart=unless-stopped nginx

### restart on-failure
docker run --restart on-failure nginx

### restart on-failure with a count
docker run --restart on-failure:5 nginx

### restart on-failure with zero
docker run --restart on-failure:0 nginx

### restart with an empty value
docker run --restart '' nginx

### restart with an unknown name is the engine's to refuse
docker run --restart sometimes nginx

### restart always with a count is the engine's to refuse
docker run --restart always:3 nginx

### rm
docker run --rm nginx

### rm and restart no
docker run --rm --restart no nginx

### init
docker run --init nginx

### init, false
docker run --init=false nginx

### stop signal
docker run --stop-signal SIGINT nginx

### stop timeout
docker run --stop-timeout 30 nginx

### stop timeout zero
docker run --stop-timeout 0 nginx

### stop timeout, wait for ever
docker run --stop-timeout=-1 nginx

### detached
docker run -d nginx

### detached, long
docker run --detach nginx

### interactive
docker run -i alpine cat

### terminal
docker run -t alpine

### interactive with a terminal
docker run -it alpine sh

### interactive and detached
docker run -id alpine

### interactive, terminal and detached
docker run -itd alpine

### attach stdout
docker run -a stdout alpine

### attach several
docker run -a stdin --attach stdout --attach=stderr -i alpine

### attach in capitals
docker run -a STDERR alpine

### attach stdin alone
docker run -a stdin alpine

### sig-proxy
docker run --sig-proxy=false alpine

### detach keys
docker run --detach-keys ctrl-a,d alpine

### cidfile
docker run --cidfile web.cid alpine

### pull never
docker run --pull never alpine

### pull always
docker run --pull=always alpine

### pull missing
docker run --pull missing alpine

### quiet
docker run -q alpine

### quiet pull, long
docker run --quiet --pull always alpine

### platform
docker run --platform linux/arm64 alpine

### platform with a variant
docker create --platform=linux/arm/v7 alpine

### name
docker run --name web nginx

### entrypoint
docker run --entrypoint /bin/sh alpine -c 'echo hi'

### entrypoint with spaces is one word
docker run --entrypoint "sh -c" alpine ls

### empty entrypoint resets the image's
docker run --entrypoint '' alpine ls

### empty entrypoint with an equals sign
docker run --entrypoint= alpine ls

### runtime
docker run --runtime nvidia alpine

### isolation
docker run --isolation default alpine

### detach keys by their names
docker run --detach-keys 'DEL,ctrl-[,ctrl-_,a' alpine

### platform that is a system
docker run --platform linux alpine

### platform that is an architecture
docker run --platform amd64 alpine

### platform that is a system in capitals
docker run --platform Linux alpine

### platform that is an architecture in capitals
docker run --platform ARM64 alpine

### platform with the version of a system
docker run --platform 'windows(10.0.17763)/amd64' alpine

### platform with an empty version of a system
docker run --platform 'windows()/amd64' alpine

### platform that is empty
docker run --platform '' alpine

### platform of a system and an architecture that nobody knows
docker run --platform plan10/sun4 alpine

### pull policy that is empty
docker run --pull '' alpine

### detach keys that are empty
docker run --detach-keys '' alpine
