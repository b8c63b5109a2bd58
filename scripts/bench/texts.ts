import type { Random } from './random.ts';

const NAMES = [
  'web',
  'api',
  'worker',
  'db',
  'cache',
  'queue',
  'proxy',
  'search',
  'metrics',
  'logs',
  'mail',
  'auth',
  'cron',
  'admin',
] as const;
const IMAGES = [
  'nginx:1.27-alpine',
  'postgres:16',
  'redis:7',
  'node:22',
  'ghcr.io/example/app:2.4.1',
  'traefik:v3.1',
  'grafana/grafana',
  'mysql:8.4',
  'registry.example.com/team/api:${TAG:-1.8}',
  'busybox:latest',
] as const;
const KEYS = [
  'DATABASE_URL',
  'LOG_LEVEL',
  'PORT',
  'HOST',
  'REGION',
  'WORKERS',
  'TIMEOUT',
  'FEATURE_SEARCH',
  'PUBLIC_URL',
  'TZ',
] as const;

/**
 * A realistic Compose file: mostly one to five services and one to two kilobytes, a few much
 * larger.
 */
export function composeText(random: Random): string {
  const count = random.percent(8) ? 8 + random.below(14) : 1 + random.below(5);
  const hasAnchor = count > 2 && random.percent(35);
  const names = Array.from({ length: count }, (_, index) => `${random.pick(NAMES)}-${index}`);
  const services = names.map((name, index) => serviceText(name, names[index - 1], hasAnchor, random));
  const anchor = hasAnchor
    ? 'x-common: &common\n  restart: unless-stopped\n  logging:\n    driver: json-file\n    options: { max-size: "10m", max-file: "3" }\n\n'
    : '';
  return `${random.percent(30) ? "# Local development; see the README.\nversion: '3.8'\n\n" : ''}${anchor}services:\n${services.join('\n')}\nvolumes:\n  data:\n\nnetworks:\n  backend:\n    driver: bridge\n`;
}

function serviceText(name: string, before: string | undefined, hasAnchor: boolean, random: Random): string {
  const lines = [`  ${name}:`];
  if (hasAnchor && random.percent(60)) lines.push('    <<: *common');
  if (random.percent(25)) lines.push('    build:', '      context: .', '      dockerfile: docker/Dockerfile');
  lines.push(`    image: ${random.pick(IMAGES)}`);
  if (random.percent(70)) {
    const isMap = random.percent(50);
    lines.push('    environment:');
    for (const key of KEYS.slice(random.below(KEYS.length - 2)))
      lines.push(
        isMap ? `      ${key}: "${random.below(9000)}"` : `      - ${key}=\${${key}:-value-${random.below(90)}}`,
      );
  }
  if (random.percent(50))
    lines.push(
      '    ports:',
      `      - "${random.percent(40) ? '127.0.0.1:' : ''}${80 + random.below(9000)}:80"`,
      ...(random.percent(30) ? ['      - "443:443"'] : []),
    );
  if (random.percent(55))
    lines.push(
      '    volumes:',
      `      - ${random.pick(['data:/var/lib/data', './conf:/etc/app:ro', '/var/run/docker.sock:/var/run/docker.sock', '${DATA_DIR}:/data'])}`,
      '      - ./logs:/var/log/app # kept for a week',
    );
  if (before !== undefined && random.percent(40)) lines.push('    depends_on:', `      - ${before}`);
  if (random.percent(20))
    lines.push(
      '    healthcheck:',
      '      test: ["CMD", "curl", "-f", "http://localhost/health"]',
      '      interval: 30s',
      '      retries: 3',
    );
  if (random.percent(15))
    lines.push('    deploy:', '      resources:', '        limits: { cpus: "0.5", memory: 256M }');
  if (random.percent(6)) lines.push('    privileged: true');
  if (random.percent(30)) lines.push('    command: ["serve", "--port", "8080"]');
  lines.push('    networks: [backend]');
  return `${lines.join('\n')}\n`;
}

/** A script that runs containers among other commands. */
export function scriptText(random: Random): string {
  const runs = Array.from({ length: 1 + random.below(4) }, (_, index) => {
    const name = `${random.pick(NAMES)}-${index}`;
    const options = [
      '  --restart on-failure:5 \\',
      '  -v "$DATA_DIR/conf:/etc/app:ro" \\',
      '  -e LOG_LEVEL="$LEVEL" \\',
      '  --memory 512m \\',
      '  -p 8080:80 \\',
      '  --network host \\',
    ].filter(() => random.percent(45));
    return `log "starting ${name}"\ndocker rm -f ${name} >/dev/null 2>&1 || true\ndocker run -d --name ${name} \\\n${options.map((option) => `${option}\n`).join('')}  "$REGISTRY/${name}:$VERSION"\n`;
  });
  return `#!/usr/bin/env bash
# Deploys the application on this host.
set -euo pipefail

REGISTRY=registry.example.com/team
VERSION=\${1:-1.4.${random.below(40)}}
DATA_DIR=/srv/app
LEVEL=info
if [ "\${DEBUG:-}" = 1 ]; then
  LEVEL=debug
fi

log() {
  printf '%s %s\\n' "$(date -u +%FT%TZ)" "$*"
}

mkdir -p "$DATA_DIR/conf"
for file in conf/*.yaml; do
  cp "$file" "$DATA_DIR/conf/"
done

${runs.join('\n')}
docker exec -u root ${random.pick(NAMES)}-0 sh -c 'ls -l /etc/app' | tee -a deploy.log
`;
}

/** A script without containers. */
export function plainScriptText(random: Random): string {
  return `#!/bin/sh
set -eu
cd "$(dirname "$0")/.."
for package in ${NAMES.slice(random.below(8)).join(' ')}; do
  npm test --workspace "$package"
done
`;
}

/** YAML that is no Compose file: another orchestrator's deployment. */
export function manifestText(random: Random): string {
  const name = random.pick(NAMES);
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: { app: ${name} }
spec:
  replicas: ${1 + random.below(5)}
  template:
    spec:
      containers:
        - name: ${name}
          image: ${random.pick(IMAGES)}
          ports:
            - containerPort: ${1000 + random.below(9000)}
`;
}
