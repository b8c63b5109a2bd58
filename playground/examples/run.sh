docker run -d --name web -p 80:80 -v /var/run/docker.sock:/var/run/docker.sock nginx
