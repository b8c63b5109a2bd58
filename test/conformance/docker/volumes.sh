`-v`, `--volume` and what goes with it. A relative source that begins with `./` or is `.` becomes absolute; a name stays one.

### anonymous volume
docker run -v /data nginx

### named volume
docker run -v data:/data nginx

### bind
docker run -v /srv/data:/data nginx

### long flag
docker run --volume=/srv/data:/data nginx

### read-only bind
docker run -v /etc/localtime:/etc/localtime:ro nginx

### explicit rw
docker run -v /srv:/srv:rw nginx

### relabelled, shared
docker run -v /srv:/srv:z nginx

### relabelled, private
docker run -v /srv:/srv:Z nginx

### several modes
docker run -v /srv:/srv:ro,z nginx

### propagation shared
docker run -v /mnt:/mnt:shared nginx

### propagation rshared
docker run -v /mnt:/mnt:rshared nginx

### propagation slave and read-only
docker run -v /mnt:/mnt:ro,rslave nginx

### propagation private
docker run -v /mnt:/mnt:private -v /mnt2:/mnt2:rprivate nginx

### nocopy on a named volume
docker run -v data:/data:nocopy nginx

### consistency modes
docker run -v /a:/a:cached -v /b:/b:delegated -v /c:/c:consistent nginx

### unknown mode is the engine's to refuse
docker run -v /a:/a:bogus nginx

### the docker socket
docker run -v /var/run/docker.sock:/var/run/docker.sock nginx

### the whole host
docker run -v /:/host:ro nginx

### relative source in this directory
docker run -v ./data:/data nginx

### this directory itself
docker run -v .:/app nginx

### relative source that goes up and down
docker run -v ./a/../b:/b nginx

### relative source without a dot is a name
docker run -v data/sub:/data nginx

### path with dots and slashes is not cleaned
docker run -v /srv//a/./b/../c:/data/ nginx

### trailing slash in the source
docker run -v /etc/:/host/etc:ro nginx

### target at the root of the container is the engine's to refuse
docker run -v /srv:/ nginx

### Windows path with a drive letter
docker run -v 'C:\data:/data' nginx

### Windows path with forward slashes
docker run -v c:/data:/data nginx

### Windows path and mode
docker run -v 'C:\data:/data:ro' nginx

### Windows named pipe
docker run -v '//./pipe/docker_engine://./pipe/docker_engine' nginx

### two binds
docker run -v /a:/a -v /b:/b:ro nginx

### the same bind twice
docker run -v /a:/a -v /a:/a nginx

### anonymous, named and bind together
docker run -v /data -v cache:/cache -v /etc/hosts:/etc/hosts:ro nginx

### path with a space
docker run -v '/srv/my data:/data' nginx

### path with a comma
docker run -v /srv/a,b:/data nginx

### volume driver
docker run --volume-driver nfs -v data:/data nginx

### volumes from another container
docker run --volumes-from web nginx

### volumes from, read-only, several
docker run --volumes-from web:ro --volumes-from=db nginx

### single letter name
docker run -v d:/data nginx

### bind of devices and kernel file systems
docker run -v /dev:/dev -v /sys:/sys:ro -v /proc:/host/proc:ro nginx

### home directory by variable
# unknown: HostConfig.Binds
docker run -v $HOME/.ssh:/root/.ssh:ro nginx

### home directory by tilde
# unknown: HostConfig.Binds
docker run -v ~/.ssh:/root/.ssh:ro nginx

### this directory by variable
# unknown: HostConfig.Binds
docker run -v "$PWD":/app nginx

### this directory by command substitution
# unknown: HostConfig.Binds
docker run -v $(pwd)/src:/app:ro nginx

### tilde within a word stays a tilde
docker run -v=~/data:/data nginx

### tilde in quotes stays a tilde
docker run -v '~/data:/data' nginx
