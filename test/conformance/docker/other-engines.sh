`podman` and `nerdctl` read the same command line.

### podman run
podman run -d --privileged -p 80:80 nginx

### podman create
podman create --name web nginx

### podman exec
podman exec -u root web id

### podman behind sudo
sudo podman run --rm --net=host alpine

### podman container run
podman container run --cap-add SYS_ADMIN alpine

### podman in a variable
ENGINE=podman
$ENGINE run --pid host alpine

### podman by default
unset ENGINE
${ENGINE:-podman} run --read-only alpine

### podman with volumes and security options
podman run -v /srv:/srv:Z --security-opt label=disable --userns host alpine

### nerdctl run
nerdctl run -d --privileged -p 80:80 nginx

### nerdctl create
nerdctl create --memory 512m nginx

### nerdctl exec
nerdctl exec -it --privileged web sh

### all three
docker run --name a alpine
podman run --name b alpine
nerdctl run --name c alpine
