import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import type { PortRange } from '../../../src/model/values.ts';
import type { Setting } from '../../../src/text/setting.ts';
import { containerOf, parseProject, problemsIn, showSetting } from './compose.ts';

function service(line: string): string {
  return `services:\n  web:\n    image: nginx\n    ${line}\n`;
}

describe('what a variable that nothing sets leaves open', () => {
  it.each<
    readonly [
      string,
      string,
      (container: Container) => Setting<string> | Setting<number> | Setting<boolean> | Setting<PortRange> | undefined,
      string,
    ]
  >([
    ['text', 'user: $U', ({ config }) => config.user, '⟨$U⟩'],
    ['text in part', 'user: "${U}:${G:-0}"', ({ config }) => config.user, '⟨${U}:0⟩'],
    ['a boolean', 'privileged: ${P}', ({ hostConfig }) => hostConfig.privileged, '⟨${P}⟩'],
    [
      'a boolean that is one of two',
      'privileged: "${P:+true}"',
      ({ hostConfig }) => hostConfig.privileged,
      '⟨${P:+true}: true⟩',
    ],
    ['a size', 'mem_limit: ${M}m', ({ hostConfig }) => hostConfig.memory, '⟨${M}m⟩'],
    ['a number', 'cpus: ${C}', ({ hostConfig }) => hostConfig.nanoCpus, '⟨${C}⟩'],
    ['a default of a number', 'cpus: ${C:-0.5}', ({ hostConfig }) => hostConfig.nanoCpus, '500000000'],
    ['a host port', 'ports: ["${P}:80"]', ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostPort, '⟨${P}⟩'],
    [
      'the source of a volume',
      'volumes: ["${D}/docker.sock:/s"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.source,
      '⟨${D}/docker.sock⟩',
    ],
    [
      'the end of a source',
      'volumes: ["./a/${D}:/s"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.source,
      '⟨./a/${D}⟩',
    ],
    ['the home folder', 'volumes: ["~/.ssh:/s"]', ({ hostConfig }) => hostConfig.binds?.[0]?.source, '⟨~/.ssh⟩'],
    [
      'an access mode',
      'volumes: ["/a:/b:${MODE}"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.options[0],
      '⟨${MODE}⟩',
    ],
    [
      'the access of a long volume',
      'volumes: [{type: bind, source: /a, target: /b, read_only: "${R}"}]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.options[0],
      '⟨${R}⟩',
    ],
    ['a restart policy', 'restart: ${R}', ({ hostConfig }) => hostConfig.restartPolicy?.name, '⟨${R}⟩'],
    [
      'a security option',
      'security_opt: ["seccomp:${S}"]',
      ({ hostConfig }) => hostConfig.securityOpt?.[0],
      '⟨seccomp:${S}⟩',
    ],
    [
      'a whole bind',
      'volumes: ["${D}:/data:z,ro,nocopy"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.spec,
      '⟨${D}:/data:ro,z,nocopy⟩',
    ],
    [
      'a whole bind of which the target is open',
      'volumes: ["/a:${T}"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.spec,
      '⟨/a:${T}:rw⟩',
    ],
    [
      'a whole bind of which the mode is open',
      'volumes: ["/a:/b:${M}"]',
      ({ hostConfig }) => hostConfig.binds?.[0]?.spec,
      '⟨/a:/b:${M}⟩',
    ],
    [
      'a recursion',
      'volumes: [{type: bind, source: /a, target: /b, bind: {recursive: "${R}"}}]',
      ({ hostConfig }) => hostConfig.mounts?.[0]?.bindOptions?.nonRecursive,
      '⟨${R}⟩',
    ],
    ['the address of a host', 'extra_hosts: ["a:${H}"]', ({ hostConfig }) => hostConfig.extraHosts?.[0], '⟨a:${H}⟩'],
    ['a whole host', 'extra_hosts: ["${H}"]', ({ hostConfig }) => hostConfig.extraHosts?.[0], '⟨${H}⟩'],
    ['a linked service', 'links: ["${L}"]', ({ hostConfig }) => hostConfig.links?.[0], '⟨${L}⟩'],
    [
      'a namespace of a service',
      'pid: "service:web2${X}"',
      ({ hostConfig }) => hostConfig.pidMode,
      '⟨service:web2${X}⟩',
    ],
    ['the source of volumes', 'volumes_from: ["${V}"]', ({ hostConfig }) => hostConfig.volumesFrom?.[0], '⟨${V}⟩'],
    ['a namespace', 'pid: ${PID}', ({ hostConfig }) => hostConfig.pidMode, '⟨${PID}⟩'],
  ])('%s', (_name, line, at, expected) => {
    const parsed = parseProject(service(line));
    expect(problemsIn(parsed)).toEqual([]);
    expect(showSetting(at(containerOf(parsed)))).toBe(expected);
  });

  it('is determined by what the user gives', () => {
    const parsed = parseProject(service('privileged: ${P}'), undefined, { environment: new Map([['P', 'yes']]) });
    expect(showSetting(containerOf(parsed).hostConfig.privileged)).toBe('true');
  });

  it('is determined by a file in place of .env', () => {
    const files = { 'compose.yaml': service('user: "$A$B"'), '.env': 'A=1\nB=1\n', 'prod.env': 'A=2\n' };
    expect(showSetting(containerOf(parseProject(files)).config.user)).toBe('11');
    expect(showSetting(containerOf(parseProject(files, undefined, { envFiles: ['prod.env'] })).config.user)).toBe(
      '⟨2$B⟩',
    );
  });
});

it('what can not be read is kept as far as it is known', () => {
  const { config, hostConfig } = containerOf(
    parseProject(service(`command: 'a "b'\n    security_opt: ["seccomp:./none.json"]`)),
  );
  expect([config.cmd?.map(showSetting), hostConfig.securityOpt?.map(showSetting)]).toEqual([
    ['a "b'],
    ['⟨seccomp=./none.json⟩'],
  ]);
});

describe("the project's name in other names", () => {
  const networkMode = (parsed: ReturnType<typeof parseProject>): string =>
    showSetting(containerOf(parsed).hostConfig.networkMode);

  it.each([
    ['is that of the folder', { 'compose.yaml': service('') }, 'project_default'],
    ['is that of the file', { 'compose.yaml': `name: mine\n${service('')}` }, 'mine_default'],
    ['depends on a variable', { 'compose.yaml': `name: \${N:-x}\n${service('')}` }, 'x_default'],
    [
      'is that of .env',
      { 'compose.yaml': `name: mine\n${service('')}`, '.env': 'COMPOSE_PROJECT_NAME=env\n' },
      'env_default',
    ],
  ])('%s', (_name, files, expected) => {
    expect(networkMode(parseProject(files))).toBe(expected);
  });

  it('is unknown where the directory has none', () => {
    const parsed = parseProject(service(''), undefined, { workingDirectory: '/' });
    expect(networkMode(parsed)).toBe('⟨${COMPOSE_PROJECT_NAME}_default⟩');
  });

  it('can be used in the file', () => {
    expect(showSetting(containerOf(parseProject(service('hostname: ${COMPOSE_PROJECT_NAME}'))).config.hostname)).toBe(
      'project',
    );
  });
});

describe('relative paths', () => {
  it.each([
    ['compose.yaml', './a', './a', true],
    // Relative to /project.
    ['compose.yaml', '../a', '/a', undefined],
    ['deep/er/compose.yaml', '../../a', './a', true],
    ['app/compose.yaml', './a', './app/a', true],
    ['app/compose.yaml', '../a', './a', true],
    ['app/compose.yaml', '/a', '/a', undefined],
    ['/srv/compose.yaml', './a', '../srv/a', true],
    ['/srv/compose.yaml', '../../a', '/a', undefined],
  ])('in %s: %s is %s', (path, source, expected, isRelative) => {
    const parsed = parseProject({ [path]: service(`volumes: ["${source}:/x"]`) }, [path]);
    const [bind] = containerOf(parsed).hostConfig.binds ?? [];
    expect([showSetting(bind?.source), bind?.isRelative]).toEqual([expected, isRelative]);
  });
});

describe('what a service says next to its request', () => {
  it.each<readonly [string, (container: Container) => unknown, unknown]>([
    ['build: .', ({ build }) => build?.location.span.start !== undefined, true],
    ['user: a', ({ build, apiSocket }) => [build, apiSocket], [undefined, undefined]],
    [
      'use_api_socket: true',
      ({ apiSocket, hostConfig }) => [
        showSetting(apiSocket),
        hostConfig.binds?.map(({ spec, sourceKind, options }) => [
          showSetting(spec),
          sourceKind,
          options.map(showSetting),
        ]),
      ],
      ['true', [['/var/run/docker.sock:/var/run/docker.sock:rw', 'bind', ['rw']]]],
    ],
    ['use_api_socket: false', ({ hostConfig }) => hostConfig.binds, undefined],
    [
      'volumes: ["./a:/a", "v:/v", "/anonymous"]',
      ({ hostConfig }) => hostConfig.binds?.map(({ sourceKind }) => sourceKind),
      ['bind'],
    ],
    [
      'networks: [default]',
      ({ networks }) => networks.map(({ name, network }) => [showSetting(name), network?.kind, network?.isExternal]),
      [['project_default', 'network', false]],
    ],
    ['network_mode: host', ({ networks }) => networks, []],
  ])('%s', (line, find, expected) => {
    const parsed = parseProject(`${service(line)}volumes: {v: {driver_opts: {o: bind}}}\n`);
    expect(find(containerOf(parsed))).toEqual(expected);
  });
});
