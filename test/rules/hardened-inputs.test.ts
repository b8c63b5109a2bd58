import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

/** Rules beyond the benchmark, with options that give them findings. */
const ON = {
  'root-user': { options: {} },
  'secret-in-environment': { options: {} },
  'exposed-port': { options: {} },
  'host-cgroup-namespace': { options: {} },
  'unmasked-kernel-paths': { options: {} },
  'unbounded-logs': { options: {} },
  'executable-tmpfs': { options: {} },
  'oom-kill-disabled': { options: {} },
  'untrusted-registry': { options: { registries: ['registry.example.com'] } },
  'gpu-access': { options: {} },
  'deprecated-link': { options: {} },
};

const OPTIONS = [
  '--cgroupns=host',
  '--gpus=all',
  '--security-opt=systempaths=unconfined',
  '--log-driver=none',
  '--tmpfs=/tmp:exec',
  '--oom-kill-disable',
];
const BY_OPTIONS = [
  'executable-tmpfs',
  'gpu-access',
  'host-cgroup-namespace',
  'oom-kill-disabled',
  'unbounded-logs',
  'unmasked-kernel-paths',
];
const BY_KEYS = ['exposed-port', 'root-user', 'secret-in-environment', 'untrusted-registry'];

/** A container in each kind of input, and its failing rules. */
const INPUTS: readonly (readonly [path: string, text: string, rules: readonly string[]])[] = [
  [
    '.devcontainer.json',
    JSON.stringify({
      image: 'quay.io/app/web:1.4',
      containerUser: 'root',
      containerEnv: { DB_PASSWORD: 'hunter2' },
      appPort: ['0.0.0.0:6379:6379'],
      runArgs: [...OPTIONS, '--link=db'],
    }),
    [...BY_KEYS, ...BY_OPTIONS, 'deprecated-link'],
  ],
  [
    '.devcontainer.json',
    JSON.stringify({
      image: 'registry.example.com/web',
      containerUser: 'app',
      hostRequirements: { gpu: true },
      runArgs: ['--log-driver=local'],
    }),
    ['gpu-access'],
  ],
  [
    '.github/workflows/ci.yml',
    `on: push
jobs:
  test:
    runs-on: self-hosted
    container:
      image: quay.io/app/web:1.4
      options: --user root ${OPTIONS.join(' ')}
      env: { DB_PASSWORD: hunter2 }
      ports: ["5432:5432"]
    steps: []
`,
    [...BY_KEYS, ...BY_OPTIONS],
  ],
  [
    'service.sh',
    'docker service create --user root --publish 5432:5432 --log-driver none -e DB_PASSWORD=hunter2 --oom-score-adj -600 quay.io/app/web:1.4\n',
    [...BY_KEYS, 'oom-kill-disabled', 'unbounded-logs'],
  ],
  [
    'inspect.json',
    JSON.stringify([
      {
        Id: 'a',
        Name: '/a',
        Config: { Image: 'quay.io/app/web:1.4', User: '', Env: ['DB_PASSWORD=hunter2'] },
        HostConfig: {
          CgroupnsMode: 'host',
          OomKillDisable: true,
          DeviceRequests: [{ Driver: '', Count: -1, DeviceIDs: null, Capabilities: [['gpu']], Options: {} }],
          Links: ['/db:/a/db'],
          LogConfig: { Type: 'json-file', Config: {} },
          MaskedPaths: [],
          ReadonlyPaths: [],
          NetworkMode: 'bridge',
          PortBindings: { '5432/tcp': [{ HostIp: '', HostPort: '5432' }] },
          Tmpfs: { '/tmp': 'exec' },
        },
      },
    ]),
    [...BY_KEYS, ...BY_OPTIONS, 'deprecated-link'],
  ],
  [
    'inspect.json',
    JSON.stringify([
      {
        Id: 'a',
        Name: '/a',
        Config: { Image: 'registry.example.com/web:1.4', User: 'app', Env: ['DB_PASSWORD_FILE=/run/secrets/db'] },
        HostConfig: {
          CgroupnsMode: 'private',
          OomKillDisable: null,
          DeviceRequests: null,
          Links: null,
          LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
          MaskedPaths: ['/proc/kcore'],
          ReadonlyPaths: ['/proc/sys'],
          NetworkMode: 'bridge',
          PortBindings: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: '5432' }] },
          Tmpfs: { '/tmp': '' },
        },
      },
    ]),
    [],
  ],
];

test.each(INPUTS)('%s: %s', async (path, text, rules) => {
  const { findings } = await lintText({ path, text }, { rules: ON });
  const found = new Set(findings.map(({ rule }) => rule).filter((rule) => rule in ON || rule.startsWith('syntax/')));
  expect([...found].sort()).toEqual([...rules].sort());
});
