/** The parts of an image's name. */
export interface ImageReference {
  /**
   * The registry with its port, `registry.example:5000`; absent for short names, which mean Docker
   * Hub.
   */
  readonly domain?: string;
  /** The repository without registry, as written: `library/nginx`. */
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
 * Parses an image reference (distribution `reference.ParseAnyReference`), or `undefined`. An
 * identifier of 64 hex digits alone becomes the digest.
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

/** The remedy for an invalid image name, which is quoted only if `isShown`. */
export function imageNameRemedy(value: string, isShown: boolean): string {
  const digits = /@sha256:([0-9a-f]*)$/.exec(value)?.[1]?.length;
  if (digits !== undefined && digits !== SHA256_DIGITS)
    return `A sha256 digest has ${SHA256_DIGITS} hexadecimal digits, not ${digits}.`;
  if (/[\u2018-\u201F]/.test(value)) return 'Replace the typographic quotes with `"`.';
  if (/^[\u2010-\u2015\u2212]/.test(value)) return 'Replace the typographic dash: options start with `--`.';
  if (/^\s+#/.test(value)) return 'Remove the comment after the backslash, which must end its line.';
  if (value.trim() === '' && value !== '') return 'Remove the space after the backslash at the end of the line.';
  if (/^\/[\w./-]*$/.test(value)) return 'Join a container path to the host path before it: `-v ./data:/data`.';
  if (value === '=') return 'Remove the spaces around `=`.';
  if (value.includes('$(')) return 'Nothing runs `$(…)` here. Use a variable, such as `${TAG}`.';
  const scheme = /^https?:\/\//.exec(value)?.[0];
  if (scheme !== undefined && parseImageReference(value.slice(scheme.length)) !== undefined)
    return `Remove the \`${scheme}\`.`;
  const end = /^(.*\w)([,;'"]+)$/.exec(value);
  if (end?.[1] !== undefined && parseImageReference(end[1]) !== undefined)
    return `Remove the \`${end[2] ?? ''}\` at its end.`;
  const lower = value.toLowerCase();
  return isShown && parseImageReference(lower) !== undefined
    ? `Image names must be lowercase: \`${lower}\`.`
    : 'Write `[registry/]name[:tag]` in lowercase.';
}

const SHA256_DIGITS = 64;

/** True for the 64 hexadecimal digits of an image identifier. */
export function isImageIdentifier(value: string): boolean {
  return IDENTIFIER.test(value);
}

/**
 * The first component is a registry unless it can be a Docker Hub user
 * (`reference.splitDockerDomain`). An invalid hostname stays in the repository.
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
