import type { Config, ExposedPort, Healthcheck, PortRange } from '../model/config.ts';
import type { Container, Exec, Subject } from '../model/container.ts';
import type { Bind, DeviceRequest, HostConfig, Mount, PortBinding } from '../model/host-config.ts';
import { MASK } from '../sensitive/mask.ts';
import { patternText, type Setting, unknown } from '../text/setting.ts';
import { append } from '../util/maps.ts';
import { joinPath } from '../util/paths.ts';
import { EngineWriter, type Json, type JsonObject } from './engine-writer.ts';

/** A create request's body in the Engine API's names, and the paths of the fields that the text does not give. */
export interface EngineJson {
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  /** Such as `HostConfig.Memory` and `HostConfig.CapAdd[1]`; also what holds on some code paths only, and ports that are too many to be listed one by one. */
  readonly unknown: readonly string[];
}

export interface EngineJsonOptions {
  /** The absolute folder against which the client would resolve relative host paths. */
  readonly workingDirectory: string;
  /** Puts `***` for values of environment variables, and for what comes from an env file or the environment. */
  readonly hidesValues?: boolean;
  /** True for files of which nothing is shown. */
  readonly isOutside?: (path: string) => boolean;
  /** Values that are hidden wherever they stand in another. */
  readonly fromOutside?: readonly string[];
}

/**
 * The body of `POST /containers/create` (for an exec, that of `POST /containers/{id}/exec`, as `Config`) with zero values left out,
 * after moby `api/types/container`. An unknown scalar is left out; an unknown element of a list is shown as it was written. A range of ports
 * is listed port by port, as the client does it, up to two hundred thousand of them; from there on a range is one key.
 */
export function toEngineJson(subject: Subject, options: EngineJsonOptions): EngineJson {
  const { hidesValues = false, fromOutside = [], isOutside = () => false } = options;
  const writer = new EngineWriter('', { unknown: [], ports: MAX_PORTS }, { hidesValues, fromOutside, isOutside });
  const [Config, HostConfig] =
    subject.kind === 'container'
      ? [
          writeConfig(writer.at('Config'), subject),
          writeHostConfig(writer.at('HostConfig'), subject.hostConfig, options),
        ]
      : [writeExec(writer.at('Config'), subject), {}];
  return { Config, HostConfig, unknown: writer.notes.unknown };
}

/** All ports, exposed and published, and some. */
const MAX_PORTS = 200_000;

function writeConfig(writer: EngineWriter, container: Container): JsonObject {
  const { config } = container;
  return object({
    ...scalars(writer, config, CONFIG_SCALARS),
    Env: writer.at('Env').variables(config.env, container),
    Cmd: writer.at('Cmd').command(config.cmd),
    Entrypoint: writer.at('Entrypoint').command(config.entrypoint),
    ExposedPorts: keySet(
      config.exposedPorts?.flatMap((port, index) => writePort(writer.at('ExposedPorts').item(index), port)),
    ),
    Healthcheck: config.healthcheck && writeHealthcheck(writer.at('Healthcheck'), config.healthcheck),
    Volumes: keySet(config.volumes?.map((volume, index) => writer.at('Volumes').item(index).text(volume))),
    Labels: writer.at('Labels').entries(config.labels),
  });
}

const CONFIG_SCALARS = [
  'hostname',
  'domainname',
  'user',
  'attachStdin',
  'attachStdout',
  'attachStderr',
  'tty',
  'openStdin',
  'stdinOnce',
  'image',
  'workingDir',
  'networkDisabled',
  'macAddress',
  'stopSignal',
  'stopTimeout',
] as const satisfies readonly (keyof Config)[];

const HOST_SCALARS = [
  'containerIdFile',
  'networkMode',
  'autoRemove',
  'volumeDriver',
  'cgroupnsMode',
  'ipcMode',
  'oomScoreAdj',
  'pidMode',
  'privileged',
  'publishAllPorts',
  'readonlyRootfs',
  'utsMode',
  'usernsMode',
  'shmSize',
  'runtime',
  'isolation',
  'cpuShares',
  'memory',
  'nanoCpus',
  'cgroupParent',
  'blkioWeight',
  'cpuPeriod',
  'cpuQuota',
  'cpuRealtimePeriod',
  'cpuRealtimeRuntime',
  'cpusetCpus',
  'cpusetMems',
  'kernelMemory',
  'kernelMemoryTcp',
  'memoryReservation',
  'memorySwap',
  'memorySwappiness',
  'oomKillDisable',
  'init',
  'pidsLimit',
  'cpuCount',
  'cpuPercent',
  'ioMaximumIOps',
  'ioMaximumBandwidth',
] as const satisfies readonly (keyof HostConfig)[];

const HOST_STRING_LISTS = [
  'volumesFrom',
  'capAdd',
  'capDrop',
  'dns',
  'dnsOptions',
  'dnsSearch',
  'extraHosts',
  'groupAdd',
  'links',
  'securityOpt',
  'deviceCgroupRules',
] as const satisfies readonly (keyof HostConfig)[];

const HOST_MAPS = ['annotations', 'storageOpt', 'tmpfs', 'sysctls'] as const satisfies readonly (keyof HostConfig)[];

const THROTTLES = [
  'blkioDeviceReadBps',
  'blkioDeviceWriteBps',
  'blkioDeviceReadIOps',
  'blkioDeviceWriteIOps',
] as const satisfies readonly (keyof HostConfig)[];

function writeHostConfig(writer: EngineWriter, host: HostConfig, options: EngineJsonOptions): JsonObject {
  const { logConfig, restartPolicy } = host;
  return object({
    ...scalars(writer, host, HOST_SCALARS),
    ...stringLists(writer, host, HOST_STRING_LISTS),
    ...Object.fromEntries(HOST_MAPS.map((key) => [engineName(key), writer.at(engineName(key)).entries(host[key])])),
    ...Object.fromEntries(
      THROTTLES.map((key) => [
        engineName(key),
        writer
          .at(engineName(key))
          .list(host[key], (at, { path, rate }) =>
            object({ Path: at.at('Path').text(path), Rate: at.at('Rate').scalar(rate) }),
          ),
      ]),
    ),
    BlkioWeightDevice: writer
      .at('BlkioWeightDevice')
      .list(host.blkioWeightDevice, (at, { path, weight }) =>
        object({ Path: at.at('Path').text(path), Weight: at.at('Weight').scalar(weight) }),
      ),
    Binds: writer.at('Binds').list(host.binds, (at, bind) => writeBind(at, bind, options)),
    Mounts: writer.at('Mounts').list(host.mounts, (at, mount) => writeMount(at, mount, options)),
    PortBindings: writePortBindings(writer.at('PortBindings'), host.portBindings),
    LogConfig:
      logConfig &&
      object({
        Type: writer.at('LogConfig.Type').scalar(logConfig.type),
        Config: writer.at('LogConfig.Config').entries(logConfig.config),
      }),
    RestartPolicy:
      restartPolicy &&
      object({
        Name: writer.at('RestartPolicy.Name').scalar(restartPolicy.name),
        MaximumRetryCount: writer.at('RestartPolicy.MaximumRetryCount').scalar(restartPolicy.maximumRetryCount),
      }),
    Devices: writer.at('Devices').list(host.devices, (at, device) =>
      object({
        PathOnHost: at.at('PathOnHost').text(device.pathOnHost),
        PathInContainer: at.at('PathInContainer').scalar(device.pathInContainer),
        CgroupPermissions: at.at('CgroupPermissions').scalar(device.cgroupPermissions),
      }),
    ),
    DeviceRequests: writer.at('DeviceRequests').list(host.deviceRequests, writeDeviceRequest),
    Ulimits: writer
      .at('Ulimits')
      .list(host.ulimits, (at, { name, soft, hard }) =>
        object({ Name: at.at('Name').text(name), Soft: at.at('Soft').scalar(soft), Hard: at.at('Hard').scalar(hard) }),
      ),
    MaskedPaths: writer.at('MaskedPaths').strings(host.maskedPaths?.value),
    ReadonlyPaths: writer.at('ReadonlyPaths').strings(host.readonlyPaths?.value),
  });
}

const EXEC_SCALARS = [
  'user',
  'privileged',
  'tty',
  'attachStdin',
  'attachStdout',
  'attachStderr',
  'detach',
  'detachKeys',
  'workingDir',
] as const satisfies readonly (keyof Exec)[];

function writeExec(writer: EngineWriter, exec: Exec): JsonObject {
  return object({
    ...scalars(writer, exec, EXEC_SCALARS),
    Env: writer.at('Env').variables(exec.env, exec),
    Cmd: writer.at('Cmd').command(exec.cmd),
  });
}

function writeHealthcheck(writer: EngineWriter, check: Healthcheck): JsonObject {
  return object({
    Test: writer.at('Test').command(check.test),
    ...scalars(writer, check, ['interval', 'timeout', 'startPeriod', 'startInterval', 'retries']),
  });
}

function writeBind(writer: EngineWriter, bind: Bind, { workingDirectory }: EngineJsonOptions): string {
  const spec = writer.text(bind.spec);
  if (writer.hides(bind.spec)) return spec;
  if (bind.isRelative !== true || !bind.source.known || !spec.startsWith(bind.source.value)) return spec;
  return joinPath(workingDirectory, bind.source.value) + spec.slice(bind.source.value.length);
}

function writeMount(writer: EngineWriter, mount: Mount, { workingDirectory }: EngineJsonOptions): JsonObject {
  const { bindOptions, volumeOptions, imageOptions, tmpfsOptions } = mount;
  const source = writer.at('Source').scalar(mount.source);
  return object({
    ...scalars(writer, mount, ['type', 'target', 'readOnly', 'consistency']),
    Source:
      mount.isRelative === true && typeof source === 'string' && source !== MASK
        ? joinPath(workingDirectory, source)
        : source,
    BindOptions:
      bindOptions &&
      scalars(writer.at('BindOptions'), bindOptions, [
        'propagation',
        'nonRecursive',
        'createMountpoint',
        'readOnlyNonRecursive',
        'readOnlyForceRecursive',
      ]),
    VolumeOptions:
      volumeOptions &&
      object({
        ...scalars(writer.at('VolumeOptions'), volumeOptions, ['noCopy', 'subpath']),
        Labels: writer.at('VolumeOptions.Labels').entries(volumeOptions.labels),
        DriverConfig:
          volumeOptions.driverConfig &&
          object({
            Name: writer.at('VolumeOptions.DriverConfig.Name').scalar(volumeOptions.driverConfig.name),
            Options: writer.at('VolumeOptions.DriverConfig.Options').entries(volumeOptions.driverConfig.options),
          }),
      }),
    ImageOptions: imageOptions && scalars(writer.at('ImageOptions'), imageOptions, ['subpath']),
    TmpfsOptions:
      tmpfsOptions &&
      object({
        ...scalars(writer.at('TmpfsOptions'), tmpfsOptions, ['sizeBytes', 'mode']),
        Options: writer
          .at('TmpfsOptions.Options')
          .list(tmpfsOptions.options, (at, option) => at.text(option).split('=', 2)),
      }),
  });
}

function writeDeviceRequest(writer: EngineWriter, request: DeviceRequest): JsonObject {
  return object({
    ...scalars(writer, request, ['driver', 'count']),
    DeviceIDs: writer.at('DeviceIDs').strings(request.deviceIds),
    Capabilities: writer.at('Capabilities').list(request.capabilities, (at, set) => at.strings(set) ?? []),
    Options: writer.at('Options').entries(request.options),
  });
}

/** `80/tcp`, one for each port of a range. */
function writePort(writer: EngineWriter, { containerPort, protocol }: ExposedPort | PortBinding): readonly string[] {
  const suffix = writer.text(protocol);
  if (writer.hides(containerPort)) return [`${MASK}/${suffix}`];
  if (containerPort.known) {
    const { start, end } = containerPort.value;
    writer.notes.ports -= end - start + 1;
    if (writer.notes.ports >= 0) return portsOf(containerPort.value).map((port) => `${port}/${suffix}`);
    writer.noteUnknown();
    return [`${start === end ? start : `${start}-${end}`}/${suffix}`];
  }
  writer.scalar(unknown(containerPort.pattern, containerPort.place));
  return [`${patternText(containerPort.pattern)}/${suffix}`];
}

function writePortBindings(writer: EngineWriter, bindings: readonly PortBinding[] | undefined): JsonObject | undefined {
  if (bindings === undefined) return undefined;
  const byPort = new Map<string, JsonObject[]>();
  for (const [index, binding] of bindings.entries()) {
    const ports = writePort(writer.item(index), binding);
    const hostIp = writer.item(index).at('HostIp').scalar(binding.hostIp);
    for (const [offset, port] of ports.entries()) {
      const entry = object({
        HostIp: hostIp,
        HostPort: writeHostPort(writer.item(index).at('HostPort'), binding.hostPort, ports.length, offset),
      });
      append(byPort, port, entry);
    }
  }
  return Object.fromEntries(byPort);
}

function writeHostPort(
  writer: EngineWriter,
  hostPort: Setting<PortRange> | undefined,
  width: number,
  offset: number,
): Json | undefined {
  if (hostPort?.known !== true) return writer.scalar(hostPort && unknown(hostPort.pattern, hostPort.place));
  if (writer.hides(hostPort)) return MASK;
  const { start, end } = hostPort.value;
  if (width > 1) return String(start + offset);
  return start === end ? String(start) : `${start}-${end}`;
}

function portsOf({ start, end }: PortRange): readonly number[] {
  return Array.from({ length: end - start + 1 }, (_, offset) => start + offset);
}

/** Go's JSON of a set: keys with empty objects. */
function keySet(keys: readonly string[] | undefined): JsonObject | undefined {
  return keys && Object.fromEntries(keys.map((key) => [key, {}]));
}

function scalars<K extends string>(
  writer: EngineWriter,
  record: { readonly [P in K]?: Setting<string> | Setting<number> | Setting<boolean> | undefined },
  keys: readonly K[],
): JsonObject {
  return object(
    Object.fromEntries(keys.map((key) => [engineName(key), writer.at(engineName(key)).scalar(record[key])])),
  );
}

function stringLists<K extends string>(
  writer: EngineWriter,
  record: { readonly [P in K]?: readonly Setting<string>[] | undefined },
  keys: readonly K[],
): Record<string, Json | undefined> {
  return Object.fromEntries(keys.map((key) => [engineName(key), writer.at(engineName(key)).strings(record[key])]));
}

const IRREGULAR_NAMES: Readonly<Record<string, string>> = {
  containerIdFile: 'ContainerIDFile',
  ioMaximumBandwidth: 'IOMaximumBandwidth',
  ioMaximumIOps: 'IOMaximumIOps',
  kernelMemoryTcp: 'KernelMemoryTCP',
  utsMode: 'UTSMode',
};

function engineName(key: string): string {
  return IRREGULAR_NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
}

/** The object without what was not set and without zero values, as Go's `omitempty` has them. */
function object(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === '' || value === 0 || value === false) continue;
    kept[key] = value;
  }
  return kept;
}
