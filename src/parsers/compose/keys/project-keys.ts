import { SERVICE } from './service-keys.ts';
import { type Holds, type Shape, shapeUnder } from './shape.ts';

const LABELS: Shape = { merge: 'sequence', holds: 'free' };

const DEFINITIONS: Readonly<Record<string, Shape>> = {
  networks: {
    entries: { keys: { ipam: { keys: { config: { merge: 'ranges' } } }, labels: { ...LABELS, isFolded: true } } },
  },
  volumes: { entries: { keys: { labels: LABELS } } },
  configs: { entries: { keys: { content: { holds: 'free' } } } },
};

export const PROJECT: Shape = { keys: { ...DEFINITIONS, services: { entries: SERVICE } } };

/**
 * True for a list in which a later element replaces an earlier equal one before the schema check
 * (compose-go `override/uncity.go`).
 */
export function isFolded(path: readonly string[]): boolean {
  return path.reduce<Shape | undefined>((shape, key) => shape && shapeUnder(shape, key), PROJECT)?.isFolded === true;
}

/** The keys whose values are of these kinds. Lazy. */
export function keysThatHold(...holds: readonly Holds[]): () => ReadonlySet<string> {
  let names: ReadonlySet<string> | undefined;
  return () => {
    names ??= findKeys(holds);
    return names;
  };
}

function findKeys(holds: readonly Holds[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ keys = {}, entries, items }: Shape): void => {
    for (const [name, shape] of Object.entries(keys)) {
      if (shape.holds !== undefined && holds.includes(shape.holds)) names.add(name);
      add(shape);
    }
    for (const shape of [entries, items]) if (shape !== undefined) add(shape);
  };
  add(PROJECT);
  return names;
}
