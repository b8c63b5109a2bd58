import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';
import { fixCompose, fixFiles } from './fix-text.ts';

const RULE = 'docker-socket-mount';
const SOCKET = '/var/run/docker.sock:/var/run/docker.sock';

/** A Compose file with one service that mounts the socket. */
function service(image: string, ...lines: readonly string[]): string {
  return `services:\n  s:\n    image: ${image}\n${lines.map((line) => `    ${line}\n`).join('')}    volumes:\n      - ${SOCKET}\n`;
}

/** The service's new lines, and the proxy's variables. */
async function changes(image: string, ...lines: readonly string[]): Promise<string> {
  const before = service(image, ...lines).split('\n');
  const after = await fixCompose(before.join('\n'), RULE);
  const proxy = after.indexOf('  docker-proxy:');
  return after
    .slice(0, proxy)
    .split('\n')
    .filter((line) => !before.includes(line))
    .map((line) => line.trim())
    .join(' ');
}

test('a service reads through a proxy, which alone has the socket', async () => {
  expect(await fixCompose(service('amir20/dozzle:v8.11'), RULE)).toBe(`services:
  s:
    image: amir20/dozzle:v8.11
    networks:
      - default
      - docker-api
    environment:
      DOCKER_HOST: tcp://docker-proxy:2375
    depends_on:
      - docker-proxy
  docker-proxy:
    image: tecnativa/docker-socket-proxy:v0.4.2
    environment:
      CONTAINERS: 1
      INFO: 1
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
      - docker-api
    read_only: true
    tmpfs:
      - /run
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
networks:
  docker-api:
    internal: true
`);
});

test("the proxy is that of the rule's page", async () => {
  const page = readFileSync(join(import.meta.dirname, '../../src/rules/docker-socket-mount/page.md'), 'utf8');
  const shown = page.split('```').find((block) => block.includes('  docker-proxy:\n'));
  const fixed = await fixCompose(service('gliderlabs/logspout:v3.2'), RULE);
  const block = fixed.slice(fixed.indexOf('  docker-proxy:'));
  expect(shown?.slice(shown.indexOf('  docker-proxy:'))).toBe(block);
});

test('is made by name only, is of high risk, and done', async () => {
  const text = service('traefik:v3.3', 'command: --providers.docker');
  const unnamed = await fixFiles({ 'compose.yaml': text });
  expect(unnamed.made.map(({ finding }) => finding.rule)).not.toContain(RULE);
  expect(unnamed.byName.get(RULE)).toBe(1);
  const named = await fixFiles({ 'compose.yaml': text }, { rules: [RULE] });
  expect(named.made.map(({ fix }) => fix.risk)).toEqual(['high']);
  const after = named.files[0]?.after ?? '';
  expect(await fixFiles({ 'compose.yaml': after }, { rules: [RULE] })).toMatchObject({ made: [], withdrawn: [] });
  expect((await fixFiles({ 'compose.yaml': text }, { rules: [RULE], risk: 'medium' })).made).toEqual([]);
});

describe('a program gets the address of the proxy', () => {
  test.each([
    ['gliderlabs/logspout:v3.2', [], 'DOCKER_HOST: tcp://docker-proxy:2375'],
    ['gliderlabs/logspout:v3.2', ['environment: [A=b]'], '[A=b, DOCKER_HOST=tcp://docker-proxy:2375]'],
    ['gliderlabs/logspout:v3.2', ['environment: { A: b }'], '{ A: b, DOCKER_HOST: tcp://docker-proxy:2375 }'],
    ['crazymax/diun:4', [], 'DIUN_PROVIDERS_DOCKER_ENDPOINT: tcp://docker-proxy:2375'],
    [
      'traefik:v3.3',
      ['command: --providers.docker --ping'],
      'command: --providers.docker --ping --providers.docker.endpoint=tcp://docker-proxy:2375',
    ],
    [
      'traefik:v3.3',
      ['command: ["--providers.docker=true"]'],
      '["--providers.docker=true", "--providers.docker.endpoint=tcp://docker-proxy:2375"]',
    ],
    [
      'traefik:v3.3',
      ['command: >-', '  --providers.docker', '  --ping'],
      '--providers.docker.endpoint=tcp://docker-proxy:2375',
    ],
    ['traefik:v1.7', ['command: --docker'], '--docker --docker.endpoint=tcp://docker-proxy:2375'],
    [
      'traefik:v3.3',
      ['environment:', '  TRAEFIK_PROVIDERS_DOCKER: "true"'],
      'TRAEFIK_PROVIDERS_DOCKER_ENDPOINT: tcp://docker-proxy:2375',
    ],
  ])('%s %j', async (image, lines, expected) => {
    expect(await changes(image, ...lines)).toContain(expected);
  });
});

describe('a service keeps what it had', () => {
  test.each([
    [['networks: [web]'], 'networks: [web, docker-api] environment'],
    [['networks:', '  web:', '    aliases: [a]'], 'docker-api: environment'],
    [['depends_on: [db]'], 'depends_on: [db, docker-proxy]'],
    [['depends_on:', '  db:', '    condition: service_healthy'], 'docker-proxy: condition: service_started'],
  ])('%j', async (lines, expected) => {
    const others = '  db: { image: example/db:1 }\nnetworks: { web: {} }\n';
    const text = service('gliderlabs/logspout:v3.2', ...lines) + others;
    const { files } = await fixFiles({ 'compose.yaml': text }, { rules: [RULE] });
    const before = text.split('\n');
    const added = (files[0]?.after ?? '')
      .split('\n')
      .filter((line) => !before.includes(line))
      .map((line) => line.trim());
    expect(added.join(' ')).toContain(expected);
  });
});

test('the proxy is restarted as the service is', async () => {
  const fixed = await fixCompose(service('gliderlabs/logspout:v3.2', 'restart: unless-stopped'), RULE);
  expect(fixed).toContain('docker-socket-proxy:v0.4.2\n    restart: unless-stopped\n');
});

test('several services share one, in the style of the file', async () => {
  const text = `services:

  proxy:
    image: traefik:v3.3
    command:
    - "--providers.docker=true"
    volumes:
    # So that it listens to events
    - "/var/run/docker.sock:/var/run/docker.sock:ro"

  logs:
    image: amir20/dozzle:v8.11
    networks: [web]
    volumes:
    - type: bind
      source: /var/run/docker.sock
      target: /var/run/docker.sock
    - ./data:/data

  # the end of the services

networks:
  web: {}
`.replaceAll('\n', '\r\n');
  expect(await fixCompose(text, RULE)).toBe(
    `services:

  proxy:
    image: traefik:v3.3
    command:
    - "--providers.docker=true"
    - "--providers.docker.endpoint=tcp://docker-proxy:2375"
    # So that it listens to events
    networks:
    - default
    - docker-api
    depends_on:
    - docker-proxy

  logs:
    image: amir20/dozzle:v8.11
    networks: [web, docker-api]
    volumes:
    - ./data:/data
    environment:
      DOCKER_HOST: tcp://docker-proxy:2375
    depends_on:
    - docker-proxy

  docker-proxy:
    image: tecnativa/docker-socket-proxy:v0.4.2
    environment:
      CONTAINERS: 1
      INFO: 1
    volumes:
    - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
    - docker-api
    read_only: true
    tmpfs:
    - /run
    - /tmp
    cap_drop:
    - ALL
    security_opt:
    - no-new-privileges:true

  # the end of the services

networks:
  web: {}
  docker-api:
    internal: true
`.replaceAll('\n', '\r\n'),
  );
});

test('a service of that name is left alone', async () => {
  const text = `${service('gliderlabs/logspout:v3.2')}  docker-proxy:\n    image: example/other:1\n`;
  expect(await fixCompose(text, RULE)).toContain('DOCKER_HOST: tcp://docker-socket-proxy:2375');
});

test('an override puts the proxy where the socket is', async () => {
  const files = {
    'compose.yaml': 'services:\n  s:\n    image: gliderlabs/logspout:v3.2\n    networks: [web]\nnetworks:\n  web: {}\n',
    'compose.override.yaml': `services:\n  s:\n    restart: always\n    volumes:\n      - ${SOCKET}\n`,
  };
  const { files: fixed } = await fixFiles(files, { rules: [RULE] });
  expect(fixed.map(({ path }) => path)).toEqual(['compose.override.yaml']);
  expect(fixed[0]?.after).toContain('    networks:\n      - docker-api\n    environment:');
});

test('Dozzle without actions only reads', async () => {
  const text = service('amir20/dozzle:v8.11', 'environment: { DOZZLE_ENABLE_ACTIONS: "false" }');
  expect(await fixCompose(text, RULE)).toContain('DOCKER_HOST: tcp://docker-proxy:2375');
});

describe('is not made, with the reason', () => {
  test.each([
    ['portainer/portainer-ce:2.21', [], /starts, stops or execs into/],
    ['ghcr.io/containrrr/watchtower:1.7', [], /starts, stops or execs into/],
    ['selfhostedpro/yacht:v0.0.8', [], /starts, stops or execs into/],
    ['swarmpit/swarmpit:1.9', [], /starts, stops or execs into/],
    ['lazyteam/lazydocker:v0.24.1', [], /starts, stops or execs into/],
    ['offen/docker-volume-backup:v2.43.0', [], /starts, stops or execs into/],
    ['amir20/dozzle:v8.11', ['environment: { DOZZLE_ENABLE_ACTIONS: "true" }'], /starts, stops or execs into/],
    ['amir20/dozzle:v8.11', ['environment: ["DOZZLE_ENABLE_SHELL=${SHELL_ON}"]'], /starts, stops or execs into/],
    ['example/app:1', [], /doesn't know whether the program only reads/],
    ['grafana/promtail:3.0.0', [], /configuration specifies the socket/],
    ['traefik:v3.3', [], /Its configuration file sets the engine's address/],
    ['traefik:v3.3', ['command: --providers.swarm --providers.docker'], /In a swarm/],
    [
      'traefik:v3.3',
      ['command: --providers.docker.endpoint=unix:///var/run/docker.sock'],
      /endpoint` sets the engine's address/,
    ],
    ['gliderlabs/logspout:v3.2', ['environment: [DOCKER_HOST]'], /`DOCKER_HOST` sets the engine's address/],
    ['${APP}', [], /doesn't know which program/],
    ['gliderlabs/logspout:v3.2', ['network_mode: host'], /`network_mode`/],
    ['gliderlabs/logspout:v3.2', ['profiles: [tools]'], /`profiles`/],
    ['gliderlabs/logspout:v3.2', ['userns_mode: host'], /`userns_mode`/],
  ])('%s %j', async (image, lines, reason) => {
    expect(await fixCompose(service(image, ...lines), RULE)).toMatch(reason);
  });

  test.each([
    ['a program of its own', 'services:\n  s:\n    build: .\n    volumes: [VOLUME]\n', /doesn't know which program/],
    [
      'another engine',
      'services:\n  s:\n    image: a/b:1\n    volumes: [/run/podman/podman.sock:/s]\n',
      /only the Docker socket/,
    ],
    [
      'a variable',
      'services:\n  s:\n    image: a/b:1\n    volumes: ["${SOCK:-/var/run/docker.sock}:/s"]\n',
      /written there literally/,
    ],
    [
      'a shared block',
      'x-a: &a\n  volumes: [VOLUME]\nservices:\n  s:\n    <<: *a\n    image: gliderlabs/logspout:v3.2\n',
      /outside the service|not in a service's `volumes`/,
    ],
    [
      'what extends it',
      'services:\n  s:\n    image: gliderlabs/logspout:v3.2\n    volumes: [VOLUME]\n  t:\n    extends: s\n    image: gliderlabs/logspout:v3.3\n',
      /outside the service/,
    ],
    [
      'a network of that name',
      `${service('gliderlabs/logspout:v3.2')}networks:\n  docker-api: {}\n`,
      /`docker-api` can't be added/,
    ],
  ])('%s', async (_, text, reason) => {
    expect(await fixCompose(text.replace('VOLUME', SOCKET), RULE)).toMatch(reason);
  });

  test('in a stack', async () => {
    const stack = service('gliderlabs/logspout:v3.2');
    const io = createMemoryIo({ 'deploy.sh': '#!/bin/sh\ndocker stack deploy -c stack.yml s\n', 'stack.yml': stack });
    await main(['fix', '--rule', RULE, '--risk', 'high', '.'], io);
    expect(io.out()).not.toContain('docker-proxy');
    expect(io.err()).toContain('In a stack, it may run on a different node than the proxy.');
  });
});

test('scripts have no service for it', async () => {
  const { made, withdrawn } = await fixFiles({ 'run.sh': `docker run -d -v ${SOCKET} a/b:1\n` }, { rules: [RULE] });
  expect([made, withdrawn]).toEqual([[], []]);
});
