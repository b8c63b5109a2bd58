import { findDeepBracket, MAX_NESTING } from '../parsers/syntax/nesting.ts';
import { append } from '../util/maps.ts';
import type { ImageConfigFacts } from './facts.ts';
import { validate } from './lock-schema.generated.js';
import { type FullReference, toFullReference } from './reference.ts';

/** An image that was inspected. */
export interface LockedImage extends ImageConfigFacts {
  /** As it was pulled, such as `postgres:17`; without a tag where the engine has it by its digest only. */
  readonly reference: string;
  /** Left out for an image that no registry has. */
  readonly digest?: string;
}

/** What is wrong with a text that should be JSON about images, in a few words without any of it, and where. */
export class ImagesFault extends Error {
  override readonly name = 'ImagesFault';
  /** Leads to what is wrong in a text that is JSON. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** Parses JSON, whose nesting is bounded and which may begin with a byte order mark. Throws an {@link ImagesFault}. */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (findDeepBracket(json) !== undefined) throw new ImagesFault(`nested more than ${MAX_NESTING} levels deep`);
  try {
    return JSON.parse(json);
  } catch {
    // What the engine says differs by its version, and quotes the text.
    throw new ImagesFault('not valid JSON');
  }
}

/**
 * The images of a lock file's text. Throws an {@link ImagesFault} for one that `schemas/images-v1.schema.json` refuses.
 */
export function parseImageLock(text: string): readonly LockedImage[] {
  const value = parseJson(text);
  if (isLockFile(value)) return value.images;
  const places = (validate.errors ?? []).map(({ instancePath }) => instancePath);
  // What is missing in the whole says less than what is wrong in a part of it.
  const path = (places.find((place) => place !== '') ?? '')
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  if (path[0] === undefined || path[0] === 'version') throw new ImagesFault('not a version 1 image lock file', path);
  throw new ImagesFault(`\`${path.join('.')}\` doesn't match the schema`, path);
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

/** The file's text: one image a line, sorted, so that two branches merge and nothing moves without a reason. */
export function formatImageLock(images: readonly LockedImage[]): string {
  const lines = images
    .map((image) => `    ${JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, image[field]])))}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 1,\n  "images": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/** The images of a lock file after others were inspected: they take the place of those of the same reference. */
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

/** Whether a reference has a tag that is written, since one without is of an image that the engine has by its digest. */
function isTagged(reference: string): boolean {
  return reference.includes(':', reference.lastIndexOf('/') + 1);
}

/** The images of a lock file, to be looked up. */
export interface ImageLock {
  /** The file, as a person would write it. */
  readonly path: string;
  /** The image of a reference: with a digest, the one that has it, whatever its tag; with a tag alone, the one that had it when it was inspected. */
  readonly find: (reference: string) => LockedImage | undefined;
  /** The tags under which an image was noted, those of other names left out. */
  readonly tagsOf: (image: LockedImage) => readonly string[];
  /** The same for the same images only. */
  readonly text: string;
}

/** Makes images findable. */
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
