import type { ImageConfigFacts } from './facts.ts';
import { ImagesFault, type LockedImage, parseJson } from './lock.ts';
import { toFullReference, toShortName } from './reference.ts';

/** The images in `image inspect` output, and the number of unnamed ones. */
export interface Inspected {
  readonly images: readonly LockedImage[];
  readonly nameless: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Parses the output of `docker image inspect`, `podman image inspect` or `nerdctl image inspect`,
 * ignoring `Env`, labels and history. Throws an {@link ImagesFault}, which quotes nothing.
 */
export function readInspectedImages(text: string): Inspected {
  const list = parseJson(text);
  if (!Array.isArray(list)) throw new ImagesFault('not a list of images from `docker image inspect`');
  const images: LockedImage[] = [];
  let nameless = 0;
  for (const [index, item] of list.entries()) {
    const image: unknown = item;
    if (!isRecord(image)) throw new ImagesFault('not an image', [index]);
    if (isRecord(image['State']) || isRecord(image['HostConfig']))
      throw new ImagesFault('a container, not an image: use `docker image inspect`', [index]);
    const config = image['Config'];
    if (!isRecord(config)) throw new ImagesFault('an image without `Config`', [index]);
    const facts = toFacts(image, config, index);
    const references = referencesOf(image);
    if (references.length === 0) nameless += 1;
    for (const reference of references) images.push({ ...reference, ...facts });
  }
  return { images, nameless };
}

/** The names of an image: its tags with the same repository's digest, or its digests without tag. */
function referencesOf(image: Json): readonly Pick<LockedImage, 'reference' | 'digest'>[] {
  const digests = new Map<string, string>();
  for (const text of textsOf(image['RepoDigests'])) {
    const { name, digest } = toFullReference(text) ?? {};
    if (name !== undefined && digest !== undefined) digests.set(name, digest);
  }
  const tagged = textsOf(image['RepoTags']).flatMap((text) => {
    const { name, tag } = toFullReference(text) ?? {};
    if (name === undefined || tag === undefined) return [];
    const digest = digests.get(name);
    return [{ reference: `${toShortName(name)}:${tag}`, ...(digest === undefined ? {} : { digest }) }];
  });
  if (tagged.length > 0) return tagged;
  return Array.from(digests, ([name, digest]) => ({ reference: toShortName(name), digest }));
}

/** Absent fields are empty, since engines omit empty ones. Podman has some outside `Config`. */
function toFacts(image: Json, config: Json, index: number): ImageConfigFacts {
  const field = (key: string): unknown => config[key] ?? image[key];
  const check = field('Healthcheck') ?? field('HealthCheck');
  const test = isRecord(check) ? wordsAt(check['Test'], [index, 'Config', 'Healthcheck', 'Test']) : [];
  const stopSignal = config['StopSignal'];
  return {
    user: textAt(field('User'), [index, 'Config', 'User']),
    healthcheck: test.length === 0 || test[0] === 'NONE' ? 'none' : test,
    exposedPorts: keysOf(config['ExposedPorts']),
    volumes: keysOf(config['Volumes']),
    entrypoint: wordsAt(config['Entrypoint'], [index, 'Config', 'Entrypoint']),
    cmd: wordsAt(config['Cmd'], [index, 'Config', 'Cmd']),
    ...(typeof stopSignal === 'string' && stopSignal !== '' ? { stopSignal } : {}),
  };
}

function textAt(value: unknown, path: readonly (string | number)[]): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new ImagesFault(`\`${path.join('.')}\` is not a string`, path);
  return value;
}

/** A list of words; older Docker versions also used a string for a single one. */
function wordsAt(value: unknown, path: readonly (string | number)[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (!isTexts(value)) throw new ImagesFault(`\`${path.join('.')}\` is not a list of strings`, path);
  return value;
}

function textsOf(value: unknown): readonly string[] {
  return isTexts(value) ? value : [];
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value).sort() : [];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
