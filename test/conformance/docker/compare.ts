import { orderless } from '../../../scripts/record/compose-recording.ts';
import { normalize, replaceText } from '../../../scripts/record/normalize.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container, Exec } from '../../../src/model/container.ts';
import { patternText } from '../../../src/text/setting.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';

/** The working directory of cases; recordings have `<cwd>`. */
export const workingDirectory = '/case/cwd';

/**
 * What the model must know of a container or exec: a recording without what only the client knows.
 */
export interface Request {
  readonly kind: string;
  readonly origin: string;
  readonly name: string;
  /** Empty for the engine's own. */
  readonly platform: unknown;
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  readonly networks: readonly string[];
}

/** A recording's containers and execs; the model's JSON has no volumes, networks or endpoints. */
export function recordedRequests(recording: readonly unknown[]): readonly Request[] {
  const parent = workingDirectory.slice(0, workingDirectory.lastIndexOf('/'));
  // A directory's name can start with two dots.
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
 * The joined networks, without `default`, which the client adds. Without aliases and addresses, the
 * client sends only the mode.
 */
function networksOf({ NetworkingConfig, HostConfig }: JsonObject): readonly string[] {
  const { NetworkMode = 'default' } = objectOf(HostConfig);
  const mode = typeof NetworkMode === 'string' && !OTHER_MODES.test(NetworkMode) ? [NetworkMode] : [];
  const names = [...mode, ...Object.keys(objectOf(objectOf(NetworkingConfig)['EndpointsConfig']))];
  return [...new Set(names)].filter((name) => name !== 'default' && !name.includes('$')).sort();
}

const OTHER_MODES = /^(?:default|bridge|host|none|(?:container|ns|private|pasta|slirp4netns).*)$/;

/** A partial platform, completed as the recording client did. */
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

/** Sorted, because a script may run its commands in another order. */
export function inOrder(requests: readonly Request[]): readonly Request[] {
  const key = (request: Request): string => JSON.stringify(request);
  return [...requests].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The parts of `whole` that `part` has, too: equal to `part` if `part` adds nothing. */
export function cutTo(whole: unknown, part: unknown): unknown {
  if (Array.isArray(whole) && Array.isArray(part)) {
    const texts = whole.map((item) => JSON.stringify(item));
    return part.filter((item) => texts.includes(JSON.stringify(item)));
  }
  if (!isJsonObject(whole) || !isJsonObject(part)) return whole;
  const entries = Object.entries(part).map(([key, item]): [string, unknown] => [key, cutTo(whole[key], item)]);
  return Object.fromEntries(entries);
}
