import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { toImageName } from '../shared/image/image-name.ts';

/** Whether an image's name matches a list of registries; `unknown` if the deciding part is. */
export type Trust = 'trusted' | 'untrusted' | 'unknown';

const DOCKER_HUB = 'docker.io';
const ALIASES: ReadonlySet<string> = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/**
 * Whether an image is from `registries`: `ghcr.io`, `ghcr.io/acme`, `*.example.com`,
 * `docker.io/library`. Unknown parts are {@link UNKNOWN_CHARACTER}.
 */
export function trustIn(image: string, registries: readonly string[]): Trust {
  const { repository, hasDigest } = toImageName(image);
  // An image ID doesn't contain a registry.
  if (hasDigest && !image.includes('@')) return 'unknown';
  const [host = '', ...path] = toParts(repository);
  if (host.includes(UNKNOWN_CHARACTER)) return 'unknown';
  const answers = registries.map((registry) => isBelow([host, ...path], splitHost(registry)));
  if (answers.includes(true)) return 'trusted';
  return answers.includes(undefined) ? 'unknown' : 'untrusted';
}

/** Host and path; Docker Hub by default (distribution's `reference.splitDockerDomain`). */
function toParts(repository: string): readonly string[] {
  const [first = '', ...rest] = splitHost(repository);
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  // An unknown first part may contain the registry.
  if (!isHost && first.includes(UNKNOWN_CHARACTER)) return [first, ...rest];
  const [host, path] = isHost ? [first, rest] : [DOCKER_HUB, [first, ...rest]];
  const [name = ''] = path;
  const isOfficial = host === DOCKER_HUB && path.length === 1 && !name.includes(UNKNOWN_CHARACTER);
  return isOfficial ? [host, 'library', name] : [host, ...path];
}

/** The parts between slashes, with the same host for all names of Docker Hub. */
function splitHost(name: string): readonly string[] {
  const [first = '', ...rest] = name.split('/').filter((part) => part !== '');
  return [ALIASES.has(first) ? DOCKER_HUB : first, ...rest];
}

function isBelow(parts: readonly string[], [host = '', ...path]: readonly string[]): boolean | undefined {
  const [own = '', ...rest] = parts;
  const isHost = host.startsWith('*.') ? own.endsWith(host.slice(1)) : own === host;
  if (!isHost) return false;
  for (const [index, part] of path.entries()) {
    const at = rest[index];
    if (at?.includes(UNKNOWN_CHARACTER) === true) return undefined;
    if (at !== part) return false;
  }
  return true;
}
