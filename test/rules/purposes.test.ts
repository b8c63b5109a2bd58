import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { createMemoryFiles } from '../memory-io.ts';

const compose = (image: string, body: string): string => `services: {app: {image: "${image}", ${body}}}\n`;
const SOCKET = 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]';
const FUSE = 'devices: [/dev/fuse]';

test.each([
  ['seccomp-disabled', "Remove the feature if you don't need its debugger"],
  ['added-capability', "Remove the feature if you don't need its debugger"],
])('%s: the remedy names the feature', async (rule, remedy) => {
  const text = '{"image": "debian:12", "features": {"ghcr.io/devcontainers/features/rust:1": {}}}';
  const { findings } = await lintText({ path: '.devcontainer/devcontainer.json', text });
  const own = findings.filter((one) => one.rule === rule && one.severity !== 'info');
  expect(own.map(({ message }) => message.remedy?.slice(0, remedy.length))).toEqual([remedy]);
});

test.each([
  ['privileged-container', 'docker:27-dind', 'privileged: true', 'Give it a machine of its own'],
  ['privileged-container', 'docker:27', 'privileged: true', 'Give it a machine of its own'],
  ['privileged-container', 'docker:27-cli', 'privileged: true', 'Remove `privileged: true`'],
  ['privileged-container', 'nginx:1.27', 'privileged: true', 'Remove `privileged: true`'],
  ['privileged-container', 'instana/agent:1', 'privileged: true', 'If its documentation names'],
  ['docker-socket-mount', 'containrrr/watchtower:1.7.1', SOCKET, 'A read-only proxy would break it: pin its image'],
  [
    'docker-socket-mount',
    'portainer/portainer-ce:2.21',
    `${SOCKET}, ports: ["9443:9443"]`,
    'Treat access to the container as root access',
  ],
  [
    'docker-socket-mount',
    'gcr.io/cadvisor/cadvisor:v0.49.1',
    'volumes: ["/var/run:/var/run:ro"]',
    'If it supports an address for the engine',
  ],
  ['docker-socket-mount', 'instana/agent:1', SOCKET, 'If it supports an address for the engine'],
  [
    'sensitive-host-mount',
    'a:1',
    'volumes: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]',
    'If it runs systemd, use `cgroup: private`',
  ],
  ['sensitive-host-mount', 'nginx:1.27', 'volumes: ["/dev:/dev"]', 'List the devices it needs under `devices`'],
  [
    'sensitive-host-mount',
    'nginx:1.27',
    'privileged: true, volumes: ["/dev:/dev"]',
    'Without `privileged: true`, list the devices',
  ],
  [
    'sensitive-host-mount',
    'instana/agent:1',
    'volumes: ["/sys:/sys"]',
    'If it only reads, add `:ro`. If its documentation requires writing',
  ],
  ['docker-socket-mount', 'nginx:1.27', SOCKET, 'Remove the mount.'],
  ['docker-socket-mount', 'amir20/dozzle:v8.10', SOCKET, 'Put a proxy that allows only reading in front of the socket'],
  [
    'docker-socket-mount',
    'amir20/dozzle:v8.10',
    `${SOCKET}, environment: {DOZZLE_ENABLE_ACTIONS: "true"}`,
    'Remove the mount.',
  ],
  ['docker-socket-mount', 'traefik:v3.2', SOCKET, 'Put a proxy that allows only reading in front of the socket'],
  [
    'sensitive-host-mount',
    'prom/node-exporter:v1.8.2',
    'volumes: ["/:/rootfs"]',
    'If it only reads, add `:ro`. If its documentation requires writing',
  ],
  ['sensitive-host-mount', 'nginx:1.27', 'volumes: ["/:/rootfs"]', 'Mount only the directories it needs.'],
  ['host-pid-namespace', 'otel/autoinstrumentation-go:v0.21.0', 'pid: host', 'Run the container as a non-root user'],
  ['host-pid-namespace', 'nginx:1.27', 'pid: host', 'Remove `pid: host`. To debug another service'],
  ['host-network', 'homebridge/homebridge:1', 'network_mode: host', 'If it works with published ports'],
  ['host-network', 'nginx:1.27', 'network_mode: host', 'Remove `network_mode: host`'],
  ['host-device', 'ghcr.io/analogj/scrutiny:v0.8.1', 'devices: [/dev/sda]', 'Pass only the disks it monitors'],
  ['host-device', 'nginx:1.27', 'devices: [/dev/sda]', 'Remove the device'],
  ['added-capability', 'ghcr.io/analogj/scrutiny:v0.8.1', 'cap_add: [SYS_RAWIO]', 'SATA disks need SYS_RAWIO'],
  ['added-capability', 'ghcr.io/analogj/scrutiny:v0.8.1', 'cap_add: [SYS_BOOT]', 'Remove `SYS_BOOT`'],
  ['added-capability', 'rclone/rclone:1.68', `${FUSE}, cap_add: [SYS_ADMIN]`, 'Mount the filesystem on the host'],
  ['added-capability', 'rclone/rclone:1.68', 'cap_add: [SYS_ADMIN]', 'Remove `SYS_ADMIN`'],
  ['apparmor-disabled', 'a:1', `${FUSE}, security_opt: ["apparmor:unconfined"]`, 'Mount the filesystem on the host'],
  ['shared-mount-propagation', 'a:1', `${FUSE}, volumes: ["/srv:/data:shared"]`, 'Mount the filesystem on the host'],
  ['shared-mount-propagation', 'a:1', `${FUSE}, volumes: ["/etc/fuse.conf:/etc/fuse.conf:shared"]`, 'Remove `shared`;'],
  [
    'docker-socket-mount',
    'crazymax/diun:4',
    'volumes: ["/run/containerd/containerd.sock:/run/containerd/containerd.sock"]',
    'Remove the mount. There is no proxy that limits this API',
  ],
  [
    'sensitive-host-mount',
    'home-assistant/home-assistant:2026.8',
    'volumes: ["/run/dbus:/run/dbus:ro"]',
    'Without Bluetooth',
  ],
  ['sensitive-host-mount', 'nginx:1.27', 'volumes: ["/run/dbus:/run/dbus:ro"]', 'Remove the mount;'],
])('%s, %s: the remedy works for the program (%s)', async (rule, image, body, start) => {
  const { findings } = await lintText({ path: 'compose.yaml', text: compose(image, body) });
  const errors = findings.filter((one) => one.rule === rule && one.severity === 'error');
  expect(errors.map(({ message: { remedy = '' } }) => remedy.slice(0, start.length))).toEqual([start]);
});

test.each([
  ['docker-in-docker', 'privileged-container', 'Remove the feature, or give it a machine of its own'],
  ['docker-outside-of-docker', 'docker-socket-mount', 'Remove the feature;'],
])('what feature %s sets goes away with the feature', async (feature, rule, start) => {
  const text = `{"image": "a:1", "features": {"ghcr.io/devcontainers/features/${feature}:2": {}}}`;
  const { findings } = await lintText({ path: '.devcontainer/devcontainer.json', text });
  const [found] = findings.filter((one) => one.rule === rule);
  expect(found?.message.remedy?.slice(0, start.length)).toBe(start);
  expect(found?.fixes ?? []).toEqual([]);
});

test.each([
  [
    'docker.elastic.co/elasticsearch/elasticsearch:5.5.2',
    'ports: ["9200:9200"], environment: [xpack.security.enabled=false]',
    'remove `xpack.security.enabled` and change the default password, which is public.',
  ],
  [
    'docker.elastic.co/elasticsearch/elasticsearch:7.3.0',
    'ports: ["9200:9200"]',
    'set `xpack.security.enabled` to `true`, then set a password from outside the file with `ELASTIC_PASSWORD`.',
  ],
  [
    'docker.elastic.co/elasticsearch/elasticsearch:7.17.0',
    'ports: ["9200:9200"]',
    'set `xpack.security.enabled` to `true`, then set a password from outside the file with `ELASTIC_PASSWORD_FILE`.',
  ],
  [
    'grafana/grafana:12.0.0',
    'ports: ["3000:3000"], environment: {GF_AUTH_ANONYMOUS_ENABLED: "true", GF_AUTH_ANONYMOUS_ORG_ROLE: Admin, GF_AUTH_DISABLE_LOGIN_FORM: "true"}',
    'remove `GF_AUTH_ANONYMOUS_ENABLED` and `GF_AUTH_DISABLE_LOGIN_FORM` and set a password with `GF_SECURITY_ADMIN_PASSWORD__FILE`.',
  ],
])('%s: what gives it a password, in this version', async (image, body, end) => {
  const { findings } = await lintText({ path: 'compose.yaml', text: compose(image, body) });
  const { remedy = '' } = findings.find((one) => one.rule === 'open-service')?.message ?? {};
  expect(remedy.slice(-end.length)).toBe(end);
});

const HOST = 'network_mode: host, cap_drop: [ALL], cap_add: [NET_ADMIN]';

test.each([
  ['added-capability', 'example/suricata:1', HOST, "network tool, captures or configures the host's traffic`."],
  ['added-capability', 'example/fatt:1', HOST, "network tool, captures or configures the host's traffic`."],
  ['added-capability', 'example/honeytrap:1', HOST, "honeypot, captures or configures the host's traffic`."],
  ['added-capability', 'linuxserver/wireguard:1', HOST, "VPN, sets up the host's network`."],
  [
    'added-capability',
    'a:1',
    HOST,
    "if it must set up the host's network or capture its traffic, suppress this finding with a reason.",
  ],
  ['apparmor-disabled', 'a:1', `${FUSE}, security_opt: ["apparmor:unconfined"]`, 'mounts a FUSE filesystem`.'],
  ['host-pid-namespace', 'telegraf:1', 'pid: host, user: "telegraf:${GROUP}"', "monitors the host's processes`."],
  [
    'open-service',
    'traefik:v3.1',
    'command: --api.insecure=true, ports: ["8080:8080"]',
    "If other clients need access, remove `--api.insecure` and put an authentication middleware on the dashboard's router.",
  ],
])('%s, %s: how the remedy ends (%s)', async (rule, image, body, end) => {
  const { findings } = await lintText({ path: 'compose.yaml', text: compose(image, body) });
  const { what = '', remedy = '' } = findings.find((one) => one.rule === rule)?.message ?? {};
  expect(remedy.slice(-end.length)).toBe(end);
  expect(what).not.toMatch(/as root|disables authentication|would deny/);
});

test('a password from an extended file is said to be in that file', async () => {
  const files = createMemoryFiles({
    'deploy.yml': 'services: {db: {image: "postgres:17", environment: {POSTGRES_PASSWORD: "${P:-hunter2}"}}}\n',
  });
  const text = 'services: {db: {extends: {file: deploy.yml, service: db}, ports: ["5432:5432"]}}\n';
  const { findings } = await lintText({ path: 'compose.yaml', text }, {}, { files, environment: new Map() });
  const { what } = findings.find((one) => one.rule === 'open-service')?.message ?? {};
  expect(what).toContain('Its default password is in `deploy.yml` (`POSTGRES_PASSWORD`)');
});

test.each([
  ['example/redis:1', '6379:6379', '(usually Redis) on'],
  ['example/honeypoter:1', '1433:1433', '(usually SQL Server) on'],
  ['example/my-kibana:1', '5601:5601', '(Kibana) on'],
])('%s: a port number alone says what it usually is', async (image, port, part) => {
  const { findings } = await lintText({ path: 'compose.yaml', text: compose(image, `ports: ["${port}"]`) });
  expect(findings.find((one) => one.rule === 'exposed-port')?.message.what).toContain(part);
});

test.each([
  ['kibana:7.11.1', '5601:5601', '; whether the port requires a password depends on another service.'],
  ['influxdb', '8086:8086', '; until it is set up, the first visitor can choose its password.'],
  ['mysql:8.4', '3306:3306', ', protected only by its login.'],
])('%s: what is known of its login', async (image, port, end) => {
  const { findings } = await lintText({ path: 'compose.yaml', text: compose(image, `ports: ["${port}"]`) });
  const { what = '' } = findings.find((one) => one.rule === 'exposed-port')?.message ?? {};
  expect(what.slice(-end.length)).toBe(end);
});

test('an address that opens a program to other machines is not called a switch', async () => {
  const text = compose(
    'grafana/alloy:v1.5',
    'command: [run, "--server.http.listen-addr=0.0.0.0:12345"], ports: ["12345:12345"]',
  );
  const { findings } = await lintText({ path: 'compose.yaml', text });
  const { what, remedy } = findings.find((one) => one.rule === 'open-service')?.message ?? {};
  expect(what).toContain('with no password, since `--server.http.listen-addr` opens it to other machines');
  expect(remedy).toContain('If other clients need access, put a proxy with authentication in front of it');
});
