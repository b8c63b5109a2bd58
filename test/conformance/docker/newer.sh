What clients send since the version that is named, after the files of docker/cli.

### the engine's socket
# why: 28.3, cli/command/container/create.go: a bind of /var/run/docker.sock with empty BindOptions, last of the mounts
docker run --use-api-socket alpine

### the engine's socket after other mounts
# why: 28.3, cli/command/container/create.go
docker create --mount type=volume,source=a,target=/a --use-api-socket=true alpine

### the engine's socket, switched off
# why: 28.3, cli/command/container/create.go
docker run --use-api-socket=false alpine

### relative source in the parent directory
# why: 28.3, cli/command/container/opts.go makes every source that begins with a dot absolute; 26.1 sends ../data as it is
docker run -v ../data:/data nginx

### hidden directory
# why: 28.3, cli/command/container/opts.go; 26.1 sends .ssh as it is
docker run -v .ssh:/root/.ssh:ro nginx

### relative mount source in the parent directory
# why: 28.3, opts/mount.go
docker run --mount type=bind,source=../data,target=/data nginx

### image mount
# why: 28.0, opts/mount.go
docker run --mount type=image,source=alpine:3.20,target=/image nginx

### image mount with a subpath
# why: 28.0, opts/mount.go
docker run --mount type=image,source=alpine,target=/image,image-subpath=etc nginx

### bind whose source is made
# why: 29, opts/mount.go
docker run --mount type=bind,source=/srv,target=/data,bind-create-src nginx

### network priority
# why: 28.0, opts/network.go
docker run --network name=backend,gw-priority=5 nginx

### spaces round a mount
# why: 29, opts/mount.go trims the whole value
docker run --mount ' type=bind,source=/a,target=/b ' nginx

### two networks with priorities
# why: 28.0, opts/network.go
docker run --network name=a,gw-priority=1 --network name=b,gw-priority=-1 nginx

### empty value in a mount
# finds: syntax/invalid-value
# why: 29, opts/mount.go
docker run --mount type=bind,source=,target=/data nginx

### read and write limits in bytes
# why: 27.2, opts/throttledevice.go; 26.1 reads the limits and then sends none of them
docker run --device-read-bps /dev/sda:1mb --device-write-bps=/dev/sda:512kb alpine

### read and write limits in operations
# why: 27.2, opts/throttledevice.go
docker run --device-read-iops /dev/sda:1000 --device-write-iops=/dev/sdb:500 alpine

### several limits for devices
# why: 27.2, opts/throttledevice.go
docker run --device-read-bps /dev/sda:1m --device-read-bps /dev/sdb:2g alpine

### a second slash in a published port
# finds: syntax/invalid-value
# why: 29, cli/command/container/opts.go, with go-connections 0.6.0 (nat/nat.go); 26.1 passes over what is behind a second slash
docker run --publish 80//tcp nginx

### host port with a sign
# why: 29, cli/command/container/opts.go, with go-connections 0.6.0 (nat/nat.go) reads ports with strconv.ParseUint after a number with a sign
docker run -p +80:80 nginx

### IPv6 address without brackets
# why: 29, with go-connections 0.6.0 (nat/nat.go): all before the last two colons is the address
docker run -p ::1:8080:80 alpine

### any IPv6 address without brackets
# why: 29, with go-connections 0.6.0 (nat/nat.go)
docker run -p :::8080:80 alpine

### mount with a boolean in capitals
# finds: syntax/invalid-value
# why: 29, opts/mount_utils.go reads 1, true, 0 and false only
docker run --mount type=bind,source=/a,target=/b,readonly=True alpine

### addresses of ports in other spellings
# why: 29, cli/command/container/opts.go, parsePortOpts: netip.Addr writes them in their canonical form
docker run -p '[2001:DB8:0:0:0:0:0:1]:80:80' -p 0:0:0:0:0:0:0:0:81:81 -p '[::FFFF:102:304]:82:82' alpine

### a link-local address with its zone
# why: 29, opts/network.go: netip.ParseAddr takes a zone
docker run --network name=backend,ip6=fe80::1%eth0,link-local-ip=fe80::2%eth0 alpine

### a port on an address with a zone
# finds: syntax/invalid-value
# why: go-connections 0.6.0, nat/nat.go: net.ParseIP takes none
docker run -p '[fe80::1%eth0]:80:80' alpine
