import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import type { Place } from '../../../src/text/location.ts';
import { containerOf, hooksOf, type ProjectFiles, parseProject, wayTo } from './compose.ts';

interface PlaceCase {
  readonly project: ProjectFiles;
  readonly names?: readonly string[];
  readonly at: (container: Container) => { readonly place: Place } | undefined;
  readonly way: string;
}

function service(...lines: readonly string[]): string {
  return `services:\n  web:\n    image: nginx\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

describe('the place of a value', () => {
  it.each<readonly [string, PlaceCase]>([
    [
      'is its text',
      { project: service('privileged: true'), at: ({ hostConfig }) => hostConfig.privileged, way: 'true' },
    ],
    ['is without the quotes', { project: service('user: "root"'), at: ({ config }) => config.user, way: 'root' }],
    [
      'is an element of a list',
      { project: service('cap_add: [A, "B"]'), at: ({ hostConfig }) => hostConfig.capAdd?.[1], way: 'B' },
    ],
    [
      'is a part of a port',
      {
        project: service('ports: ["127.0.0.1:8080:80/udp"]'),
        at: ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostIp,
        way: '127.0.0.1',
      },
    ],
    [
      'is a part of a volume',
      {
        project: service('volumes: ["/etc:/x:ro"]'),
        at: ({ hostConfig }) => hostConfig.binds?.[0]?.source,
        way: '/etc',
      },
    ],
    [
      'is a part of a block whose first line begins with a tab',
      {
        project: service('command: |', '  \ttrue', '  x'),
        at: ({ config }) => config.cmd?.[0],
        way: 'true',
      },
    ],
    [
      'is an option of a volume',
      {
        project: service('volumes: ["/etc:/x:ro,rshared"]'),
        at: ({ hostConfig }) => hostConfig.binds?.[0]?.options[1],
        way: 'rshared',
      },
    ],
    [
      'is a key of the long form',
      {
        project: service('ports:', '  - {target: 80, published: "8080"}'),
        at: ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostPort,
        way: '8080',
      },
    ],
    [
      'is a variable with its value',
      { project: service('environment:', '  A: b'), at: ({ config }) => config.env?.[0], way: 'A: b' },
    ],
    [
      'is a word of a command',
      { project: service('command: sh -c "sshd -D"'), at: ({ config }) => config.cmd?.[2], way: 'sshd -D' },
    ],
    [
      'is in a block of text',
      { project: service('command: |', '  sshd', '  -D'), at: ({ config }) => config.cmd?.[0], way: 'sshd' },
    ],
    // YAML 1.1's line ends also end comments: for each of them, the client prints
    // `privileged: true`.
    ...['\r', '\u0085', '\u2028', '\u2029'].map((end): [string, PlaceCase] => [
      `stands behind a comment that ${JSON.stringify(end)} ends`,
      {
        project: `services:\n  web:\n    image: nginx # note${end}    privileged: true\n`,
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true',
      },
    ]),
    [
      'is a number as it is written',
      { project: service('mem_limit: 0x10'), at: ({ hostConfig }) => hostConfig.memory, way: '0x10' },
    ],
    [
      'is what deploy says',
      {
        project: service('restart: always', 'deploy: {restart_policy: {condition: on-failure}}'),
        at: ({ hostConfig }) => hostConfig.restartPolicy?.name,
        way: 'on-failure',
      },
    ],
    [
      'is the service where the client fills it in',
      { project: service(), at: ({ hostConfig }) => hostConfig.networkMode, way: 'web' },
    ],
    [
      'is the network that is joined',
      {
        project: `${service('networks: [front]')}networks: {front: {name: host, external: true}}\n`,
        at: ({ hostConfig }) => hostConfig.networkMode,
        way: 'front',
      },
    ],
    [
      'is the name of the default network, which no service mentions',
      {
        project: `${service()}networks: {default: {name: host, external: true}}\n`,
        at: ({ hostConfig }) => hostConfig.networkMode,
        way: 'host',
      },
    ],
    [
      'is the file of a secret',
      {
        project: `${service('secrets: [key]')}secrets: {key: {file: /etc/key}}\n`,
        at: ({ hostConfig }) => hostConfig.mounts?.[0]?.source,
        way: '/etc/key',
      },
    ],
    [
      'is the device of a volume',
      {
        project: `${service('volumes: ["data:/x"]')}volumes: {data: {driver_opts: {o: bind, device: /etc}}}\n`,
        at: ({ hostConfig }) => hostConfig.binds?.[0]?.volume?.driverOpts?.[1]?.value,
        way: '/etc',
      },
    ],
  ])('%s', (_name, { project, names, at, way }) => {
    const parsed = parseProject(project, names);
    const found = at(containerOf(parsed));
    expect(found && wayTo(found.place, parsed)).toBe(way);
  });
});

describe('the way of a value to its container', () => {
  it.each<readonly [string, PlaceCase]>([
    [
      'through an alias',
      {
        project: `x-yes: &yes true\n${service('privileged: *yes')}`,
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true ← alias *yes',
      },
    ],
    [
      'through an alias of what contains it',
      {
        project: `x-caps: &caps [A]\n${service('cap_add: *caps')}`,
        at: ({ hostConfig }) => hostConfig.capAdd?.[0],
        way: 'A ← alias *caps',
      },
    ],
    [
      'through a merge key',
      {
        project: `x-base: &base {privileged: true}\n${service('<<: *base')}`,
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true ← merge *base',
      },
    ],
    [
      'through one of several merged mappings',
      {
        project: `x-a: &a {user: a}\nx-b: &b {user: b, tty: true}\n${service('<<: [*a, *b]')}`,
        at: ({ config }) => config.tty,
        way: 'true ← merge *b',
      },
    ],
    [
      'through an alias of a list of mappings',
      {
        project: `x-a: &a [{user: a}, {user: b, tty: true}]\n${service('<<: *a')}`,
        at: ({ config }) => config.tty,
        way: 'true ← merge *a',
      },
    ],
    [
      'through two merges',
      {
        project: `x-a: &a {privileged: true}\nx-b: &b {<<: *a}\n${service('<<: *b')}`,
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true ← merge *a ← merge *b',
      },
    ],
    [
      'through a default',
      {
        project: service('privileged: ${P:-true}'),
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true ← default ${P:-true}',
      },
    ],
    [
      'through a default within a value',
      {
        project: service('volumes: ["${SOCKET:-/var/run/docker.sock}:/s"]'),
        at: ({ hostConfig }) => hostConfig.binds?.[0]?.source,
        way: '/var/run/docker.sock ← default ${SOCKET:-/var/run/docker.sock}',
      },
    ],
    [
      'through a variable of .env',
      {
        project: { 'compose.yaml': service('pid: $MODE'), '.env': 'MODE=host\n' },
        at: ({ hostConfig }) => hostConfig.pidMode,
        way: '$MODE ← given \uFFFF\uFFFF\uFFFF\uFFFF (.env)',
      },
    ],
    [
      'through extends',
      {
        project: `${service('extends: base')}  base:\n    image: alpine\n    privileged: true\n`,
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true ← extends base',
      },
    ],
    [
      'through extends of extends in another file',
      {
        project: {
          'compose.yaml': service('extends: {file: lib/common.yaml, service: mid}'),
          'lib/common.yaml': 'services:\n  mid: {extends: low}\n  low: {privileged: true}\n',
        },
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true (lib/common.yaml) ← extends low (lib/common.yaml) ← extends mid',
      },
    ],
    [
      'through an included file',
      {
        project: { 'compose.yaml': 'include: [web.yaml]\n', 'web.yaml': service('privileged: true') },
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true (web.yaml) ← include web.yaml',
      },
    ],
    [
      'through a later file',
      {
        project: { 'compose.yaml': service('privileged: false'), 'b.yaml': 'services: {web: {privileged: true}}\n' },
        names: ['compose.yaml', 'b.yaml'],
        at: ({ hostConfig }) => hostConfig.privileged,
        way: 'true (b.yaml) ← override web',
      },
    ],
    [
      'through a later file into a list',
      {
        project: { 'compose.yaml': service('cap_add: [A]'), 'b.yaml': 'services: {web: {cap_add: [B]}}\n' },
        names: ['compose.yaml', 'b.yaml'],
        at: ({ hostConfig }) => hostConfig.capAdd?.[0],
        way: 'A',
      },
    ],
    [
      'through all of them',
      {
        project: {
          'compose.yaml': 'include: [i.yaml]\n',
          'i.yaml': `x-v: &v {pid: "\${P:-host}"}\nservices:\n  web: {image: a, extends: base}\n  base: {<<: *v}\n`,
        },
        at: ({ hostConfig }) => hostConfig.pidMode,
        way: 'host (i.yaml) ← default ${P:-host} (i.yaml) ← merge *v (i.yaml) ← extends base (i.yaml) ← include i.yaml',
      },
    ],
  ])('%s', (_name, { project, names, at, way }) => {
    const parsed = parseProject(project, names);
    const found = at(containerOf(parsed));
    expect(found && wayTo(found.place, parsed)).toBe(way);
  });

  it('of a container is its key in the first file that has it', () => {
    const parsed = parseProject({ 'compose.yaml': service(), 'b.yaml': 'services: {web: {tty: true}}\n' }, [
      'compose.yaml',
      'b.yaml',
    ]);
    expect(wayTo(containerOf(parsed).place, parsed)).toBe('web');
  });

  it('of a hook is the hook', () => {
    const parsed = parseProject(service('post_start:', '  - command: setup', '    user: root'));
    const [hook] = hooksOf(parsed);
    expect(hook && [wayTo(hook.place, parsed), hook.user && wayTo(hook.user.place, parsed)]).toEqual([
      'command',
      'root',
    ]);
  });
});
