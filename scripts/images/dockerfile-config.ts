import type { ImageConfigFacts, ImageFacts } from '../../src/images/facts.ts';
import { type ImageUser, knownImage } from '../../src/images/known-image.ts';
import { portOf } from '../../src/images/settings.ts';
import { readImageConfig } from '../../src/parsers/dockerfile/image-config.ts';
import { placeAt } from '../../src/text/location.ts';
import { valueOf } from '../../src/text/setting.ts';
import { Text } from '../../src/text/text.ts';
import { defined } from '../../src/util/objects.ts';

/** The facts of a base image, or `undefined`. */
export type BaseOf = (reference: string) => ImageConfigFacts | undefined;

/**
 * The facts of a Dockerfile's image; `undefined` if it is unreadable. Values from build arguments
 * or an unknown base are omitted.
 */
export function readDockerfileConfig(
  path: string,
  content: string,
  target?: string,
  baseOf?: BaseOf,
): ImageConfigFacts | undefined {
  return readDockerfileFacts(path, content, target, baseOf)?.config;
}

/** The same, with the base image's name. `isWhole` if the lists include the base's. */
export function readDockerfileFacts(
  path: string,
  content: string,
  target?: string,
  baseOf: BaseOf = () => undefined,
): { readonly config: ImageConfigFacts; readonly base: string; readonly isWhole: boolean } | undefined {
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
  const facts = defined({
    user: user?.value,
    healthcheck: healthcheck?.value,
    exposedPorts: exposedPorts?.value ?? own(image.exposedPorts?.map(portOf)),
    volumes: volumes?.value ?? own(image.volumes?.map(valueOf)),
    entrypoint: entrypoint?.value,
    cmd: cmd?.value,
  });
  const parts = image.base.known ? [image.base.value] : image.base.pattern;
  const [base = ''] = /^[^:@]*/.exec(parts.map((part) => (typeof part === 'string' ? part : '…')).join('')) ?? [];
  return { config: facts, base, isWhole: exposedPorts !== undefined && volumes !== undefined };
}

function own(values: readonly (string | undefined)[] | undefined): readonly string[] | undefined {
  return values?.filter((value) => value !== undefined);
}
