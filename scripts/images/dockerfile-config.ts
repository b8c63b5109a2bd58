import type { ImageConfigFacts, ImageFacts } from '../../src/images/facts.ts';
import { type ImageUser, knownImage } from '../../src/images/known-image.ts';
import { portOf, stringOf } from '../../src/images/settings.ts';
import { readImageConfig } from '../../src/parsers/dockerfile/image-config.ts';
import { placeAt } from '../../src/text/location.ts';
import { Text } from '../../src/text/text.ts';
import { defined } from '../../src/util/objects.ts';

/** What the image brings on which one is built; `undefined` where that is not known. */
export type BaseOf = (reference: string) => ImageConfigFacts | undefined;

/**
 * What a Dockerfile says of the image that it makes; `undefined` where it can't be read. What a build argument decides
 * is left out, and so is what its base decides where that is not known.
 */
export function readDockerfileConfig(
  path: string,
  content: string,
  target?: string,
  baseOf: BaseOf = () => undefined,
): ImageConfigFacts | undefined {
  const place = placeAt(path, 0, content.length);
  const text = (value: string): Text => Text.verbatim(value, place);
  const { image } = readImageConfig(text(content), {
    target: target === undefined ? undefined : text(target),
    args: new Map(),
  });
  if (image === undefined) return undefined;
  const imageFacts = (reference: string): ImageFacts | undefined => {
    const config = baseOf(reference);
    return config && { names: [reference], covers: {}, checked: '', config };
  };
  const config: ImageUser['config'] = {};
  const known = knownImage({ config, image }, { table: { imageFacts } });
  const { user, healthcheck, exposedPorts, volumes, entrypoint, cmd } = known;
  return defined({
    user: user?.value,
    healthcheck: healthcheck?.value,
    exposedPorts: exposedPorts?.value ?? own(image.exposedPorts?.map(portOf)),
    volumes: volumes?.value ?? own(image.volumes?.map(stringOf)),
    entrypoint: entrypoint?.value,
    cmd: cmd?.value,
  });
}

function own(values: readonly (string | undefined)[] | undefined): readonly string[] | undefined {
  return values?.filter((value) => value !== undefined);
}
