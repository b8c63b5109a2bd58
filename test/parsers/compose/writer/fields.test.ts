import { describe, expect, test } from 'vitest';
import { fixCompose, fixFiles } from '../../../fixes/fix-text.ts';

function service(...lines: readonly string[]): string {
  return ['services:', '  web:', '    image: example/web:1.27.0', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

/** Rule, and the service's lines before and after. */
type Case = readonly [rule: string, before: readonly string[], after: readonly string[]];

/** A long-form mount. */
const BIND = ['volumes:', '  - type: bind', '    source: /srv', '    target: /x'];

const CASES: readonly Case[] = [
  ['unlimited-memory', [], ['mem_limit: 512m']],
  ['unlimited-memory', ['mem_limit: 0'], ['mem_limit: 512m']],
  ['unlimited-memory', ['mem_limit: "0"'], ['mem_limit: "512m"']],
  [
    'unlimited-memory',
    ['deploy:', '  resources:', '    limits:', '      pids: 9'],
    ['deploy:', '  resources:', '    limits:', '      pids: 9', '      memory: 512m'],
  ],
  [
    'unlimited-pids',
    ['deploy: {resources: {limits: {memory: 1g}}}'],
    ['deploy: {resources: {limits: {memory: 1g, pids: 4096}}}'],
  ],
  ['unlimited-pids', ['pids_limit: -1 # all'], ['pids_limit: 4096 # all']],
  ['default-cpu-priority', ['cpu_shares: 1024'], ['cpu_shares: 1024', 'cpus: 1']],
  [
    'default-cpu-priority',
    ['deploy:', '  resources:', '    limits:', '      memory: 1g'],
    ['deploy:', '  resources:', '    limits:', '      memory: 1g', '      cpus: "1"'],
  ],
  ['writable-root-filesystem', [], ['read_only: true', 'tmpfs:', '  - /tmp']],
  ['writable-root-filesystem', ['read_only: false', 'tmpfs: [/tmp]'], ['read_only: true', 'tmpfs: [/tmp]']],
  ['writable-root-filesystem', ['volumes: [./t:/tmp/]'], ['volumes: [./t:/tmp/]', 'read_only: true']],
  ['unbounded-restart', ['restart: always'], ['restart: on-failure:5']],
  ['unbounded-restart', ["restart: 'unless-stopped'"], ["restart: 'on-failure:5'"]],
  [
    'unbounded-restart',
    ['deploy:', '  restart_policy:', '    condition: any', '    delay: 5s'],
    ['deploy:', '  restart_policy:', '    condition: on-failure', '    delay: 5s', '    max_attempts: 5'],
  ],
  ['wildcard-bind-address', ['ports: ["8080:80"]'], ['ports: ["127.0.0.1:8080:80"]']],
  ['wildcard-bind-address', ['ports:', '  - 80'], ['ports:', '  - 127.0.0.1::80']],
  ['wildcard-bind-address', ['ports:', '- 0.0.0.0:9000:9000/udp'], ['ports:', '- 127.0.0.1:9000:9000/udp']],
  ['wildcard-bind-address', ["ports: ['[::]:8000-8010:8000-8010']"], ["ports: ['127.0.0.1:8000-8010:8000-8010']"]],
  ['wildcard-bind-address', ['ports: [{target: 80, host_ip: "::"}]'], ['ports: [{target: 80, host_ip: "127.0.0.1"}]']],
  ['wildcard-bind-address', ['ports: ["${PORT:-8080}:80"]'], ['ports: ["127.0.0.1:${PORT:-8080}:80"]']],
  ['wildcard-bind-address', ['ports: ["$PORT:80"]'], ['ports: ["127.0.0.1:$PORT:80"]']],
  [
    'wildcard-bind-address',
    ['ports:', '  - target: 80', '    published: "8080"'],
    ['ports:', '  - target: 80', '    published: "8080"', '    host_ip: 127.0.0.1'],
  ],
  [
    'wildcard-bind-address',
    ['ports:', '  - {target: 80, host_ip: "0.0.0.0"}'],
    ['ports:', '  - {target: 80, host_ip: "127.0.0.1"}'],
  ],
  [
    'wildcard-bind-address',
    ['ports:', '  - target: 80', 'tty: true'],
    ['ports:', '  - target: 80', '    host_ip: 127.0.0.1', 'tty: true'],
  ],
  ['wildcard-bind-address', ['ports: ["0.0.0.0:${P:-8080}:80"]'], ['ports: ["127.0.0.1:${P:-8080}:80"]']],
  ['unlimited-memory', ['"mem_limit": 0 # x'], ['"mem_limit": 512m # x']],
  ['sensitive-host-mount', ['volumes: ["/etc:/x:${O:-z}"]'], ['volumes: ["/etc:/x:${O:-z},ro"]']],
  [
    'sensitive-host-mount',
    ['volumes:', '  - {type: bind, source: /etc, target: /x, read_only: false}'],
    ['volumes:', '  - {type: bind, source: /etc, target: /x, read_only: true}'],
  ],
  ['sensitive-host-mount', ['volumes: ["/etc:/x"]'], ['volumes: ["/etc:/x:ro"]']],
  ['sensitive-host-mount', ['volumes: ["/etc:/x:rw,z"]'], ['volumes: ["/etc:/x:ro,z"]']],
  ['sensitive-host-mount', ['volumes: ["/etc:/x:z"]'], ['volumes: ["/etc:/x:z,ro"]']],
  [
    'sensitive-host-mount',
    ['volumes:', '  - type: bind', '    source: /etc', '    target: /x'],
    ['volumes:', '  - type: bind', '    source: /etc', '    target: /x', '    read_only: true'],
  ],
  ['shared-mount-propagation', ['volumes: ["/srv:/x:rshared"]'], ['volumes: ["/srv:/x"]']],
  ['shared-mount-propagation', ['volumes: ["C:/srv:/x:rshared"]'], ['volumes: ["C:/srv:/x"]']],
  ['shared-mount-propagation', ['volumes: ["c:/srv:/x:z,rshared"]'], ['volumes: ["c:/srv:/x:z"]']],
  [
    'shared-mount-propagation',
    ['volumes: ["/srv:/x:rshared,${O:-z}", "/y:/y:ro"]'],
    ['volumes: ["/srv:/x:${O:-z}", "/y:/y:ro"]'],
  ],
  [
    'shared-mount-propagation',
    ['volumes:', '  - {type: bind, source: /srv, target: /x, bind: {propagation: rshared, create_host_path: true}}'],
    ['volumes:', '  - {type: bind, source: /srv, target: /x, bind: {create_host_path: true}}'],
  ],
  ['shared-mount-propagation', ['volumes: ["/srv:/x:ro,shared,z"]'], ['volumes: ["/srv:/x:ro,z"]']],
  ['shared-mount-propagation', ['volumes: ["/srv:/x:shared,z"]'], ['volumes: ["/srv:/x:z"]']],
  ['shared-mount-propagation', [...BIND, '    bind:', '      propagation: rshared'], BIND],
  ['executable-tmpfs', ['tmpfs: /run:exec # native'], ['tmpfs: /run:noexec # native']],
  ['executable-tmpfs', ['tmpfs: ["/run:rw,suid,dev"]'], ['tmpfs: ["/run:rw,nosuid,nodev"]']],
  ['executable-tmpfs', ['tmpfs:', "  - '/exec:exec,mode=700'"], ['tmpfs:', "  - '/exec:noexec,mode=700'"]],
  ['executable-tmpfs', ['tmpfs: ["/run:exec,noexec,exec"]'], ['tmpfs: ["/run:exec,noexec,noexec"]']],
  [
    'executable-tmpfs',
    ['tmpfs:', '  - "${DIR:-/run}:size=${SIZE:-1m},exec"'],
    ['tmpfs:', '  - "${DIR:-/run}:size=${SIZE:-1m},noexec"'],
  ],
  ['executable-tmpfs', ['tmpfs: ["/run:size=$SIZE,exec,uid=$ID"]'], ['tmpfs: ["/run:size=$SIZE,noexec,uid=$ID"]']],
  ['host-device', ['devices: [/dev/ttyUSB0]'], ['devices: [/dev/ttyUSB0:/dev/ttyUSB0:rw]']],
  ['host-device', ['devices: ["/dev/ttyUSB0:/dev/x"]'], ['devices: ["/dev/ttyUSB0:/dev/x:rw"]']],
  ['host-device', ['devices: ["/dev/ttyUSB0:/dev/x:rwm"]'], ['devices: ["/dev/ttyUSB0:/dev/x:rw"]']],
  ['host-device', ['devices: ["/dev/ttyUSB0:${D:-/dev/x}:rwm"]'], ['devices: ["/dev/ttyUSB0:${D:-/dev/x}:rw"]']],
  [
    'host-device',
    ['devices:', '  - source: /dev/ttyUSB0', '    permissions: rwm # x'],
    ['devices:', '  - source: /dev/ttyUSB0', '    permissions: rw # x'],
  ],
  ['custom-cgroup-parent', ['cgroup_parent: a$$b', 'tty: true'], ['tty: true']],
  ['added-capability', ['cap_add: [NET_ADMIN, CHOWN]', 'cap_drop: [ALL]'], ['cap_add: [CHOWN]', 'cap_drop: [ALL]']],
  ['added-capability', ['cap_add:', '  - NET_ADMIN', 'cap_drop: [ALL]'], ['cap_drop: [ALL]']],
  ['host-pid-namespace', ['pid: host'], []],
  ['host-ipc-namespace', ['ipc: "host"', 'tty: true'], ['tty: true']],
  ['host-uts-namespace', ['uts: host'], []],
  ['host-user-namespace', ['userns_mode: host'], []],
  ['host-network', ['network_mode: host'], []],
  ['seccomp-disabled', ['security_opt:', '  - seccomp:unconfined'], []],
  ['apparmor-disabled', ['security_opt: [apparmor=unconfined, label=type:x]'], ['security_opt: [label=type:x]']],
  ['selinux-disabled', ['security_opt: [label:disable]'], []],
  ['custom-cgroup-parent', ['cgroup_parent: x'], []],
  ['privileged-exec', ['post_start:', '  - command: x', '    privileged: true'], ['post_start:', '  - command: x']],
  ['exec-user', ['post_start:', '  - user: root', '    command: x'], ['post_start:', '  - command: x']],
];

test.each(CASES)('%s: %j', async (rule, before, after) => {
  expect(await fixCompose(service(...before), rule)).toBe(service(...after));
});

test.each([
  ["ports: ['[::]:5432:5432']", "ports: ['[::1]:5432:5432']"],
  [
    'ports: [{target: 5432, published: "5432", host_ip: "::"}]',
    'ports: [{target: 5432, published: "5432", host_ip: "::1"}]',
  ],
])('without a given address, a database stays in its version of IP: %s', async (before, after) => {
  const file = (ports: string): string => `services:\n  db:\n    image: postgres:17\n    ${ports}\n`;
  const { files } = await fixFiles({ 'compose.yaml': file(before) }, { rules: ['exposed-port'], values: [] });
  expect(files.map((fixed) => fixed.after)).toEqual([file(after)]);
});

describe('what is not written', () => {
  test.each([
    ['unbounded-restart', ['restart: ${R:-always}'], 'withheld: It contains a variable.'],
    ['privileged-container', ['privileged: ${P:-true}'], 'withheld: It contains a variable.'],
    ['wildcard-bind-address', ['ports: ["${IP:-0.0.0.0}:9000:9000"]'], 'variable: It contains a variable.'],
    ['host-device', ['devices: ["/dev/ttyUSB0:/dev/x:${M:-rwm}"]'], 'variable: It contains a variable.'],
    ['executable-tmpfs', ['tmpfs: ["/run:${O:-exec}"]'], 'variable: It contains a variable.'],
    ['executable-tmpfs', ['tmpfs: ["${T:-/run:exec}"]'], 'form: It is in an unknown form.'],
    ['sensitive-host-mount', ['volumes: ["${V:-/etc:/x}"]'], 'form: It is in an unknown form.'],
    ['shared-mount-propagation', ['volumes: ["/srv:/x:${O:-rshared}"]'], 'form: It is in an unknown form.'],
    ['shared-mount-propagation', ['volumes: ["${V:-/srv:/x:rshared}"]'], 'form: It is in an unknown form.'],
    ['wildcard-bind-address', ['ports: ["\\x38080:80"]'], 'form: It uses escapes or spans several lines.'],
    ['wildcard-bind-address', ['ports: ["8080:\\', '  80"]'], 'form: It uses escapes or spans several lines.'],
    ['wildcard-bind-address', ['ports:', '  - >-', '    8080:80'], 'form: It uses escapes or spans several lines.'],
    ['executable-tmpfs', ['tmpfs: |-', '  /run:exec'], 'form: It uses escapes or spans several lines.'],
    ['wildcard-bind-address', ['x-p: &p {target: 80}', 'ports: [*p]'], 'form: It is not a list item.'],
    ['wildcard-bind-address', ['ports:', '  - target: 80', '    host_ip:'], 'form: `host_ip` has no value.'],
    [
      'shared-mount-propagation',
      [...BIND, '    bind:', '      propagation: &p rshared', 'x-a: *p'],
      'shared: It has an anchor, which other nodes may reference.',
    ],
    [
      'shared-mount-propagation',
      [...BIND, '    bind:', '      &p propagation: rshared', 'x-a: *p'],
      'shared: It has an anchor, which other nodes may reference.',
    ],
    ['unlimited-memory', ['mem_limit:'], 'form: `mem_limit` has no value.'],
    ['unlimited-memory', ['deploy: {resources: {limits: }}'], 'form: `limits` is not a mapping.'],
    ['unlimited-memory', ['x-l: &l {pids: 5}', 'deploy: {resources: {limits: *l}}'], 'shared: `limits` is an alias.'],
    [
      'unlimited-memory',
      ['x-l: &l {pids: 5}', 'deploy: {resources: {limits: {<<: *l}}}'],
      'merge: `memory` may also come from a `<<` merge.',
    ],
    [
      'shared-mount-propagation',
      [...BIND, '    bind: # why', '      propagation: rshared'],
      'comment: It contains a comment.',
    ],
    ['seccomp-disabled', ['security_opt: # why', '  - seccomp:unconfined'], 'comment: It contains a comment.'],
  ])('%s: %j', async (rule, lines, message) => {
    expect(await fixCompose(service(...lines), rule)).toBe(message);
  });

  test('what is outside of the service', async () => {
    const text = `x-m: &m 0\n${service('mem_limit: *m')}`;
    expect(await fixCompose(text, 'unlimited-memory')).toBe('shared: It is defined outside a service.');
  });
});

test('a mark at the beginning of the file is no column', async () => {
  const text = '\uFEFFservices:\n  web:\n    image: example/web:1\n';
  expect(await fixCompose(text, 'new-privileges-allowed')).toBe(
    `${text}    security_opt:\n      - no-new-privileges:true\n`,
  );
});
