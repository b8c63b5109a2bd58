import { JsonFault, parseJson } from '../parsers/syntax/nesting.ts';
import { append } from '../util/maps.ts';
import type { ImageConfigFacts } from './facts.ts';
import { validate } from './lock-schema.generated.js';
import { type FullReference, toFullReference } from './reference.ts';

export interface LockedImage extends ImageConfigFacts {
  /**
   * The reference as pulled, such as `postgres:17`; without a tag if the engine knows only the
   * digest.
   */
  readonly reference: string;
  /** Absent for images that are in no registry. */
  readonly digest?: string;
}

/**
 * Parses a lock file. Throws a {@link JsonFault} for text that doesn't match
 * `schemas/images-v1.schema.json`.
 */
export function parseImageLock(text: string): readonly LockedImage[] {
  const value = parseJson(text);
  if (isLockFile(value)) return value.images;
  const places = (validate.errors ?? []).map(({ instancePath }) => instancePath);
  // Report the most specific fault: one inside a part says more than a missing part.
  const path = (places.find((place) => place !== '') ?? '')
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  if (path[0] === undefined || path[0] === 'version') throw new JsonFault('not a version 1 image lock file', path);
  throw new JsonFault(`\`${path.join('.')}\` doesn't match the schema`, path);
}

function isLockFile(value: unknown): value is { readonly images: readonly LockedImage[] } {
  return validate(value);
}

const FIELDS = [
  'reference',
  'digest',
  'user',
  'healthcheck',
  'exposedPorts',
  'volumes',
  'entrypoint',
  'cmd',
  'stopSignal',
] as const satisfies readonly (keyof LockedImage)[];

/** The text of a lock file: sorted, one image per line, so that branches merge well. */
export function formatImageLock(images: readonly LockedImage[]): string {
  const lines = images
    .map((image) => `    ${JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, image[field]])))}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 1,\n  "images": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/**
 * Adds newly inspected images to those of a lock file; they replace images with the same reference.
 */
export function updateImages(
  locked: readonly LockedImage[],
  inspected: readonly LockedImage[],
): readonly LockedImage[] {
  return [...new Map([...locked, ...inspected].map((image) => [keyOf(image), image])).values()];
}

function keyOf({ reference, digest = '' }: LockedImage): string {
  const { name = reference, tag } = toFullReference(reference) ?? {};
  return isTagged(reference) ? `${name}:${tag ?? ''}` : `${name}@${digest}`;
}

/** True if a reference has an explicit tag. */
function isTagged(reference: string): boolean {
  return reference.includes(':', reference.lastIndexOf('/') + 1);
}

export interface ImageLock {
  /** The lock file's path, as shown to users. */
  readonly path: string;
  /**
   * Finds the image of a reference: by digest if it has one (the tag is then ignored), otherwise by
   * tag.
   */
  readonly find: (reference: string) => LockedImage | undefined;
  /** The tags of an image under this name. */
  readonly tagsOf: (image: LockedImage) => readonly string[];
  /** Equal for two locks only if their images are equal. */
  readonly text: string;
}

export function toImageLock(path: string, images: readonly LockedImage[]): ImageLock {
  const byTag = new Map<string, LockedImage>();
  const byDigest = new Map<string, LockedImage>();
  const tags = new Map<string, string[]>();
  for (const image of images) {
    const { name, tag } = toFullReference(image.reference) ?? {};
    if (name === undefined) continue;
    if (isTagged(image.reference)) byTag.set(`${name}:${tag ?? ''}`, image);
    if (image.digest === undefined) continue;
    byDigest.set(`${name}@${image.digest}`, image);
    if (isTagged(image.reference)) append(tags, `${name}@${image.digest}`, tag ?? '');
  }
  const findFull = ({ name, tag, digest }: FullReference): LockedImage | undefined =>
    digest === undefined ? byTag.get(`${name}:${tag ?? ''}`) : byDigest.get(`${name}@${digest}`);
  return {
    path,
    text: formatImageLock(images),
    find: (reference) => {
      const full = toFullReference(reference);
      return full && findFull(full);
    },
    tagsOf: ({ reference, digest = '' }) => tags.get(`${toFullReference(reference)?.name ?? ''}@${digest}`) ?? [],
  };
}
