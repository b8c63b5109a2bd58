import type { ContainerRecording, Recording } from '../../test/engine/engine.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';
import { normalize, replaceText } from './normalize.ts';

/** Lists that Compose fills from maps, so that their order says nothing (docker/compose pkg/compose/create.go). */
const unordered = new Set(['Env', 'Binds', 'Mounts', 'Ulimits', 'ExtraHosts']);

/** What a project asked to create, as it is committed: normalized, by service, and without what differs from run to run. */
export function toComposeRecording(recordings: readonly Recording[]): unknown {
  const containers = recordings.filter((recording) => recording.kind === 'container');
  const bodies = (kind: 'volume' | 'network'): unknown[] =>
    recordings.filter((recording) => recording.kind === kind).map(({ body }) => withoutOwnLabels(body));
  const named = containers.map((container) => [serviceOf(container), container] as const);
  const services = Object.fromEntries(
    [...new Set(named.map(([service]) => service))].map((service) => [
      service,
      toService(named.filter(([name]) => name === service).map(([, container]) => container)),
    ]),
  );
  const recording: unknown = normalize({
    services,
    volumes: sorted(bodies('volume')),
    networks: sorted(bodies('network')),
  });
  return named.reduce<unknown>((value, [service, { id }]) => replaceText(value, id, service), recording);
}

/** The first container of a service stands for all of them. */
function toService(containers: readonly ContainerRecording[]): unknown {
  const [first] = [...containers].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (first === undefined) return undefined;
  const { HostConfig, NetworkingConfig, ...Config } = first.body;
  return {
    name: first.name,
    platform: first.platform,
    replicas: containers.length > 1 ? containers.length : 0,
    Config: orderless(withoutOwnLabels(Config)),
    HostConfig: isJsonObject(HostConfig) ? orderless(withoutConsole(HostConfig)) : HostConfig,
    NetworkingConfig,
  };
}

function serviceOf({ body }: ContainerRecording): string {
  const labels = body['Labels'];
  const service = isJsonObject(labels) ? labels['com.docker.compose.service'] : undefined;
  if (typeof service !== 'string') throw new Error('a container was created for no service');
  return service;
}

function withoutOwnLabels(body: JsonObject): JsonObject {
  const { Labels, ...rest } = body;
  if (!isJsonObject(Labels)) return body;
  return {
    ...rest,
    Labels: Object.fromEntries(Object.entries(Labels).filter(([key]) => !key.startsWith('com.docker.compose.'))),
  };
}

/** The size of the client's terminal is not the project's doing. */
function withoutConsole(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'ConsoleSize'));
}

function orderless(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      unordered.has(key) && Array.isArray(value) ? sorted(value) : value,
    ]),
  );
}

function sorted(values: readonly unknown[]): unknown[] {
  const key = (value: unknown): string => JSON.stringify(normalize(value));
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
