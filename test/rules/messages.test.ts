import { describe, expect, test } from 'vitest';
import { type LintResult, lintText } from '../../src/lint/lint.ts';

/** The end of remedies that give an address. */
const IN_NETWORK = " for clients on this host; for clients elsewhere, the host's address in their network.";

/** The first finding or undecided result of a rule, as text. */
async function read(
  path: string,
  text: string,
  rule: string,
): Promise<{ readonly says: string; readonly remedy: string | undefined; readonly result: LintResult }> {
  const result = await lintText({ path, text }, { preset: 'all' });
  const finding = result.findings.find((one) => one.rule === rule);
  const undecided = result.undecided.find((one) => one.rule === rule);
  return { says: finding?.message.what ?? undecided?.reason ?? '', remedy: finding?.message.remedy, result };
}

describe('a message says what the text says', () => {
  test.each([
    // rule, arguments of docker run, how the message goes on behind the container's name, how the
    // remedy begins
    [
      'added-capability',
      '--cap-drop ALL --cap-add ALL alpine',
      'adds all capabilities (`ALL`), enough to',
      'Remove `--cap-add ALL`; add back only the capabilities it needs.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-add SYS_ADMIN alpine',
      'adds capability SYS_ADMIN, enough to',
      'Remove `--cap-add SYS_ADMIN` unless the program needs it. If it does, suppress this finding with a reason.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-add A,B alpine',
      'adds `A,B`, which is not a Linux capability',
      'Write one capability per option or list item.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-add CAP_ALL alpine',
      'adds `CAP_ALL`, which is not a Linux capability',
      'Use a name from capabilities(7)',
    ],
    ['added-capability', 'alpine', "keeps all of Docker's 14 default capabilities", 'Add `--cap-drop ALL`'],
    ['added-capability', '--cap-drop KILL alpine', 'drops some capabilities', 'Write `--cap-drop ALL`'],
    [
      'default-cpu-priority',
      '--cpu-shares 0 alpine',
      'sets CPU shares to the default, 0,',
      'Change the shares, or limit its CPU use with `--cpus`.',
    ],
    [
      'default-cpu-priority',
      '--cpu-shares 0 -c 1024 alpine',
      'sets CPU shares to the default, 1024,',
      'Change the shares, or limit its CPU use with `--cpus`.',
    ],
    [
      'host-device',
      '--device-cgroup-rule "c 10:200 rw" alpine',
      'allows host devices with the cgroup rule `c 10:200 rw`',
      'Remove the rule',
    ],
    ['host-device', '--gpus all alpine', 'requests host devices from a driver (gpu).', 'Remove the request'],
    [
      'host-device',
      '--gpus driver=nvidia,device=0,capabilities=utility alpine',
      'requests host devices from a driver (nvidia, 0, utility, gpu).',
      'Remove the request',
    ],
    ['host-network', '--network=host alpine', 'uses the host network', 'Remove `--network=host` and publish'],
    ['host-network', '--net host alpine', 'uses the host network', 'Remove `--net=host` and publish'],
    ['host-network', '--net host --network x alpine', 'uses the host network', 'Remove `--net=host` and publish'],
    [
      'privileged-host-port',
      '-p 90:80 alpine',
      'publishes host port 90; clients expect host services on ports below 1024',
      'Publish a host port of 1024 or above, such as 8090,',
    ],
    [
      'privileged-host-port',
      '-p 1000:80 alpine',
      'publishes host port 1000; clients expect host services on ports below 1024',
      'Publish a host port of 1024 or above, such as 2000,',
    ],
    [
      'privileged-host-port',
      '-p 90-91:80-81 alpine',
      'publishes host ports 90-91; clients expect host services on ports below 1024',
      'Publish a host port of 1024 or above, such as 8090-8091,',
    ],
    [
      'sensitive-host-mount',
      '-v /etc:/x alpine',
      "mounts the host's system directory `/etc`, writable",
      'If it only reads, add `:ro`.',
    ],
    [
      'sensitive-host-mount',
      '-v /etc/ssh:/x alpine',
      "mounts `/etc/ssh` in the host's `/etc`, writable",
      'If it only reads, add `:ro`.',
    ],
    [
      'sensitive-host-mount',
      '--mount type=bind,src=/etc,dst=/x alpine',
      "mounts the host's system directory `/etc`, writable",
      'If it only reads, add `,readonly`.',
    ],
    [
      'sensitive-host-mount',
      '-v /:/x:ro alpine',
      "mounts the host's root directory `/`, read-only, which exposes every socket",
      'Mount only the directories',
    ],
    [
      'sensitive-host-mount',
      '-v /run/dbus/system_bus_socket:/x:ro alpine',
      "mounts `/run/dbus/system_bus_socket`, the host's message bus",
      "Remove the mount; a read-only mount doesn't prevent",
    ],
    [
      'sensitive-host-mount',
      '-v /etc/cron.d:/x alpine',
      "mounts `/etc/cron.d` in the host's `/etc`, writable: the host runs or trusts",
      'If it only reads, add `:ro`.',
    ],
    [
      'sensitive-host-mount',
      '-v /etc/shadow:/x:ro alpine',
      "mounts `/etc/shadow` in the host's `/etc`, read-only, which holds host secrets",
      'Mount only the file it needs, or give the container its own secret',
    ],
    [
      'sensitive-host-mount',
      '-v ~/.aws:/x:ro alpine',
      'might mount `~/.aws`, a home directory on the host or a path in it, read-only, which holds host secrets',
      'Mount only the file',
    ],
    [
      'sensitive-host-mount',
      '-v /run/snapd.sock:/x:ro alpine',
      "mounts `/run/snapd.sock` in the host's `/run`, read-only.",
      'Remove the mount unless the container needs this socket',
    ],
    [
      'sensitive-host-mount',
      '-v /dev/ttyUSB0:/x alpine',
      "mounts `/dev/ttyUSB0` in the host's `/dev`, writable",
      'Remove the mount and pass the one device it needs with `--device`',
    ],
    [
      'sensitive-host-mount',
      '-v /dev/shm:/x alpine',
      "mounts `/dev/shm` in the host's `/dev`, writable",
      'Give it its own: `--shm-size` for its `/dev/shm`,',
    ],
    [
      'added-capability',
      '--cap-drop CAP_ALL alpine',
      'drops `CAP_ALL`, which is not a Linux capability',
      'Write `ALL` without a prefix.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-drop A,B alpine',
      'drops `A,B`, which is not a Linux capability',
      'Write one capability per option or list item.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-drop NET_RAWS alpine',
      'drops `NET_RAWS`, which is not a Linux capability',
      'Write `NET_RAW` if you mean that capability.',
    ],
    [
      'added-capability',
      '--cap-drop ALL --cap-add SYS_PTRACE --pid host alpine',
      "adds SYS_PTRACE and shares the host's PID namespace",
      'Remove `--cap-add SYS_PTRACE`, or `--pid host`.',
    ],
    [
      'wildcard-bind-address',
      '-dP alpine',
      'publishes every port its image exposes on all host addresses',
      'Replace `-P` with `-p` and an address',
    ],
    [
      'docker-socket-mount',
      '-e POST=1 -v /run/docker.sock:/x tecnativa/docker-socket-proxy:1',
      "mounts the container engine's socket `/run/docker.sock` as a proxy",
      'Allow only the requests',
    ],
    [
      'docker-socket-mount',
      '-v /run/docker.sock:/x tecnativa/docker-socket-proxy:1',
      "mounts the container engine's socket `/run/docker.sock` as a read-only proxy: its clients can still read the environment variables",
      'Put only programs that need this on its network',
    ],
    [
      'docker-socket-mount',
      '-v "$SOCK:/var/run/docker.sock" alpine',
      "Whether the mount at `/var/run/docker.sock` is the container engine's socket depends on `$SOCK`",
      '',
    ],
    [
      'sensitive-host-mount',
      "-v 'C:\\:/x' alpine",
      "mounts the host's whole drive `C:\\`, writable, which exposes all programs and every secret on the host.",
      'Mount only the directories it needs.',
    ],
    [
      'sensitive-host-mount',
      "-v 'C:\\Users\\me:/x' alpine",
      'mounts `C:\\Users\\me`, a home directory on the host or a path in it, writable',
      'If it only reads, add `:ro`. Keep its own data in a named volume or a dedicated directory.',
    ],
    [
      'sensitive-host-mount',
      "-v 'C:\\Users:/x:ro' alpine",
      "mounts `C:\\Users`, the host's home directories, read-only",
      'Mount only',
    ],
    [
      'unpinned-image',
      '--mount type=image,source=tools,target=/x alpine:3.22',
      'mounts files from `tools`, which is not pinned',
      'Specify the version you tested: `tools:VERSION`.',
    ],
    [
      'sensitive-host-mount',
      '-v /etc:/x:ro alpine',
      "mounts the host's system directory `/etc`, read-only",
      'Mount only the files it reads.',
    ],
    [
      'sensitive-host-mount',
      '-v /etc/ssh:/x:ro alpine',
      "mounts `/etc/ssh` in the host's `/etc`, read-only",
      'Remove the mount unless the container reads it.',
    ],
    [
      'unbounded-restart',
      '--restart on-failure:0 alpine',
      'restarts indefinitely after failures',
      'Write `--restart=on-failure:5`.',
    ],
    ['unbounded-restart', '--restart on-failure:6 alpine', 'restarts up to 6 times', 'Write `--restart=on-failure:5`.'],
    ['unlimited-memory', '--memory 0 alpine', 'sets its memory limit to 0', 'Change it to what the container needs.'],
    ['unlimited-memory', '-m0 alpine', 'sets its memory limit to 0', 'Change it to what the container needs.'],
    ['unneeded-open-ports', '-dP alpine', 'publishes every port its image exposes', 'Replace `-P` with `-p`'],
    [
      'unneeded-open-ports',
      '--publish-all alpine',
      'publishes every port its image exposes',
      'Replace `--publish-all` with `-p`',
    ],
    [
      'unneeded-open-ports',
      '-p 127.0.0.1:8000-8010:8000-8010 alpine',
      'publishes a range of 11 ports, 8000-8010.',
      'List the ports it uses',
    ],
    [
      'unneeded-open-ports',
      '--expose 8000-8010 alpine',
      'exposes a range of 11 ports, 8000-8010.',
      'List the ports it uses',
    ],
    [
      'unpinned-image',
      'nginx:edge',
      'runs `nginx:edge`, a moving tag',
      'Specify the version you tested: `nginx:VERSION`.',
    ],
    ['unpinned-image', 'nginx:1.27', 'runs `nginx:1.27` without a digest', 'Add the digest'],
    [
      'unpinned-image',
      '"$A/x/$B:latest"',
      'runs `$A/x/$B:latest`',
      'Specify the version you tested: `$A/x/$B:VERSION`.',
    ],
    ['unpinned-image', '"$A/x"', 'runs `$A/x` without a tag', 'Specify the version you tested: `$A/x:VERSION`.'],
    [
      'wildcard-bind-address',
      '-p 8080:80 alpine',
      'publishes port 8080:80 on all host addresses',
      `Specify an address: \`-p 127.0.0.1:8080:80\`${IN_NETWORK}`,
    ],
    [
      'wildcard-bind-address',
      '-p 80/udp alpine',
      'publishes port 80/udp on all host addresses',
      `Specify an address: \`-p 127.0.0.1::80/udp\`${IN_NETWORK}`,
    ],
    [
      'wildcard-bind-address',
      '-p "$PORT:80" alpine',
      'publishes port $PORT:80 on all host addresses',
      `Specify an address: \`-p 127.0.0.1:$PORT:80\`${IN_NETWORK}`,
    ],
    [
      'wildcard-bind-address',
      '-p 0.0.0.0:8080:80 alpine',
      'publishes port 8080:80 on all host addresses (`0.0.0.0`)',
      `Specify one address: \`-p 127.0.0.1:8080:80\`${IN_NETWORK}`,
    ],
  ])('%s: docker run %s', async (rule, options, what, fix) => {
    const { says, remedy } = await read('run.sh', `docker run --name web ${options}\n`, rule);
    expect(says.replace('Container `web` ', '')).toMatch(startOf(what));
    expect(remedy ?? '').toMatch(startOf(fix));
  });
});

function startOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')}`);
}

describe('a message names what it is about', () => {
  test.each([
    ['compose.yaml', 'services: {web: {image: a:1, privileged: true}}', 'privileged-container', 'Service `web` runs'],
    [
      'compose.yaml',
      'services: {web: {image: a:1, post_start: [{command: [x], user: root}]}}',
      'exec-user',
      'The hook of service `web` runs',
    ],
    ['run.sh', 'docker run --name web --privileged a:1', 'privileged-container', 'Container `web` runs'],
    ['run.sh', 'docker run --privileged "$1"', 'privileged-container', 'The container of image `$1` runs'],
    ['run.sh', 'docker exec -u root web x', 'exec-user', 'The command run in `web` runs'],
    [
      'run.sh',
      'o=; [ "$1" ] && o=--privileged; docker run --name web $o a:1',
      'privileged-container',
      'Container `web` might run',
    ],
    [
      'compose.yaml',
      'services: {a: &x {image: a:1, privileged: true}, b: *x, c: *x}',
      'privileged-container',
      'Service `a` (also `b`, `c`) runs',
    ],
    [
      'compose.yaml',
      `services: {a: &x {image: a:1, privileged: true}, ${'bcdefghij'.replaceAll(/./g, '$&: *x, ')}}`,
      'privileged-container',
      'Service `a` (also `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`, `j`) runs',
    ],
    [
      'compose.yaml',
      `services: {a: &x {image: a:1, privileged: true}, ${'bcdefghijkl'.replaceAll(/./g, '$&: *x, ')}}`,
      'privileged-container',
      'Service `a` (also `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`, `j` and 2 more) runs',
    ],
  ])('%s: %s', async (path, text, rule, start) => {
    expect((await read(path, `${text}\n`, rule)).says).toMatch(startOf(start));
  });

  test('the container whose network it shares is a related place', async () => {
    const text = 'services: {a: {image: a:1, network_mode: host}, b: {image: b:1, network_mode: "service:a"}}\n';
    const { result } = await read('compose.yaml', text, 'host-network');
    const [, through] = result.findings.filter(({ rule }) => rule === 'host-network');
    expect(through?.message.what).toBe('Service `b` shares the network of `a`, which uses the host network.');
    expect(
      through?.related.map(({ message, location }) => [message, text.slice(location.span.start, location.span.end)]),
    ).toContainEqual(['`a` uses the host network', 'host']);
  });
});

test('a path of the host that a volume brings is found in the volume, and related to its use', async () => {
  const text =
    'services: {a: {image: a:1, volumes: ["host:/x:ro"]}}\nvolumes: {host: {driver_opts: {o: "bind,rshared", device: /etc}}}\n';
  const { result } = await read('compose.yaml', text, 'sensitive-host-mount');
  const of = (rule: string): readonly (readonly string[])[] =>
    result.findings
      .filter((one) => one.rule === rule)
      .map(({ location, related }) =>
        [location, ...related.map((one) => one.location)].map(({ span }) => text.slice(span.start, span.end)),
      );
  expect(of('sensitive-host-mount')).toEqual([['/etc', 'host']]);
  expect(of('shared-mount-propagation')).toEqual([['bind,rshared', 'host']]);
});

test('ports that are published are not reported again as exposed', async () => {
  const { result } = await read(
    'run.sh',
    'docker run -p 127.0.0.1:8000-8010:8000-8010 --expose 9000-9010 a:1\n',
    'unneeded-open-ports',
  );
  const reported = result.findings
    .filter(({ rule }) => rule === 'unneeded-open-ports')
    .map(({ message }) => message.what.replace(/^Container `[^`]*` /, ''));
  expect(reported).toEqual(['publishes a range of 11 ports, 8000-8010.', 'exposes a range of 11 ports, 9000-9010.']);
});

test('an engine warns of a label that is turned off in the short way', async () => {
  const text = JSON.stringify([
    {
      Id: 'a'.repeat(64),
      Name: '/web',
      Config: { Image: 'a:1' },
      HostConfig: { NetworkMode: 'bridge', SecurityOpt: ['disable'] },
    },
  ]);
  expect((await read('inspect.json', text, 'selinux-disabled')).says).toBe(
    'Container `web` disables SELinux labels, so SELinux no longer protects host files from it.',
  );
  expect((await read('inspect.json', text, 'seccomp-disabled')).says).toBe('');
});

describe('a remedy is written in the words of the file', () => {
  test.each([
    [
      'compose.yaml',
      'services: {web: {image: a:1, cap_drop: [ALL], cap_add: [SYS_NICE]}}',
      'Remove `SYS_NICE` from `cap_add` unless the service needs it.',
    ],
    [
      'run.sh',
      'docker run --cap-drop ALL --cap-add SYS_NICE a:1',
      'Remove `--cap-add SYS_NICE` unless the container needs it.',
    ],
    [
      'inspect.json',
      JSON.stringify([
        {
          Id: 'a'.repeat(64),
          Name: '/web',
          Config: { Image: 'a:1' },
          HostConfig: { NetworkMode: 'bridge', CapDrop: ['ALL'], CapAdd: ['SYS_NICE'] },
        },
      ]),
      'Recreate the container: remove `--cap-add SYS_NICE` unless the container needs it.',
    ],
  ])('%s', async (path, text, remedy) => {
    expect((await read(path, `${text}\n`, 'added-capability')).remedy).toBe(remedy);
  });

  test('an inspected container can have a remedy of its own', async () => {
    const text = JSON.stringify([
      { Id: 'a'.repeat(64), Name: '/web', Config: { Image: 'a:1' }, HostConfig: { NetworkMode: 'bridge' } },
    ]);
    expect((await read('inspect.json', text, 'missing-healthcheck')).remedy).toBe(
      'Recreate the container with `--health-cmd`, or from an image with a `HEALTHCHECK`.',
    );
  });
});

describe('what is undecided says why', () => {
  test.each([
    ['run.sh', 'docker run $OPTIONS a:1', 'unlimited-memory', '`$OPTIONS` may add more options.'],
    [
      'run.sh',
      'docker run --memory "$LIMIT" a:1',
      'unlimited-memory',
      "The memory limit depends on `$LIMIT`, which plimsoll can't resolve.",
    ],
    [
      'run.sh',
      'o=; [ "$1" ] && o="-m 1g"; docker run $o a:1',
      'unlimited-memory',
      'The memory limit differs between code paths.',
    ],
    [
      'run.sh',
      'docker run --security-opt "$NAME=unconfined" a:1',
      'apparmor-disabled',
      "The AppArmor profile depends on `$NAME`, which plimsoll can't resolve.",
    ],
    [
      'run.sh',
      'docker compose run web',
      'unlimited-memory',
      "Service `web` is defined in a Compose file that this command doesn't include.",
    ],
    [
      'compose.yaml',
      'services: {web: {ports: ["127.0.0.1:80:80"]}}',
      'unlimited-memory',
      'This service has no `image`, `build` or `extends` here, so another file must complete it.',
    ],
    [
      'compose.yaml',
      'services: {web: {extends: {file: base.yaml, service: web}}}',
      'unlimited-memory',
      '`base.yaml` was not read and may contain more options.',
    ],
    [
      'compose.yaml',
      'services: {web: {image: a:1, networks: [x]}}\nnetworks: {x: {external: true, name: "${NET}"}}',
      'host-network',
      "Whether it uses the host network depends on `${NET}`, which plimsoll can't resolve.",
    ],
    [
      'compose.yaml',
      'services: {web: {image: a:1, network_mode: "${MODE}", ports: ["8080:80"]}}',
      'wildcard-bind-address',
      "Whether host networking discards the published ports depends on `${MODE}`, which plimsoll can't resolve.",
    ],
  ])('%s: %s', async (path, text, rule, reason) => {
    expect((await read(path, `${text}\n`, rule)).says).toBe(reason);
  });
});
