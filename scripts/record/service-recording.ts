import type { ServiceRecording } from '../../test/engine/engine.ts';
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from '../../test/engine/json.ts';
import { normalize } from './normalize.ts';

/**
 * A service as the container that a node creates (moby
 * `daemon/cluster/executor/container/container.go`), with the service's restart policy and routing
 * mesh ports, and the network that the container joins first.
 */
export function toServiceRecording({ command, body, networks }: ServiceRecording): unknown {
  const task = objectAt(body, 'TaskTemplate');
  const spec = objectAt(task, 'ContainerSpec');
  const dns = objectAt(spec, 'DNSConfig');
  const logDriver = objectAt(task, 'LogDriver');
  const ports = objectsAt(objectAt(body, 'EndpointSpec'), 'Ports');
  const inMesh = ports.some((port) => port['PublishMode'] !== 'host');
  return normalize({
    kind: 'container',
    origin: `docker service ${command}`,
    // An update names an existing service.
    name: command === 'create' ? stringAt(body, 'Name') : '',
    Config: {
      ...kept(spec, ['Image', 'Env', 'Hostname', 'Labels', 'User', 'StopSignal', 'Healthcheck']),
      Tty: spec['TTY'],
      WorkingDir: spec['Dir'],
      Cmd: spec['Args'],
      Entrypoint: spec['Command'],
      ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
    },
    HostConfig: {
      ...kept(spec, ['Mounts', 'Init', 'Isolation', 'Sysctls', 'Ulimits', 'OomScoreAdj']),
      ...resources(objectAt(task, 'Resources')),
      ReadonlyRootfs: spec['ReadOnly'],
      GroupAdd: spec['Groups'],
      CapAdd: spec['CapabilityAdd'],
      CapDrop: spec['CapabilityDrop'],
      Dns: dns['Nameservers'],
      DnsSearch: dns['Search'],
      DnsOptions: dns['Options'],
      ExtraHosts: stringsAt(spec, 'Hosts').map((entry) => {
        const [address, host] = entry.split(' ');
        return `${host ?? ''}:${address ?? ''}`;
      }),
      LogConfig: { Type: logDriver['Name'], Config: logDriver['Options'] ?? {} },
      NetworkMode: networks[0] ?? (inMesh ? 'ingress' : 'default'),
      PortBindings: bindings(ports),
      RestartPolicy: restartPolicy(objectAt(task, 'RestartPolicy')),
    },
  });
}

function kept(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}

function portKey(port: JsonObject): string {
  return `${String(port['TargetPort'])}/${stringAt(port, 'Protocol')}`;
}

function bindings(ports: readonly JsonObject[]): JsonObject {
  const byPort = new Map<string, { readonly HostIp: string; readonly HostPort: string }[]>();
  for (const port of ports) {
    const published = port['PublishedPort'];
    const binding = { HostIp: '', HostPort: typeof published === 'number' ? String(published) : '' };
    byPort.set(portKey(port), [...(byPort.get(portKey(port)) ?? []), binding]);
  }
  return Object.fromEntries(byPort);
}

/** The limit of memory and swap together; valid only with a memory limit. */
function resources(requirements: JsonObject): JsonObject {
  const limits = objectAt(requirements, 'Limits');
  const [memory, swap] = [limits['MemoryBytes'], requirements['SwapBytes']];
  const hasSwap = typeof memory === 'number' && typeof swap === 'number';
  return {
    Memory: memory,
    NanoCpus: limits['NanoCPUs'],
    PidsLimit: limits['Pids'],
    MemoryReservation: objectAt(requirements, 'Reservations')['MemoryBytes'],
    MemorySwappiness: requirements['MemorySwappiness'],
    ...(hasSwap ? { MemorySwap: memory + swap } : {}),
  };
}

function restartPolicy(policy: JsonObject): JsonObject {
  return { Name: policy['Condition'], MaximumRetryCount: policy['MaxAttempts'] };
}
