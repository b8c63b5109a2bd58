import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

const compose = (image: string, body: string): string => `services: {app: {image: "${image}", ${body}}}\n`;
const SOCKET = 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]';
const FUSE = 'devices: [/dev/fuse]';

test.each([
  ['privileged-container', 'docker:27-dind', 'privileged: true', 'Give it a machine of its own'],
  ['privileged-container', 'docker:27', 'privileged: true', 'Give it a machine of its own'],
  ['privileged-container', 'docker:27-cli', 'privileged: true', 'Remove `privileged: true`'],
  ['privileged-container', 'nginx:1.27', 'privileged: true', 'Remove `privileged: true`'],
  ['privileged-container', 'instana/agent:1', 'privileged: true', 'If its documentation names'],
  ['docker-socket-mount', 'containrrr/watchtower:1.7.1', SOCKET, 'Treat access to it as root access to the host'],
  ['docker-socket-mount', 'nginx:1.27', SOCKET, 'Remove the mount.'],
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

test('an address that opens a program to other machines is not called a switch', async () => {
  const text = compose(
    'grafana/alloy:v1.5',
    'command: [run, "--server.http.listen-addr=0.0.0.0:12345"], ports: ["12345:12345"]',
  );
  const { findings } = await lintText({ path: 'compose.yaml', text });
  const { what, remedy } = findings.find((one) => one.rule === 'open-service')?.message ?? {};
  expect(what).toContain('with no password, since `--server.http.listen-addr` opens it to other machines');
  expect(remedy).toContain('if others need access, put a proxy with authentication in front of it');
});
