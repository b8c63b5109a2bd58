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

const DOMAIN =
  /^(?:(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d])(?:\.(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d]))*|\[[a-f\d:]+\])(?::\d+)?$/i;
const PATH_COMPONENT = /^[a-z\d]+(?:(?:\.|_{1,2}|-+)[a-z\d]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[\da-f]{64}|sha384:[\da-f]{96}|sha512:[\da-f]{128})$/;
const IDENTIFIER = /^[\da-f]{64}$/;
const MAX_PATH_LENGTH = 255;

/**
 * An image reference as distribution's `reference.ParseAnyReference` reads it. A port after the registry is no tag.
 * `undefined` for what it refuses; a bare identifier of 64 hexadecimal digits has it as its digest.
 */
export function parseImageReference(value: string): ImageReference | undefined {
  if (isImageIdentifier(value)) return { path: '', digest: `sha256:${value}` };
  if (DIGEST.test(value)) return { path: '', digest: value };

  const [named, digest] = cutAt(value, value.indexOf('@'));
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;

  const lastColon = named.lastIndexOf(':');
  const [name, tag] = cutAt(named, lastColon > named.lastIndexOf('/') ? lastColon : -1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const { domain, path } = splitDomain(name);
  if (path.length > MAX_PATH_LENGTH || !path.split('/').every((component) => PATH_COMPONENT.test(component)))
    return undefined;
  return {
    path,
    ...(domain === undefined ? {} : { domain }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What to write in place of an image name that is not valid, which is quoted only where it may be shown. */
export function imageNameRemedy(value: string, isShown: boolean): string {
  const digits = /@sha256:([0-9a-f]*)$/.exec(value)?.[1]?.length;
  if (digits !== undefined && digits !== SHA256_DIGITS)
    return `A sha256 digest has ${SHA256_DIGITS} hexadecimal digits, not ${digits}.`;
  if (/^[\u2018-\u201F]/.test(value)) return 'Replace the typographic quotes with `"`.';
  if (/^[\u2010-\u2015\u2212]/.test(value)) return 'Replace the typographic dash: options start with `--`.';
  if (value.trim() === '' && value !== '') return 'Remove the space after the backslash at the end of the line.';
  const lower = value.toLowerCase();
  return isShown && parseImageReference(lower) !== undefined
    ? `Image names must be lowercase: \`${lower}\`.`
    : 'Write `[registry/]name[:tag]` in lowercase.';
}

const SHA256_DIGITS = 64;

/** True for the 64 hexadecimal digits by which an engine knows an image. */
export function isImageIdentifier(value: string): boolean {
  return IDENTIFIER.test(value);
}

/**
 * The first component is a registry if it can't be a user's name on Docker Hub (`reference.splitDockerDomain`). What is
 * no host's name, such as one with an underscore, is left to the repository.
 */
function splitDomain(name: string): { readonly domain?: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  return isDomain && DOMAIN.test(first) ? { domain: first, path: name.slice(slash + 1) } : { path: name };
}

function cutAt(value: string, at: number): readonly [string, string?] {
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
