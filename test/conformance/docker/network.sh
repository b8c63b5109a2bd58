Networks, names, addresses.

### host
docker run --network host alpine

### none
docker run --network none alpine

### bridge
docker run --network bridge alpine

### default
docker run --network default alpine

### user-defined
docker run --network backend alpine

### hidden spelling
docker run --net=host alpine

### hidden spelling with the value in the next word
docker run --net backend alpine

### container
docker run --network container:web alpine

### two user-defined networks
docker run --network frontend --network backend alpine

### long form
docker run --network name=backend,alias=web alpine

### long form with several aliases
docker run --network name=backend,alias=web,alias=api alpine

### long form with addresses
docker run --network name=backend,ip=172.20.0.5,ip6=2001:db8::5 alpine

### long form with a MAC address
docker run --network name=backend,mac-address=02:42:ac:11:00:02 alpine

### long form with link-local addresses
docker run --network name=backend,link-local-ip=169.254.34.22 alpine

### long form with driver options
docker run --network 'name=backend,"driver-opt=com.example.a=1",driver-opt=b=2' alpine

### long form of host
docker run --network name=host alpine

### long form in capitals becomes lower case
docker run --network name=BackEnd,alias=Web alpine

### long form and plain form
docker run --network name=frontend,alias=www --network backend alpine

### alias
docker run --network backend --network-alias web alpine

### several aliases in both spellings
docker run --network backend --network-alias web --net-alias=api alpine

### static address
docker run --network backend --ip 172.20.0.10 alpine

### static IPv6 address
docker run --network backend --ip6 2001:db8::10 alpine

### link-local address
docker run --network backend --link-local-ip 169.254.1.2 --link-local-ip=169.254.1.3 alpine

### MAC address
docker run --mac-address 92:d0:c6:0a:29:33 alpine

### MAC address on a network
docker run --network backend --mac-address=92:d0:c6:0a:29:33 alpine

### MAC address with dashes
docker run --mac-address 92-d0-c6-0a-29-33 alpine

### old flags apply to the first network
docker run --network frontend --network backend --network-alias web --ip 172.20.0.10 alpine

### link on the default bridge
docker run --link db alpine

### link with an alias
docker run --link db:database --link=cache:redis alpine

### link on a user-defined network
docker run --network backend --link db:database alpine

### DNS servers
docker run --dns 8.8.8.8 --dns=1.1.1.1 alpine

### DNS server, IPv6
docker run --dns 2001:4860:4860::8888 alpine

### DNS search domains
docker run --dns-search example.com --dns-search=. alpine

### DNS options in both spellings
docker run --dns-option ndots:2 --dns-opt timeout:1 alpine

### extra host
docker run --add-host db:10.0.0.5 alpine

### extra host with an equals sign
docker run --add-host db=10.0.0.5 alpine

### extra host, the gateway
docker run --add-host host.docker.internal:host-gateway alpine

### extra host, IPv6
docker run --add-host v6:2001:db8::1 alpine

### extra host, IPv6 in brackets
docker run --add-host 'v6=[2001:db8::1]' alpine

### several extra hosts
docker run --add-host=a:1.2.3.4 --add-host=b:1.2.3.5 alpine

### host name
docker run -h web.example.com alpine

### host name and domain name
docker run --hostname web --domainname example.com alpine

### published ports on the host network are still sent
docker run --network host -p 80:80 nginx

### network given by variable in the same script
NETWORK=backend
docker run --network "$NETWORK" alpine

### network created before
docker network create backend
docker run --network backend alpine

### network that gives ports an address
docker network create --driver bridge -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 --subnet 10.9.0.0/16,10.10.0.0/16 --label a=b --internal=false local
docker run --network local -p 80:80 nginx

### network with options behind its name
docker network create local --opt=com.docker.network.bridge.name=br1 --aux-address host=10.9.0.5 --attachable
docker run --net=local nginx

### network with a flag that there is not
# finds: syntax/unknown-flag
docker network create --nmae local

### DNS search domains with colons, which the client's expression lets through
docker run --dns-search=:example.com nginx
docker run --dns-search=::a.b nginx
docker run --dns-search=a:.:b nginx

### addresses with white space around
docker run --dns=$' 8.8.8.8\u0085' --ip=$'\u00A010.0.0.5' --add-host=$'a: 10.0.0.1' nginx

### an address with a byte order mark behind
# finds: syntax/invalid-value
docker run --dns=$'8.8.8.8\uFEFF' nginx

### an empty MAC address beside that of a network
docker run --mac-address= --network name=web,mac-address=92:d0:c6:0a:29:33 nginx

### a MAC address beside an empty one of a network
docker run --mac-address 92:d0:c6:0a:29:33 --network name=web,mac-address= nginx

### a MAC address that is taken back beside that of a network
docker run --mac-address 92:d0:c6:0a:29:34 --mac-address '' --network name=web,mac-address=92:d0:c6:0a:29:33 nginx

### an empty address beside that of a network
docker run --ip= --network name=web,ip=172.20.0.2 nginx

### DNS search domain with a dot at its end
docker run --dns-search example.com. alpine

### DNS search domain, as long as can be
docker run --dns-search aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd alpine

### extra host whose name has a bracket
docker run --add-host 'a]:::1' alpine

### extra host of white space
# finds: syntax/invalid-value
docker run --add-host 'a:' alpine

### a network whose name ends like a mode
docker run --network mycontainer: --network-alias web alpine

### an empty address and a network that has one
docker run --network name=backend,ip6=2001:db8::2 --ip6 '' alpine
