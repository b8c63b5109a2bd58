/** Valid and invalid values of a key; an invalid one is wrong itself, or contains the mistake. */
export interface Sample {
  readonly accepts: readonly unknown[];
  readonly rejects: readonly unknown[];
}

/** A Compose object: its path, its required keys, and its optional ones. */
export interface Place {
  /** The path from the top; a number is the index of a list's only item. */
  readonly at: readonly (string | number)[];
  readonly needs?: Readonly<Record<string, unknown>>;
  readonly keys: Readonly<Record<string, Sample>>;
  /** What happens to unlisted keys. Default: rejected, but `x-` accepted. */
  readonly others?: 'refused, x- too' | 'taken' | 'taken if they fit';
}

const text: Sample = { accepts: ['x', '', '${X}'], rejects: [1, true, null, ['x'], {}] };
const flag: Sample = { accepts: [true, false, 'true', '${X}'], rejects: [1, null, [true], {}] };
const bool: Sample = { accepts: [true, false], rejects: ['true', 1, null, []] };
const whole: Sample = { accepts: [0, 1, -1, '1', '${X}'], rejects: [1.5, true, null, [1], {}] };
const number: Sample = { accepts: [0, 1.5, '1.5', '64m', '${X}'], rejects: [true, null, [1], {}] };
const bareNumber: Sample = { accepts: [0, 1.5], rejects: ['1', true, null] };
const strings: Sample = { accepts: [[], ['a', 'b'], ['a', 'a']], rejects: ['a', [1], [null], {}, null] };
const uniqueStrings: Sample = { accepts: [[], ['a', 'b']], rejects: [['a', 'a'], 'a', [1], [['a']], {}, null] };
const noneOrMore: Sample = { accepts: [null, 'a', [], ['a', 'b']], rejects: [['a', 'a'], [1], {}, 1] };
const oneOrMore: Sample = { accepts: ['a', [], ['a', 'b']], rejects: [['a', 'a'], [1], {}, null, 1] };
const commandLine: Sample = {
  accepts: ['echo hi', '', null, [], ['echo', 'hi', 'hi']],
  rejects: [1, true, ['echo', 1], [null], {}],
};
const pairs: Sample = {
  accepts: [{}, { A: 'x', B: 1, C: 1.5, D: true, E: null }, [], ['A=x', 'B']],
  rejects: ['A=x', null, 1, { A: [] }, { A: {} }, { '': 'x' }, ['A', 'A'], [1], [null], [{ A: 'x' }]],
};
const driverOptions: Sample = {
  accepts: [{}, { a: 'x', b: 1 }],
  rejects: ['a=x', ['a=x'], null, { a: true }, { a: null }, { a: [] }],
};
const textMap: Sample = { accepts: [{}, { a: 'x' }], rejects: ['x', [], null, { a: 1 }, { '': 'x' }] };
const hosts: Sample = {
  accepts: [['a=1.2.3.4', 'a:1.2.3.4'], { a: '1.2.3.4' }, { a: ['1.2.3.4', '1.2.3.4'] }, {}, []],
  rejects: ['a=1', null, ['a=1', 'a=1'], [1], { a: 1 }, { a: null }, { a: [1] }, { '': 'x' }],
};
const object: Sample = { accepts: [{}], rejects: ['x', 1, true, null, []] };
const objectOrEmpty: Sample = { accepts: [{}, null], rejects: ['x', 1, true, []] };
const list: Sample = { accepts: [[]], rejects: ['x', 1, true, null, {}] };
const grants: Sample = {
  accepts: [[], ['a'], ['a', 'a'], [{}], ['a', { source: 'b' }]],
  rejects: ['a', {}, null, [1], [null], [{ bogus: 1 }]],
};
const attachments: Sample = {
  accepts: [[], ['a', 'b'], {}, { a: null, b: {} }],
  rejects: ['a', null, ['a', 'a'], [1], { a: 'x' }, { a: [] }, { 'not a name': {} }],
};

function oneOf(...values: readonly string[]): Sample {
  return { accepts: values, rejects: [...values.map((value) => `${value}?`), '', 1, null, []] };
}

function within(minimum: number, maximum?: number): Sample {
  const beyond = maximum === undefined ? [minimum - 1] : [minimum - 1, maximum + 1];
  return { accepts: [minimum, maximum ?? minimum, 'x', '${X}'], rejects: [...beyond, minimum + 0.5, true, null, []] };
}

/** A map of objects: valid and invalid names, and whether objects may be empty. */
function named(needs: Readonly<Record<string, unknown>>, ...rejects: readonly unknown[]): Sample {
  return { accepts: [{}, { 'a.b_c-D1': needs }], rejects: ['x', [], null, { a: 'x' }, { a: [] }, ...rejects] };
}

const badName = { 'not a name': {} };
const service = ['services', 'web'];

/** Every object of the format with all its keys. */
export const PLACES: Readonly<Record<string, Place>> = {
  'the file': {
    at: [],
    keys: {
      name: text,
      version: { accepts: ['3.8', ''], rejects: [3.8, 3, null] },
      services: named({}, badName, { a: null }, { '': {} }),
      networks: {
        accepts: [{}, { a: null }, { a: {} }, { 'not a name': 1 }],
        rejects: ['x', [], null, { a: 'x' }, { a: [] }],
      },
      volumes: { accepts: [{}, { a: null }, { a: {} }], rejects: ['x', ['a'], null, badName, { a: 'x' }, { a: [] }] },
      configs: named({}, badName, { a: null }),
      secrets: named({}, badName, { a: null }),
      models: {
        accepts: [{}, { a: { model: 'x' } }, { 'not a name': 1 }],
        rejects: ['x', [], null, { a: null }, { a: {} }],
      },
      include: {
        accepts: [null, [], ['a.yaml'], ['a.yaml', { path: 'b.yaml' }], [{}], [null]],
        rejects: ['a.yaml', {}, [1], [['a']]],
      },
    },
  },
  include: {
    at: ['include', 0],
    others: 'refused, x- too',
    keys: {
      path: noneOrMore,
      env_file: noneOrMore,
      project_directory: { accepts: ['a', '', null], rejects: [1, true, [], {}] },
    },
  },
  service: {
    at: service,
    keys: {
      annotations: pairs,
      attach: flag,
      blkio_config: object,
      build: { accepts: ['.', {}, { context: '.' }], rejects: [1, null, [], true] },
      cap_add: uniqueStrings,
      cap_drop: uniqueStrings,
      cgroup: oneOf('host', 'private'),
      cgroup_parent: text,
      command: commandLine,
      configs: grants,
      container_name: { accepts: ['web-1', '-web'], rejects: ['a', '', '-', 1, null] },
      cpu_count: within(0),
      cpu_percent: within(0, 100),
      cpu_period: number,
      cpu_quota: number,
      cpu_rt_period: number,
      cpu_rt_runtime: number,
      cpu_shares: number,
      cpus: number,
      cpuset: { accepts: ['0-3', '0'], rejects: [0, [0], null] },
      credential_spec: object,
      depends_on: {
        accepts: [[], ['a', 'b'], {}, { a: { condition: 'service_started' } }],
        rejects: [
          'a',
          null,
          ['a', 'a'],
          [1],
          { a: {} },
          { a: null },
          { 'not a name': { condition: 'service_started' } },
        ],
      },
      deploy: objectOrEmpty,
      develop: objectOrEmpty,
      device_cgroup_rules: uniqueStrings,
      devices: {
        accepts: [[], ['/dev/a'], ['/dev/a', '/dev/a'], [{ source: '/dev/a' }]],
        rejects: ['/dev/a', {}, null, [1], [null], [{}], [{ target: '/dev/a' }]],
      },
      dns: oneOrMore,
      dns_opt: uniqueStrings,
      dns_search: oneOrMore,
      domainname: text,
      entrypoint: commandLine,
      env_file: {
        accepts: ['a.env', [], ['a.env', 'a.env'], [{ path: 'a.env' }]],
        rejects: [1, null, {}, { path: 'a.env' }, [1], [null], [{}], [{ required: false }]],
      },
      environment: pairs,
      expose: {
        accepts: [[], ['80', 80, '80-90/udp', 80.5]],
        rejects: [80, '80', [80, 80], ['80', '80'], [null], [true], [{}], {}, null],
      },
      extends: { accepts: ['base', { service: 'base' }], rejects: [1, null, [], {}, { file: 'a.yaml' }] },
      external_links: uniqueStrings,
      extra_hosts: hosts,
      gpus: { accepts: ['all', [], [{}]], rejects: ['none', '', 'all ', 1, null, {}, ['all'], [null]] },
      group_add: { accepts: [[], ['audio', 1000]], rejects: ['audio', 1000, [1000, 1000], [null], [true], {}] },
      healthcheck: object,
      hostname: text,
      image: text,
      init: flag,
      ipc: text,
      isolation: text,
      label_file: { accepts: ['a', [], ['a', 'a']], rejects: [1, null, {}, [1]] },
      labels: pairs,
      links: uniqueStrings,
      logging: object,
      mac_address: text,
      mem_limit: number,
      mem_reservation: whole,
      mem_swappiness: whole,
      memswap_limit: number,
      models: {
        accepts: [[], ['a', 'b'], {}, { a: {} }, { a: null }, { 'not a name': 1 }],
        rejects: ['a', null, ['a', 'a'], [1], { a: 'x' }],
      },
      network_mode: text,
      networks: attachments,
      oom_kill_disable: flag,
      oom_score_adj: within(-1000, 1000),
      pid: { accepts: ['host', '', null], rejects: [1, true, []] },
      pids_limit: number,
      platform: text,
      ports: {
        accepts: [[], [80, '80:80', 80.5], [{}], [{ target: 80 }, { target: 81 }]],
        rejects: [80, '80:80', {}, null, [null], [true], [[]], [80, 80], [{ target: 80 }, { target: 80 }]],
      },
      pre_start: list,
      post_start: list,
      pre_stop: list,
      privileged: flag,
      profiles: uniqueStrings,
      provider: { accepts: [{ type: 'x' }], rejects: ['x', null, [], {}] },
      pull_policy: {
        accepts: [
          'always',
          'never',
          'build',
          'if_not_present',
          'missing',
          'refresh',
          'daily',
          'weekly',
          'every_12h',
          'every_1d12h',
        ],
        rejects: ['', 'sometimes', 'every_', 'every_h', 1, true, null],
      },
      pull_refresh_after: text,
      read_only: flag,
      restart: text,
      runtime: text,
      scale: whole,
      secrets: grants,
      security_opt: uniqueStrings,
      shm_size: number,
      stdin_open: flag,
      stop_grace_period: text,
      stop_signal: text,
      storage_opt: { accepts: [{}, { size: '1G' }, { size: 1, a: [] }], rejects: ['x', [], null] },
      sysctls: pairs,
      tmpfs: oneOrMore,
      tty: flag,
      ulimits: {
        accepts: [
          {},
          { nproc: 1, nofile: '1', core: -1 },
          { nofile: { soft: 1, hard: 2 } },
          { NOT_A_LIMIT: 'taken' },
          { A: [] },
        ],
        rejects: [
          'x',
          [],
          null,
          { nproc: 1.5 },
          { nproc: true },
          { nproc: null },
          { nproc: [] },
          { nproc: {} },
          { nproc: { soft: 1 } },
          { nproc: { hard: 1 } },
        ],
      },
      use_api_socket: bool,
      user: text,
      userns_mode: text,
      uts: text,
      volumes: {
        accepts: [[], ['a:/a', '/b'], [{ type: 'volume' }]],
        rejects: [
          'a:/a',
          {},
          null,
          [1],
          [null],
          [{}],
          [{ source: 'a', target: '/a' }],
          ['/a', '/a'],
          [{ type: 'tmpfs' }, { type: 'tmpfs' }],
        ],
      },
      volumes_from: uniqueStrings,
      working_dir: text,
    },
  },
  extends: {
    at: [...service, 'extends'],
    needs: { service: 'base' },
    others: 'refused, x- too',
    keys: { service: text, file: text },
  },
  'depends_on, long': {
    at: [...service, 'depends_on', 'db'],
    needs: { condition: 'service_started' },
    keys: {
      condition: oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
      restart: flag,
      required: flag,
    },
  },
  provider: { at: [...service, 'provider'], needs: { type: 'x' }, keys: { type: text, options: object } },
  'options of a provider': {
    at: [...service, 'provider'],
    needs: { type: 'x' },
    keys: {
      options: {
        accepts: [{}, { a: 'x', b: 1, c: true, d: ['x', 1, false], e: [] }],
        rejects: [{ a: null }, { a: {} }, { a: [null] }, { a: [[]] }],
      },
    },
  },
  'env_file, long': {
    at: [...service, 'env_file', 0],
    needs: { path: 'a.env' },
    others: 'refused, x- too',
    keys: { path: text, required: flag, format: text },
  },
  logging: {
    at: [...service, 'logging'],
    keys: {
      driver: text,
      options: { accepts: [{}, { a: 'x', b: 1, c: null }], rejects: ['x', [], null, { a: true }, { a: [] }] },
    },
  },
  healthcheck: {
    at: [...service, 'healthcheck'],
    keys: {
      test: { accepts: ['true', [], ['CMD', 'true', 'true'], ['NONE']], rejects: [1, true, null, [1], {}] },
      interval: text,
      timeout: text,
      retries: number,
      start_period: text,
      start_interval: text,
      disable: flag,
    },
  },
  'container before the start': {
    at: [...service, 'pre_start', 0],
    keys: {
      image: text,
      command: commandLine,
      user: text,
      privileged: flag,
      working_dir: text,
      environment: pairs,
      per_replica: flag,
    },
  },
  hook: {
    at: [...service, 'post_start', 0],
    needs: { command: 'true' },
    keys: { command: commandLine, user: text, privileged: flag, working_dir: text, environment: pairs },
  },
  'hook at the end': {
    at: [...service, 'pre_stop', 0],
    needs: { command: 'true' },
    keys: { command: commandLine, user: text, privileged: flag, working_dir: text, environment: pairs },
  },
  credential_spec: { at: [...service, 'credential_spec'], keys: { file: text, registry: text, config: text } },
  ulimit: { at: [...service, 'ulimits', 'nofile'], needs: { soft: 1, hard: 1 }, keys: { soft: whole, hard: whole } },
  blkio_config: {
    at: [...service, 'blkio_config'],
    others: 'refused, x- too',
    keys: {
      weight: whole,
      weight_device: list,
      device_read_bps: list,
      device_write_bps: list,
      device_read_iops: list,
      device_write_iops: list,
    },
  },
  'weight of a device': {
    at: [...service, 'blkio_config', 'weight_device', 0],
    others: 'refused, x- too',
    keys: { path: text, weight: whole },
  },
  ...Object.fromEntries(
    ['device_read_bps', 'device_write_bps', 'device_read_iops', 'device_write_iops'].map((key) => [
      key,
      { at: [...service, 'blkio_config', key, 0], others: 'refused, x- too', keys: { path: text, rate: whole } },
    ]),
  ),
  'device, long': {
    at: [...service, 'devices', 0],
    needs: { source: '/dev/a' },
    keys: { source: text, target: text, permissions: text },
  },
  gpu: {
    at: [...service, 'gpus', 0],
    others: 'taken',
    keys: { capabilities: uniqueStrings, count: whole, device_ids: uniqueStrings, driver: text, options: pairs },
  },
  'mount, long': {
    at: [...service, 'volumes', 0],
    needs: { type: 'bind' },
    keys: {
      type: oneOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
      source: text,
      target: text,
      read_only: flag,
      consistency: text,
      bind: object,
      volume: object,
      tmpfs: object,
      image: object,
    },
  },
  'bind of a mount': {
    at: [...service, 'volumes', 0, 'bind'],
    keys: {
      propagation: text,
      create_host_path: flag,
      recursive: oneOf('enabled', 'disabled', 'writable', 'readonly'),
      selinux: oneOf('z', 'Z'),
    },
  },
  'volume of a mount': {
    at: [...service, 'volumes', 0, 'volume'],
    keys: { nocopy: flag, subpath: text, labels: pairs },
  },
  'tmpfs of a mount': { at: [...service, 'volumes', 0, 'tmpfs'], keys: { size: within(0), mode: number } },
  'image of a mount': { at: [...service, 'volumes', 0, 'image'], keys: { subpath: text } },
  'config of a service, long': {
    at: [...service, 'configs', 0],
    keys: { source: text, target: text, uid: text, gid: text, mode: number },
  },
  'secret of a service, long': {
    at: [...service, 'secrets', 0],
    keys: { source: text, target: text, uid: text, gid: text, mode: number },
  },
  'port, long': {
    at: [...service, 'ports', 0],
    keys: {
      name: text,
      mode: text,
      host_ip: text,
      target: whole,
      published: whole,
      protocol: text,
      app_protocol: text,
    },
  },
  'network of a service, long': {
    at: [...service, 'networks', 'back'],
    keys: {
      aliases: uniqueStrings,
      interface_name: text,
      ipv4_address: text,
      ipv6_address: text,
      link_local_ips: uniqueStrings,
      mac_address: text,
      driver_opts: driverOptions,
      priority: bareNumber,
      gw_priority: bareNumber,
    },
  },
  'model of a service, long': { at: [...service, 'models', 'llm'], keys: { endpoint_var: text, model_var: text } },
  build: {
    at: [...service, 'build'],
    keys: {
      context: text,
      dockerfile: text,
      dockerfile_inline: text,
      entitlements: strings,
      args: pairs,
      ssh: pairs,
      labels: pairs,
      cache_from: strings,
      cache_to: strings,
      no_cache: flag,
      no_cache_filter: { accepts: ['a', [], ['a', 'b']], rejects: [1, null, {}, ['a', 'a'], [1]] },
      additional_contexts: pairs,
      network: text,
      provenance: flag,
      sbom: flag,
      pull: flag,
      target: text,
      shm_size: whole,
      extra_hosts: hosts,
      isolation: text,
      privileged: flag,
      secrets: grants,
      tags: strings,
      ulimits: { accepts: [{}, { nofile: 1 }], rejects: ['x', [], null, { nofile: true }] },
      platforms: strings,
    },
  },
  deploy: {
    at: [...service, 'deploy'],
    keys: {
      mode: text,
      endpoint_mode: text,
      replicas: whole,
      labels: pairs,
      rollback_config: object,
      update_config: object,
      resources: object,
      restart_policy: object,
      placement: object,
    },
  },
  ...Object.fromEntries(
    ['update_config', 'rollback_config'].map((key) => [
      key,
      {
        at: [...service, 'deploy', key],
        keys: {
          parallelism: whole,
          delay: text,
          failure_action: text,
          monitor: text,
          max_failure_ratio: number,
          order: oneOf('start-first', 'stop-first'),
        },
      },
    ]),
  ),
  'deploy.resources': { at: [...service, 'deploy', 'resources'], keys: { limits: object, reservations: object } },
  'deploy.resources.limits': {
    at: [...service, 'deploy', 'resources', 'limits'],
    keys: { cpus: number, memory: { accepts: ['64m', '64'], rejects: [64, null, []] }, pids: whole },
  },
  'deploy.resources.reservations': {
    at: [...service, 'deploy', 'resources', 'reservations'],
    keys: {
      cpus: number,
      memory: text,
      generic_resources: list,
      devices: { accepts: [[], [{ capabilities: ['gpu'] }]], rejects: ['x', {}, null, [null], [{}]] },
    },
  },
  'generic resource': {
    at: [...service, 'deploy', 'resources', 'reservations', 'generic_resources', 0],
    keys: { discrete_resource_spec: object },
  },
  discrete_resource_spec: {
    at: [...service, 'deploy', 'resources', 'reservations', 'generic_resources', 0, 'discrete_resource_spec'],
    keys: { kind: text, value: number },
  },
  'reserved device': {
    at: [...service, 'deploy', 'resources', 'reservations', 'devices', 0],
    needs: { capabilities: ['gpu'] },
    keys: { capabilities: uniqueStrings, count: whole, device_ids: uniqueStrings, driver: text, options: pairs },
  },
  'deploy.restart_policy': {
    at: [...service, 'deploy', 'restart_policy'],
    keys: { condition: text, delay: text, max_attempts: whole, window: text },
  },
  'deploy.placement': {
    at: [...service, 'deploy', 'placement'],
    keys: { constraints: strings, preferences: list, max_replicas_per_node: whole },
  },
  'placement preference': { at: [...service, 'deploy', 'placement', 'preferences', 0], keys: { spread: text } },
  develop: { at: [...service, 'develop'], keys: { watch: list } },
  'watched path': {
    at: [...service, 'develop', 'watch', 0],
    needs: { path: '.', action: 'sync' },
    keys: {
      path: text,
      action: oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
      target: text,
      include: oneOrMore,
      ignore: oneOrMore,
      initial_sync: bool,
      exec: { accepts: [{ command: 'true' }], rejects: ['true', null, [], {}] },
    },
  },
  'exec of a watched path': {
    at: [...service, 'develop', 'watch', 0, 'exec'],
    needs: { command: 'true' },
    keys: { command: commandLine, user: text, privileged: flag, working_dir: text, environment: pairs },
  },
  network: {
    at: ['networks', 'back'],
    keys: {
      name: text,
      driver: text,
      driver_opts: driverOptions,
      ipam: object,
      external: { accepts: [true, 'true', {}, { name: 'x' }], rejects: [1, null, [], { bogus: 1 }] },
      internal: flag,
      enable_ipv4: flag,
      enable_ipv6: flag,
      attachable: flag,
      labels: pairs,
    },
  },
  'network.external': { at: ['networks', 'back', 'external'], keys: { name: text } },
  ipam: { at: ['networks', 'back', 'ipam'], keys: { driver: text, config: list, options: textMap } },
  'ipam range': {
    at: ['networks', 'back', 'ipam', 'config', 0],
    keys: { subnet: text, ip_range: text, gateway: text, aux_addresses: textMap },
  },
  volume: {
    at: ['volumes', 'data'],
    keys: {
      name: text,
      driver: text,
      driver_opts: driverOptions,
      external: { accepts: [true, 'true', {}, { name: 'x' }], rejects: [1, null, [], { bogus: 1 }] },
      labels: pairs,
    },
  },
  'volume.external': { at: ['volumes', 'data', 'external'], keys: { name: text } },
  secret: {
    at: ['secrets', 'key'],
    keys: {
      name: text,
      environment: text,
      file: text,
      external: { accepts: [true, 'true', {}, { name: 'x' }], rejects: [1, null, []] },
      labels: pairs,
      driver: text,
      driver_opts: driverOptions,
      template_driver: text,
    },
  },
  'secret.external': { at: ['secrets', 'key', 'external'], others: 'taken', keys: { name: text } },
  config: {
    at: ['configs', 'conf'],
    keys: {
      name: text,
      content: text,
      environment: text,
      file: text,
      external: { accepts: [true, 'true', {}, { name: 'x' }], rejects: [1, null, []] },
      labels: pairs,
      template_driver: text,
    },
  },
  'config.external': { at: ['configs', 'conf', 'external'], others: 'taken', keys: { name: text } },
  model: {
    at: ['models', 'llm'],
    needs: { model: 'ai/smollm2' },
    keys: {
      name: text,
      model: text,
      context_size: { accepts: [0, 4096], rejects: [1.5, '4096', null] },
      runtime_flags: strings,
    },
  },
};
