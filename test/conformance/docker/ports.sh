Published and exposed ports, in every form that `-p` and `--expose` take.

### host and container port
docker run -p 8080:80 nginx

### container port alone gets an ephemeral host port
docker run -p 80 nginx

### empty host port
docker run -p :80 nginx

### long flag
docker run --publish 8080:80 nginx

### udp
docker run -p 53:53/udp nginx

### sctp
docker run -p 9899:9899/sctp nginx

### explicit tcp
docker run -p 80:80/tcp nginx

### protocol in capitals
docker run -p 53:53/UDP nginx

### the same port for tcp and udp
docker run -p 53:53/tcp -p 53:53/udp nginx

### address and ports
docker run -p 127.0.0.1:8080:80 nginx

### address and an ephemeral port
docker run -p 127.0.0.1::80 nginx

### wildcard address
docker run -p 0.0.0.0:80:80 nginx

### IPv6 address in brackets
docker run -p '[::1]:8080:80' nginx

### IPv6 wildcard in brackets
docker run -p [::]:80:80 nginx

### IPv6 address and an ephemeral port
docker run -p '[::1]::80' nginx

### range to a range of the same length
docker run -p 8000-8003:9000-9003 nginx

### range to one port, the engine picks
docker run -p 8000-8010:80 nginx

### range of container ports alone
docker run -p 3000-3002 nginx

### range with an address and a protocol
docker run -p 127.0.0.1:5000-5002:5000-5002/udp nginx

### range of one
docker run -p 80-80:80-80 nginx

### several host ports for one container port
docker run -p 80:80 -p 8080:80 nginx

### the same binding twice
docker run -p 80:80 -p 80:80 nginx

### name=value form
docker run -p published=8080,target=80 nginx

### name=value form with a protocol
docker run -p published=53,target=53,protocol=udp nginx

### name=value form without a published port
docker run -p target=80 nginx

### leading zeros
docker run -p 0080:080 nginx

### port zero on the host
docker run -p 0:80 nginx

### highest port
docker run -p 65535:65535 nginx

### expose one port
docker run --expose 80 nginx

### expose udp
docker run --expose 53/udp nginx

### expose a range
docker run --expose 7000-7002 nginx

### expose a range with a protocol
docker run --expose=7000-7001/udp nginx

### expose and publish together
docker run --expose 9000 -p 80:80 nginx

### publish all
docker run -P nginx

### publish all with exposed ports
docker run --publish-all --expose 8080 --expose 8081/udp nginx

### publish in a bundle
docker run -dp 127.0.0.1:5432:5432 postgres:16

### many publishes as in real scripts
docker run -d -p 80:80 -p 443:443 -p 127.0.0.1:8080:8080 traefik:v3
