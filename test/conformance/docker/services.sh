Services of a swarm, as the containers that its nodes create.

### service
docker service create --detach nginx:1.27

### service of an image without a tag
# unknown: Config.Image
# why: the client adds the tag that is meant
docker service create --detach nginx

### service with a name and a command
docker service create -d --name web alpine:3.20 sleep 10

### service with an entrypoint of several words
docker service create -d --entrypoint 'sh -c "sleep 1"' alpine:3.20 x y

### service with limits
docker service create -d --limit-memory 512m --limit-cpu 1.5 --limit-pids 100 --reserve-memory 64m --reserve-cpu 0.5 nginx:1.27

### service with a swap limit
docker service create -d --limit-memory=256m --memory-swap=128m --memory-swappiness 10 nginx:1.27

### service without a limit on swap
# finds: syntax/invalid-value
# why: its help says that it takes -1
docker service create -d --limit-memory=256m --memory-swap=-1 nginx:1.27

### service with a swap limit and no limit of memory
docker service create -d --memory-swap 1g nginx:1.27

### service with an endless restart policy
docker service create -d --restart-condition any nginx:1.27

### service with a counted restart policy
docker service create -d --restart-condition on-failure --restart-max-attempts 5 --restart-delay 5s --restart-window 1m nginx:1.27

### service with a count of restarts alone
docker service create -d --restart-max-attempts 3 nginx:1.27

### service that is restarted after a while
docker service create -d --restart-delay 10s nginx:1.27

### service with ports in the routing mesh
docker service create -d -p 8080:80 --publish 53:53/udp nginx:1.27

### service with a free port
docker service create -d -p 80 nginx:1.27

### service with a range of ports
docker service create -d -p 8000-8001:80-81 nginx:1.27

### service with ports of the nodes
docker service create -d --publish mode=host,target=80,published=8080 nginx:1.27

### service with a port of fields in capitals
docker service create -d --publish 'Published=8080,TARGET=53,protocol=UDP' nginx:1.27

### service with an empty published port
docker service create -d --publish target=80,published=0 nginx:1.27

### service with mounts
docker service create -d --mount type=bind,source=/etc,target=/host,readonly --mount source=data,target=/data --mount type=tmpfs,target=/tmp,tmpfs-size=64m nginx:1.27

### service with the engine's socket
docker service create -d --name agent --mode global --mount type=bind,src=/var/run/docker.sock,dst=/var/run/docker.sock portainer/agent:2.21

### service with capabilities
docker service create -d --cap-add NET_ADMIN --cap-drop all --cap-add sys_time nginx:1.27

### service on the host's network
docker service create -d --network host nginx:1.27

### service on a network of its own
docker network create -d overlay back
docker service create -d --network back nginx:1.27

### service on networks of its own with ports
docker network create -d overlay back
docker service create -d --network name=back,alias=web -p 80:80 nginx:1.27

### service with an environment
docker service create -d -e A=1 --env B=2 -e A=3 nginx:1.27

### service with labels
docker service create -d --label a=b --container-label c=d -l e nginx:1.27

### service with a health check
docker service create -d --health-cmd 'curl -f localhost' --health-interval 10s --health-retries 3 --health-start-period 5s nginx:1.27

### service without a health check
docker service create -d --no-healthcheck nginx:1.27

### service with a user and groups
docker service create -d --user 1000:1000 --group 5 --group video -w /srv --hostname h nginx:1.27

### service with a read-only file system
docker service create -d --read-only --init --tty --stop-signal SIGINT nginx:1.27

### service with names
docker service create -d --dns 1.1.1.1 --dns-search example.com --dns-option ndots:2 --host db:10.0.0.5 nginx:1.27

### service with kernel parameters
docker service create -d --sysctl net.core.somaxconn=1024 --sysctl kernel.x=1 --ulimit nofile=1024:2048 --ulimit core=0 --oom-score-adj -500 nginx:1.27

### service with logs
docker service create -d --log-driver json-file --log-opt max-size=10m nginx:1.27

### service with secrets and configs
docker service create -d --secret a --secret source=b,target=c --config d nginx:1.27

### service with all that a scheduler asks
docker service create -d --replicas 3 --constraint node.role==worker --placement-pref spread=node.labels.x --replicas-max-per-node 1 --update-delay 10s --update-parallelism 2 --update-failure-action rollback --rollback-order start-first --update-max-failure-ratio 0.5 --stop-grace-period 1m --endpoint-mode dnsrr --with-registry-auth --no-resolve-image --isolation default --generic-resource gpu=1 nginx:1.27

### job
docker service create -d --mode replicated-job --replicas 3 --max-concurrent 1 --restart-condition none alpine:3.20 true

### service in a loop
for name in a b; do docker service create --detach=true --name $name nginx:1.27; done

### update of an image
# partial
docker service update -d --image nginx:1.27 web

### update of lists
# partial
docker service update --mount-add type=bind,src=/etc,dst=/host --publish-add 8080:80 --env-add A=1 --cap-add SYS_ADMIN --group-add 5 --detach web

### update of limits
# partial
docker service update -d web --limit-memory 1g --limit-cpu 2 --restart-condition any --user root --read-only

### update of a command
# partial
docker service update -d --args 'sleep 10' --env-rm A --label-add a=b web

### address of a port
# finds: syntax/invalid-value
docker service create -d -p 127.0.0.1:8080:80 nginx:1.27

### port of a key that is none
# finds: syntax/invalid-value
docker service create -d --publish target=80,ip=127.0.0.1 nginx:1.27

### port without a target
# finds: syntax/invalid-value
docker service create -d --publish published=80,mode=host nginx:1.27

### mode that is none
# finds: syntax/invalid-value
docker service create -d --mode daemon nginx:1.27

### replicas of a global service
# finds: syntax/conflicting-flags
docker service create -d --mode global --replicas 2 nginx:1.27

### concurrency of what is no job
# finds: syntax/conflicting-flags
docker service create -d --mode replicated --max-concurrent 2 nginx:1.27

### health check that is turned off
# finds: syntax/conflicting-flags
docker service create -d --no-healthcheck --health-cmd x nginx:1.27

### negative interval
# finds: syntax/invalid-value
docker service create -d --health-interval -3s nginx:1.27

### flag of docker run
# finds: syntax/unknown-flag
docker service create -d --privileged nginx:1.27

### memory by the name that docker run has
# finds: syntax/unknown-flag
docker service create -d --memory 512m nginx:1.27

### service without an image
# finds: syntax/missing-image
docker service create --name web

### attempts that are no number
# finds: syntax/invalid-value
docker service create -d --restart-max-attempts -1 nginx:1.27

### update of two services
# finds: syntax/missing-command
docker service update -d --image x a b

### update of none
# finds: syntax/missing-command
docker service update --image x

### update by a flag of create
# finds: syntax/unknown-flag
docker service update -d --mount type=bind,src=/a,dst=/b web
