`docker compose run|exec` and `docker-compose` in scripts. What a service is comes from its Compose file; the flags come on top.

### exec
docker compose -p app exec web ls

### exec with a user
docker compose -p app exec -u root web id

### exec with a user, long
docker compose -p app exec --user=root web id

### exec, privileged
docker compose -p app exec --privileged web sh

### exec without a terminal
docker compose -p app exec -T web ls

### exec without a terminal, in a bundle with the user
docker compose -p app exec -Tu root web ls

### exec, detached, with environment and directory
docker compose -p app exec -d -e A=1 --env B=2 -w /srv web touch x

### exec in the second container of a service
docker compose -p app exec --index 2 web ls

### exec with options in the command
docker compose -p app exec web ls --privileged -u root

### exec with global flags
docker compose -p app --ansi never --progress=plain exec -u root web id

### exec with files and directories
printf 'services: {web: {image: nginx}}\n' > other.yaml
docker compose -f other.yaml --project-directory . --profile x -p app exec -u root web id

### docker-compose exec
docker-compose -p app exec -u root web id

### docker-compose exec with long global flags
docker-compose --project-name app exec --privileged -T web id

### exec behind sudo
sudo docker compose -p app exec -u root web id

### exec in a string over ssh
ssh host 'docker compose -p app exec -T -u root web id'

### global flags of docker before compose
docker --log-level error compose -p app exec -u root web id

### run
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run web ls

### run with flags
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run --rm -e A=1 -u root -w /srv --entrypoint sh web -c ls

### run with volumes and ports
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run -v /etc:/host/etc:ro --volume data:/data -p 8080:80 --publish 127.0.0.1:9090:90 web

### run with capabilities and labels
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run --cap-add NET_ADMIN --cap-drop=CHOWN -l a=1 --label b=2 web

### run with a name, detached
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run -d --name job --no-deps web true

### run without a terminal
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run -T --rm web true

### docker-compose run
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker-compose run --rm web true

### run with options in the command
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run web ls -u root --privileged

### run with volumes that are read-only, not copied, or have other options
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run -v cache:/cache:ro,nocopy -v /a:/b:z,rw,rshared -v /data:/data:ro,z web

### run with relative sources
# partial
printf 'services: {web: {image: nginx}}\n' > compose.yaml
docker compose run -v ./data:/data -v ../up:/up -v .:/here -v sub/x:/sub:ro -v .ssh:/ssh web
