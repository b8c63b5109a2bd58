import { getOrInsert } from '../util/maps.ts';
import { covers } from './coverage.ts';
import type { ImageFacts, ImageSign } from './facts.ts';
import { toFullReference } from './reference.ts';
import { NAMES, rowAt, signs } from './table.generated.js';

/** The images that the table is about. */
export interface ImageTable {
  /**
   * What is known of the image of a reference: `postgres:17`, `docker.io/library/postgres:17@sha256:…`. `undefined`
   * where no row is for its registry, name and tag. A digest without a tag may be of any version, and so may `name:` of
   * which the tag is not known: what holds for every tag is known of them.
   */
  readonly imageFacts: (reference: string) => ImageFacts | undefined;
  /** The programs that their settings give away in every image. */
  readonly signs?: () => readonly ImageSign[];
}

const rows = new Map<number, ImageFacts>();
let parsed: readonly ImageSign[] | undefined;

/** The table that comes with plimsoll. It is loaded at the first question, and a row is parsed when it is asked for. */
export const IMAGE_TABLE: ImageTable = {
  imageFacts: (reference) => {
    const isTagOpen = reference.endsWith(':');
    const { name, tag } = toFullReference(isTagOpen ? reference.slice(0, -1) : reference) ?? {};
    if (name === undefined || !Object.hasOwn(NAMES, name)) return undefined;
    return NAMES[name]
      ?.map((index) => getOrInsert(rows, index, () => rowAt(index)))
      .find((row) => covers(row.covers, isTagOpen ? undefined : tag));
  },
  signs: () => {
    parsed ??= signs();
    return parsed;
  },
};
