import type { Container } from '../../../model/container.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import { isSameLocation } from '../../../text/location.ts';
import { type Pattern, type Setting, valueOf } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { rememberLast } from '../../../util/remember-last.ts';

/**
 * An image name's known parts (distribution's `reference.ParseAnyReference`). Unknown parts are
 * {@link UNKNOWN_CHARACTER}.
 */
export interface ImageName {
  readonly repository: string;
  readonly base: string;
  readonly tag: string | undefined;
  /** A digest or an image ID. */
  readonly hasDigest: boolean;
}

const IMAGE_ID = /^(?:sha256:)?(?:[\da-f]{64}|[\da-f]{12})$/;

/** The parts of an image's name. Remembered, since many rules need it for the same container. */
export const toImageName = rememberLast((image: string): ImageName => {
  if (IMAGE_ID.test(image)) return { repository: image, base: image, tag: undefined, hasDigest: true };
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  return {
    repository,
    base: repository.slice(slash + 1),
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    hasDigest: at >= 0,
  };
});

/** True if another file names the image, or a variable does, together with options. */
export function isNamedElsewhere({ config: { image }, unresolvedOptions }: Container): boolean {
  if (image?.known === true) return false;
  return unresolvedOptions.some(
    ({ place }) => image === undefined || isSameLocation(place.location, image.place.location),
  );
}

export function mountedImages({ hostConfig: { mounts = [] } }: Container): readonly Setting<string>[] {
  return mounts.flatMap(({ type, source }) =>
    source !== undefined && type.known && type.value === 'image' ? [source] : [],
  );
}

/** The text of a setting or a pattern, with {@link UNKNOWN_CHARACTER} for unknown parts. */
export function skeletonOf(of: Setting<string> | Pattern): string {
  if ('known' in of) return of.known ? of.value : skeletonOf(of.pattern);
  return of.map((part) => (typeof part === 'string' ? part : UNKNOWN_CHARACTER)).join('');
}

/** The pattern of a text with {@link UNKNOWN_CHARACTER} for unknown parts. */
export function patternOf(skeleton: string): Pattern {
  const parts = skeleton.split(UNKNOWN_CHARACTER).flatMap((part) => [{ unknown: '' }, part]);
  return parts.slice(1).filter((part) => part !== '');
}

export function imageNameOf(image: Setting<string> | undefined): ImageName | undefined {
  return image && toImageName(skeletonOf(image));
}

/**
 * True if the repository, or its last component, is one of `names`. With `isLoose`, the last
 * component may also end in `-` and such a name.
 */
export function isRepository(image: ImageName, names: readonly string[], isLoose = false): boolean {
  return names.some(
    (name) =>
      image.repository === name ||
      image.base === name ||
      (isLoose && (image.base.endsWith(`-${name}`) || image.base.endsWith(`_${name}`))),
  );
}

/** True if the repository is exactly one of `names`; names on Docker Hub need no registry. */
export function isImageOf(image: ImageName, names: readonly string[]): boolean {
  const bare = (name: string): string => name.replace(/^(?:(?:registry-1\.|index\.)?docker\.io\/)(?:library\/)?/, '');
  return names.some((name) => bare(image.repository) === bare(name));
}

/** The entrypoint and command; by default the image's (moby `daemon/commit.go`). */
export function commandOf({ config: { entrypoint = [], cmd = [] }, image }: Container): {
  readonly entrypoint: readonly Setting<string>[];
  readonly cmd: readonly Setting<string>[];
} {
  if (entrypoint.length > 0 || image === undefined) return { entrypoint, cmd };
  return { entrypoint: image.entrypoint ?? [], cmd: cmd.length > 0 ? cmd : (image.cmd ?? []) };
}

/** True if the image contains only what its Dockerfile adds. */
export function isFromScratch({ base }: ImageConfig): boolean {
  return valueOf(base) === 'scratch';
}

/** The container's image or its base image, if it is one of `names`. */
export function imageAmong({ config, image }: Container, names: readonly string[]): Setting<string> | undefined {
  return [config.image, image?.base].find((setting) => {
    const name = imageNameOf(setting);
    return name !== undefined && isRepository(name, names);
  });
}
