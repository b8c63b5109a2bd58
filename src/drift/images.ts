import { isJsonList, isJsonObject, type Json, type JsonObject } from '../engine-json/engine-writer.ts';
import { toFullReference } from '../images/reference.ts';
import { type JsonNode, readElements } from '../parsers/inspect/json.ts';
import { defined } from '../util/objects.ts';
import { type Leaves, leafText, leavesOf } from './leaves.ts';

/** The image of a container, read from the same output. */
export interface InspectedImage {
  readonly leaves?: Leaves;
  /** The image that its reference names now, if a different one. */
  readonly renewed?: { readonly reference: string; readonly own: string; readonly now: string };
}

/**
 * Images by container name, from the output of `docker image inspect` together with
 * `docker inspect`.
 */
export function imagesOfContainers(text: string): ReadonlyMap<string, InspectedImage> {
  const images = new Map<string, Leaves>();
  const tagged = new Map<string, string>();
  const containers = new Map<string, { readonly own: string; readonly reference: string }>();
  readElements(text, (element) => {
    const { Id, Image, Name, Config, HostConfig, RepoTags } = asObject(toJson(element));
    if (HostConfig !== undefined) {
      containers.set(leafText(Name).replace(/^\//, ''), {
        own: idOf(Image),
        reference: leafText(Config === undefined ? undefined : asObject(Config)['Image']),
      });
    } else if (Config !== undefined && Id !== undefined) {
      images.set(idOf(Id), leavesOf({ Config: withoutNothing(asObject(Config)), HostConfig: {} }));
      for (const tag of isJsonList(RepoTags) ? RepoTags : []) tagged.set(nameOf(leafText(tag)), idOf(Id));
    }
  });
  return new Map(
    Array.from(containers, ([name, { own, reference }]) => {
      const now = tagged.get(nameOf(reference));
      const isRenewed = now !== undefined && own !== '' && now !== own;
      const renewed = isRenewed ? { reference, own: shortId(own), now: shortId(now) } : undefined;
      return [name, defined({ leaves: images.get(own), renewed })] as const;
    }),
  );
}

/** The digest of an image; Podman omits the algorithm. */
function idOf(value: Json | undefined): string {
  return leafText(value).replace(/^sha256:/, '');
}

function shortId(id: string): string {
  return id.slice(0, 12);
}

function nameOf(reference: string): string {
  const { name = '', tag = '', digest } = toFullReference(reference) ?? {};
  return digest === undefined && name !== '' ? `${name}:${tag}` : '';
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
