import type { Container } from '../../../model/container.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import type { Setting } from '../../../text/setting.ts';
import { valueOf } from '../../../text/setting.ts';
import { imageNameOf, isRepository } from './image-name.ts';

/** The entrypoint and command, the image's by default (moby `daemon/commit.go`). */
export function commandOf({ config: { entrypoint = [], cmd = [] }, image }: Container): {
  readonly entrypoint: readonly Setting<string>[];
  readonly cmd: readonly Setting<string>[];
} {
  if (entrypoint.length > 0 || image === undefined) return { entrypoint, cmd };
  return { entrypoint: image.entrypoint ?? [], cmd: cmd.length > 0 ? cmd : (image.cmd ?? []) };
}

/** True if the Dockerfile contains the whole image. */
export function isFromScratch({ base }: ImageConfig): boolean {
  return valueOf(base) === 'scratch';
}

/** True if a container's image or its base image is one of `names`. */
export function hasImageOf({ config, image }: Container, names: readonly string[]): boolean {
  return [config.image, image?.base].some((setting) => {
    const name = imageNameOf(setting);
    return name !== undefined && isRepository(name, names);
  });
}
