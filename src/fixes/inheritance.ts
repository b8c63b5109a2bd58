import type { Subject } from '../model/container.ts';
import { isPlace, type Place } from '../text/location.ts';
import { countWhile } from '../util/binary-search.ts';
import { append, getOrInsert } from '../util/maps.ts';

/**
 * The containers that each container extends, directly or not, by index. Fixing one of them may
 * also fix the heir.
 */
export function ancestorsOf(subjects: readonly Subject[]): ReadonlyMap<number, ReadonlySet<number>> {
  const starts = new Map<string, { readonly start: number; readonly index: number }[]>();
  for (const [index, { kind, place }] of subjects.entries()) {
    if (kind === 'container') append(starts, place.location.path, { start: place.location.span.start, index });
  }
  for (const own of starts.values()) own.sort((a, b) => a.start - b.start);
  const ownerOf = ({ location: { path, span } }: Pick<Place, 'location'>): number | undefined => {
    const own = starts.get(path) ?? [];
    return own[countWhile(own.length, (at) => (own[at]?.start ?? 0) <= span.start) - 1]?.index;
  };
  const ancestors = new Map<number, Set<number>>();
  for (const [index, subject] of subjects.entries()) {
    for (const place of placesIn(subject)) {
      for (const [step, { kind }] of place.hops.entries()) {
        if (kind !== 'extends') continue;
        // Find the owner by place: merged values may be outside the extended service.
        const owner = ownerOf(place.hops[step - 1] ?? place);
        if (owner !== undefined && owner !== index) getOrInsert(ancestors, index, () => new Set<number>()).add(owner);
      }
    }
  }
  return ancestors;
}

/** The files with the services that a subject extends. */
export function basesOf(subject: Subject): readonly string[] {
  return [...placesIn(subject)].flatMap((place) =>
    place.hops.flatMap(({ kind }, step) => (kind === 'extends' ? [(place.hops[step - 1] ?? place).location.path] : [])),
  );
}

function* placesIn(value: unknown): Generator<Place> {
  if (typeof value !== 'object' || value === null) return;
  if (isPlace(value)) yield value;
  else for (const inner of value instanceof Map ? value.values() : Object.values(value)) yield* placesIn(inner);
}
