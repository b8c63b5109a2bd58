import fc from 'fast-check';
import { FLAG_VALUES } from './docker-values.ts';
import { text as joined, maybe, oneOf } from './edits.ts';
import { list, type Mapping, mapOf, type Node, plain, some, text } from './yaml-tree.ts';

type Nodes = fc.Arbitrary<Node>;

/** The provider program of generated services. */
export const PROVIDER = 'plimsoll-provider';

/** Variables of the project's `.env`, and values that use them. */
export const VARIABLES = 'NUM=2\nNAME=web\nEMPTY=\nTRUE=true\nSIZE=64m\nDIR="/data"\nPORT=\'8080\'\n';
const expression = oneOf(
  '${NAME}',
  '$NAME',
  '${UNSET:-a}',
  '${UNSET-b}',
  '${NAME:+c}',
  '${EMPTY-}e',
  '${EMPTY:-f}',
  '$$X',
  '${NUM}',
  '${NAME:?gone}',
  '${UNSET:-${NAME}}',
  '${NAME:-$$x}',
);

/** Text that sometimes contains a variable. */
const words = (values: fc.Arbitrary<string>): fc.Arbitrary<Node> =>
  fc.oneof(
    { weight: 14, arbitrary: text(values) },
    { weight: 1, arbitrary: text(fc.oneof(expression, joined('a', expression, '-b'))) },
  );
const literal = (...values: readonly [string, ...string[]]): fc.Arbitrary<Node> => text(oneOf(...values));

const word = oneOf('a', 'web', 'A_B', 'x-1', 'db.example', 'some thing', 'é', 'a=b', "it's", 'x: y', '# x', '');
const name = oneOf('a', 'b', 'C', 'a.b-c_d', 'X1', 'com.example.x');
const path = oneOf('/', '/x', '/etc', '/var/run/docker.sock', '/a//b/../c/', '/data/', '/with space', '/é');
const boolean: Nodes = fc.oneof(
  { weight: 6, arbitrary: plain('true', 'false') },
  { weight: 2, arbitrary: plain('"true"', "'false'", 'yes', 'off', '"1"', '"0"', '"y"', 'True', '"ON"', '${TRUE}') },
);
const integer: Nodes = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 3000 }).map((each) => ({ scalar: String(each) })) },
  { weight: 2, arbitrary: plain('"10"', "'0'", '${NUM}', '0x10', '0o17', '010', '1_000', '+5', '-1', '1e3') },
);
const size: Nodes = fc.oneof(
  { weight: 3, arbitrary: literal('64m', '1g', '512k', '1.5gb', '100b', '2GiB', '0', '1024', '64 mb', '1KB') },
  { weight: 1, arbitrary: plain('67108864', '0', '1024', '${SIZE}', '1.5') },
);
const duration: Nodes = literal('10s', '1m30s', '0s', '1.5h', '500ms', '1us', '90s', '1h0m', '+1s');
const decimal: Nodes = plain('0.5', '1', '2', '"1.5"', '0', '.25', '0.1', '1.0', "'2'", '3.75', '0.001', '${NUM}');
const uniqueTexts = (values: fc.Arbitrary<string>, maxLength = 3): Nodes =>
  fc
    .uniqueArray(values, { minLength: 1, maxLength })
    .chain((chosen) =>
      fc.record({ items: fc.tuple(...chosen.map((each) => words(fc.constant(each)))), isFlow: fc.boolean() }),
    );
const oneOrMore = (values: fc.Arbitrary<string>): Nodes => fc.oneof(words(values), uniqueTexts(values));
const pairValue: Nodes = fc.oneof(
  { weight: 3, arbitrary: words(word) },
  {
    weight: 1,
    arbitrary: plain(
      '1',
      'true',
      '1.5',
      '0x1f',
      '~',
      '',
      '1e3',
      '1e6',
      '1234567.5',
      '0.00001',
      '18446744073709551615',
      '99999999999999999999',
      'no',
      '2001-01-01',
      '010',
      '1_000',
      '12345678',
      '1.0',
    ),
  },
);
/** A map, or a list of `name=value`. */
const pairs = (names: fc.Arbitrary<string>, values: Nodes = pairValue): Nodes =>
  fc.oneof(mapOf(names, values), uniqueTexts(joined(names, '=', word)));
const environment: Nodes = fc.oneof(
  {
    weight: 6,
    arbitrary: pairs(
      oneOf('A', 'B', 'C_1', 'a', 'NUM', 'NAME'),
      fc.oneof({ weight: 6, arbitrary: pairValue }, { weight: 1, arbitrary: text(expression) }),
    ),
  },
  { weight: 1, arbitrary: uniqueTexts(oneOf('NAME', 'NUM', 'A=', 'A=b=c', 'EMPTY', 'B="x"')) },
);
const command: Nodes = fc.oneof(
  literal('sleep 1', 'sh -c "a b"', "echo 'x y' z", 'a\\ b', '', 'a  b', 'x "" y', 'echo $$HOME', 'a;b', 'é'),
  list(words(word)),
  plain('[]', '""', '~', ''),
);

const ip4 = oneOf('127.0.0.1', '10.0.0.5', '0.0.0.0', '8.8.8.8');
const ip6 = oneOf(
  '::1',
  '2001:db8::1',
  'fe80::1',
  '2001:DB8:0:0::1',
  '0:0:0:0:0:0:0:0',
  '::ffff:1.2.3.4',
  '::ffff:102:304',
  'fe80::1%eth0',
);
const ip = fc.oneof(ip4, ip6);
const port = fc.oneof(oneOf('80', '443', '22', '8080', '65535'), fc.integer({ min: 1, max: 65_000 }).map(String));
const range = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 3 }))
  .map(([start, width]) => `${start}-${start + width}`);
const sameRanges = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 3 }))
  .map(([host, container, width]) => `${host}-${host + width}:${container}-${container + width}`);
const shortPort = fc.oneof(
  port,
  joined(port, ':', port),
  joined(ip4, ':', port, ':', port),
  joined(ip4, '::', port),
  joined('[', ip6, ']:', port, ':', port),
  sameRanges,
  joined(range, ':', port),
  range,
  joined(ip4, ':', sameRanges),
);
const publishedPort: Nodes = fc.oneof(
  { weight: 5, arbitrary: words(joined(shortPort, maybe(oneOf('/tcp', '/udp', '/sctp', '/TCP')))) },
  { weight: 1, arbitrary: port.map((each) => ({ scalar: each })) },
  {
    weight: 3,
    arbitrary: some(
      {
        target: text(port),
        published: fc.oneof(text(port), text(range), plain('8080', '"0"')),
        host_ip: text(ip),
        protocol: literal('tcp', 'udp', 'TCP', 'sctp'),
        mode: literal('host', 'ingress'),
        name: literal('x'),
        app_protocol: literal('http'),
      },
      ['target'],
    ),
  },
);

const relative = oneOf('./x', '.', './a/../b', '../x', './y/', './with space');
const access = oneOf(
  'ro',
  'rw',
  'z',
  'Z',
  'nocopy',
  'rshared',
  'rprivate',
  'slave',
  'cached',
  'ro,z',
  'rw,nocopy',
  'z,rshared,ro',
  'x',
);
const source = fc.oneof(path, relative, oneOf('data', 'cache', 'c:\\x', 'C:/x'));
/**
 * Normalized paths: if two mounts spell one path differently, the winner depends on implementation
 * details.
 */
const target = literal('/', '/x', '/etc', '/data', '/with space', '/é');
const volume: Nodes = fc.oneof(
  { weight: 4, arbitrary: words(joined(source, ':', path, maybe(joined(':', access)))) },
  { weight: 1, arbitrary: words(path) },
  {
    weight: 2,
    arbitrary: some(
      {
        type: literal('bind'),
        source: words(fc.oneof(path, relative)),
        target,
        read_only: boolean,
        consistency: literal('cached', 'x'),
        bind: some({
          propagation: literal('rshared', 'rprivate', 'x'),
          create_host_path: boolean,
          selinux: literal('z', 'Z'),
          recursive: literal('enabled', 'disabled', 'writable', 'readonly', 'x'),
        }),
      },
      ['type', 'source', 'target'],
    ),
  },
  {
    weight: 2,
    arbitrary: some(
      {
        type: literal('volume'),
        source: literal('data', 'cache'),
        target,
        read_only: boolean,
        volume: some({ nocopy: boolean, subpath: literal('a', 'a/b'), labels: pairs(name) }),
      },
      ['type', 'target'],
    ),
  },
  {
    weight: 1,
    arbitrary: some(
      {
        type: literal('image'),
        source: literal('alpine:3.20', 'a/b/c'),
        target,
        image: some({ subpath: literal('etc', 'a/b') }),
      },
      ['type', 'source', 'target'],
    ),
  },
  {
    weight: 1,
    arbitrary: some(
      {
        type: literal('tmpfs'),
        target,
        read_only: boolean,
        tmpfs: some({ size: size, mode: plain('0o777', '511', '0755', '"448"') }),
      },
      ['type', 'target'],
    ),
  },
);

const resources: Nodes = some({
  limits: some({ cpus: fc.oneof(decimal, literal('0.5', '2')), memory: literal('64m', '1g', '0'), pids: integer }),
  reservations: some({
    cpus: decimal,
    memory: literal('64m', '32m'),
    devices: list(
      some(
        {
          capabilities: uniqueTexts(oneOf('gpu', 'utility', 'compute')),
          driver: literal('nvidia'),
          count: plain('1', 'all', '"2"', '"all"'),
        },
        ['capabilities'],
      ),
      2,
    ),
  }),
});
const deploy: Nodes = some({
  resources,
  replicas: plain('1', '2', '"1"', '${NUM}'),
  restart_policy: some({
    condition: literal('none', 'any', 'on-failure', 'always', 'x'),
    max_attempts: integer,
    delay: duration,
    window: duration,
  }),
  mode: literal('replicated', 'global'),
  labels: pairs(name),
  endpoint_mode: literal('vip'),
  placement: some({ constraints: uniqueTexts(oneOf('node.role==manager')) }),
  update_config: some({ parallelism: integer, delay: duration, order: literal('stop-first', 'start-first') }),
});
const rates = (rate: Nodes): Nodes => list(some({ path: literal('/dev/sda', '/dev/sdb'), rate }, ['path', 'rate']), 2);
const blockIo: Nodes = some({
  weight: plain('300', '10', '1000', '"500"'),
  weight_device: list(some({ path: literal('/dev/sda'), weight: plain('400', '10') }, ['path', 'weight']), 2),
  device_read_bps: rates(fc.oneof(size, integer)),
  device_write_bps: rates(fc.oneof(size, integer)),
  device_read_iops: rates(integer),
  device_write_iops: rates(integer),
});
const networkDetails: Nodes = fc.oneof(
  plain('', '~', '{}'),
  some({
    aliases: uniqueTexts(oneOf('a', 'b', 'x.y')),
    ipv4_address: text(ip4),
    ipv6_address: text(ip6),
    link_local_ips: uniqueTexts(ip4),
    mac_address: literal('02:00:00:00:00:01'),
    priority: plain('1', '10', '0.5'),
    gw_priority: plain('1', '10', '-1'),
    interface_name: literal('eth1', 'net0'),
    driver_opts: mapOf(name, fc.oneof(words(word), plain('1', 'x'))),
  }),
);
const fileGrants = (defined: string): Nodes =>
  list(
    fc.oneof(
      literal(defined),
      some(
        {
          source: literal(defined),
          target: fc.oneof(literal('x', '/run/x', 'a/b'), text(path)),
          uid: literal('0', '103'),
          mode: plain('0440', '0o440', '288'),
        },
        ['source'],
      ),
    ),
    2,
  );

const hook = (keys: Readonly<Record<string, Nodes>>, required: readonly string[]): Nodes =>
  list(
    some(
      {
        command: fc.oneof(literal('a b', 'sh -c "x y"'), list(words(word)), plain('[a]', '"$$X"')),
        user: literal('root', '0:0', 'app'),
        privileged: boolean,
        working_dir: words(path),
        environment,
        ...keys,
      },
      required,
    ),
    2,
  );
const execHook = hook({}, ['command']);

/** A service's keys with mostly valid values. References to other services come from outside. */
export const SERVICE_KEYS: Readonly<Record<string, Nodes>> = {
  image: words(
    oneOf(
      'nginx',
      'alpine:3.20',
      'reg.example:5000/team/app:1.0',
      'ghcr.io/a/b@sha256:' + '0a'.repeat(32),
      'a/b/c',
      '${NAME}:1',
    ),
  ),
  command,
  entrypoint: command,
  platform: literal('linux/amd64', 'linux/arm64/v8'),
  pull_policy: literal('always', 'missing', 'never', 'if_not_present'),
  profiles: uniqueTexts(oneOf('a', 'b', 'x-1')),
  scale: plain('1', '2', '"1"'),
  environment,
  env_file: fc.oneof(
    literal('web.env', './web.env'),
    list(
      fc.oneof(
        literal('web.env'),
        some({ path: literal('web.env', 'none.env'), required: boolean, format: literal('raw') }, ['path']),
      ),
      2,
    ),
  ),
  working_dir: words(path),
  user: fc.oneof(words(oneOf('root', '0:0', 'nobody', '1000')), plain('"1000:1000"')),
  group_add: fc.oneof(uniqueTexts(oneOf('a', '0', 'video')), plain('[0, 1]', '[mail, 0x10]')),
  labels: pairs(name),
  annotations: pairs(name),
  tty: boolean,
  stdin_open: boolean,
  init: boolean,
  attach: boolean,
  logging: some({
    driver: literal('json-file', 'none', 'local'),
    options: mapOf(name, fc.oneof(words(word), plain('1', '10', '"x"', '1.5', '0x10', '~'))),
  }),
  restart: fc.oneof(
    literal('always', 'unless-stopped', 'on-failure', 'on-failure:3', 'no'),
    plain('"no"', 'no', 'off', 'sometimes', 'always:2'),
  ),
  healthcheck: fc.oneof(
    some({
      test: fc.oneof(literal('curl x', 'exit 0'), plain('[CMD, a, b]', '["CMD-SHELL", "a b"]', '[NONE]')),
      interval: duration,
      timeout: duration,
      retries: integer,
      start_period: duration,
      start_interval: duration,
    }),
    some({ disable: boolean, test: plain('[CMD, a]'), interval: duration }, ['disable']),
  ),
  stop_signal: literal('SIGTERM', 'SIGUSR1', '9'),
  stop_grace_period: duration,
  deploy,
  privileged: boolean,
  read_only: boolean,
  cap_add: uniqueTexts(oneOf('NET_ADMIN', 'ALL', 'sys_admin', 'CAP_CHOWN')),
  cap_drop: uniqueTexts(oneOf('NET_RAW', 'ALL', 'all')),
  security_opt: uniqueTexts(
    oneOf(
      'no-new-privileges:true',
      'no-new-privileges',
      'apparmor=unconfined',
      'apparmor:x',
      'seccomp=unconfined',
      'seccomp:unconfined',
      'label:disable',
      'label=type:x',
      'systempaths=unconfined',
      'a',
      'a=b:c',
    ),
  ),
  userns_mode: literal('host', ''),
  pid: literal('host', 'container:x', ''),
  ipc: literal('host', 'private', 'shareable', 'none', 'container:x', ''),
  uts: literal('host', ''),
  cgroup: literal('host', 'private'),
  cgroup_parent: words(oneOf('x', '/a', 'system.slice')),
  isolation: literal('default', 'hyperv'),
  runtime: literal('runc', 'nvidia'),
  credential_spec: some({ file: literal('a.json'), registry: literal('x') }, [], 1),
  sysctls: fc.oneof(
    mapOf(oneOf('net.core.somaxconn', 'kernel.msgmax'), fc.oneof(plain('1', '1024', '"0"', '0x10'), words(word))),
    uniqueTexts(oneOf('net.ipv4.ip_forward=1', 'kernel.shmmax=2')),
  ),
  cpus: decimal,
  cpu_shares: integer,
  cpu_period: fc.oneof(integer, literal('50', '100us')),
  cpu_quota: integer,
  cpu_rt_period: fc.oneof(integer, literal('1ms', '95000us', '100')),
  cpu_rt_runtime: fc.oneof(integer, literal('1ms')),
  cpuset: literal('0-3', '0,1', '1'),
  cpu_count: plain('1', '2', '"2"', '0'),
  cpu_percent: plain('50', '0', '100', '"10"'),
  mem_limit: size,
  mem_reservation: fc.oneof(literal('64m', '1g'), plain('67108864', '0')),
  mem_swappiness: plain('60', '0', '100', '"10"'),
  memswap_limit: fc.oneof(size, plain('-1')),
  shm_size: size,
  pids_limit: fc.oneof(integer, plain('-1', '100', '"100"')),
  oom_kill_disable: boolean,
  oom_score_adj: plain('500', '-1000', '0', '"100"'),
  ulimits: mapOf(
    oneOf('nofile', 'nproc', 'core', 'memlock'),
    fc.oneof(integer, some({ soft: integer, hard: integer }, ['soft', 'hard'])),
  ),
  blkio_config: blockIo,
  storage_opt: mapOf(oneOf('size', 'a.b'), literal('10G', '1m', 'x')),
  volumes: list(volume, 4),
  tmpfs: oneOrMore(oneOf('/x', '/x:size=64m', '/y:', '/run:rw,noexec', '/y', '/a//b/')),
  configs: fileGrants('conf'),
  secrets: fileGrants('token'),
  devices: fc.oneof(
    { weight: 3, arbitrary: uniqueTexts(FLAG_VALUES.device.filter((each) => each.startsWith('/'))) },
    { weight: 1, arbitrary: uniqueTexts(oneOf('vendor.com/class=device', 'nvidia.com/gpu=all', '/dev/x:/dev/x:r')) },
    {
      weight: 1,
      arbitrary: list(
        some({ source: text(path), target: text(path), permissions: literal('r', 'rwm') }, ['source', 'target']),
      ),
    },
  ),
  gpus: fc.oneof(
    literal('all'),
    list(
      some({
        driver: literal('nvidia'),
        count: plain('1', 'all', '"2"'),
        capabilities: uniqueTexts(oneOf('gpu', 'utility')),
      }),
      2,
    ),
  ),
  label_file: fc.oneof(literal('labels.txt', './labels.txt'), uniqueTexts(oneOf('labels.txt'))),
  use_api_socket: plain('true', 'false', '"true"'),
  device_cgroup_rules: uniqueTexts(oneOf('c 1:3 rwm', 'a *:* rwm', 'b 8:0 r')),
  ports: list(publishedPort, 4),
  expose: fc.oneof(
    list(literal('80', '443/udp', '8000-8003', '53/UDP', '22/tcp', '${NUM}')),
    plain('[80, 443]', '["80", 81]'),
  ),
  networks: fc.oneof(
    uniqueTexts(oneOf('front', 'back', 'default')),
    mapOf(oneOf('front', 'back', 'default'), networkDetails),
  ),
  network_mode: literal('host', 'none', 'bridge', 'container:x', 'default', 'proxy'),
  hostname: words(oneOf('a', 'a.b', 'web-1')),
  domainname: literal('example.com', 'x'),
  mac_address: literal('02:00:00:00:00:01', '92:d0:c6:0a:29:33'),
  dns: oneOrMore(ip),
  dns_opt: uniqueTexts(oneOf('use-vc', 'ndots:2')),
  dns_search: oneOrMore(oneOf('example.com', '.', 'a.b')),
  extra_hosts: fc.oneof(
    uniqueTexts(
      joined(oneOf('db', 'host.docker.internal', 'x'), oneOf(':', '='), fc.oneof(ip, oneOf('host-gateway', '[::1]'))),
    ),
    mapOf(oneOf('db', 'x', 'a.b'), fc.oneof(text(ip), list(text(ip4), 2))),
  ),
  external_links: uniqueTexts(oneOf('x', 'x:y', 'a_b:c')),
  container_name: literal('c1', 'some_name', 'a.b-c'),
  links: uniqueTexts(oneOf('web', 'web:x')),
  depends_on: fc.oneof(
    uniqueTexts(oneOf('web')),
    mapOf(
      oneOf('web'),
      some(
        {
          condition: literal('service_started', 'service_healthy'),
          restart: boolean,
          required: plain('true', 'false', '"true"', '"${UNSET:-false}"'),
        },
        ['condition'],
      ),
    ),
  ),
  pre_start: hook({ image: literal('alpine:3', '${NAME}:1'), per_replica: plain('false') }, ['image']),
  post_start: execHook,
  pre_stop: execHook,
  provider: some(
    { type: literal(PROVIDER), options: mapOf(name, fc.oneof(words(word), plain('1', 'true', '[a, 1]'))) },
    ['type'],
  ),
  models: fc.oneof(
    uniqueTexts(oneOf('llm')),
    mapOf(oneOf('llm'), fc.oneof(plain('', '{}'), some({ endpoint_var: literal('URL'), model_var: literal('M') }))),
  ),
  volumes_from: uniqueTexts(oneOf('web', 'web:ro', 'container:x', 'container:x:rw', 'web:rw')),
  extends: fc.oneof(
    literal('web'),
    some({ service: literal('web') }, ['service']),
    some({ file: literal('base.yaml', './base.yaml'), service: literal('base', 'other') }, ['file', 'service']),
  ),
};

/** Keys that build an image, watch its source, or affect only pulling. */
export const LEFT_OUT_KEYS: readonly string[] = ['build', 'develop', 'pull_refresh_after'];

/** Keys that must name another existing service. */
const REFERENCES: readonly string[] = ['links', 'depends_on', 'volumes_from', 'extends'];

/** Related keys, which appear together more often than by chance. */
const FAMILIES: readonly (readonly string[])[] = [
  ['ports', 'expose', 'networks', 'network_mode', 'mac_address', 'links', 'external_links', 'extra_hosts', 'dns'],
  ['volumes', 'tmpfs', 'volumes_from', 'configs', 'secrets', 'read_only'],
  [
    'deploy',
    'cpus',
    'mem_limit',
    'mem_reservation',
    'pids_limit',
    'memswap_limit',
    'scale',
    'restart',
    'container_name',
  ],
  ['environment', 'env_file', 'labels', 'annotations', 'logging'],
  ['privileged', 'cap_add', 'cap_drop', 'security_opt', 'userns_mode', 'pid', 'ipc', 'uts', 'cgroup'],
  ['command', 'entrypoint', 'healthcheck', 'user', 'working_dir', 'stop_grace_period', 'init', 'tty'],
  ['pre_start', 'post_start', 'pre_stop', 'environment', 'network_mode', 'networks', 'container_name'],
];

/** A service's keys. `hasFirst`: a service `web` precedes it. */
export function service(hasFirst: boolean, isWhole = true): fc.Arbitrary<Mapping> {
  // Referenced services must have a container; otherwise links depend on the order of the client's
  // steps.
  const known = Object.keys(SERVICE_KEYS).filter((key) => hasFirst || ![...REFERENCES, 'provider'].includes(key));
  const pick = (names: readonly string[], maxLength: number): fc.Arbitrary<readonly string[]> =>
    fc.subarray(
      names.filter((key) => known.includes(key)),
      { maxLength: Math.min(maxLength, names.filter((key) => known.includes(key)).length) },
    );
  return fc
    .tuple(
      pick(
        known.filter((key) => !REFERENCES.includes(key)),
        5,
      ),
      fc.constantFrom(...FAMILIES).chain((family) => pick(family, 4)),
      hasFirst ? pick(REFERENCES, 1) : fc.constant([]),
    )
    .chain(([any, family, reference]) => {
      const keys = [...new Set([...(isWhole ? ['image'] : []), ...any, ...family, ...reference])].filter(
        (key) => key !== 'network_mode' || !(family.includes('networks') || any.includes('networks')),
      );
      return some(Object.fromEntries(keys.map((key) => [key, SERVICE_KEYS[key] ?? plain('')])), keys);
    })
    .map((mapping) => ({ ...mapping, isFlow: false }));
}
