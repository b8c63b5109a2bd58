import fc from 'fast-check';
import type { FlagType } from '../../src/parsers/docker/grammar/flag-types.ts';
import { maybe, oneOf, several, text } from './edits.ts';

/** Files in the client's directory, by a name that values use. */
export const CLIENT_FILES: Readonly<Record<string, string>> = {
  'vars.env': 'FROM_FILE=1\n',
  'labels.txt': 'from.file=1\n',
  'profile.json': '{"defaultAction":"SCMP_ACT_ALLOW"}\n',
};

const word = oneOf('a', 'web', 'A_B', 'x-1', 'db.example', 'some thing', 'é', '0', 'net.core.somaxconn', 'a=b', '');
const name = oneOf('web', 'db', 'a_b.c-d', 'X1', 'proxy');
const path = oneOf('/', '/x', '/etc', '/var/run/docker.sock', '/a//b/../c/', '/data/', '/with space', '/é', '/a.b-c_d');
const relativePath = oneOf('.', './x', './a/../b', '../x', './/y/', 'sub/x', '~/x', '.hidden', 'x');
const number = fc.oneof(
  oneOf(
    '0',
    '1',
    '-1',
    '2',
    '010',
    '0x1f',
    '0b11',
    '0o17',
    '1_000',
    '+5',
    '100',
    '2147483648',
    '9223372036854775807',
    '-9223372036854775808',
    '9223372036854775808',
    '1024',
  ),
  fc.integer({ min: -5, max: 70_000 }).map(String),
);
const decimal = fc.oneof(oneOf('0', '1', '+1', '007', '65535', '1000', '500'), fc.nat(2000).map(String));
const size = text(
  oneOf('0', '1', '512', '1.5', '0.5', '.5', '2.', '1e3', '1024', '64', '007', '4194304', '1_000', '0.1'),
  maybe(oneOf(' ')),
  maybe(oneOf('b', 'B', 'k', 'K', 'kb', 'KiB', 'm', 'M', 'mb', 'MB', 'mib', 'g', 'G', 'gb', 'GiB', 't', 'p', 'PiB')),
);
const duration = several(
  text(oneOf('0', '1', '30', '1.5', '.5', '10', '2.', '0.001'), oneOf('ns', 'us', 'µs', 'ms', 's', 'm', 'h')),
  3,
  '',
);
const octet = fc.integer({ min: 0, max: 255 }).map(String);
const ip4 = fc.oneof(
  oneOf('127.0.0.1', '0.0.0.0', '8.8.8.8', '255.255.255.255'),
  text(octet, '.', octet, '.', octet, '.', octet),
);
const ip6 = oneOf(
  '::',
  '::1',
  '2001:db8::1',
  'fe80::1',
  '2001:DB8:0:0:0:0:0:1',
  '::ffff:1.2.3.4',
  '::FFFF:102:304',
  'fe80::1%eth0',
  '1:2:3:4:5:6:7:8',
  '1::0:0:8',
  '0:0:0:0:0:0:0:0',
);
const ip = fc.oneof(ip4, ip6);
const mac = oneOf('92:d0:c6:0a:29:33', '92-D0-C6-0A-29-33', '92d0.c60a.2933', '02:00:00:00:00:00:00:01');
const port = fc.oneof(
  oneOf('80', '443', '0', '65535', '22', '8080', '080', '1'),
  fc.integer({ min: 1, max: 65_535 }).map(String),
);
const range = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 3 }))
  .map(([start, width]) => `${start}-${start + width}`);
const protocol = maybe(oneOf('/tcp', '/udp', '/sctp', '/TCP'));
const samePorts = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 3 }))
  .map(([host, container, width]) => `${host}-${host + width}:${container}-${container + width}`);
const address = fc.oneof(
  ip4,
  ip6.map((each) => `[${each}]`),
  oneOf('', 'localhost', '::1'),
);
const published = fc.oneof(
  text(port, protocol),
  text(port, ':', port, protocol),
  text(address, ':', port, ':', port, protocol),
  text(address, '::', port, protocol),
  text(samePorts, protocol),
  text(range, ':', port, protocol),
  text(address, ':', samePorts, protocol),
  text(range, protocol),
  several(
    fc.oneof(
      text('published=', fc.oneof(port, range)),
      text('target=', port),
      text('protocol=', oneOf('tcp', 'udp')),
      text('mode=', oneOf('host', 'ingress')),
    ),
    3,
  ),
);
const volumeOptions = several(
  oneOf('ro', 'rw', 'z', 'Z', 'nocopy', 'rshared', 'rprivate', 'slave', 'cached', 'delegated', 'volume-nocopy', 'x'),
  3,
);
const windowsPath = oneOf('C:\\x', 'c:/x', 'C:\\', '\\\\.\\pipe\\docker_engine');
const volume = fc.oneof(
  path,
  text(fc.oneof(path, relativePath, name), ':', path, maybe(text(':', volumeOptions))),
  text(windowsPath, ':', fc.oneof(path, windowsPath), maybe(text(':', volumeOptions))),
  oneOf('a', 'ab', 'x:', 'data', ':/x', 'a:b', 'a:b:c', '/a:/b:/c'),
);
const csvField = (field: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: field },
    { weight: 1, arbitrary: field.map((each) => `"${each.replaceAll('"', '""')}"`) },
  );
const boolean = oneOf('true', 'false', '1', '0', 't', 'F', 'TRUE', 'False');
const mountCommon = fc.oneof(
  text(oneOf('source=', 'src='), fc.oneof(path, relativePath, name, windowsPath)),
  text(oneOf('readonly', 'ro'), maybe(text('=', boolean))),
  text('consistency=', oneOf('cached', 'CONSISTENT', 'x')),
);
const bindField = fc.oneof(
  text('bind-propagation=', oneOf('rprivate', 'RSHARED', 'slave', 'x')),
  text('bind-nonrecursive', maybe(text('=', boolean))),
  text('bind-create-src', maybe(text('=', boolean))),
  text('bind-recursive=', oneOf('enabled', 'disabled', 'writable', 'readonly')),
);
const volumeField = fc.oneof(
  text('volume-nocopy', maybe(text('=', boolean))),
  text('volume-label=', oneOf('a=b', 'a', 'a=', '=x', 'b=c=d')),
  text('volume-driver=', oneOf('local', 'nfs')),
  text('volume-opt=', oneOf('o=bind', 'device=/etc', 'type', 'a=b=c')),
  text('volume-subpath=', oneOf('x', '/x')),
);
const tmpfsField = fc.oneof(text('tmpfs-size=', size), text('tmpfs-mode=', oneOf('1770', '0755', '7', '0')));
const mountOf = (type: string, field: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 5, arbitrary: oneOf(`type=${type}`) },
        { weight: 1, arbitrary: oneOf(`Type=${type.toUpperCase()}`, '') },
      ),
      text(oneOf('target=', 'dst=', 'destination='), path),
      fc.array(csvField(fc.oneof(mountCommon, field)), { maxLength: 4 }),
    )
    .chain(([head, target, fields]) =>
      fc.shuffledSubarray(
        [head, target, ...fields].filter((each) => each !== ''),
        { minLength: fields.length },
      ),
    )
    .map((fields) => fields.join(','));
const mount = fc.oneof(
  mountOf('bind', bindField),
  mountOf('volume', volumeField),
  mountOf('tmpfs', tmpfsField),
  mountOf('image', text('image-subpath=', oneOf('etc', '/etc', 'a/../b', ''))),
  mountOf('npipe', bindField),
  mountOf('cluster', volumeField),
  mountOf('bind', fc.oneof(volumeField, tmpfsField, bindField)),
);
const entry = fc.oneof(text(name, '=', word), name, oneOf('a=', 'a=b=c', 'some.key=x y', '=x', '', 'a b=c', ' a=b'));
const networkField = fc.oneof(
  text(oneOf('name=', 'NAME='), oneOf('proxy', 'a', 'Front', 'bridge', 'host', ' x')),
  text('alias=', name),
  text('ip=', ip4),
  text('ip6=', ip6),
  text('mac-address=', mac),
  text('link-local-ip=', ip),
  text('gw-priority=', oneOf('0', '10', '-1')),
  text('driver-opt=', oneOf('a=b', 'com.x.y=1', 'A=B=C', 'a=')),
);
const device = fc.oneof(
  text(path, maybe(text(':', path)), maybe(text(':', oneOf('r', 'rw', 'rwm', 'm', 'wr')))),
  oneOf(
    '/dev/sda',
    '/dev/snd:/dev/snd:rwm',
    'vendor.com/class=device',
    'nvidia.com/gpu=all',
    'a/b=c',
    '/dev/x:/a/../b',
    '/dev/fuse:rw',
    'sda:/x',
  ),
);
const limit = oneOf('0', '1', '1024', '-1', '2048', '65535', '9223372036854775807');

/** Valid and nearly valid values per flag type. */
export const FLAG_VALUES: Readonly<Record<FlagType, fc.Arbitrary<string>>> = {
  boolean,
  command: oneOf('sh -c "true"', 'sleep 10', "a 'b c'", 'a\\ b', '"', ''),
  'service-port': oneOf(
    '80',
    '8080:80',
    'published=8080,target=80,mode=host',
    '127.0.0.1:80:80',
    'target=0',
    '1-2:3-4/udp',
  ),
  string: fc.oneof(
    word,
    path,
    name,
    number,
    oneOf(
      'host',
      'none',
      'service:a',
      'container:x',
      'ALL',
      'SYS_ADMIN',
      '0:0',
      'root',
      'nobody:nogroup',
      'SIGTERM',
      '0-3',
      '0,1',
      'private',
      'shareable',
      'default',
      'local',
      'json-file',
      'runc',
    ),
  ),
  integer: number,
  uint16: fc.oneof(oneOf('0', '10', '1000', '0x10', '65535', '65536', '0o17'), decimal),
  uint64: fc.oneof(oneOf('0', '18446744073709551615', '0x10', '1_0'), decimal),
  size,
  'size-or-unlimited': fc.oneof(size, oneOf('-1')),
  duration: fc.oneof(duration, oneOf('0', '-1s', '+1s', '999us', '1h1m', '0s')),
  cpus: oneOf(
    '1',
    '1.5',
    '.5',
    '2.',
    '0.000000001',
    '1e-3',
    '3/2',
    '1/3',
    '0',
    '-1',
    '0x2',
    '1_0',
    '0.1',
    '1e2',
    '+1.5',
    '9999999999',
    '010',
  ),
  'pid-mode': oneOf('host', 'container:x', '', 'container:'),
  'uts-mode': oneOf('host', '', 'private'),
  'userns-mode': oneOf('host', '', 'private'),
  'cgroupns-mode': oneOf('host', 'private', '', 'HOST'),
  'pull-policy': oneOf('always', 'missing', 'never', '', 'if-not-present'),
  platform: oneOf(
    'linux/amd64',
    'linux',
    'amd64',
    'linux/arm64/v8',
    'linux/arm/v7',
    'arm64',
    'windows/amd64',
    'Linux/AMD64',
    'darwin',
    'wasi/wasm',
    '',
  ),
  'attach-stream': oneOf('stdin', 'stdout', 'STDERR', 'stderr'),
  'restart-policy': oneOf(
    'no',
    'always',
    'unless-stopped',
    'on-failure',
    'on-failure:3',
    'on-failure:0',
    'on-failure:-1',
    'always:3',
    '',
    'no:',
    'sometimes',
    'on-failure:+2',
  ),
  file: oneOf('vars.env', 'labels.txt', './vars.env'),
  env: fc.oneof(text(name, '=', word), name, oneOf('A=1', 'A=2', 'B=', 'a b=c', 'A=x=y', 'PATH=/bin')),
  label: entry,
  entry,
  tmpfs: fc.oneof(
    text(path, maybe(text(':', oneOf('rw,size=64m', 'ro', 'size=1g,mode=1777', '', 'noexec,nosuid,x=y')))),
    oneOf('x', ''),
  ),
  sysctl: text(
    oneOf(
      'net.ipv4.ip_forward',
      'kernel.msgmax',
      'kernel.shm_rmid_forced',
      'fs.mqueue.msg_max',
      'net.core.somaxconn',
      'kernel.sem',
      'net.',
    ),
    '=',
    word,
  ),
  'extra-host': fc.oneof(
    text(
      oneOf('db', 'host.docker.internal', 'a b'),
      oneOf(':', '='),
      fc.oneof(
        ip,
        ip6.map((each) => `[${each}]`),
        oneOf('host-gateway'),
      ),
    ),
  ),
  'dns-domain': oneOf('example.com', '.', 'a', 'example.com.', 'x-y.z', ' example.com ', 'EXAMPLE.com', '1a', 'a.1'),
  'dns-server': ip,
  device,
  gpus: fc.oneof(
    oneOf('all', '1', '0', '-1', '2'),
    several(
      csvField(
        fc.oneof(
          text('count=', oneOf('1', 'all', '-1', '+1')),
          text('driver=', oneOf('nvidia', '')),
          oneOf(
            '"device=0,1"',
            'device=GPU-1',
            '"capabilities=gpu,utility"',
            'capabilities=compute',
            'options=a=b',
            '"options=a=b,c=d"',
            'options=x',
          ),
        ),
      ),
      3,
    ),
  ),
  'weight-device': text('/dev/', oneOf('sda', 'sdb', ''), ':', oneOf('0', '10', '500', '1000', '+20')),
  'byte-rate': text('/dev/', oneOf('sda', 'sdb:x'), ':', size),
  'operation-rate': text('/dev/', oneOf('sda', 'sdb'), ':', decimal),
  ulimit: text(
    oneOf('nofile', 'nproc', 'core', 'memlock', 'rttime', 'cpu', 'stack'),
    '=',
    limit,
    maybe(text(':', limit)),
  ),
  port: published,
  'exposed-port': text(fc.oneof(port, range), protocol),
  volume,
  mount,
  network: fc.oneof(
    {
      weight: 2,
      arbitrary: oneOf(
        'bridge',
        'host',
        'none',
        'default',
        'proxy',
        'a',
        'container:x',
        'container:',
        'Front',
        'a b',
        'service:x',
        'bridge ',
      ),
    },
    { weight: 3, arbitrary: text('name=', name, maybe(text(',', several(csvField(networkField), 3)))) },
    { weight: 1, arbitrary: several(csvField(networkField), 4) },
  ),
  'security-option': oneOf(
    'no-new-privileges',
    'no-new-privileges:true',
    'no-new-privileges=false',
    'seccomp=unconfined',
    'seccomp:unconfined',
    'seccomp=builtin',
    'seccomp=profile.json',
    'apparmor=unconfined',
    'apparmor:docker-default',
    'label=disable',
    'label:user:USER',
    'label=type:x',
    'systempaths=unconfined',
    'systempaths:unconfined',
    'credentialspec=file://x',
    'a=b',
    'writable-cgroups=true',
  ),
};

/** Valid values of flags that plimsoll doesn't check but the client does. */
export const UNCHECKED_VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'memory-swappiness': oneOf('-1', '0', '60', '100', '0x10', '010'),
  ip: ip4,
  ip6,
  'mac-address': fc.oneof(mac, oneOf('')),
  'detach-keys': oneOf('ctrl-p,ctrl-q', 'a', 'ctrl-@', 'a,b,c', '', 'DEL'),
  'storage-opt': text(oneOf('size', 'dm.basesize', ''), '=', oneOf('10G', '', 'a=b')),
  link: oneOf('db', 'db:database', '/db:x', 'a:b', 'a:'),
  'device-cgroup-rule': oneOf('c 1:3 rwm', 'a *:* rwm', 'b 8:0 r', 'c 10:* mw', 'c *:5 m'),
};

export const IMAGES: fc.Arbitrary<string> = oneOf(
  'nginx',
  'alpine:3.20',
  'reg.example:5000/team/app:1.0',
  'localhost/x',
  'ghcr.io/a/b@sha256:' + '0a'.repeat(32),
  'a/b/c',
  'x_y',
  'a__b',
  'x--y',
  'A.b/c',
  '[::1]:5000/x',
  'sha256:' + '1'.repeat(64),
  '1'.repeat(64),
  'app:v1_2.3-x',
);
export const COMMANDS: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    word,
    path,
    oneOf(
      'sh',
      '-c',
      'echo hi',
      '--privileged',
      '-v',
      '/:/x',
      '--',
      '-it',
      '$HOME',
      '*',
      "it's",
      '\\',
      '"x"',
      'a\nb',
      '!x',
      '~',
    ),
  ),
  { maxLength: 4 },
);
