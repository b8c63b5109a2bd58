import type { ContainerRecording, Recording } from '../../test/engine/engine.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';
import { normalize, replaceText } from './normalize.ts';

/** Lists from maps, in random order (docker/compose pkg/compose/create.go). */
export const UNORDERED: ReadonlySet<string> = new Set(['Env', 'Binds', 'Mounts', 'Ulimits', 'ExtraHosts']);

/** A project's requests in committed form: normalized, by service, without random parts. */
export function toComposeRecording(recordings: readonly Recording[]): unknown {
  const created = recordings.filter((recording) => recording.kind === 'container');
  const containers = created.filter((container) => !isHook(container));
  const bodies = (kind: 'volume' | 'network'): unknown[] =>
    recordings.filter((recording) => recording.kind === kind).map(({ body }) => withoutOwnLabels(body));
  const named = containers.map((container) => [serviceOf(container), container] as const);
  const services = Object.fromEntries(
    [...new Set(named.map(([service]) => service))].map((service) => [
      service,
      toService(named.filter(([name]) => name === service).map(([, container]) => container)),
    ]),
  );
  const serviceNamed = (name: string): string => named.find(([, container]) => container.name === name)?.[0] ?? name;
  const recording: unknown = normalize({
    services,
    preStart: byService(
      created.filter(isHook).map((container) => ({ service: serviceOf(container), ...toContainer(container) })),
    ),
    execs: byService(
      recordings
        .filter((each) => each.kind === 'exec')
        .map(({ container, body }) => ({ service: serviceNamed(container), body: withoutConsole(body) })),
    ),
    volumes: sorted(bodies('volume')),
    networks: sorted(bodies('network')),
  });
  return named.reduce<unknown>((value, [service, { id }]) => replaceText(value, id, service), recording);
}

/** A service's first container represents all of them. */
function toService(containers: readonly ContainerRecording[]): unknown {
  const [first] = [...containers].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (first === undefined) return undefined;
  return {
    name: first.name,
    platform: first.platform,
    replicas: containers.length > 1 ? containers.length : 0,
    ...toContainer(first),
  };
}

function toContainer({ body }: ContainerRecording): JsonObject {
  const { HostConfig, NetworkingConfig, ...Config } = body;
  return {
    Config: orderless(withoutOwnLabels(Config)),
    HostConfig: isJsonObject(HostConfig) ? orderless(withoutConsole(HostConfig)) : HostConfig,
    NetworkingConfig,
  };
}

/** The hooks of a service, in order; services start in parallel. */
function byService<T extends { readonly service: string }>(hooks: readonly T[]): readonly T[] {
  return [...hooks].sort((a, b) => (a.service < b.service ? -1 : Number(a.service > b.service)));
}

/**
 * A container that runs before the service's has no number and no name (docker/compose
 * `createPreStartContainer`).
 */
function isHook({ body }: ContainerRecording): boolean {
  const labels = body['Labels'];
  return isJsonObject(labels) && labels['com.docker.compose.container-number'] === undefined;
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

/** The size of the client's terminal does not come from the project. */
function withoutConsole(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'ConsoleSize'));
}

/** Sorts the lists that Compose fills from maps. */
export function orderless(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      UNORDERED.has(key) && Array.isArray(value) ? sorted(value) : value,
    ]),
  );
}

function sorted(values: readonly unknown[]): unknown[] {
  const key = (value: unknown): string => JSON.stringify(normalize(value));
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
