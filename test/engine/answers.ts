import { type JsonObject, objectAt, stringAt } from './json.ts';
import { type Container, type ContainerEvent, labelsOf, type Resource } from './store.ts';

/**
 * The newest API that docker 29.7 speaks (moby client/client.go, `MaxAPIVersion`); older clients
 * ask for less.
 */
export const apiVersion = '1.55';

const epoch = '2024-01-01T00:00:00Z';
const epochSeconds = Date.parse(epoch) / 1000;

export const version: JsonObject = {
  Version: '29.7.2',
  ApiVersion: apiVersion,
  MinAPIVersion: '1.44',
  Os: 'linux',
  Arch: 'amd64',
  Components: [],
};

export const info: JsonObject = {
  ID: 'stand-in',
  Name: 'stand-in',
  ServerVersion: '29.7.2',
  OSType: 'linux',
  OperatingSystem: 'Debian GNU/Linux',
  Architecture: 'x86_64',
  NCPU: 4,
  MemTotal: 8 * 1024 ** 3,
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
  DefaultRuntime: 'runc',
  Runtimes: { runc: { path: 'runc' } },
  SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
  Swarm: { LocalNodeState: 'inactive' },
  Plugins: { Volume: ['local'], Network: ['bridge', 'host', 'none'], Log: ['json-file'] },
};

/** Every image exists and has no settings. */
export function imageAnswer(name: string): JsonObject {
  return {
    Id: `sha256:${'1'.repeat(64)}`,
    RepoTags: [name],
    RepoDigests: [],
    Created: epoch,
    Architecture: 'amd64',
    Os: 'linux',
    Size: 1,
    Config: {},
    RootFS: { Type: 'layers', Layers: [] },
  };
}

/** `GET /containers/{id}/json`. */
export function containerAnswer(container: Container): JsonObject {
  const isRunning = container.state === 'running';
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Created: epoch,
    Image: `sha256:${'1'.repeat(64)}`,
    Platform: 'linux',
    State: {
      Status: container.state,
      Running: isRunning,
      Pid: isRunning ? 1 : 0,
      ExitCode: 0,
      StartedAt: epoch,
      FinishedAt: epoch,
      Health: { Status: 'healthy' },
    },
    Config: { Tty: false, ...container.body },
    HostConfig: { LogConfig: { Type: 'json-file' }, ...objectAt(container.body, 'HostConfig') },
    Mounts: [],
    NetworkSettings: { Networks: objectAt(objectAt(container.body, 'NetworkingConfig'), 'EndpointsConfig') },
  };
}

/** One entry of `GET /containers/json`. */
export function containerSummary(container: Container): JsonObject {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: stringAt(container.body, 'Image'),
    ImageID: `sha256:${'1'.repeat(64)}`,
    Created: epochSeconds,
    State: container.state,
    Status: container.state,
    Labels: labelsOf(container),
    Ports: [],
    Mounts: [],
    HostConfig: {},
    NetworkSettings: { Networks: {} },
  };
}

export function networkAnswer(network: Resource): JsonObject {
  return {
    Id: network.id,
    Name: network.name,
    Created: epoch,
    Scope: 'local',
    Driver: stringAt(network.body, 'Driver') || 'bridge',
    Labels: objectAt(network.body, 'Labels'),
    Options: objectAt(network.body, 'Options'),
    IPAM: objectAt(network.body, 'IPAM'),
    Containers: {},
  };
}

export function volumeAnswer(volume: Resource): JsonObject {
  return {
    Name: volume.name,
    CreatedAt: epoch,
    Driver: stringAt(volume.body, 'Driver') || 'local',
    Scope: 'local',
    Mountpoint: `/var/lib/docker/volumes/${volume.name}/_data`,
    Labels: objectAt(volume.body, 'Labels'),
    Options: objectAt(volume.body, 'DriverOpts'),
  };
}

/** One line of `GET /events`. */
export function eventAnswer({ action, container }: ContainerEvent): JsonObject {
  return {
    Type: 'container',
    Action: action,
    status: action,
    id: container.id,
    scope: 'local',
    time: epochSeconds,
    timeNano: epochSeconds * 1e9,
    Actor: {
      ID: container.id,
      Attributes: {
        ...labelsOf(container),
        name: container.name,
        image: stringAt(container.body, 'Image'),
        exitCode: '0',
      },
    },
  };
}
