import { orderless } from '../../../scripts/record/compose-recording.ts';
import { normalize, replaceText } from '../../../scripts/record/normalize.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container, Exec } from '../../../src/model/container.ts';
import { patternText } from '../../../src/text/setting.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';

/** Where a case is taken to run; its recordings say `<cwd>`. */
export const workingDirectory = '/case/cwd';

/** What the model has to say of a container or exec: a recording without what only the client knows. */
export interface Request {
  readonly kind: string;
  readonly origin: string;
  readonly name: string;
  /** Empty for the engine's own. */
  readonly platform: unknown;
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  /** The names of the networks that it joins, sorted. */
  readonly networks: readonly string[];
}

/** The containers and execs of a recording: its volumes, networks and endpoints are not part of the model's JSON. */
export function recordedRequests(recording: readonly unknown[]): readonly Request[] {
  const parent = workingDirectory.slice(0, workingDirectory.lastIndexOf('/'));
  // A folder can have a name that begins with two dots.
  const placed = replaceText(replaceText(recording, /<cwd>\/\.\.(?=[/:]|$)/g, parent), '<cwd>', workingDirectory);
  return Array.isArray(placed) ? placed.filter(isJsonObject).flatMap(toRequest) : [];
}

function toRequest(entry: JsonObject): readonly Request[] {
  const origin = String(entry['origin']);
  if (entry['kind'] === 'container') {
    const name = typeof entry['name'] === 'string' ? entry['name'] : '';
    return [
      {
        kind: 'container',
        origin,
        name,
        platform: entry['platform'] ?? '',
        Config: objectOf(entry['Config']),
        HostConfig: objectOf(entry['HostConfig']),
        networks: networksOf(entry),
      },
    ];
  }
  if (entry['kind'] === 'exec') {
    return [
      {
        kind: 'exec',
        origin,
        name: String(entry['container']),
        platform: '',
        Config: objectOf(entry['body']),
        HostConfig: {},
        networks: [],
      },
    ];
  }
  return [];
}

export function modelRequest(subject: Container | Exec): Request {
  const {
    Config,
    HostConfig,
    NetworkingConfig = {},
    platform = completed(subject),
  } = toEngineJson(subject, {
    workingDirectory,
  });
  return {
    kind: subject.kind,
    origin: subject.origin,
    name: subject.kind === 'container' ? containerName(subject) : execName(subject),
    platform,
    Config: objectOf(normalize(Config)),
    HostConfig: ofCompose(subject, objectOf(normalize({ HostConfig }), 'HostConfig')),
    networks: networksOf({ NetworkingConfig, HostConfig }),
  };
}

/**
 * The networks that it joins: of one without aliases and addresses the client sends only the mode. Without `default`,
 * which it sends unasked.
 */
function networksOf({ NetworkingConfig, HostConfig }: JsonObject): readonly string[] {
  const { NetworkMode = 'default' } = objectOf(HostConfig);
  const mode = typeof NetworkMode === 'string' && !OTHER_MODES.test(NetworkMode) ? [NetworkMode] : [];
  const names = [...mode, ...Object.keys(objectOf(objectOf(NetworkingConfig)['EndpointsConfig']))];
  return [...new Set(names)].filter((name) => name !== 'default' && !name.includes('$')).sort();
}

const OTHER_MODES = /^(?:default|bridge|host|none|(?:container|ns|private|pasta|slirp4netns).*)$/;

/**
 * A platform of which only the system or the architecture is written, with what the client filled in where it was
 * recorded.
 */
function completed(subject: Container | Exec): string {
  if (subject.kind !== 'container' || subject.platform === undefined || subject.platform.known) return '';
  const written = patternText(subject.platform.pattern);
  return written === 'linux' ? 'linux/amd64' : ['amd64', 'arm64'].includes(written) ? `linux/${written}` : '';
}

function ofCompose({ origin }: Container | Exec, host: JsonObject): JsonObject {
  return origin === 'docker compose run' ? orderless(host) : host;
}

function containerName({ containerName: name }: Container): string {
  return name?.known === true ? name.value : '';
}

function execName({ name }: Exec): string {
  return name;
}

function objectOf(value: unknown, key?: string): JsonObject {
  const found = key !== undefined && isJsonObject(value) ? value[key] : value;
  return isJsonObject(found) ? found : {};
}

/** The request without the fields at `paths`, such as `HostConfig.Binds` or `name`. */
export function without(request: Request, paths: readonly string[]): Request {
  const omit = (object: JsonObject, prefix: string): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !paths.includes(`${prefix}.${key}`)));
  return {
    ...request,
    name: paths.includes('name') || paths.includes('container') ? '' : request.name,
    Config: omit(request.Config, 'Config'),
    HostConfig: omit(request.HostConfig, 'HostConfig'),
  };
}

/** In an order of their own: a script runs its commands in another order than it has them. */
export function inOrder(requests: readonly Request[]): readonly Request[] {
  const key = (request: Request): string => JSON.stringify(request);
  return [...requests].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** `whole` cut down to what `part` has: equal to `part` where `part` says nothing that `whole` doesn't. */
export function cutTo(whole: unknown, part: unknown): unknown {
  if (Array.isArray(whole) && Array.isArray(part)) {
    const texts = whole.map((item) => JSON.stringify(item));
    return part.filter((item) => texts.includes(JSON.stringify(item)));
  }
  if (!isJsonObject(whole) || !isJsonObject(part)) return whole;
  const entries = Object.entries(part).map(([key, item]): [string, unknown] => [key, cutTo(whole[key], item)]);
  return Object.fromEntries(entries);
}
