import { parseImageReference } from '../parsers/syntax/image-reference.ts';

export interface FullReference {
  /** The name with the registry: `docker.io/library/postgres`. */
  readonly name: string;
  readonly tag?: string;
  /** `sha256:…`. */
  readonly digest?: string;
}

const HUB = 'docker.io';
/** Other hostnames of Docker Hub, and Google's mirror of it. */
const HUBS: readonly string[] = [HUB, 'index.docker.io', 'registry-1.docker.io', 'mirror.gcr.io'];
/** Amazon's copy of the Docker Official Images. */
const OFFICIAL = 'public.ecr.aws/docker/library/';
/** Other registries that have LinuxServer.io's Docker Hub images. */
const LINUXSERVER = /^(?:lscr|ghcr)\.io(?=\/linuxserver\/(?!baseimage-))/;

/**
 * Parses a reference; `undefined` if it names no image, for example an image ID. Without tag and
 * digest, the tag is `latest`.
 */
export function toFullReference(reference: string): FullReference | undefined {
  const parsed = parseImageReference(reference);
  if (parsed === undefined || parsed.path === '') return undefined;
  const { path, tag, digest } = parsed;
  const domain = parsed.domain?.toLowerCase() ?? HUB;
  const onHub = path.includes('/') ? path : `library/${path}`;
  const name = HUBS.includes(domain) ? `${HUB}/${onHub}` : `${domain}/${path}`;
  return {
    name: name.startsWith(OFFICIAL) ? `${HUB}/library/${name.slice(OFFICIAL.length)}` : name,
    ...(tag === undefined && digest !== undefined ? {} : { tag: tag ?? 'latest' }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The name that represents an image which several registries share. */
export function toCommonName(name: string): string {
  return name.replace(LINUXSERVER, HUB);
}

export function toShortName(name: string): string {
  return name.replace(/^docker\.io\/(?:library\/)?/, '');
}
