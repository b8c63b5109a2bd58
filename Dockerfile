# The plimsoll image has only Node.js and the built files.
# Only this line names the base image. Releases pass its digest: --build-arg NODE=node:…@sha256:…
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
# The built files include V8's code cache, so plimsoll starts fast even on a read-only filesystem.
COPY --from=build /plimsoll/dist /opt/plimsoll
# Mount the project here. plimsoll writes files only if an option says so.
WORKDIR /project
USER node
# No health check: plimsoll exits when it is done, and its exit code is the result.
HEALTHCHECK NONE
# After `--`, Node.js ignores its own option --env-file.
ENTRYPOINT ["node", "--", "/opt/plimsoll/plimsoll.cjs"]
