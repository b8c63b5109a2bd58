`--mount`, a line of CSV, and `--tmpfs`.

### bind
docker run --mount type=bind,source=/srv,target=/data nginx

### bind with the short keys
docker run --mount type=bind,src=/srv,dst=/data nginx

### destination as the key
docker run --mount type=bind,source=/srv,destination=/data nginx

### equals sign after the flag
docker run --mount=type=bind,source=/srv,target=/data nginx

### type is volume by default
docker run --mount source=data,target=/data nginx

### anonymous volume
docker run --mount target=/data nginx

### read-only as a bare word
docker run --mount type=bind,source=/srv,target=/data,readonly nginx

### ro as a bare word
docker run --mount type=bind,source=/srv,target=/data,ro nginx

### readonly=true
docker run --mount type=bind,source=/srv,target=/data,readonly=true nginx

### readonly=1
docker run --mount type=bind,source=/srv,target=/data,readonly=1 nginx

### readonly=false
docker run --mount type=bind,source=/srv,target=/data,readonly=false nginx

### ro=0
docker run --mount type=bind,source=/srv,target=/data,ro=0 nginx

### keys and type in capitals
docker run --mount Type=BIND,Source=/Srv,Target=/Data nginx

### bind propagation
docker run --mount type=bind,source=/mnt,target=/mnt,bind-propagation=rshared nginx

### bind propagation in capitals
docker run --mount type=bind,source=/mnt,target=/mnt,bind-propagation=RSlave nginx

### bind-recursive disabled
docker run --mount type=bind,source=/mnt,target=/mnt,bind-recursive=disabled nginx

### bind-recursive enabled
docker run --mount type=bind,source=/mnt,target=/mnt,bind-recursive=enabled nginx

### bind-recursive writable
docker run --mount type=bind,source=/mnt,target=/mnt,readonly,bind-recursive=writable nginx

### bind-recursive readonly
docker run --mount type=bind,source=/mnt,target=/mnt,readonly,bind-recursive=readonly,bind-propagation=rprivate nginx

### consistency
docker run --mount type=bind,source=/srv,target=/data,consistency=delegated nginx

### relative bind source
docker run --mount type=bind,source=./data,target=/data nginx

### this directory as a bind source
docker run --mount type=bind,source=.,target=/app nginx

### volume with a driver and options
docker run --mount type=volume,source=data,target=/data,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/export nginx

### volume that is a bind by its options
docker run --mount type=volume,source=etc,target=/host/etc,volume-driver=local,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc nginx

### volume options with commas need quotes in the CSV
docker run --mount 'type=volume,source=data,target=/data,volume-driver=local,"volume-opt=o=addr=10.0.0.1,ro",volume-opt=type=nfs' nginx

### volume without copying
docker run --mount type=volume,source=data,target=/data,volume-nocopy nginx

### volume-nocopy=false
docker run --mount type=volume,source=data,target=/data,volume-nocopy=false nginx

### volume with labels
docker run --mount type=volume,source=data,target=/data,volume-label=a=1,volume-label=b nginx

### volume with a subpath
docker run --mount type=volume,source=data,target=/data,volume-subpath=a/b nginx

### tmpfs mount
docker run --mount type=tmpfs,target=/run nginx

### tmpfs mount with size and mode
docker run --mount type=tmpfs,target=/run,tmpfs-size=64m,tmpfs-mode=1770 nginx

### tmpfs mount with a size in bytes
docker run --mount type=tmpfs,target=/run,tmpfs-size=1048576 nginx

### npipe mount
docker run --mount 'type=npipe,source=\\.\pipe\docker_engine,target=\\.\pipe\docker_engine' nginx

### cluster mount
docker run --mount type=cluster,source=vol,target=/data nginx

### type that does not exist is the engine's to refuse
docker run --mount type=bogus,source=a,target=/b nginx

### quoted field in the CSV
docker run --mount '"type=bind","source=/srv/a,b","target=/data"' nginx

### doubled quotes inside a quoted field
docker run --mount '"source=a""b",target=/data' nginx

### several mounts
docker run --mount type=bind,source=/a,target=/a --mount type=volume,source=v,target=/v --mount type=tmpfs,target=/t nginx

### mounts and volumes together
docker run -v /a:/a --mount type=bind,source=/b,target=/b nginx

### the docker socket by mount
docker run --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock,readonly nginx

### source with an equals sign
docker run --mount type=bind,source=/srv/a=b,target=/data nginx

### volume-opt without a value
docker run --mount type=volume,source=data,target=/data,volume-opt=nolock nginx

### the last of a repeated key wins
docker run --mount type=bind,source=/a,source=/b,target=/x nginx

### --tmpfs alone
docker run --tmpfs /run nginx

### --tmpfs with options
docker run --tmpfs /run:rw,noexec,nosuid,size=65536k nginx

### several --tmpfs
docker run --tmpfs /run --tmpfs=/tmp:size=16m,mode=1777 nginx

### --tmpfs twice for one path, the last wins
docker run --tmpfs /run:size=1m --tmpfs /run:size=2m nginx

### recursion as it is anyway, of what is no bind
docker run --mount type=volume,source=a,target=/a,bind-recursive=enabled alpine

### volume labels and options with a key twice, and without a key
docker run --mount type=volume,source=a,target=/a,volume-label=a=1,volume-label==2,volume-label=b=3,volume-label=a=4,volume-opt=type=nfs,volume-opt==x,volume-opt=type=tmpfs alpine

### recursively read-only bind that is private
docker run --mount type=bind,source=/a,target=/b,readonly,bind-recursive=readonly,bind-propagation=rprivate alpine

### recursion of a read-only bind that is writable below
docker run --mount type=bind,source=/a,target=/b,readonly,bind-recursive=writable alpine

### recursion that is so by itself, on a volume
docker run --mount type=volume,source=a,target=/b,bind-recursive=enabled alpine

### mode of a tmpfs without a digit that counts
docker run --mount type=tmpfs,target=/b,tmpfs-mode=0 alpine

### a folder whose name is three dots
docker run -v ...:/x:ro alpine
