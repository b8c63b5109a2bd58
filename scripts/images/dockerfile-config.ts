import type { ImageConfigFacts } from '../../src/images/facts.ts';
import { portOf, testOf, valueOf, wordsOf } from '../../src/images/settings.ts';
import { readImageConfig } from '../../src/parsers/dockerfile/image-config.ts';
import { placeAt } from '../../src/text/location.ts';
import { Text } from '../../src/text/text.ts';
import { defined } from '../../src/util/objects.ts';

/**
 * What a Dockerfile says of the image that it makes; `undefined` where it can't be read. What a build argument decides
 * is left out.
 */
export function readDockerfileConfig(path: string, content: string, target?: string): ImageConfigFacts | undefined {
  const place = placeAt(path, 0, content.length);
  const text = (value: string): Text => Text.verbatim(value, place);
  const { image } = readImageConfig(text(content), {
    target: target === undefined ? undefined : text(target),
    args: new Map(),
  });
  if (image === undefined) return undefined;
  return defined({
    user: valueOf(image.user),
    healthcheck: testOf(image.healthcheck),
    exposedPorts: image.exposedPorts?.map(portOf).filter((port) => port !== undefined),
    volumes: image.volumes?.map(valueOf).filter((path) => path !== undefined),
    entrypoint: wordsOf(image.entrypoint),
    cmd: wordsOf(image.cmd),
  });
}
