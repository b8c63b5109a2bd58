Volumes that the script makes before it mounts them.

### plain volume
docker volume create data
docker run -v data:/data alpine

### volume that is a bind
docker volume create -o type=none -o o=bind -o device=/etc data
docker run -v data:/x alpine

### volume that is a bind, long flags and a name flag
docker volume create --driver local --opt type=none --opt o=bind --opt device=/etc --name data
docker run -v data:/x:ro alpine

### volume that is a bind, equals signs
docker volume create --driver=local --opt=type=none --opt=o=bind,ro --opt=device=/ data
docker run -v data:/x alpine

### volume that is a bind, by --mount
docker volume create -d local -o type=none -o o=rbind -o device=/var/run/docker.sock sock
docker run --mount type=volume,source=sock,target=/var/run/docker.sock alpine

### volume on NFS
docker volume create -o type=nfs -o o=addr=10.0.0.1,rw -o device=:/export data
docker run -v data:/data alpine

### volume on tmpfs
docker volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=100m,uid=1000 data
docker run -v data:/data alpine

### volume with a variable for its name
NAME=data
docker volume create -o type=none -o o=bind -o device=/etc "$NAME"
docker run -v $NAME:/x alpine

### volume with labels
docker volume create --label a=1 --label b data
docker run -v data:/data alpine

### volume with options glued on
docker volume create -dlocal -otype=none -oo=bind -odevice=/etc data
docker run -v data:/x alpine

### volume of another name
docker volume create -o type=none -o o=bind -o device=/etc etc
docker run -v data:/x alpine

### volume created after
docker run -v data:/x alpine
docker volume create -o type=none -o o=bind -o device=/etc data

### volume created with sudo, used in create
sudo docker volume create -o type=none -o o=bind -o device=/etc data
sudo docker create -v data:/x alpine

### volume whose name comes from its creation
# unknown: HostConfig.Binds
VOLUME=$(docker volume create)
docker run -v "$VOLUME:/x" alpine
