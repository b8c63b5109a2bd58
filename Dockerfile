# plimsoll in an image of its own: Node.js and what the build makes, nothing else of the project.
# The one place that names the base image. A release gives it with its digest: --build-arg NODE=node:…@sha256:…
ARG NODE=node:22.22.0-alpine3.22
FROM ${NODE} AS build
WORKDIR /plimsoll
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY data data
COPY schemas schemas
COPY scripts scripts
COPY src src
RUN npm run build

FROM ${NODE}
LABEL org.opencontainers.image.title="plimsoll" \
      org.opencontainers.image.description="Lints Compose files and docker run scripts against the CIS Docker Benchmark, section 5" \
      org.opencontainers.image.licenses="MIT"
# With the code that V8 compiled for it in the build, so that it starts as fast where nothing can be written.
COPY --from=build /plimsoll/dist /opt/plimsoll
# It reads what is mounted here, and writes only what an option asks for.
WORKDIR /project
USER node
# It ends by itself, and its exit code is the result: there is no health to check in between.
HEALTHCHECK NONE
# Behind `--` Node.js looks for no --env-file of its own.
ENTRYPOINT ["node", "--", "/opt/plimsoll/plimsoll.cjs"]
