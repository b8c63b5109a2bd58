Sizes, CPU, limits.

### memory in bytes
docker run -m 4194304 alpine

### memory with b
docker run -m 4194304b alpine

### memory with k
docker run -m 8192k alpine

### memory with m
docker run -m 512m alpine

### memory with g
docker run -m 2g alpine

### memory with t
docker run -m 1t alpine

### memory in capitals
docker run -m 512M alpine

### memory with kb, mb and gb
docker run -m 1gb --memory-reservation 512mb --shm-size 64kb alpine

### memory with kib and mib
docker run -m 1gib --memory-reservation 512MiB alpine

### memory with a space
docker run -m '512 m' alpine

### memory with decimals
docker run -m 1.5g alpine

### memory with many decimals is cut to whole bytes
docker run -m 0.3g alpine

### memory zero is no limit
docker run -m 0 alpine

### memory and swap
docker run -m 300m --memory-swap 1g alpine

### unlimited swap
docker run -m 300m --memory-swap -1 alpine

### memory reservation
docker run --memory-reservation 200m alpine

### swappiness
docker run --memory-swappiness 0 alpine

### swappiness 60
docker run --memory-swappiness=60 alpine

### shm size
docker run --shm-size 1g alpine

### no OOM killer
docker run -m 100m --oom-kill-disable alpine

### OOM killer kept
docker run --oom-kill-disable=false alpine

### OOM score
docker run --oom-score-adj 500 alpine

### cpus
docker run --cpus 1.5 alpine

### half a cpu
docker run --cpus=.5 alpine

### cpus as a fraction
# unknown: HostConfig.NanoCpus
docker run --cpus 1/4 alpine

### cpu shares
docker run --cpu-shares 512 alpine

### cpu shares by shorthand
docker run -c 512 alpine

### cpu shares in hexadecimal
docker run --cpu-shares 0x200 alpine

### cpu quota and period
docker run --cpu-period 50000 --cpu-quota=25000 alpine

### real-time cpu
docker run --cpu-rt-period 1000000 --cpu-rt-runtime 950000 alpine

### cpu sets
docker run --cpuset-cpus 0-3,5 --cpuset-mems 0 alpine

### pids limit
docker run --pids-limit 100 alpine

### pids limit, unlimited
docker run --pids-limit=-1 alpine

### pids limit zero
docker run --pids-limit 0 alpine

### pids limit in octal
docker run --pids-limit 0100 alpine

### pids limit with underscores
docker run --pids-limit 1_000 alpine

### ulimit, soft and hard
docker run --ulimit nofile=1024:2048 alpine

### ulimit, one number for both
docker run --ulimit nproc=512 alpine

### ulimit, unlimited
docker run --ulimit core=-1 --ulimit memlock=-1:-1 alpine

### several ulimits
docker run --ulimit nofile=65535:65535 --ulimit core=0 --ulimit=nproc=1024 alpine

### the same ulimit twice, the last wins
docker run --ulimit nofile=1:2 --ulimit nofile=3:4 alpine

### cgroup parent
docker run --cgroup-parent /system.slice alpine

### storage options
docker run --storage-opt size=120G alpine

### several storage options
docker run --storage-opt size=10G --storage-opt=overlay2.size=1G alpine

### elasticsearch as in real scripts
docker run -d --name es -p 9200:9200 -e discovery.type=single-node --ulimit memlock=-1:-1 --ulimit nofile=65535:65535 -m 2g --cpus 2 docker.elastic.co/elasticsearch/elasticsearch:8.14.0

### limits of Windows engines
# engine: windows
docker run --cpu-count 2 --cpu-percent=50 --io-maxbandwidth 10m --io-maxiops 100 --isolation hyperv mcr.microsoft.com/windows/nanoserver:ltsc2022

### more memory than 64 bits hold
docker run --memory 9999999p alpine

### swappiness, the least and the most
docker run --memory-swappiness 0 alpine
docker run --memory-swappiness 100 alpine
docker run --memory-swappiness -1 alpine
