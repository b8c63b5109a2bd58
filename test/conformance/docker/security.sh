Privileges, capabilities, security options, users, namespaces.

### privileged
docker run --privileged alpine

### add a capability
docker run --cap-add NET_ADMIN alpine

### add all
docker run --cap-add ALL alpine

### add with prefix and in lower case
docker run --cap-add CAP_SYS_ADMIN --cap-add sys_ptrace alpine

### drop all and add one back
docker run --cap-drop ALL --cap-add NET_BIND_SERVICE alpine

### drop in lower case
docker run --cap-drop=all alpine

### a comma does not separate capabilities
docker run --cap-add NET_ADMIN,SYS_TIME alpine

### the same capability twice
docker run --cap-add NET_ADMIN --cap-add NET_ADMIN alpine

### a capability that is added and dropped
docker run --cap-add CHOWN --cap-drop CHOWN alpine

### seccomp unconfined
docker run --security-opt seccomp=unconfined alpine

### seccomp unconfined, with a colon
docker run --security-opt seccomp:unconfined alpine

### seccomp builtin
docker run --security-opt seccomp=builtin alpine

### seccomp from a file
# unknown: HostConfig.SecurityOpt
echo '{ "defaultAction": "SCMP_ACT_ERRNO" }' > profile.json
docker run --security-opt seccomp=profile.json alpine

### apparmor unconfined
docker run --security-opt apparmor=unconfined alpine

### apparmor unconfined, with a colon
docker run --security-opt apparmor:unconfined alpine

### apparmor profile
docker run --security-opt apparmor=docker-default alpine

### label disable
docker run --security-opt label=disable alpine

### label disable, with a colon
docker run --security-opt label:disable alpine

### label with a type
docker run --security-opt label=type:svirt_apache_t --security-opt label:level:s0:c100,c200 alpine

### no new privileges
docker run --security-opt no-new-privileges alpine

### no new privileges, with a colon
docker run --security-opt no-new-privileges:true alpine

### no new privileges, with an equals sign
docker run --security-opt=no-new-privileges=true alpine

### no new privileges, false
docker run --security-opt no-new-privileges:false alpine

### no new privileges, false with an equals sign
docker run --security-opt no-new-privileges=false alpine

### system paths unconfined
docker run --security-opt systempaths=unconfined alpine

### system paths unconfined, with a colon, stays an option
docker run --security-opt systempaths:unconfined alpine

### system paths unconfined among others
docker run --security-opt no-new-privileges --security-opt systempaths=unconfined --security-opt apparmor=unconfined alpine

### credential spec
docker run --security-opt credentialspec=file://spec.json alpine

### option that nobody knows
docker run --security-opt whatever=1 alpine

### several security options
docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt label=disable alpine

### user by name
docker run --user nginx nginx

### user by number
docker run -u 1000 nginx

### user and group
docker run --user=1000:1000 nginx

### user from the machine
# unknown: Config.User
docker run --user "$(id -u):$(id -g)" nginx

### user from a variable of bash
# unknown: Config.User
docker run -u $UID nginx

### additional groups
docker run --group-add audio --group-add 1001 alpine

### read-only root
docker run --read-only alpine

### read-only root with writable places
docker run --read-only --tmpfs /tmp --tmpfs /run:rw,size=1m -v logs:/var/log alpine

### host pid namespace
docker run --pid host alpine

### pid namespace of a container
docker run --pid=container:web alpine

### empty pid namespace
docker run --pid '' alpine

### host ipc namespace
docker run --ipc host alpine

### other ipc modes
docker run --ipc shareable alpine
docker run --ipc private alpine
docker run --ipc none alpine
docker run --ipc container:web alpine

### host uts namespace
docker run --uts host alpine

### host user namespace
docker run --userns host alpine

### host cgroup namespace
docker run --cgroupns host alpine

### private cgroup namespace
docker run --cgroupns=private alpine

### all namespaces of the host
docker run --pid=host --ipc=host --uts=host --userns=host --cgroupns=host --network=host alpine

### sysctl
docker run --sysctl net.ipv4.ip_forward=1 alpine

### several sysctls
docker run --sysctl net.core.somaxconn=1024 --sysctl=kernel.shmmax=68719476736 alpine

### the same sysctl twice, the last wins
docker run --sysctl net.core.somaxconn=1 --sysctl net.core.somaxconn=2 alpine

### hardened, as it should be
docker run -d --name web --read-only --cap-drop ALL --cap-add NET_BIND_SERVICE --security-opt no-new-privileges --pids-limit 100 -m 256m --cpus 0.5 --user 101:101 --restart on-failure:5 --health-cmd 'wget -qO- localhost' -p 127.0.0.1:8080:8080 nginx:1.27.0

### everything wrong at once
docker run -d --privileged --net=host --pid=host --ipc=host -v /:/host -v /var/run/docker.sock:/var/run/docker.sock --cap-add=ALL --security-opt apparmor=unconfined --security-opt seccomp=unconfined alpine

### empty modes of the user namespace, the cgroup namespace and the UTS namespace
docker run --userns '' --cgroupns '' --uts '' alpine

### seccomp without a profile's name
docker run --security-opt seccomp=unconfined --security-opt seccomp=builtin alpine
