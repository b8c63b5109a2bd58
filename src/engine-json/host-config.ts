import type { DeviceRequest, HostConfig, Mount } from '../model/host-config.ts';
import type { Bind } from '../model/values.ts';
import { MASK } from '../sensitive/mask.ts';
import { joinPath } from '../util/paths.ts';
import { normalizeCapabilities } from './capabilities.ts';
import type { EngineWriter, JsonObject } from './engine-writer.ts';
import { engineName, object, scalars, stringLists } from './fields.ts';
import { writePortBindings } from './ports.ts';

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

/** `workingDirectory` is the absolute folder against which the client would resolve relative host paths; without it they stay relative. */
export function writeHostConfig(
  writer: EngineWriter,
  host: HostConfig,
  workingDirectory: string | undefined,
): JsonObject {
  const { logConfig, restartPolicy } = host;
  return object({
    ...scalars(writer, host, HOST_SCALARS),
    ...stringLists(writer, host, HOST_STRING_LISTS),
    CapAdd: writer.at('CapAdd').strings(normalizeCapabilities(host.capAdd)),
    CapDrop: writer.at('CapDrop').strings(normalizeCapabilities(host.capDrop)),
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
    Binds: writer.at('Binds').list(host.binds, (at, bind) => writeBind(at, bind, workingDirectory)),
    Mounts: writer.at('Mounts').list(host.mounts, (at, mount) => writeMount(at, mount, workingDirectory)),
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

function writeBind(writer: EngineWriter, bind: Bind, workingDirectory: string | undefined): string {
  const spec = writer.text(bind.spec);
  if (writer.hides(bind.spec) || workingDirectory === undefined) return spec;
  if (bind.isRelative !== true || !bind.source.known || !spec.startsWith(bind.source.value)) return spec;
  return joinPath(workingDirectory, bind.source.value) + spec.slice(bind.source.value.length);
}

function writeMount(writer: EngineWriter, mount: Mount, workingDirectory: string | undefined): JsonObject {
  const { bindOptions, volumeOptions, imageOptions, tmpfsOptions } = mount;
  const source = writer.at('Source').scalar(mount.source);
  return object({
    ...scalars(writer, mount, ['type', 'target', 'readOnly', 'consistency']),
    Source:
      workingDirectory !== undefined && mount.isRelative === true && typeof source === 'string' && source !== MASK
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
