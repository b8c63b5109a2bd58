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

### podman replaces a container
# by-hand
# why: podman-run(1), --replace is a boolean
podman run -d --replace --name web nginx

### podman in a pod
# by-hand
# why: podman-run(1), --pod takes a value, and the container shares the network of the pod
# unknown: HostConfig.NetworkMode
podman run --pod app --privileged nginx

### podman keeps the user's id
# by-hand
# why: podman-run(1), --userns keep-id is a mode of its own
podman run --userns keep-id alpine

### podman with an authentication file and a TLS switch
# by-hand
# why: podman-run(1), --authfile takes a value, --tls-verify is a boolean
podman run --authfile auth.json --tls-verify=false --rm alpine

### podman with systemd and secrets
# by-hand
# why: podman-run(1), --systemd and --secret take values
podman run --systemd=always --secret token,type=env --read-only alpine

### podman global flags
# by-hand
# why: podman(1), --remote is a boolean, --log-level and --root take values
podman --remote --log-level debug --root /srv/containers run --privileged alpine

### nerdctl namespace
# by-hand
# why: nerdctl's command reference, --namespace and -n take values
nerdctl --namespace k8s.io run --privileged alpine
nerdctl -n k8s.io exec -u root web id
