import { getOrInsert } from '../util/maps.ts';
import { covers } from './coverage.ts';
import type { ImageFacts } from './facts.ts';
import { toFullReference } from './reference.ts';

/** The images that the table is about. */
export interface ImageTable {
  /**
   * What is known of the image of a reference: `postgres:17`, `docker.io/library/postgres:17@sha256:…`. `undefined` where no row is for its registry, name and
   * tag, and for a digest without a tag, which may be of any version.
   */
  readonly imageFacts: (reference: string) => ImageFacts | undefined;
}

let loading: Promise<ImageTable> | undefined;

/** The table that comes with plimsoll. It is loaded at the first call, and a row is parsed when it is asked for. */
export function loadImageTable(): Promise<ImageTable> {
  loading ??= import('./table.generated.js').then(({ NAMES, rowAt }) => {
    const indices = new Map(Object.entries(NAMES));
    const rows = new Map<number, ImageFacts>();
    return {
      imageFacts: (reference) => {
        const { name, tag } = toFullReference(reference) ?? {};
        if (name === undefined || tag === undefined) return undefined;
        return indices
          .get(name)
          ?.map((index) => getOrInsert(rows, index, () => rowAt(index)))
          .find((row) => covers(row.covers, tag));
      },
    };
  });
  return loading;
}
