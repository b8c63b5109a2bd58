import { getOrInsert } from '../util/maps.ts';
import { covers, isVersion } from './coverage.ts';
import type { DerivedFacts, ImageFacts, ImageSign } from './facts.ts';
import { toCommonName, toFullReference, toShortName } from './reference.ts';
import { derivedOf, indicesOf, rowAt, signs } from './table.generated.js';

export interface ImageTable {
  /**
   * The facts about an image reference such as `postgres:17` or
   * `docker.io/library/postgres@sha256:…`, or `undefined`. For an unknown tag, only facts that hold
   * for all tags.
   */
  readonly imageFacts: (reference: string) => ImageFacts | undefined;
  /** How to recognize programs in other publishers' images. */
  readonly signs?: () => readonly ImageSign[];
}

const rows = new Map<number, ImageFacts>();
const derived = new Map<string, (tag: string) => DerivedFacts | undefined>();
const found = new Map<string, ImageFacts | undefined>();
let parsed: readonly ImageSign[] | undefined;

/** The built-in table. Loaded at the first lookup; rows are parsed on demand. */
export const IMAGE_TABLE: ImageTable = {
  imageFacts: (reference) => {
    const isTagOpen = reference.endsWith(':');
    const { name, tag } = toFullReference(isTagOpen ? reference.slice(0, -1) : reference) ?? {};
    const known = isTagOpen ? undefined : tag;
    return name === undefined ? undefined : getOrInsert(found, `${name}:${known ?? ''}`, () => factsOf(name, known));
  },
  signs: () => {
    parsed ??= signs();
    return parsed;
  },
};

function factsOf(name: string, tag: string | undefined): ImageFacts | undefined {
  const row = indicesOf(name)
    .map((index) => getOrInsert(rows, index, () => rowAt(index)))
    .find((each) => covers(each.covers, tag));
  const common = toCommonName(name);
  const more = tag === undefined ? undefined : getOrInsert(derived, common, () => byTag(common))(tag);
  if (tag === undefined) return row;
  if (row?.released === true) return ofRelease(row, tag, more);
  if (more === undefined) return row;
  const { date, config, kind, start } = more;
  const written = row ?? { names: [toShortName(name)], covers: { tags: [tag] }, checked: date };
  return {
    ...(start === undefined ? {} : { start }),
    ...(kind === undefined ? {} : { kind }),
    ...written,
    config: { ...config, ...row?.config },
  };
}

/**
 * A row with the configuration of one release. Leaves out `start` if the release has another user
 * or entrypoint than the row.
 */
function ofRelease({ start, ...row }: ImageFacts, tag: string, more: DerivedFacts | undefined): ImageFacts {
  const config = more?.config ?? (isVersion(tag) ? {} : row.config);
  const isSame = (['user', 'entrypoint'] as const).every(
    (key) => JSON.stringify(config[key]) === JSON.stringify(row.config[key]),
  );
  return { ...row, ...(start !== undefined && isSame ? { start } : {}), config };
}

function byTag(name: string): (tag: string) => DerivedFacts | undefined {
  const all = derivedOf(name);
  const tags = new Map(all.flatMap((facts) => facts.tags.split(' ').map((tag) => [tag, facts] as const)));
  return (tag) => tags.get(tag) ?? tags.get(tag.replace(/^v(?=\d)/, '')) ?? all.find((facts) => isOf(facts, tag));
}

/** True if a tag is one of the derived versions. */
export function isOf({ versions, suffixes }: DerivedFacts, tag: string): boolean {
  return versions !== undefined && covers({ versions, ...(suffixes === undefined ? {} : { suffixes }) }, tag);
}
