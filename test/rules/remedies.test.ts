import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import type { Finding } from '../../src/model/finding.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** The end of remedies that give an address. */
const IN_NETWORK = " for clients on this host; for clients elsewhere, the host's address in their network.";

async function findingsOf(path: string, text: string, rule: string): Promise<readonly Finding[]> {
  const { findings } = await lintText({ path, text }, { preset: 'all' });
  return findings.filter((finding) => finding.rule === rule);
}

/** The marked text and remedy of each finding of a rule. */
async function remediesOf(path: string, text: string, rule: string): Promise<readonly (readonly [string, string])[]> {
  return (await findingsOf(path, text, rule)).map(({ location: { span }, message: { remedy = '' } }) => [
    text.slice(span.start, span.end),
    remedy,
  ]);
}

const REBOOT =
  ' The container then stays down after a reboot, a restart of the engine or an exit with code 0. If it must come back, use a supervisor such as systemd, or suppress this finding.';

const service = (body: string): string => `services: {web: {image: "a:1", ${body}}}\n`;

describe('limits and restarts are written where the file has them', () => {
  test.each([
    ['a service without any', 'init: true', 'Set `pids_limit: 4096`,'],
    ['limits as keys of the service', 'mem_limit: 1g', 'Set `pids_limit: 4096`,'],
    [
      'limits under deploy',
      'deploy: {resources: {limits: {memory: 1g}}}',
      'Set `pids: 4096` under `deploy.resources.limits`,',
    ],
    ['deploy without limits', 'deploy: {replicas: 1}', 'Set `pids: 4096` under `deploy.resources.limits`,'],
    [
      'limits under deploy that another file of the service has too',
      'mem_limit: 1g, deploy: {resources: {limits: {memory: 1g}}}',
      'Set `pids: 4096` under `deploy.resources.limits`,',
    ],
  ])('processes: %s', async (_, body, start) => {
    const [found] = await remediesOf('compose.yaml', service(body), 'unlimited-pids');
    expect(found?.[1].slice(0, start.length)).toBe(start);
  });

  test('a service without limits has them where the others have theirs', async () => {
    const text = `services:
  web: {image: a:1}
  db: {image: b:1, deploy: {resources: {limits: {memory: 1g, pids: 50, cpus: 1}}}}
`;
    expect(await remediesOf('compose.yaml', text, 'unlimited-memory')).toEqual([
      ['web', 'Limit its memory with `memory` under `deploy.resources.limits`. Measure its peak with `docker stats`.'],
    ]);
    expect(await remediesOf('compose.yaml', text, 'default-cpu-priority')).toEqual([
      ['web', 'Limit its CPU use with `cpus` under `deploy.resources.limits`.'],
    ]);
  });

  test.each([
    ['restart: always', 'always', `Write \`restart: on-failure:5\`.${REBOOT}`],
    [
      'deploy: {restart_policy: {condition: any}}',
      'any',
      `Write \`condition: on-failure\` and \`max_attempts: 5\` under \`deploy.restart_policy\`.${REBOOT}`,
    ],
    [
      'restart: always, deploy: {restart_policy: {condition: on-failure}}',
      'on-failure',
      'Write `condition: on-failure` and `max_attempts: 5` under `deploy.restart_policy`.',
    ],
  ])('%s', async (body, marked, remedy) => {
    expect(await remediesOf('compose.yaml', service(body), 'unbounded-restart')).toEqual([[marked, remedy]]);
  });
});

describe('a device keeps its path in the container, and is not cut off', () => {
  const NARROW = 'Remove it unless the container needs it; otherwise, allow only read and write: ';
  const long = `/dev/serial/by-id/${'usb-a_long_name-'.repeat(6)}port0`;

  test.each([
    ['"/dev/ttyUSB0"', '/dev/ttyUSB0', '`/dev/ttyUSB0:/dev/ttyUSB0:rw`.'],
    [
      '"/dev/serial/by-id/X:/dev/ttyACM0"',
      '/dev/serial/by-id/X:/dev/ttyACM0',
      '`/dev/serial/by-id/X:/dev/ttyACM0:rw`.',
    ],
    ['"/dev/a:/dev/b:rwm"', '/dev/a:/dev/b:rwm', '`/dev/a:/dev/b:rw`.'],
    [`"${long}:/dev/x"`, `${long}:/dev/x`, `\`${long}:/dev/x:rw\`.`],
    ['"${D:-/dev/a}:/dev/b"', '${D:-/dev/a}:/dev/b', '`${D:-/dev/a}:/dev/b:rw`.'],
    ['"${D:-/dev/a:/dev/b}"', '/dev/a:/dev/b', '`/dev/a:/dev/b:rw`.'],
    ['{source: /dev/a, target: /dev/b}', '/dev/a', '`permissions: rw`.'],
    [`"/dev/${'a'.repeat(400)}"`, `/dev/${'a'.repeat(400)}`, '`rw` after the container path.'],
  ])('devices: [%s]', async (device, marked, remedy) => {
    const text = service(`devices: [${device}]`);
    expect(await remediesOf('compose.yaml', text, 'host-device')).toEqual([[marked, NARROW + remedy]]);
  });

  test.each([
    ['docker run --device /dev/a:/dev/b a:1', '/dev/a:/dev/b', '`--device=/dev/a:/dev/b:rw`.'],
    ['docker run --device $D:/dev/b a:1', '$D:/dev/b', '`--device=$D:/dev/b:rw`.'],
    ['D=/dev/a\ndocker run --device $D:/dev/b a:1', '$D:/dev/b', '`--device=$D:/dev/b:rw`.'],
    ['D=/dev/a\ndocker run --device $D a:1', '/dev/a', '`/dev/a:/dev/a:rw`.'],
  ])('%s', async (text, marked, remedy) => {
    expect(await remediesOf('run.sh', `${text}\n`, 'host-device')).toEqual([[marked, NARROW + remedy]]);
  });
});

describe('a published port keeps its variables, and what is to be changed is marked', () => {
  test.each([
    ['"8080:80"', '8080:80', `Specify an address: \`127.0.0.1:8080:80\`${IN_NETWORK}`],
    ['80', '80', `Specify an address: \`127.0.0.1::80\`${IN_NETWORK}`],
    ['"${PORT:-8080}:80"', '${PORT:-8080}:80', `Specify an address: \`127.0.0.1:\${PORT:-8080}:80\`${IN_NETWORK}`],
    ['"${PORT}:80/udp"', '${PORT}:80/udp', `Specify an address: \`127.0.0.1:\${PORT}:80/udp\`${IN_NETWORK}`],
    [
      '"${P:-81}:${Q:-80}/${R:-udp}"',
      '${P:-81}:${Q:-80}/${R:-udp}',
      `Specify an address: \`127.0.0.1:\${P:-81}:\${Q:-80}/\${R:-udp}\`${IN_NETWORK}`,
    ],
    [
      '"${R:-8000-8010}:8000-8010"',
      '${R:-8000-8010}:8000-8010',
      `Specify an address: \`127.0.0.1:\${R:-8000-8010}:8000-8010\`${IN_NETWORK}`,
    ],
    [
      '"${A:-8000}-${B:-8010}:8000-8010"',
      '${A:-8000}-${B:-8010}:8000-8010',
      `Specify an address: \`127.0.0.1:\${A:-8000}-\${B:-8010}:8000-8010\`${IN_NETWORK}`,
    ],
    [
      '"${HOST_IP:-}:${P:-9000}:9000"',
      '${HOST_IP:-}',
      `Set the variable \`HOST_IP\` to an address, such as \`127.0.0.1\`${IN_NETWORK}`,
    ],
    ['"${IP:-0.0.0.0}:82:81"', '0.0.0.0', `Set the variable \`IP\` to one address, such as \`127.0.0.1\`${IN_NETWORK}`],
    ['"0.0.0.0:${P:-82}:81"', '0.0.0.0', `Specify one address: \`127.0.0.1:\${P:-82}:81\`${IN_NETWORK}`],
    ['"${BOTH:-1234:80}"', '1234:80', `Specify an address: \`127.0.0.1:1234:80\`${IN_NETWORK}`],
    ['"${ALL:-0.0.0.0:1234:80}"', '0.0.0.0', `Specify one address: \`127.0.0.1:1234:80\`${IN_NETWORK}`],
    ['{target: 80, published: "${P:-8080}"}', '80', `Specify an address: \`host_ip: 127.0.0.1\`${IN_NETWORK}`],
    ['{target: 80, host_ip: 0.0.0.0}', '0.0.0.0', `Specify one address: \`host_ip: 127.0.0.1\`${IN_NETWORK}`],
    [
      '{target: 80, host_ip: "${IP:-0.0.0.0}"}',
      '0.0.0.0',
      `Set the variable \`IP\` to one address, such as \`127.0.0.1\`${IN_NETWORK}`,
    ],
  ])('ports: [%s]', async (port, marked, remedy) => {
    expect(await remediesOf('compose.yaml', service(`ports: [${port}]`), 'wildcard-bind-address')).toContainEqual([
      marked,
      remedy,
    ]);
  });

  test.each([
    [
      'docker run -p "${PORT:-8080}:80" a:1',
      '${PORT:-8080}:80',
      `Specify an address: \`-p 127.0.0.1:\${PORT:-8080}:80\`${IN_NETWORK}`,
    ],
    [
      'docker run --publish="$PORT:80/udp" a:1',
      '$PORT:80/udp',
      `Specify an address: \`--publish=127.0.0.1:$PORT:80/udp\`${IN_NETWORK}`,
    ],
    [
      'docker run -p "${HOST_IP:-}:${P:-9000}:9000" a:1',
      '${HOST_IP:-}',
      `Set the variable \`HOST_IP\` to an address, such as \`127.0.0.1\`${IN_NETWORK}`,
    ],
    ['P=8080\ndocker run -p $P:80 a:1', '$P:80', `Specify an address: \`-p 127.0.0.1:$P:80\`${IN_NETWORK}`],
    ['P=8080:80\ndocker run -p $P a:1', '8080:80', `Specify an address: \`127.0.0.1:8080:80\`${IN_NETWORK}`],
    ['f() { p=$1; docker run -p "$p:80" a:1; }', '$p:80', `Specify an address: \`-p 127.0.0.1:$p:80\`${IN_NETWORK}`],
    ['f() { docker run -p "$1:80" a:1; }\nf 8080', '$1:80', `Specify an address: \`-p 127.0.0.1:$1:80\`${IN_NETWORK}`],
  ])('%s', async (text, marked, remedy) => {
    expect(await remediesOf('run.sh', `${text}\n`, 'wildcard-bind-address')).toEqual([[marked, remedy]]);
  });
});

describe('an image keeps its variables, as the line of the command has them', () => {
  test.each([
    [
      'IMAGE="x/api:${1:-latest}"; docker run "$IMAGE"',
      '$IMAGE',
      'Specify the version you tested instead of `latest`.',
    ],
    ['IMAGE=alpine; docker run $IMAGE', 'alpine', 'Specify the version you tested: `alpine:VERSION`.'],
    [
      'f() { image=$1; docker run "x/$image:latest"; }',
      'x/$image:latest',
      'Specify the version you tested: `x/$image:VERSION`.',
    ],
    ['docker run "${I:-alpine:latest}"', 'alpine:latest', 'Specify the version you tested: `alpine:VERSION`.'],
  ])('%s', async (text, marked, remedy) => {
    expect(await remediesOf('run.sh', `${text}\n`, 'unpinned-image')).toEqual([[marked, remedy]]);
  });

  test('a digest is added to what the line says', async () => {
    const text = 'f() { v=$1; docker run "postgres:$v-alpine"; }\n';
    expect((await remediesOf('run.sh', text, 'unpinned-image')).map(([, remedy]) => remedy)).toEqual([
      "Add the digest shown by `docker image inspect --format '{{.RepoDigests}}' postgres:$v-alpine`: `postgres:$v-alpine@sha256:DIGEST`.",
    ]);
  });

  test('but not to one of several possible texts, or to one that is no image', async () => {
    const text = 'v=17; [ "$1" = old ] && v=""; docker run "postgres:$v-alpine"\n';
    expect((await remediesOf('run.sh', text, 'unpinned-image')).map(([, remedy]) => remedy)).toEqual([
      "Add the digest shown by `docker image inspect --format '{{.RepoDigests}}'`: `@sha256:DIGEST` after the tag.",
    ]);
    const findings = await findingsOf('run.sh', text, 'unpinned-image');
    expect(findings.map(({ message }) => message.what).join()).not.toContain('postgres:-alpine');
  });

  test('the parts of an image that was put together are related places', async () => {
    const text = 'IMAGE="x/api:${1:-latest}"\ndocker run "$IMAGE"\n';
    const [finding] = await findingsOf('run.sh', text, 'unpinned-image');
    expect(
      finding?.related.map(({ location: { span }, message }) => [text.slice(span.start, span.end), message]),
    ).toContainEqual(['latest', 'part of the value is set here']);
  });

  test('a value that is hidden is in no remedy', async () => {
    const text = 'services: {web: {image: "${API_TOKEN}"}}\n';
    const { findings } = await lintText(
      { path: 'compose.yaml', text },
      { preset: 'all' },
      { files: { read: () => ({ failure: 'missing' }) }, environment: new Map([['API_TOKEN', 'hunter/two:latest']]) },
    );
    expect(JSON.stringify(findings)).not.toMatch(/hunter|`latest`/);
  });
});

describe('what is to be removed is quoted as the file has it', () => {
  test.each([
    [
      'seccomp-disabled',
      'security_opt: ["seccomp:unconfined"]',
      'Remove `seccomp:unconfined` from `security_opt`, or use a custom profile: `seccomp:./profile.json`.',
    ],
    [
      'seccomp-disabled',
      'security_opt: ["seccomp=unconfined"]',
      'Remove `seccomp=unconfined` from `security_opt`, or use a custom profile: `seccomp=./profile.json`.',
    ],
    [
      'apparmor-disabled',
      'security_opt: ["apparmor:unconfined"]',
      'Remove `apparmor:unconfined` from `security_opt`, or use a custom profile: `apparmor:PROFILE`. If its documentation requires that, suppress this finding with `# plimsoll: ignore[apparmor-disabled] -- required by its documentation`.',
    ],
    [
      'selinux-disabled',
      'security_opt: ["label:disable"]',
      'Remove `label:disable` from `security_opt`. If SELinux denies access to a bind mount, add `:z` or `:Z` to it.',
    ],
    [
      'added-capability',
      'cap_drop: [ALL], cap_add: [CAP_SYS_ADMIN]',
      'Remove `CAP_SYS_ADMIN` from `cap_add` unless the program needs it. If it does, suppress this finding with a reason.',
    ],
    [
      'added-capability',
      'cap_drop: [ALL], cap_add: [sys_nice]',
      'Remove `sys_nice` from `cap_add` unless the service needs it.',
    ],
  ])('%s: %s', async (rule, body, remedy) => {
    expect((await remediesOf('compose.yaml', service(body), rule)).map(([, text]) => text)).toEqual([remedy]);
  });
});

describe('a mount becomes read-only in its own form', () => {
  test.each([
    ['"/etc:/x"', 'If it only reads, add `:ro`.'],
    ['"/etc:/x:rw"', 'If it only reads, change `rw` to `ro`.'],
    ['"/etc:/x:z"', 'If it only reads, add `ro` to its options.'],
    ['{type: bind, source: /etc, target: /x}', 'If it only reads, add `read_only: true`.'],
  ])('volumes: [%s]', async (volume, start) => {
    const [found] = await remediesOf('compose.yaml', service(`volumes: [${volume}]`), 'sensitive-host-mount');
    expect(found?.[1].slice(0, start.length)).toBe(start);
  });
});

test.each([
  ['backrest/data:/data', 'For a relative path, write `./backrest/data`.'],
  ['backrest:/data', 'Define it under top-level `volumes:`.'],
])('a volume that nothing defines and looks like a path is one: %s', async (volume, remedy) => {
  const found = await remediesOf('compose.yaml', service(`volumes: ["${volume}"]`), 'syntax/undefined-reference');
  expect(found.map(([, text]) => text)).toEqual([remedy]);
});

describe('the commands of a remedy are those of its client', () => {
  test.each([
    ['run.sh', 'podman run -d a:1\n', 'Create a network (`podman network create NAME`) and add `--network NAME`.'],
    ['run.sh', 'nerdctl run -d a:1\n', 'Create a network (`nerdctl network create NAME`) and add `--network NAME`.'],
    ['run.sh', 'docker run -d a:1\n', 'Create a network (`docker network create NAME`) and add `--network NAME`.'],
  ])('%s: %s', async (path, text, remedy) => {
    expect((await remediesOf(path, text, 'default-bridge-network')).map(([, said]) => said)).toEqual([remedy]);
  });

  test.each(['podman', 'docker'])('%s inspects an image that is unknown', async (client) => {
    const { undecided } = await lintText({ path: 'run.sh', text: `${client} run -d a.example/b:1\n` });
    expect(undecided.map(({ reason }) => reason)).toContain(
      `Image \`a.example/b:1\` is unknown to plimsoll. To add it, run \`${client} image inspect a.example/b:1 | plimsoll images\`.`,
    );
  });
});

test('the mode of a volume in a mount is no mode', async () => {
  const mount = (target: string): string => `docker service create --mount type=bind,src=/etc,dst=${target} a:1\n`;
  const said = async (target: string): Promise<string> => {
    const [found] = await findingsOf('run.sh', mount(target), 'sensitive-host-mount');
    return `${found?.message.what ?? ''} ${found?.message.remedy ?? ''}`;
  };
  expect(await said('/x:ro')).toContain(
    "Service `a:1` mounts the host's system directory `/etc`, writable because `:ro` is part of its target, so it can change host files.",
  );
  expect(await said('/x:ro')).toContain('use `,readonly` instead of `:ro`');
  expect(await said('/x')).toContain('add `,readonly`');
  expect(await said('/x,readonly')).not.toContain('writable');
});

const DEFAULT =
  'Remove the default of `MAIN_PASSWORD` so that nothing starts without a value: write `${MAIN_PASSWORD:?}`.';

describe('a secret is taken from outside in the form that the file has', () => {
  const OUTSIDE = 'Otherwise, replace the value with `${DB_PASSWORD:?}`, which requires a value from outside.';
  const MOUNT =
    "If the image supports `DB_PASSWORD_FILE`, mount the secret with `secrets` and set that variable to the file's path. ";

  test.each([
    ['- DB_PASSWORD=hunter2', MOUNT + OUTSIDE],
    ['DB_PASSWORD: hunter2', MOUNT + OUTSIDE],
    ['- DB_PASSWORD=${MAIN_PASSWORD:-hunter2}', DEFAULT],
    ['DB_PASSWORD: ${MAIN_PASSWORD-hunter2}', DEFAULT],
    ['DB_PASSWORD: "${MAIN_PASSWORD:-${OTHER:-hunter2}}"', DEFAULT],
    ['DB_URL: "postgres://app:${MAIN_PASSWORD:-hunter2}@db/app"', DEFAULT],
    // Two joined values, and one with other text.
    ['DB_PASSWORD: "${A:-hun}${B:-ter2}"', MOUNT + OUTSIDE],
    ['DB_PASSWORD: "hunter${A:-2}"', MOUNT + OUTSIDE],
    [
      'DB_URL: "postgres://app:hunter2@${HOST:-db}/app"',
      'Take the password from a variable set outside the file, or mount it as a secret file.',
    ],
    [
      '- GF_SECURITY_ADMIN_PASSWORD=hunter2',
      "Mount the secret with `secrets` and set `GF_SECURITY_ADMIN_PASSWORD__FILE` to the file's path. Or replace the value with `${GF_SECURITY_ADMIN_PASSWORD:?}`, which requires a value from outside.",
    ],
  ])('environment: %s', async (line, remedy) => {
    const text = `services:\n  web:\n    image: a:1\n    environment:\n      ${line}\n`;
    const found = await remediesOf('compose.yaml', text, 'secret-in-environment');
    expect(found.map(([, said]) => said)).toEqual([remedy]);
  });

  test.each([
    ['docker run -e DB_PASSWORD="${MAIN_PASSWORD:-hunter2}" a:1', DEFAULT],
    [
      'docker run -e DB_PASSWORD=hunter2 a:1',
      'If the image supports `DB_PASSWORD_FILE`, mount the secret as a file and set that variable to its path. Otherwise, pass the secret from outside: `-e DB_PASSWORD` without a value.',
    ],
  ])('%s', async (text, remedy) => {
    const found = await remediesOf('run.sh', `${text}\n`, 'secret-in-environment');
    expect(found.map(([, said]) => said)).toEqual([remedy]);
  });

  test('a default is said to be one', async () => {
    const text = service('environment: {DB_PASSWORD: "${MAIN_PASSWORD:-hunter2}"}');
    const [found] = await findingsOf('compose.yaml', text, 'secret-in-environment');
    expect(found?.message.what).toBe(
      'Service `web` has a secret in the default of `MAIN_PASSWORD`, for `DB_PASSWORD`: used unless that variable is set, and visible to anyone who can read the file.',
    );
  });
});

describe('a tag keeps what it says next to the version', () => {
  test.each([
    ['a/b:web-latest', '`a/b:web-VERSION`.'],
    ['a/b:latest-alpine', '`a/b:VERSION-alpine`.'],
    ['a/b:latest', '`a/b:VERSION`.'],
    ['a/b:nightly', '`a/b:VERSION`.'],
  ])('%s', async (image, pinned) => {
    const text = `services: {web: {image: "${image}"}}\n`;
    expect(await remediesOf('compose.yaml', text, 'unpinned-image')).toEqual([
      [image, `Specify the version you tested: ${pinned}`],
    ]);
  });
});

test('a version that an env file gives is changed there', async () => {
  const text = 'services: {web: {image: "a/b:${V}"}}\n';
  const env = 'OTHER=1\nV=latest\n';
  const { findings } = await lintText(
    { path: 'compose.yaml', text },
    {},
    { files: createMemoryFiles({ '.env': env, 'compose.yaml': text }), environment: new Map() },
  );
  const found = findings.find(({ rule }) => rule === 'unpinned-image');
  expect(found?.message.remedy).toBe('Specify the version you tested instead of `latest`, in `.env`.');
  expect(found?.related.map(({ location: { path, span } }) => [path, env.slice(span.start, span.end)])).toEqual([
    ['.env', 'latest'],
  ]);
});

describe('a service that has to come back after a reboot has another way', () => {
  test.each([
    ['compose.yaml', service('restart: always'), `Write \`restart: on-failure:5\`.${REBOOT}`],
    ['run.sh', 'docker run -d --restart unless-stopped a:1\n', `Write \`--restart=on-failure:5\`.${REBOOT}`],
    // Without it, the container does not restart.
    ['run.sh', 'docker run -d --restart on-failure a:1\n', 'Write `--restart=on-failure:5`.'],
  ])('%s: %s', async (path, text, remedy) => {
    expect((await remediesOf(path, text, 'unbounded-restart')).map(([, said]) => said)).toEqual([remedy]);
  });
});

test.each([
  [
    '"/dev:/dev"',
    "List the devices it needs under `devices` instead; for devices that are plugged in later, mount only their directory, such as `/dev/bus/usb`, and allow their class with `device_cgroup_rules: ['c 189:* rw']`. If neither works, suppress this finding with `# plimsoll: ignore[sensitive-host-mount] -- needs devices that are plugged in later`.",
  ],
  [
    '"/dev/sda:/dev/sda"',
    'Remove the mount and list the one device it needs under `devices`, with at most `r` or `rw`.',
  ],
  [
    '"/dev/shm:/dev/shm"',
    'Give it its own: `shm_size` for its `/dev/shm`, or `tmpfs` for another directory in memory.',
  ],
])('a mount of devices is not made read-only: volumes: [%s]', async (volume, remedy) => {
  const [found] = await findingsOf('compose.yaml', service(`volumes: [${volume}]`), 'sensitive-host-mount');
  expect(found?.message.remedy).toBe(remedy);
  expect((found?.fixes ?? []).length).toBe(volume.includes('shm') ? 1 : 0);
});

test('an exec as another user than root may be better than one without a user', async () => {
  expect(await remediesOf('run.sh', 'docker exec -u app web ls\n', 'exec-user')).toEqual([
    [
      'app',
      'Set the user for the whole container (`docker run --user`) and remove it here. If the container runs as root, keep this user: since version 1.2, the benchmark forbids only root.',
    ],
  ]);
});

test.each([
  ['user: root, command: "chown -R 1000 /data"', 'root'],
  ['user: "0", entrypoint: [sh, -c, "mkdir -p /data && chown 1000 /data"]', '0'],
])('what changes owners needs root: %s', async (body, marked) => {
  expect(await remediesOf('compose.yaml', service(body), 'root-user')).toEqual([
    [
      marked,
      'Only root can change owners: suppress this finding with a reason, and drop all other capabilities with `cap_drop: [ALL]` and `cap_add: [CHOWN]`.',
    ],
  ]);
});

test('what is on the ports of the web may be meant for everyone', async () => {
  const text = service('ports: ["192.0.2.10:80:80", "25:25"]');
  expect(await remediesOf('compose.yaml', text, 'privileged-host-port')).toEqual([
    [
      '80',
      "Publish a host port of 1024 or above, such as 8080, behind a proxy; or, if clients need this port, add it to the rule's `allow` option.",
    ],
    [
      '25',
      "Publish a host port of 1024 or above, such as 8025, or, if clients need this port, add it to the rule's `allow` option.",
    ],
  ]);
});

test.each([
  ['command: "chown -R 1000 /data"', 0],
  ['command: [sh, -c, "chown 1000 /data; exec app"]', 1],
  ['command: "app --chown 1000"', 1],
])('and one that sets no user is asked for none: %s', async (body, count) => {
  expect(await remediesOf('compose.yaml', service(body), 'root-user')).toHaveLength(count);
});

describe('a remedy says what the image needs', () => {
  const image = (name: string, body = ''): string =>
    `services: {web: {image: "${name}", volumes: ["d:/config"]${body}}}\nvolumes: {d: {}}\n`;

  test.each([
    [
      'postgres:17',
      'added-capability',
      'CHOWN to set the owner of its data; DAC_OVERRIDE to open data of other users as root; SETGID and SETUID to switch to the user postgres.',
    ],
    ['caddy:2.6', 'added-capability', 'NET_BIND_SERVICE to run its program, which has that file capability.'],
    [
      'linuxserver/sonarr',
      'writable-root-filesystem',
      'Set `read_only: true`, with `tmpfs: ["/run:exec"]` for the paths its image writes. The program then runs as user 911, which must own its data: `PUID` and `PGID` have no effect.',
    ],
    [
      'linuxserver/nextcloud',
      'writable-root-filesystem',
      "Its image isn't known to support a read-only root filesystem (taken from its entrypoint as of 2026-05): try it first, or suppress this finding with `# plimsoll: ignore[writable-root-filesystem] -- its image doesn't support it`.",
    ],
    ['linuxserver/sonarr', 'root-user', 'Set `user: "911:911"`; that user must own its data.'],
    [
      'linuxserver/radarr:6.1.1',
      'root-user',
      'Set `user: "1000:1001"`; that user must own its data.',
      ', environment: [PUID=1000, PGID=1001]',
    ],
    [
      'linuxserver/jellyfin',
      'root-user',
      'The image must start as root: grant only the capabilities it needs, or suppress this finding with a reason.',
    ],
  ])('%s: %s', async (name, rule, end, body = '') => {
    const [found] = await remediesOf('compose.yaml', image(name, body), rule);
    expect(found?.[1].slice(-end.length)).toBe(end);
  });

  test('and no fix makes it read-only where its data may be of another user, or nobody tried it', async () => {
    const fixes = async (name: string): Promise<readonly (string | undefined)[]> =>
      (await findingsOf('compose.yaml', image(name), 'writable-root-filesystem')).flatMap(({ fixes: all = [] }) =>
        all.map(({ withheld }) => withheld),
      );
    expect(await fixes('linuxserver/nextcloud')).toEqual([]);
    expect((await fixes('linuxserver/sonarr'))[0]).toContain('runs as user 911');
    expect(await fixes('nginx:1.27')).toEqual([undefined]);
  });
});
