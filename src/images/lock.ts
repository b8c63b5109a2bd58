import { JsonFault, parseJson } from '../parsers/syntax/nesting.ts';
import { append } from '../util/maps.ts';
import type { ImageConfigFacts } from './facts.ts';
import { validate } from './lock-schema.generated.js';
import { type FullReference, toFullReference } from './reference.ts';

/** An inspected image. */
export interface LockedImage extends ImageConfigFacts {
  /** As pulled, such as `postgres:17`; without tag if the engine knows only its digest. */
  readonly reference: string;
  /** Absent for an image from no registry. */
  readonly digest?: string;
}

/**
 * Parses a lock file. Throws a {@link JsonFault} for text that `schemas/images-v1.schema.json`
 * rejects.
 */
export function parseImageLock(text: string): readonly LockedImage[] {
  const value = parseJson(text);
  if (isLockFile(value)) return value.images;
  const places = (validate.errors ?? []).map(({ instancePath }) => instancePath);
  // A fault in a part is more informative than a missing part.
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

/** The lock file's text: one image per line, sorted, so that branches merge. */
export function formatImageLock(images: readonly LockedImage[]): string {
  const lines = images
    .map((image) => `    ${JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, image[field]])))}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 1,\n  "images": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/**
 * The images of a lock file with newly inspected ones, which replace those of the same reference.
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

/** Whether a reference has an explicit tag; without one, the engine knows only its digest. */
function isTagged(reference: string): boolean {
  return reference.includes(':', reference.lastIndexOf('/') + 1);
}

/** The images of a lock file, for lookup. */
export interface ImageLock {
  /** The file, as people write it. */
  readonly path: string;
  /** The image of a reference: by digest, ignoring the tag; or by tag, as it was when inspected. */
  readonly find: (reference: string) => LockedImage | undefined;
  /** The tags of an image, without those of other names. */
  readonly tagsOf: (image: LockedImage) => readonly string[];
  /** Equal only for equal images. */
  readonly text: string;
}

/** Indexes images for lookup. */
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
