What changes containers that are there.

### update of limits
docker update --memory 512m --memory-swap -1 --memory-reservation 64m --pids-limit 100 --cpus 1.5 web

### update of a restart policy
docker update --restart on-failure:5 web

### update without an end of restarts
docker container update web --restart=always

### update of CPU settings
docker update --cpu-shares 512 -c 256 --cpu-period 1000 --cpu-quota 500 --cpuset-cpus 0,1 --cpuset-mems 0 --blkio-weight 300 web

### update without a limit on processes
docker update --pids-limit -1 web

### update of what it can't change
# finds: syntax/unknown-flag
docker update --privileged web

### update of no container
# finds: syntax/missing-command
docker update --memory 1g

### update to a policy without a count that is one
# finds: syntax/invalid-value
docker update --restart on-failure:x web
