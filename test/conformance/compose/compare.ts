import { UNORDERED } from '../../../scripts/record/compose-recording.ts';
import { normalize, replaceText } from '../../../scripts/record/normalize.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container, Exec } from '../../../src/model/container.ts';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../engine/json.ts';
import { withoutConsistency } from '../mounts.ts';

/**
 * What the model must know of one service's container or hook: a recording without what only the
 * client knows.
 */
export interface Request {
  readonly service: string;
  readonly kind: 'container' | 'exec';
  /** The requested name; "" for an exec. */
  readonly name: string;
  /** Empty for the engine's own. */
  readonly platform: unknown;
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
}

/** Always sent for detached containers. */
const ownConfig = new Set(['AttachStderr', 'AttachStdout']);

/** A recording's containers and execs; the model's JSON has no volumes, networks or endpoints. */
export function recordedRequests(recording: JsonObject, workingDirectory: string): readonly Request[] {
  const parent = workingDirectory.slice(0, workingDirectory.lastIndexOf('/'));
  const placed = [
    ['<project>', workingDirectory],
    ['<parent>/', `${parent}/`],
    ['<parent>', parent === '' ? '/' : parent],
  ].reduce<unknown>((value, [from = '', to = '']) => replaceText(value, from, to), recording);
  if (!isJsonObject(placed)) return [];
  const services = objectAt(placed, 'services');
  const containers = Object.keys(services).map((service): Request => {
    const { Config, HostConfig, platform = '' } = objectAt(services, service);
    return {
      service,
      kind: 'container',
      name: nameIn(services, service),
      platform,
      Config: toComparable(Config),
      HostConfig: withNames(toComparable(withoutConsistency(toComparable(HostConfig))), services),
    };
  });
  const preStart = Array.isArray(placed['preStart']) ? placed['preStart'] : [];
  const execs = Array.isArray(placed['execs']) ? placed['execs'] : [];
  return [
    ...containers,
    ...preStart.filter(isJsonObject).map(
      ({ service, Config, HostConfig }): Request => ({
        service: String(service),
        kind: 'container',
        name: '',
        platform: '',
        Config: toComparable(Config),
        HostConfig: withNames(toComparable(HostConfig), services),
      }),
    ),
    ...execs.filter(isJsonObject).map(
      ({ service, body }): Request => ({
        service: String(service),
        kind: 'exec',
        name: '',
        platform: '',
        Config: toComparable(body),
        HostConfig: {},
      }),
    ),
  ];
}

function nameIn(services: JsonObject, service: string): string {
  return stringAt(objectAt(services, service), 'name');
}

/** Replaces container IDs with names, as the model writes them. */
function withNames(body: JsonObject, services: JsonObject): JsonObject {
  const toName = (service: string): string => nameIn(services, service) || service;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === 'VolumesFrom' && Array.isArray(value)) return [key, value.map((service) => toName(String(service)))];
      const [, service] =
        typeof value === 'string' && key.endsWith('Mode') ? (/^container:(.*)$/.exec(value) ?? []) : [];
      return [key, service === undefined ? value : `container:${toName(service)}`];
    }),
  );
}

/** The model's request in the same form, and its unknown paths. */
export function modelRequest(
  subject: Container | Exec,
  workingDirectory: string,
): { readonly request: Request; readonly unknown: readonly string[] } {
  const { Config, HostConfig, platform = '', unknown } = toEngineJson(subject, { workingDirectory });
  const request: Request = {
    service: subject.name,
    kind: subject.kind,
    name: nameOf(subject),
    platform,
    Config: toComparable(normalize(Config)),
    HostConfig: toComparable(withoutConsistency(objectAt(toComparable(normalize({ HostConfig })), 'HostConfig'))),
  };
  return { request, unknown };
}

function nameOf(subject: Container | Exec): string {
  return subject.kind === 'container' && subject.containerName?.known === true ? subject.containerName.value : '';
}

function toComparable(body: unknown): JsonObject {
  if (!isJsonObject(body)) return {};
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => !ownConfig.has(key))
      .map(([key, value]) => {
        if (key === 'ExposedPorts' && isJsonObject(value)) return [key, withProtocols(value)];
        if (key === 'PortBindings' && isJsonObject(value)) return [key, withPlainHostPorts(value)];
        return [key, UNORDERED.has(key) && Array.isArray(value) ? sorted(value) : value];
      }),
  );
}

/** `80` means `80/tcp`, and a range means each of its ports (moby daemon, nat.ParsePortRange). */
function withProtocols(ports: JsonObject): JsonObject {
  const single = Object.keys(ports).flatMap((port) => {
    const [range = '', protocol = 'tcp'] = port.split('/');
    const [start = NaN, end = start] = range.split('-').map(Number);
    return Array.from({ length: end - start + 1 }, (_, offset) => `${start + offset}/${protocol}`);
  });
  return Object.fromEntries(single.sort().map((port) => [port, {}]));
}

/**
 * `08080` is 8080 and `80-80` is 80: Compose passes on the long form's host ports as written, and
 * the engine parses numbers (moby daemon, nat.ParsePortRange).
 */
function withPlainHostPorts(ports: JsonObject): JsonObject {
  const plain = (binding: unknown): unknown => {
    const [, start, end] = isJsonObject(binding)
      ? (/^0*(\d+)(?:-0*(\d+))?$/.exec(stringAt(binding, 'HostPort')) ?? [])
      : [];
    return !isJsonObject(binding) || start === undefined
      ? binding
      : { ...binding, HostPort: end === undefined || end === start ? start : `${start}-${end}` };
  };
  return Object.fromEntries(
    Object.entries(ports).map(([port, bindings]) => [port, Array.isArray(bindings) ? bindings.map(plain) : bindings]),
  );
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  const key = (value: unknown): string => JSON.stringify(value);
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The unknown paths of one service, and those without a service. */
export function unknownOf(service: string, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (/^(?:Config|HostConfig)\./.test(path)) return [path];
    return path.startsWith(`${service}.`) ? [path.slice(service.length + 1)] : [];
  });
}

/** The request without the values at `paths`, such as `HostConfig.Binds` or `Config.Labels.a`. */
export function without(request: Request, paths: readonly string[]): Request {
  const omit = (object: JsonObject, prefix: string): JsonObject =>
    Object.fromEntries(
      Object.entries(object)
        .filter(([key]) => !paths.includes(`${prefix}.${key}`))
        .map(([key, value]) => [key, isJsonObject(value) ? omit(value, `${prefix}.${key}`) : value]),
    );
  return { ...request, Config: omit(request.Config, 'Config'), HostConfig: omit(request.HostConfig, 'HostConfig') };
}

/** Sorts by service: its container, then its hooks in their order. */
export function inOrder(requests: readonly Request[]): readonly Request[] {
  const key = ({ service, kind }: Request): string => `${service}\0${kind}`;
  return [...requests].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}
