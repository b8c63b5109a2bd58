import type { Json, JsonObject } from '../../engine-json/engine-writer.ts';
import type { Container } from '../../model/container.ts';
import { exposureFact } from './exposure-fact.ts';
import { imageFact } from './image-fact.ts';
import type { RequestNode } from './node.ts';
import type { RequestSource } from './request.ts';

/**
 * The facts `image` and `exposure` for `plimsoll model --facts`, without unknown values. `shown`
 * masks texts.
 */
export function factsJson(
  container: Container,
  { image, peers }: RequestSource,
  shown: (text: string) => string,
): JsonObject {
  const known = image();
  return {
    image: toJson(imageFact(container, known), shown) ?? {},
    exposure: toJson(exposureFact(container, known, peers), shown) ?? [],
  };
}

function toJson(node: RequestNode, shown: (text: string) => string): Json | undefined {
  if (node.place?.shown !== undefined && node.kind === 'scalar') return undefined;
  switch (node.kind) {
    case 'unknown':
      return undefined;
    case 'scalar':
      return typeof node.value === 'string' ? shown(node.value) : node.value;
    case 'list':
      return node.items.flatMap((item) => toJson(item, shown) ?? []);
    case 'object': {
      const entries = [...node.entries].flatMap(([key, entry]): [string, Json][] => {
        const json = toJson(entry, shown);
        return json === undefined ? [] : [[key, json]];
      });
      return Object.fromEntries(entries);
    }
  }
}
