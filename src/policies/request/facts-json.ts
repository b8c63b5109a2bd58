import type { Json, JsonObject } from '../../engine-json/engine-writer.ts';
import type { Container } from '../../model/container.ts';
import { exposureFact } from './exposure-fact.ts';
import { imageFact } from './image-fact.ts';
import type { Node } from './node.ts';
import type { RequestSource } from './request.ts';

/**
 * The facts `image` and `exposure` of a container as `plimsoll model --facts` prints them: what is not known is left
 * out, and so is what may be a secret.
 */
export function factsJson(container: Container, { image, peers }: RequestSource): JsonObject {
  const known = image();
  return {
    image: toJson(imageFact(container, known)) ?? {},
    exposure: toJson(exposureFact(container, known, peers)) ?? [],
  };
}

function toJson(node: Node): Json | undefined {
  if (node.place?.shown !== undefined && node.kind === 'scalar') return undefined;
  switch (node.kind) {
    case 'unknown':
      return undefined;
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.flatMap((item) => toJson(item) ?? []);
    case 'object': {
      const entries = [...node.entries].flatMap(([key, entry]): [string, Json][] => {
        const json = toJson(entry);
        return json === undefined ? [] : [[key, json]];
      });
      return Object.fromEntries(entries);
    }
  }
}
