import { JsonFault, parseJson } from '../parsers/syntax/nesting.ts';
import { isListOfTexts, isRecord } from '../util/objects.ts';
import type { ImageConfigFacts } from './facts.ts';
import type { LockedImage } from './lock.ts';
import { toFullReference, toShortName } from './reference.ts';

/** The images in the output of `image inspect`, and the number of images without a name. */
export interface Inspected {
  readonly images: readonly LockedImage[];
  readonly nameless: number;
  /** The number of tags left out because the files use other tags of the same image. */
  readonly unused: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Parses the output of `docker image inspect`, `podman image inspect` or `nerdctl image inspect`.
 * Ignores `Env`, labels and history. Throws a {@link JsonFault}, whose message quotes nothing.
 */
export function readInspectedImages(text: string, used: readonly string[] = []): Inspected {
  const list = parseJson(text);
  if (!Array.isArray(list)) throw new JsonFault('not a list of images from `docker image inspect`');
  const images: LockedImage[] = [];
  const names = new Set(used.flatMap(fullNameOf));
  let nameless = 0;
  let unused = 0;
  for (const [index, item] of list.entries()) {
    const image: unknown = item;
    if (!isRecord(image)) throw new JsonFault('not an image', [index]);
    if (isRecord(image['State']) || isRecord(image['HostConfig']))
      throw new JsonFault('a container, not an image: use `docker image inspect`', [index]);
    const config = image['Config'];
    if (!isRecord(config))
      throw new JsonFault('an image without `Config`; pass the complete output of `docker image inspect`', [index]);
    const facts = toFacts(image, config, index);
    const references = referencesOf(image);
    if (references.length === 0) nameless += 1;
    const kept = usedOf(references, names);
    unused += references.length - kept.length;
    for (const reference of kept) images.push({ ...reference, ...facts });
  }
  return { images, nameless, unused };
}

type Named = Pick<LockedImage, 'reference' | 'digest'>;

/**
 * The references that files use. For each used tag that isn't a version, adds the longest version.
 * Returns all if files use none, because the output doesn't say which reference was inspected.
 */
function usedOf(references: readonly Named[], used: ReadonlySet<string>): readonly Named[] {
  const isUsed = ({ reference }: Named): boolean => fullNameOf(reference).some((name) => used.has(name));
  const kept = references.filter(isUsed);
  if (kept.length === 0) return references;
  const versions = kept.flatMap(({ reference }) => {
    const [name = '', tag = ''] = splitTag(reference);
    if (VERSION.test(tag)) return [];
    const others = references.filter((other) => splitTag(other.reference)[0] === name);
    const [longest] = others
      .filter((other) => VERSION.test(splitTag(other.reference)[1] ?? ''))
      .toSorted((a, b) => b.reference.length - a.reference.length);
    return longest === undefined ? [] : [longest];
  });
  return references.filter((reference) => kept.includes(reference) || versions.includes(reference));
}

/** Two numbers or more: `1.27`, `v3.1-alpine`. */
const VERSION = /^v?\d+\.\d/;

function splitTag(reference: string): readonly string[] {
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? [reference] : [reference.slice(0, colon), reference.slice(colon + 1)];
}

function fullNameOf(reference: string): readonly string[] {
  const { name, tag } = toFullReference(reference) ?? {};
  return name === undefined || tag === undefined ? [] : [`${name}:${tag}`];
}

/**
 * The names of an image: its tags, each with the digest for that repository; without tags, its
 * digests.
 */
function referencesOf(image: Json): readonly Named[] {
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

/**
 * Treats absent fields as empty, because engines omit empty ones. Podman has some fields outside
 * `Config`.
 */
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
  if (typeof value !== 'string') throw new JsonFault(`\`${path.join('.')}\` is not a string`, path);
  return value;
}

/** A list of words. Older Docker versions print a single word as a string. */
function wordsAt(value: unknown, path: readonly (string | number)[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (!isListOfTexts(value)) throw new JsonFault(`\`${path.join('.')}\` is not a list of strings`, path);
  return value;
}

function textsOf(value: unknown): readonly string[] {
  return isListOfTexts(value) ? value : [];
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value).sort() : [];
}
