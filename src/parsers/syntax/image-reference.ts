/** An image's name, taken apart. */
export interface ImageReference {
  /** The registry, with its port: `registry.example:5000`; absent for Docker Hub's short names. */
  readonly domain?: string;
  /** The repository without the registry: `library/nginx`, as written. */
  readonly path: string;
  readonly tag?: string;
  /** `algorithm:hex`. */
  readonly digest?: string;
}

const DOMAIN = /^(?:(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d])(?:\.(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d]))*|\[[a-f\d:]+\])(?::\d+)?$/i;
const PATH_COMPONENT = /^[a-z\d]+(?:(?:\.|_{1,2}|-+)[a-z\d]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z][a-z\d]*(?:[-_+.][a-z][a-z\d]*)*:[\da-f]{32,}$/i;
const IDENTIFIER = /^[\da-f]{64}$/;
const MAX_NAME_LENGTH = 255;

/**
 * An image reference as distribution's `reference.ParseAnyReference` reads it. A port after the registry is no tag. `undefined` for what
 * it refuses; a bare identifier of 64 hexadecimal digits has it as its digest.
 */
export function parseImageReference(value: string): ImageReference | undefined {
  if (IDENTIFIER.test(value)) return { path: '', digest: `sha256:${value}` };
  const bare = parseDigest(value);
  if (bare !== undefined) return { path: '', digest: bare };

  const [named, digestText] = cutAt(value, value.indexOf('@'));
  const digest = digestText === undefined ? undefined : parseDigest(digestText);
  if (digestText !== undefined && digest === undefined) return undefined;

  const lastColon = named.lastIndexOf(':');
  const [name, tag] = cutAt(named, lastColon > named.lastIndexOf('/') ? lastColon : -1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const { domain, path } = splitDomain(name);
  if (domain !== undefined && !DOMAIN.test(domain)) return undefined;
  if (name.length > MAX_NAME_LENGTH || !path.split('/').every((component) => PATH_COMPONENT.test(component))) return undefined;
  return { path, ...(domain === undefined ? {} : { domain }), ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

function parseDigest(value: string): string | undefined {
  if (!DIGEST.test(value)) return undefined;
  const length = { sha256: 64, sha384: 96, sha512: 128 }[value.slice(0, value.indexOf(':'))];
  return length === undefined || value.length - value.indexOf(':') - 1 === length ? value : undefined;
}

/** The first component is a registry if it can't be a user's name on Docker Hub (`reference.splitDockerDomain`). */
function splitDomain(name: string): { readonly domain?: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isDomain ? { domain: first, path: name.slice(slash + 1) } : { path: name };
}

function cutAt(value: string, at: number): readonly [string, string?] {
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
