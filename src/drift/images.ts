import { isJsonObject, type Json, type JsonObject } from '../engine-json/engine-writer.ts';
import { type JsonNode, readElements } from '../parsers/inspect/json.ts';
import { type Leaves, leafText, leavesOf } from './leaves.ts';

/** The image settings of containers, by container name, for images inspected in the same output: `docker image inspect` with `docker inspect`. */
export function imagesOfContainers(text: string): ReadonlyMap<string, Leaves> {
  const [images, containers] = [new Map<string, Leaves>(), new Map<string, string>()];
  readElements(text, (element) => {
    const { Id, Image, Name, Config, HostConfig } = asObject(toJson(element));
    if (HostConfig !== undefined) containers.set(leafText(Name).replace(/^\//, ''), leafText(Image));
    else if (Config !== undefined && Id !== undefined)
      images.set(leafText(Id), leavesOf({ Config: withoutNothing(asObject(Config)), HostConfig: {} }));
  });
  return new Map(
    Array.from(containers).flatMap(([name, id]) => {
      const leaves = images.get(id);
      return leaves === undefined ? [] : [[name, leaves] as const];
    }),
  );
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

function withoutNothing(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== null && value !== '' && value !== false),
  );
}

function toJson(node: JsonNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(toJson);
    case 'object':
      return Object.fromEntries(Array.from(node.members, ([name, { value }]) => [name, toJson(value)]));
  }
}
