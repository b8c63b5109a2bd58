import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/findings/evaluate.ts';
import type { Container } from '../../../src/model/container.ts';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { parseInspect } from '../../../src/parsers/inspect/index.ts';
import type { Place } from '../../../src/text/location.ts';
import { type Setting, valueOf } from '../../../src/text/setting.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { growsLinearly } from '../../growth.ts';
import { type EngineContainer, engineContainer, idOf, printInspect } from './engine-output.ts';
import { placesIn, textAt } from './places.ts';

const PATH = 'inspect.json';

function parse(...objects: readonly JsonObject[]): Parsed {
  return parseInspect({ path: PATH, text: printInspect(objects) });
}

function containersIn({ subjects }: Parsed): readonly Container[] {
  return subjects.filter((subject) => subject.kind === 'container');
}

/** The parsed container, and its source. */
function readOne(made: EngineContainer): {
  readonly container: Container;
  readonly marked: (place: Place | undefined) => string;
} {
  const parsed = parse(engineContainer(made));
  const [container] = containersIn(parsed);
  if (container === undefined) throw new Error('no container was read');
  return { container, marked: (place) => textAt(parsed, place) };
}

function valuesOf(settings: readonly Setting<string>[] | undefined): readonly (string | undefined)[] | undefined {
  return settings?.map((setting) => valueOf(setting));
}

/** The paths of all values in JSON. */
function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, item]) => pathsIn(item).map((path) => [key, ...path]))];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? replaceAt(item, rest, other) : item));
  return isJsonObject(value) ? { ...value, [key]: replaceAt(value[key], rest, other) } : value;
}

describe('places', () => {
  it.each<[string, EngineContainer, (container: Container) => Place | undefined, string]>([
    ['the name without its slash', { name: 'web' }, ({ place }) => place, 'web'],
    ['true', { HostConfig: { Privileged: true } }, ({ hostConfig }) => hostConfig.privileged?.place, 'true'],
    ['a number', { HostConfig: { Memory: 536_870_912 } }, ({ hostConfig }) => hostConfig.memory?.place, '536870912'],
    ['a negative number', { HostConfig: { MemorySwap: -1 } }, ({ hostConfig }) => hostConfig.memorySwap?.place, '-1'],
    ['a string', { HostConfig: { PidMode: 'host' } }, ({ hostConfig }) => hostConfig.pidMode?.place, 'host'],
    [
      'an element of a list',
      { HostConfig: { CapAdd: ['CHOWN', 'SYS_ADMIN'] } },
      ({ hostConfig }) => hostConfig.capAdd?.[1]?.place,
      'CAP_SYS_ADMIN',
    ],
    [
      'the whole of a bind',
      { HostConfig: { Binds: ['/srv:/data:ro,z'] } },
      ({ hostConfig }) => hostConfig.binds?.[0]?.place,
      '/srv:/data:ro,z',
    ],
    [
      'the source of a bind',
      { HostConfig: { Binds: ['/srv:/data:ro,z'] } },
      ({ hostConfig }) => hostConfig.binds?.[0]?.source.place,
      '/srv',
    ],
    [
      'an option of a bind',
      { HostConfig: { Binds: ['/srv:/data:ro,z'] } },
      ({ hostConfig }) => hostConfig.binds?.[0]?.options[1]?.place,
      'z',
    ],
    [
      'a string with escapes',
      { HostConfig: { Binds: ['/a"b:/data'] } },
      ({ hostConfig }) => hostConfig.binds?.[0]?.source.place,
      String.raw`/a\"b:/data`,
    ],
    [
      'the source of a mount',
      { HostConfig: { Mounts: [{ Type: 'bind', Source: '/srv', Target: '/data' }] } },
      ({ hostConfig }) => hostConfig.mounts?.[0]?.place,
      '/srv',
    ],
    [
      'a published port by its host port',
      { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } } },
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.place,
      '8080',
    ],
    [
      'its container port by its name',
      { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } } },
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.containerPort.place,
      '80',
    ],
    [
      'an empty address with its marks',
      { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] } } },
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.hostIp?.place,
      '""',
    ],
    [
      'a port that the engine picks by the container port',
      { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] } } },
      ({ hostConfig }) => hostConfig.portBindings?.[0]?.place,
      '80/tcp',
    ],
    [
      'a device by its path',
      { HostConfig: { Devices: [{ PathOnHost: '/dev/kvm', PathInContainer: '/dev/kvm', CgroupPermissions: 'rwm' }] } },
      ({ hostConfig }) => hostConfig.devices?.[0]?.place,
      '/dev/kvm',
    ],
    [
      'a limit by its name',
      { HostConfig: { Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }] } },
      ({ hostConfig }) => hostConfig.ulimits?.[0]?.place,
      'nofile',
    ],
    [
      'paths by the name of their list',
      { HostConfig: { MaskedPaths: [] } },
      ({ hostConfig }) => hostConfig.maskedPaths?.place,
      'MaskedPaths',
    ],
    [
      'a restart policy by its name',
      { HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } },
      ({ hostConfig }) => hostConfig.restartPolicy?.place,
      'always',
    ],
    [
      'a health check by its name',
      { Config: { Healthcheck: { Test: ['CMD', 'true'] } } },
      ({ config }) => config.healthcheck?.place,
      'Healthcheck',
    ],
    ['the image', { Config: { Image: 'nginx:1.27' } }, ({ config }) => config.image?.place, 'nginx:1.27'],
    ['a network', { NetworkSettings: { Networks: { proxy: {} } } }, ({ networks }) => networks[0]?.place, 'proxy'],
    [
      'an empty profile with its marks',
      { facts: { AppArmorProfile: '' } },
      ({ engine }) => engine?.appArmorProfile?.place,
      '""',
    ],
  ])('marks %s', (_name, made, placeOf, expected) => {
    const { container, marked } = readOne(made);
    expect(marked(placeOf(container))).toBe(expected);
  });

  it('gives a container without a name its short id, and one without an id the bracket', () => {
    const nameless = parse({ ...engineContainer({}), Name: '', Id: 'c0ffee'.padEnd(64, '0') });
    expect(nameless.subjects[0]?.name).toBe('c0ffee000000');
    expect(textAt(nameless, nameless.subjects[0]?.place)).toBe('c0ffee000000');
    const bare = parse({ HostConfig: {}, Config: {} });
    expect(bare.subjects[0]?.name).toBe('container');
    expect(textAt(bare, bare.subjects[0]?.place)).toBe('{');
  });
});

describe('what nobody asked for', () => {
  it('is absent where the engine prints a zero, null or nothing', () => {
    const { container } = readOne({
      HostConfig: {
        Memory: 0,
        PidsLimit: null,
        CapAdd: [],
        Privileged: false,
        Init: false,
        PortBindings: {},
        Sysctls: {},
        RestartPolicy: { Name: '', MaximumRetryCount: 0 },
      },
    });
    expect(Object.keys(container.hostConfig).sort()).toEqual([
      'cgroupnsMode',
      'ipcMode',
      'logConfig',
      'maskedPaths',
      'networkMode',
      'readonlyPaths',
      'runtime',
      'shmSize',
    ]);
  });

  it("is absent where a value has another type than the engine's", () => {
    const { container } = readOne({
      HostConfig: {
        Memory: '512m',
        Privileged: 'yes',
        CapAdd: 'ALL',
        Binds: { a: 1 },
        PortBindings: ['80'],
        Devices: [1, 'x'],
        Ulimits: [{}],
        Mounts: [{ Type: 'bogus' }],
      },
    });
    expect(container.hostConfig).not.toHaveProperty(['memory']);
    for (const name of ['privileged', 'capAdd', 'binds', 'portBindings', 'devices', 'ulimits', 'mounts'])
      expect(container.hostConfig).not.toHaveProperty([name]);
  });

  it.each([
    [
      "an option that the engine adds for the host's PID namespace",
      { PidMode: 'host', SecurityOpt: ['no-new-privileges'] },
      ['no-new-privileges'],
    ],
    ["an option that the engine adds for the host's IPC", { IpcMode: 'host' }, undefined],
    ['an option that the engine adds for a privileged container', { Privileged: true }, undefined],
    [
      'an option that the engine adds beside the older form',
      { Privileged: true, SecurityOpt: ['label:disable'] },
      ['label:disable'],
    ],
    ['labels that are turned off by the request', { SecurityOpt: ['label=disable'] }, ['label=disable']],
    [
      "labels of a container with the host's PID namespace",
      { PidMode: 'host', SecurityOpt: ['label=type:web_t'] },
      ['label=type:web_t'],
    ],
  ])('distinguishes %s from what was', (_name, HostConfig, expected) => {
    expect(valuesOf(readOne({ HostConfig }).container.hostConfig.securityOpt)).toEqual(expected);
  });
});

describe('ports', () => {
  const binding = (HostPort: string, HostIp = ''): JsonObject => ({ HostIp, HostPort });
  const ports = (made: EngineContainer): readonly string[] | undefined =>
    readOne(made).container.hostConfig.portBindings?.map(({ containerPort, protocol, hostIp, hostPort }) => {
      const [host, inside] = [hostPort, containerPort].map((port) =>
        port?.known === true ? `${port.value.start}-${port.value.end}` : 'any',
      );
      return `${valueOf(hostIp) ?? '?'}|${host ?? ''}|${inside ?? ''}/${valueOf(protocol) ?? ''}`;
    });

  it.each([
    [
      'single ports',
      { '80/tcp': [binding('8080')], '53/udp': [binding('53', '127.0.0.1')] },
      ['|8080-8080|80-80/tcp', '127.0.0.1|53-53|53-53/udp'],
    ],
    [
      'two bindings of one port',
      { '80/tcp': [binding('80', '0.0.0.0'), binding('80', '::')] },
      ['0.0.0.0|80-80|80-80/tcp', '::|80-80|80-80/tcp'],
    ],
    [
      'a range, which the engine prints in the order of its texts',
      { '10/tcp': [binding('1010')], '8/tcp': [binding('1008')], '9/tcp': [binding('1009')] },
      ['|1008-1010|8-10/tcp'],
    ],
    [
      'ranges of two addresses side by side',
      {
        '8/tcp': [binding('8', '::'), binding('8', '0.0.0.0')],
        '9/tcp': [binding('9', '::'), binding('9', '0.0.0.0')],
      },
      ['::|8-9|8-9/tcp', '0.0.0.0|8-9|8-9/tcp'],
    ],
    [
      'neighbours whose host ports are none',
      { '8/tcp': [binding('8')], '9/tcp': [binding('19')] },
      ['|8-8|8-8/tcp', '|19-19|9-9/tcp'],
    ],
    [
      'neighbours of two protocols',
      { '8/tcp': [binding('8')], '9/udp': [binding('9')] },
      ['|8-8|8-8/tcp', '|9-9|9-9/udp'],
    ],
    ['ports that the engine picks', { '8/tcp': [binding('')], '9/tcp': [binding('')] }, ['|any|8-9/tcp']],
    [
      'a port on any free one of a range',
      { '8/tcp': [binding('8000-8009')], '9/tcp': [binding('8010')] },
      ['|8000-8009|8-8/tcp', '|8010-8010|9-9/tcp'],
    ],
    ['a name that is no port', { 'http/tcp': [binding('8')] }, undefined],
    ['a port without a binding', { '8/tcp': null, '9/tcp': [] }, undefined],
  ])('reads %s', (_name, PortBindings, expected) => {
    expect(ports({ HostConfig: { PortBindings } })).toEqual(expected);
  });

  it('distinguishes an exposed port that is published by its binding, and joins the others', () => {
    const made = {
      Config: { ExposedPorts: { '10/tcp': {}, '443/tcp': {}, '8/tcp': {}, '80/tcp': {}, '9/tcp': {} } },
      HostConfig: { PortBindings: { '80/tcp': [binding('8080'), binding('8081')] } },
    };
    const { container, marked } = readOne(made);
    const exposed = container.config.exposedPorts ?? [];
    expect(exposed.map(({ containerPort }) => valueOf(containerPort))).toEqual([
      { start: 80, end: 80 },
      { start: 443, end: 443 },
      { start: 8, end: 10 },
    ]);
    expect(exposed[0]?.containerPort.place).toEqual(container.hostConfig.portBindings?.[0]?.containerPort.place);
    expect(marked(exposed[2]?.containerPort.place)).toBe('8');
  });

  it('is quick about very many', () => {
    const make = (count: number): object => {
      const numbers = Array.from({ length: count }, (_, index) => index * 2 + 1);
      return {
        Config: { ExposedPorts: Object.fromEntries(numbers.map((port) => [`${port}/udp`, {}])) },
        HostConfig: {
          PortBindings: Object.fromEntries(numbers.map((port) => [`${port}/tcp`, [binding(String(port))]])),
        },
      };
    };
    expect(readOne(make(10_000)).container.hostConfig.portBindings).toHaveLength(10_000);
    expect(growsLinearly(10_000, make, readOne)).toBe(true);
  });
});

describe('what else the output holds', () => {
  const volume = {
    CreatedAt: '2026-01-02T03:04:05Z',
    Driver: 'local',
    Labels: null,
    Mountpoint: '/var/lib/docker/volumes/cfg/_data',
    Name: 'cfg',
    Options: { device: '/etc', o: 'bind', type: 'none' },
    Scope: 'local',
  };
  const network = {
    Name: 'proxy',
    Id: idOf('proxy'),
    Scope: 'local',
    Driver: 'bridge',
    IPAM: { Driver: 'default' },
    Containers: {},
    Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
  };
  const image = {
    Id: `sha256:${'b2'.repeat(32)}`,
    RepoTags: ['nginx:1.27'],
    Config: { Env: ['A=1'] },
    RootFS: { Type: 'layers' },
  };
  const service = { ID: 'x', Spec: { Name: 'web' } };
  const listed = { Id: idOf('web'), Names: ['/web'], Image: 'nginx', HostConfig: { NetworkMode: 'default' } };

  it('passes over objects that are no containers, and elements that are no objects', () => {
    const parsed = parseInspect({
      path: PATH,
      text: JSON.stringify([
        image,
        service,
        volume,
        network,
        listed,
        1,
        null,
        'x',
        [image],
        engineContainer({ name: 'web' }),
      ]),
    });
    expect(parsed.subjects.map(({ name }) => name)).toEqual(['web']);
    expect(parsed.problems).toEqual([]);
  });

  it('knows what a volume is bound to, wherever it stands', () => {
    const made = engineContainer({
      HostConfig: {
        Binds: ['cfg:/cfg', 'other:/other', '/cfg:/x'],
        Mounts: [{ Type: 'volume', Source: 'cfg', Target: '/m' }],
      },
    });
    const parsed = parse(made, volume);
    const [container] = containersIn(parsed);
    const device = container?.hostConfig.binds?.[0]?.volume?.driverOpts?.find(
      ({ key }) => valueOf(key) === 'device',
    )?.value;
    expect(valueOf(device)).toBe('/etc');
    expect(textAt(parsed, device?.place)).toBe('/etc');
    expect(container?.hostConfig.binds?.map((bind) => bind.volume !== undefined)).toEqual([true, false, false]);
    expect(container?.hostConfig.mounts?.[0]?.volume).toEqual(container?.hostConfig.binds?.[0]?.volume);
  });

  it('knows the options of the networks that a container joins', () => {
    const [container] = containersIn(
      parse(network, engineContainer({ NetworkSettings: { Networks: { bridge: {}, proxy: {} } } })),
    );
    expect(container?.networks.map(({ name }) => valueOf(name))).toEqual(['bridge', 'proxy']);
    expect(container?.networks.map((attachment) => valueOf(attachment.network?.driverOpts?.[0]?.value))).toEqual([
      undefined,
      '127.0.0.1',
    ]);
  });

  it('names the container whose namespaces another shares, as the request did', () => {
    const made = engineContainer({
      name: 'side',
      HostConfig: {
        NetworkMode: `container:${idOf('web')}`,
        PidMode: `container:${idOf('web')}`,
        IpcMode: `container:${'9'.repeat(64)}`,
        VolumesFrom: [`${idOf('web')}:ro`, 'other'],
      },
    });
    const { hostConfig } = containersIn(parse(made, engineContainer({ name: 'web' })))[0] ?? {};
    expect([hostConfig?.networkMode, hostConfig?.pidMode, hostConfig?.ipcMode].map((mode) => valueOf(mode))).toEqual([
      'container:web',
      'container:web',
      `container:${'9'.repeat(64)}`,
    ]);
    expect(hostConfig?.volumesFrom?.map((from) => valueOf(from))).toEqual(['web:ro', 'other']);
  });

  it('recognizes an image that Compose built', () => {
    const Labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' };
    const build = (Image: string): Place | undefined => readOne({ Config: { Image, Labels } }).container.build;
    expect(build('shop-api')).toBeDefined();
    expect(build('shop_api')).toBeDefined();
    expect(build('shop-api:1.0')).toBeUndefined();
    expect(build('nginx')).toBeUndefined();
    expect(readOne({ Config: { Image: 'shop-api' } }).container.build).toBeUndefined();
  });
});

describe('what only the engine knows', () => {
  it.each<[string, EngineContainer, string | undefined]>([
    ['a profile', {}, 'docker-default'],
    ['no profile', { facts: { AppArmorProfile: '' } }, ''],
    [
      'no profile yet, before the first start',
      { State: { Status: 'created' }, facts: { AppArmorProfile: '' } },
      undefined,
    ],
    [
      'a container that SELinux holds',
      { facts: { AppArmorProfile: '', ProcessLabel: 'system_u:system_r:container_t:s0:c1,c2' } },
      undefined,
    ],
    ['a container of Windows', { facts: { AppArmorProfile: '', Platform: 'windows' } }, undefined],
  ])('reads the AppArmor profile: %s', (_name, made, expected) => {
    expect(valueOf(readOne(made).container.engine?.appArmorProfile)).toBe(expected);
  });

  it.each<[string, JsonObject, boolean]>([
    ['a check that passes', { Health: { Status: 'healthy', FailingStreak: 0, Log: [] } }, true],
    ['a check that fails', { Health: { Status: 'unhealthy' } }, true],
    ['no check', {}, false],
    ['a check that is turned off', { Health: { Status: 'none' } }, false],
    ["podman's way of saying none", { Health: { Status: '', FailingStreak: 0, Log: null } }, false],
  ])('reads whether there is a health check: %s', (_name, State, expected) => {
    expect(readOne({ State }).container.engine?.hasHealth).toBe(expected);
  });

  it('reads the binds that came from another container', () => {
    const Mounts = [
      { Type: 'bind', Source: '/etc', Destination: '/host/etc', Mode: 'ro', RW: false, Propagation: 'rslave' },
      { Type: 'bind', Source: '/srv', Destination: '/data', Mode: '', RW: true, Propagation: 'rprivate' },
      {
        Type: 'volume',
        Name: 'v',
        Source: '/var/lib/docker/volumes/v/_data',
        Destination: '/v',
        Driver: 'local',
        RW: true,
        Propagation: '',
      },
    ];
    const { container, marked } = readOne({
      HostConfig: { Binds: ['/srv:/data/'], VolumesFrom: ['other'] },
      facts: {},
      NetworkSettings: {},
    });
    expect(container.engine?.mounts).toBeUndefined();
    const parsed = parse({
      ...engineContainer({ HostConfig: { Binds: ['/srv:/data/'], VolumesFrom: ['other'] } }),
      Mounts,
    });
    const further = containersIn(parsed)[0]?.engine?.mounts;
    expect(
      further?.map(({ source, target, readOnly, bindOptions }) =>
        [source, target, readOnly, bindOptions?.propagation].map((setting) => valueOf<unknown>(setting)),
      ),
    ).toEqual([['/etc', '/host/etc', true, 'rslave']]);
    expect(textAt(parsed, further?.[0]?.place)).toBe('/etc');
    expect(marked(container.place)).toBe('web');
  });
});

describe('podman', () => {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures/inspect/podman.json'), 'utf8');
  const parsed = parseInspect({ path: PATH, text });
  const [container] = containersIn(parsed);

  it('is read like docker', () => {
    expect(parsed.problems).toEqual([]);
    expect(container?.name).toBe('proxy');
    expect(
      container?.hostConfig.binds?.map(({ source, options }) => [valueOf(source), ...(valuesOf(options) ?? [])]),
    ).toEqual([['/srv/www', 'ro', 'rprivate', 'rbind']]);
    expect(container?.hostConfig.pidsLimit).toMatchObject({ value: 2048 });
    expect(container?.engine?.mounts).toBeUndefined();
  });

  it('prints some values in another form', () => {
    expect(valuesOf(container?.config.entrypoint)).toEqual(['/docker-entrypoint.sh', '--quiet']);
    expect(valueOf(container?.config.stopSignal)).toBe('3');
    expect(textAt(parsed, container?.config.stopSignal?.place)).toBe('3');
  });

  it('prints what is in force as if it had been asked for: the command says what was', () => {
    expect(container?.hostConfig.cgroupParent).toBeUndefined();
    expect(container?.hostConfig.ulimits).toBeUndefined();
    expect(valuesOf(container?.hostConfig.capDrop)).toEqual(['ALL']);
    expect(textAt(parsed, container?.hostConfig.capDrop?.[0]?.place)).toBe('all');
  });

  it('keeps what was asked for', () => {
    const asked = parseInspect({
      path: PATH,
      text: text
        .replace('"run",', '"run", "--ulimit", "nofile=524288",')
        .replace('"user.slice"', '"/batch"')
        .replace('"--cap-drop"', '"--name"'),
    });
    const [other] = containersIn(asked);
    expect(other?.hostConfig.cgroupParent).toMatchObject({ value: '/batch' });
    expect(valuesOf(other?.hostConfig.ulimits?.map(({ name }) => name))).toEqual(['nofile', 'nproc']);
    expect(other?.hostConfig.capDrop).toHaveLength(10);
  });
});

describe('text that breaks off or is no JSON', () => {
  const whole = printInspect([
    engineContainer({ name: 'one' }),
    engineContainer({ name: 'two', HostConfig: { Privileged: true, PidMode: 'host' } }),
  ]);

  it.each([
    ["inside the second container's HostConfig", '"PidMode": "host"', ['one', 'two'], 1],
    ["before the second container's HostConfig", '"Name": "/two"', ['one'], 0],
    ['between the containers', '},\n    {', ['one'], 0],
  ])('gives the containers before a cut %s', (_name, before, names, count) => {
    const text = whole.slice(0, whole.lastIndexOf(before) + before.length - (before.endsWith('{') ? 1 : 0));
    const parsed = parseInspect({ path: PATH, text });
    expect(parsed.subjects.map(({ name }) => name)).toEqual(names);
    expect(parsed.problems).toMatchObject([{ id: 'syntax/invalid-json', severity: 'error' }]);
    expect(textAt(parsed, parsed.problems[0]?.place).trim()).not.toBe('');
    expect(parsed.subjects.flatMap((subject) => subject.unresolvedOptions).map(({ reason }) => reason)).toEqual(
      Array.from({ length: count }, () => 'broken'),
    );
  });

  it('keeps what was set before the cut', () => {
    const cut = whole.slice(0, whole.lastIndexOf('"ReadonlyRootfs"'));
    const [, second] = containersIn(parseInspect({ path: PATH, text: cut }));
    expect(second?.hostConfig.privileged).toMatchObject({ value: true });
    expect(second?.config).toEqual({});
  });

  it('says what is wrong', () => {
    const [problem] = parseInspect({ path: PATH, text: 'services: {}' }).problems;
    expect(problem?.message).toEqual({
      what: 'Invalid JSON: this is not a JSON value. The rest was not read.',
      remedy: 'Save the output of `docker inspect` again.',
    });
    expect(parseInspect({ path: PATH, text: '[{' }).problems[0]?.message.what).toBe(
      'The JSON is truncated: it ends in the middle of a value.',
    );
    expect(parseInspect({ path: PATH, text: `[${'['.repeat(500)}` }).problems[0]?.id).toBe('syntax/limit');
  });

  it('never throws, and every place marks something, whatever stands where and wherever it is cut', () => {
    const object = engineContainer({
      Config: {
        ExposedPorts: { '80/tcp': {} },
        Healthcheck: { Test: ['CMD', 'true'], Interval: 1 },
        Labels: { a: 'b' },
        Volumes: { '/v': {} },
        Entrypoint: ['sh'],
      },
      HostConfig: {
        Binds: ['/a:/b:ro'],
        Mounts: [
          {
            Type: 'volume',
            Source: 'v',
            Target: '/v',
            VolumeOptions: { DriverConfig: { Name: 'local', Options: { o: 'bind' } } },
          },
        ],
        PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] },
        Devices: [{ PathOnHost: '/dev/x' }],
        Ulimits: [{ Name: 'core', Soft: 1, Hard: 1 }],
        DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
        BlkioDeviceReadBps: [{ Path: '/dev/x', Rate: 1 }],
      },
      facts: { CgroupManager: 'systemd' },
    });
    const paths = pathsIn(object);
    const strange = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('', ':', '::', '/', 'a:b:c:d', '80/tcp/udp', '\u001B', '\uD800', -1, 1e300, [[]], [{}], [null]),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), strange), { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (changes, share, isCut) => {
          const changed = changes.reduce<unknown>(
            (value, [index, other]) => replaceAt(value, paths[index % paths.length] ?? [], other),
            object,
          );
          const whole = JSON.stringify([changed, object], undefined, 1);
          const text = isCut ? whole.slice(0, Math.floor(whole.length * share)) : whole;
          const parsed = parseInspect({ path: PATH, text });
          for (const place of [...placesIn(parsed.subjects), ...placesIn(parsed.problems)])
            expect(textAt(parsed, place)).not.toBe('');
          evaluate(parsed, {});
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds nothing in an empty text', () => {
    expect(parseInspect({ path: PATH, text: '' })).toMatchObject({ subjects: [], problems: [] });
    expect(parseInspect({ path: PATH, text: '[]\n' })).toMatchObject({ subjects: [], problems: [] });
  });
});
